package store

import (
	"context"

	"gatehouse.example/gatehouse"
)

const accountColumns = `a.id, a.email, a.name, a.language, a.password_hash, a.terms_version, a.created_at, a.version`

func accountFields(a *gatehouse.Account) []any {
	return []any{
		&a.ID, &a.Email, &a.Name, &a.Language, &a.PasswordHash, &a.TermsVersion, when(&a.CreatedAt), &a.Version,
	}
}

// CreateAccount inserts an account and gives it its id. When the address has one
// already it is CodeAccountExists.
func (tx *Tx) CreateAccount(ctx context.Context, a *gatehouse.Account) error {
	a.ID, a.Version = newID[gatehouse.AccountID](), 1
	_, err := tx.exec(ctx, `
		INSERT INTO account (id, email, name, language, password_hash, terms_version, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, []any{
		a.ID, a.Email, a.Name, a.Language, a.PasswordHash, a.TermsVersion, micros(a.CreatedAt),
	})
	if isUnique(err) {
		return gatehouse.E(gatehouse.CodeAccountExists)
	}
	return translate(err)
}

// UnscopedAccountByEmail returns the account of an address, or CodeNotFound.
// Accounts belong to the installation, not to a partner.
func (r Reads) UnscopedAccountByEmail(ctx context.Context, email gatehouse.Email) (gatehouse.Account, error) {
	return one(ctx, r.q, accountFields, `SELECT `+accountColumns+` FROM account a WHERE a.email = $1`, email)
}

// UnscopedLanguages returns the languages of the accounts of the addresses. An
// address without an account is not among them.
func (r Reads) UnscopedLanguages(ctx context.Context, emails []gatehouse.Email) (map[gatehouse.Email]gatehouse.Language, error) {
	type row struct {
		email    gatehouse.Email
		language gatehouse.Language
	}
	languages := make(map[gatehouse.Email]gatehouse.Language, len(emails))
	for chunk := range chunks(emails) {
		these, args := among(r.engine, chunk)
		if err := each(ctx, r.q, func(v *row) []any { return []any{&v.email, &v.language} }, func(v row) error {
			languages[v.email] = v.language
			return nil
		}, `SELECT a.email, a.language FROM account a WHERE a.email `+these, args...); err != nil {
			return nil, err
		}
	}
	return languages, nil
}

// UnscopedAccount returns the account, or CodeNotFound.
func (r Reads) UnscopedAccount(ctx context.Context, id gatehouse.AccountID) (gatehouse.Account, error) {
	return one(ctx, r.q, accountFields, `SELECT `+accountColumns+` FROM account a WHERE a.id = $1`, id)
}

// SetPasswordHash replaces the hash, for a new password or dearer parameters.
func (tx *Tx) SetPasswordHash(ctx context.Context, id gatehouse.AccountID, hash string) error {
	return mustChange(ctx, tx.q, `
		UPDATE account
		SET password_hash = $2, version = version + 1
		WHERE id = $1`,
		id, hash)
}

// SetTermsVersion records which version of the terms the account accepted last.
func (tx *Tx) SetTermsVersion(ctx context.Context, id gatehouse.AccountID, version string) error {
	return mustChange(ctx, tx.q, `UPDATE account SET terms_version = $2, version = version + 1 WHERE id = $1`, id, version)
}

// SetAccountProfile writes the name and language of an account, and the name
// where partners list it.
func (tx *Tx) SetAccountProfile(ctx context.Context, a gatehouse.Account) error {
	defer tx.acrossPartners()()
	if err := mustChange(ctx, tx.q, `
		UPDATE account
		SET name = $2, language = $3, version = version + 1
		WHERE id = $1`,
		a.ID, a.Name, a.Language); err != nil {
		return err
	}
	return exec(ctx, tx.q, `
		UPDATE person
		SET name = $2, search = $3, sort_name = $4, version = version + 1
		WHERE account_id = $1 AND name <> $2`,
		a.ID, a.Name, searchText(a.Name, a.Email), sortName(a.Name, a.Email))
}
