package api

import (
	"context"

	"gatehouse.example/gatehouse"
)

// partnerItem is the partner where the caller stands.
type partnerItem struct {
	ID        gatehouse.PartnerID `json:"id" doc:"It never changes." example:"0198f0c2-7d1a-7e60-a9a1-0c1d2e3f4a5b"`
	Name      string              `json:"name" doc:"What its people and its mails call it." example:"Meridian Access"`
	CreatedAt instant             `json:"created_at" format:"date-time" example:"2026-01-12T08:30:00Z"`
}

func (s *server) getPartner(ctx context.Context, c *call, _ *struct{}) (*versioned[partnerItem], error) {
	partner, err := s.app.Partners.Get(ctx, c.actor)
	if err != nil {
		return nil, err
	}
	item := partnerItem{ID: partner.ID, Name: partner.Name, CreatedAt: at(partner.CreatedAt)}
	return &versioned[partnerItem]{ETag: etag(partner.Version), Body: item}, nil
}

type partnerChange struct {
	Name string `json:"name" example:"Meridian Access & Security"`
}

func (s *server) changePartner(ctx context.Context, c *call, in *body[partnerChange]) (*versioned[partnerItem], error) {
	if err := s.app.Partners.Rename(ctx, c.actor, c.key, in.Body.Name, c.ifMatch); err != nil {
		return nil, err
	}
	return s.getPartner(ctx, c, nil)
}
