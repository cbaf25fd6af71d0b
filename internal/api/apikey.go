package api

import (
	"context"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/serve"
)

// APIKeyItem is an API key without its secret. It is exported because huma passes
// unexported embedded structs over.
type APIKeyItem struct {
	ID         string     `json:"id" doc:"It never changes, also when the key is rotated." example:"0198f0c8-1f5e-7a44-9c31-7d6e5f4a3b2c"`
	Name       string     `json:"name" example:"Turnstiles of the east wing"`
	Scope      keyScope   `json:"scope" example:"operator"`
	State      keyState   `json:"state" example:"active"`
	Hint       string     `json:"hint" doc:"The last characters of the newest token, to tell keys apart." example:"x7Qw"`
	CreatedBy  *personRef `json:"created_by" doc:"Who created the key, or rotated it last: the key is worth what they are."`
	CreatedAt  instant    `json:"created_at" format:"date-time" example:"2026-03-01T09:00:00Z"`
	ExpiresAt  instant    `json:"expires_at" format:"date-time" example:"2026-05-30T09:00:00Z"`
	LastUsedAt *instant   `json:"last_used_at" format:"date-time" doc:"Exact to the minute. Null for never." example:"2026-03-05T10:15:00Z"`
	OlderUntil *instant   `json:"older_until" format:"date-time" doc:"When the last older token of a rotated key ends. Null when none lives." example:"2026-03-06T09:00:00Z"`
}

func newAPIKeyItem(row gatehouse.KeyRow) APIKeyItem {
	k := row.Key
	return APIKeyItem{
		ID: string(k.ID), Name: k.Name, Scope: keyScope(k.Scope), State: keyState(row.State()), Hint: k.Hint,
		CreatedBy: &personRef{ID: string(k.Creator), Name: row.Holder.Name}, CreatedAt: at(k.CreatedAt), ExpiresAt: at(k.ExpiresAt),
		LastUsedAt: moment(k.LastUsedAt), OlderUntil: moment(row.OlderEnds),
	}
}

// newKeyItem is an API key with its token.
type newKeyItem struct {
	APIKeyItem
	Token string `json:"token,omitempty" doc:"What a program sends as Authorization: Bearer. It is shown this once. Absent when the answer is replayed under an Idempotency-Key: rotate the key when its token was lost." example:"gh_-modest-example-of-a-token-that-opens-nothing-x7Qw"`
}

type keyList struct {
	Items []APIKeyItem `json:"items" nullable:"false" doc:"Every key of the place, the oldest first."`
}

func (s *server) listKeys(ctx context.Context, c *call, _ *struct{}) (*reply[keyList], error) {
	rows, err := s.app.APIKeys.List(ctx, c.actor)
	if err != nil {
		return nil, err
	}
	list := keyList{Items: make([]APIKeyItem, 0, len(rows))}
	for _, row := range rows {
		list.Items = append(list.Items, newAPIKeyItem(row))
	}
	return answer(list), nil
}

// KeyPath names the API key of a call. It is exported for huma, as APIKeyItem is.
type KeyPath struct {
	ID gatehouse.APIKeyID `path:"id" doc:"The key's id." example:"0198f0c8-1f5e-7a44-9c31-7d6e5f4a3b2c"`
}

func (s *server) getKey(ctx context.Context, c *call, in *KeyPath) (*versioned[APIKeyItem], error) {
	return keyAnswer(s.app.APIKeys.Get(ctx, c.actor, in.ID))
}

func (s *server) getOwnKey(ctx context.Context, c *call, _ *struct{}) (*versioned[APIKeyItem], error) {
	return keyAnswer(s.app.APIKeys.Own(ctx, c.actor))
}

func keyAnswer(row gatehouse.KeyRow, err error) (*versioned[APIKeyItem], error) {
	if err != nil {
		return nil, err
	}
	return &versioned[APIKeyItem]{ETag: etag(row.Key.Version), Body: newAPIKeyItem(row)}, nil
}

type keyInput struct {
	Name      string     `json:"name" example:"Turnstiles of the east wing"`
	Scope     keyScope   `json:"scope" example:"operator"`
	ExpiresAt *time.Time `json:"expires_at,omitempty" doc:"An hour to 366 days from now; 90 days unless given." example:"2026-05-30T09:00:00Z"`
}

func (s *server) createKey(ctx context.Context, c *call, in *body[keyInput]) (*versioned[newKeyItem], error) {
	b := in.Body
	made, err := s.app.APIKeys.Create(ctx, c.actor, c.key, gatehouse.KeyInput{
		Name: b.Name, Scope: gatehouse.KeyScope(b.Scope), ExpiresAt: given(b.ExpiresAt),
	})
	if err != nil {
		return nil, err
	}
	serve.Annotate(c.r, c.actor, string(made.ID))
	return s.shown(ctx, c, made)
}

// shown answers a key with the token that was made for it.
func (s *server) shown(ctx context.Context, c *call, made app.NewKey) (*versioned[newKeyItem], error) {
	row, err := s.app.APIKeys.Get(ctx, c.actor, made.ID)
	if err != nil {
		return nil, err
	}
	return &versioned[newKeyItem]{ETag: etag(row.Key.Version), Body: newKeyItem{newAPIKeyItem(row), made.Token}}, nil
}

type keyRename struct {
	Name string `json:"name" example:"Turnstiles"`
}

type renameKeyInput struct {
	KeyPath
	Body keyRename
}

func (s *server) renameKey(ctx context.Context, c *call, in *renameKeyInput) (*versioned[APIKeyItem], error) {
	if err := s.app.APIKeys.Rename(ctx, c.actor, c.key, in.ID, in.Body.Name, c.ifMatch); err != nil {
		return nil, err
	}
	return s.getKey(ctx, c, &in.KeyPath)
}

type keyRotation struct {
	Overlap   *overlapHours `json:"overlap_hours,omitempty" doc:"How long the token before goes on, 0 to end it at once; 24 unless given." example:"24"`
	ExpiresAt *time.Time    `json:"expires_at,omitempty" doc:"The key's new end, an hour to 366 days from now. It stays as it is unless given; an expired key needs one." example:"2026-05-30T09:00:00Z"`
}

type rotateKeyInput struct {
	KeyPath
	Body keyRotation
}

func (s *server) rotateKey(ctx context.Context, c *call, in *rotateKeyInput) (*versioned[newKeyItem], error) {
	ask := app.KeyRotation{ExpiresAt: given(in.Body.ExpiresAt), IfMatch: c.ifMatch}
	if in.Body.Overlap != nil {
		ask.Overlap = new(time.Duration(*in.Body.Overlap) * time.Hour)
	}
	made, err := s.app.APIKeys.Rotate(ctx, c.actor, c.key, in.ID, ask)
	if err != nil {
		return nil, err
	}
	return s.shown(ctx, c, made)
}

func (s *server) revokeKey(ctx context.Context, c *call, in *KeyPath) (*nothing, error) {
	return &nothing{}, s.app.APIKeys.Revoke(ctx, c.actor, c.key, in.ID, c.ifMatch)
}

// given returns a time of the input, zero when it was left out.
func given(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return gatehouse.Given(*t)
}
