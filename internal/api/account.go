package api

import (
	"context"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/serve"
)

type accountChange struct {
	Name     *string       `json:"name,omitempty" example:"Ana Weber"`
	Language *languageName `json:"language,omitempty" example:"de"`
}

type passwordChange struct {
	CurrentPassword string `json:"current_password" format:"password" writeOnly:"true" example:"a quiet heron over the reeds"`
	Password        string `json:"password" format:"password" writeOnly:"true" doc:"The new password, of at least 15 characters." example:"nine lanterns along the quay"`
}

// renewedItem is what goes on after a new password.
type renewedItem struct {
	CSRFToken string `json:"csrf_token" example:"bW9kZXN0LWV4YW1wbGU" doc:"In place of the one before: this session has a new cookie."`
}

type accountDeletion struct {
	Confirm  string `json:"confirm" doc:"The account's own address, typed." example:"ana@example.com"`
	Password string `json:"password" format:"password" writeOnly:"true" example:"a quiet heron over the reeds"`
}

// ownSession is a row of one's own sessions.
type ownSession struct {
	ID         string      `json:"id" doc:"Names the session for ending it. It is no secret." example:"5b0d4f1a2c3e4d5f6a7b8c9d"`
	Current    bool        `json:"current" doc:"Whether it is the one that asks." example:"true"`
	Partner    *partnerRef `json:"partner,omitempty" doc:"Where it stands. Absent while it stands nowhere."`
	CreatedAt  instant     `json:"created_at" format:"date-time" example:"2026-03-05T08:00:00Z"`
	LastUsedAt instant     `json:"last_used_at" format:"date-time" doc:"To a few minutes." example:"2026-03-05T10:15:00Z"`
	ExpiresAt  instant     `json:"expires_at" format:"date-time" doc:"When it ends however busy it is." example:"2026-03-05T20:00:00Z"`
	Address    string      `json:"address,omitempty" doc:"The network address it began from." example:"203.0.113.7"`
	UserAgent  string      `json:"user_agent,omitempty" example:"curl/8.5.0"`
}

type sessionList struct {
	Items []ownSession `json:"items" nullable:"false" doc:"The newest first; never more than one page."`
}

type endedItem struct {
	Ended int64 `json:"ended" doc:"How many sessions were ended." example:"2"`
}

type sessionPath struct {
	ID string `path:"id" doc:"The session's id." example:"5b0d4f1a2c3e4d5f6a7b8c9d"`
}

func (s *server) getAccount(ctx context.Context, c *call, _ *struct{}) (*reply[accountItem], error) {
	account, err := s.app.Accounts.Get(ctx, c.actor)
	if err != nil {
		return nil, err
	}
	return answer(newAccountItem(account)), nil
}

func (s *server) changeAccount(ctx context.Context, c *call, in *body[accountChange]) (*reply[accountItem], error) {
	change := app.AccountPatch{Name: in.Body.Name, Language: (*gatehouse.Language)(in.Body.Language)}
	account, err := s.app.Accounts.Update(ctx, c.actor, c.key, change)
	if err != nil {
		return nil, err
	}
	return answer(newAccountItem(account)), nil
}

func (s *server) changePassword(ctx context.Context, c *call, in *body[passwordChange]) (*reply[renewedItem], error) {
	token, err := s.app.Accounts.ChangePassword(ctx, c.actor, in.Body.CurrentPassword, in.Body.Password)
	if err != nil {
		return nil, err
	}
	serve.SetSession(c.w, c.r, token, c.actor.SignedInAt.Add(gatehouse.SessionLifetime))
	return answer(renewedItem{CSRFToken: auth.CSRFToken(token)}), nil
}

func (s *server) deleteAccount(ctx context.Context, c *call, in *body[accountDeletion]) (*nothing, error) {
	if err := s.app.Accounts.Delete(ctx, c.actor, in.Body.Confirm, in.Body.Password); err != nil {
		return nil, err
	}
	serve.ClearSession(c.w, c.r)
	return &nothing{}, nil
}

func (s *server) listSessions(ctx context.Context, c *call, _ *struct{}) (*reply[sessionList], error) {
	sessions, err := s.app.Accounts.Sessions(ctx, c.actor)
	if err != nil {
		return nil, err
	}
	list := sessionList{Items: make([]ownSession, 0, len(sessions))}
	for _, own := range sessions {
		list.Items = append(list.Items, newOwnSession(own))
	}
	return answer(list), nil
}

func (s *server) endOtherSessions(ctx context.Context, c *call, _ *struct{}) (*reply[endedItem], error) {
	n, err := s.app.Accounts.EndOtherSessions(ctx, c.actor)
	if err != nil {
		return nil, err
	}
	return answer(endedItem{Ended: n}), nil
}

func (s *server) endSession(ctx context.Context, c *call, in *sessionPath) (*nothing, error) {
	if err := s.app.Accounts.EndSession(ctx, c.actor, in.ID); err != nil {
		return nil, err
	}
	if in.ID == c.actor.Session.Public() {
		serve.ClearSession(c.w, c.r)
	}
	return &nothing{}, nil
}

func newOwnSession(own app.OwnSession) ownSession {
	item := ownSession{
		ID:         own.ID.Public(),
		Current:    own.Current,
		CreatedAt:  at(own.CreatedAt),
		LastUsedAt: at(own.LastUsedAt),
		ExpiresAt:  at(own.ExpiresAt),
		Address:    own.Address,
		UserAgent:  own.UserAgent,
	}
	if own.Partner != "" {
		item.Partner = &partnerRef{ID: string(own.Partner), Name: own.PartnerName}
	}
	return item
}
