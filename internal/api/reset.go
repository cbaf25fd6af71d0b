package api

import "context"

type resetRequest struct {
	Email string `json:"email" format:"email" example:"ana@example.com"`
}

type resetCompletion struct {
	Token    string `json:"token" writeOnly:"true" doc:"What stands behind token= in the link of the mail." example:"pT3fJc0Yq1vXo2mR8sWk5uZbA7dE9gHiKlNnPqRrStU"`
	Password string `json:"password" format:"password" writeOnly:"true" doc:"A new password of at least 15 characters." example:"nine lanterns along the quay"`
}

func (s *server) requestReset(ctx context.Context, c *call, in *body[resetRequest]) (*nothing, error) {
	return &nothing{}, s.app.Resets.Request(ctx, c.actor, in.Body.Email)
}

func (s *server) completeReset(ctx context.Context, c *call, in *body[resetCompletion]) (*nothing, error) {
	return &nothing{}, s.app.Resets.Complete(ctx, c.actor, in.Body.Token, in.Body.Password)
}
