package api

import (
	"context"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
)

type setupItem struct {
	Token    string `json:"token" writeOnly:"true" doc:"What stands behind token= in the set-up link that the server printed at its start." example:"pT3fJc0Yq1vXo2mR8sWk5uZbA7dE9gHiKlNnPqRrStU"`
	Partner  string `json:"partner" doc:"The name of the first partner." example:"Northgate Security"`
	Name     string `json:"name" doc:"The name of its first Master." example:"Ana Weber"`
	Email    string `json:"email" format:"email" example:"ana@example.com"`
	Password string `json:"password" format:"password" writeOnly:"true" doc:"A new password of at least 15 characters." example:"a quiet heron over the reeds"`
	Language string `json:"language,omitempty" doc:"The Master's language; an unknown one is taken for English." example:"en"`
}

func (s *server) completeSetup(ctx context.Context, c *call, in *body[setupItem]) (*reply[SignedInItem], error) {
	entered, err := s.app.Setup.Complete(ctx, c.actor, c.key, app.SetupInput{
		Token:    in.Body.Token,
		Partner:  in.Body.Partner,
		Name:     in.Body.Name,
		Email:    in.Body.Email,
		Password: in.Body.Password,
		Language: gatehouse.ParseLanguage(in.Body.Language),
	})
	if err != nil {
		return nil, err
	}
	return answer(c.welcome(entered)), nil
}
