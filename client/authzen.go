package client

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// decisionPath is where the decision endpoint lives, the AuthZEN Authorization API 1.0.
const decisionPath = "/access/v1/"

// Question asks the decision endpoint whether somebody may do something at a site now.
type Question struct {
	// Subject is a person by the id of their account, or by their e-mail address.
	Subject string
	// Action is the name of an action, such as site.enter.
	Action string
	// Site is the site's id.
	Site string
	// Reasons asks for the gates, too.
	Reasons bool
}

// Decision is the answer to a question.
type Decision struct {
	// Access is true when the person may do it now. Everything that the portal does
	// not know, and everything of another partner, is false.
	Access bool
	// Gates are the conditions that were asked, when the question wants reasons. They
	// name a person who changed one by id only.
	Gates []Gate
	// Fault says what is wrong with a question of many that cannot be read.
	Fault string
}

// Semantic says when the answers to many questions end.
type Semantic string

// The semantics.
const (
	// ExecuteAll answers every question. It is the usual one.
	ExecuteAll Semantic = "execute_all"
	// DenyOnFirstDeny ends with the first no.
	DenyOnFirstDeny Semantic = "deny_on_first_deny"
	// PermitOnFirstPermit ends with the first yes.
	PermitOnFirstPermit Semantic = "permit_on_first_permit"
)

// Evaluate asks one question. This and the calls below take a client that was made
// [WithKey]. Whatever is not a decision is an error; nobody is to be let in then.
func (c *Client) Evaluate(ctx context.Context, q Question) (Decision, error) {
	var answer wireDecision
	err := c.decide(ctx, "evaluation", wireQuestionOf(q), &answer)
	return answer.decision(), err
}

// EvaluateAll asks up to 1,000 questions, which are decided on the state of one moment.
// The answers are in the order of the questions, and fewer where the semantic ends them
// sooner. An empty semantic is [ExecuteAll].
func (c *Client) EvaluateAll(ctx context.Context, questions []Question, semantic Semantic) ([]Decision, error) {
	if len(questions) == 0 {
		return nil, nil
	}
	body := struct {
		Evaluations []wireQuestion    `json:"evaluations"`
		Options     map[string]string `json:"options,omitempty"`
	}{Evaluations: make([]wireQuestion, len(questions))}
	for i, q := range questions {
		body.Evaluations[i] = wireQuestionOf(q)
	}
	if semantic != "" {
		body.Options = map[string]string{"evaluations_semantic": string(semantic)}
	}
	var answer struct {
		Evaluations []wireDecision `json:"evaluations"`
	}
	if err := c.decide(ctx, "evaluations", body, &answer); err != nil {
		return nil, err
	}
	decisions := make([]Decision, len(answer.Evaluations))
	for i, d := range answer.Evaluations {
		decisions[i] = d.decision()
	}
	return decisions, nil
}

// SearchSubjects yields the ids of the accounts that may do the action at the site,
// page by page. An error ends it.
func (c *Client) SearchSubjects(ctx context.Context, action, site string) iter.Seq2[string, error] {
	q := wireQuestionOf(Question{Action: action, Site: site})
	return c.search(ctx, "search/subject", q)
}

// SearchSites yields the ids of the sites where the subject may do the action, page by
// page. An error ends it.
func (c *Client) SearchSites(ctx context.Context, subject, action string) iter.Seq2[string, error] {
	return c.search(ctx, "search/resource", wireQuestionOf(Question{Subject: subject, Action: action}))
}

// SearchActions yields what the subject may do at the site. An error ends it.
func (c *Client) SearchActions(ctx context.Context, subject, site string) iter.Seq2[string, error] {
	q := wireQuestionOf(Question{Subject: subject, Site: site})
	q.Action = nil
	return c.search(ctx, "search/action", q)
}

type wireEntity struct {
	Type string `json:"type"`
	ID   string `json:"id"`
}

type wireAction struct {
	Name string `json:"name"`
}

type wireQuestion struct {
	Subject  wireEntity        `json:"subject"`
	Action   *wireAction       `json:"action,omitempty"`
	Resource wireEntity        `json:"resource"`
	Context  map[string]bool   `json:"context,omitempty"`
	Page     map[string]string `json:"page,omitempty"`
}

func wireQuestionOf(q Question) wireQuestion {
	w := wireQuestion{Subject: wireEntity{"user", q.Subject}, Action: &wireAction{q.Action}, Resource: wireEntity{"site", q.Site}}
	if q.Reasons {
		w.Context = map[string]bool{"reasons": true}
	}
	return w
}

type wireDecision struct {
	Decision bool `json:"decision"`
	Context  struct {
		Gates []Gate `json:"gates"`
		Error struct {
			Message string `json:"message"`
		} `json:"error"`
	} `json:"context"`
}

func (w wireDecision) decision() Decision {
	return Decision{Access: w.Decision, Gates: w.Context.Gates, Fault: w.Context.Error.Message}
}

// search asks for page after page until the last.
func (c *Client) search(ctx context.Context, path string, q wireQuestion) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for {
			var answer struct {
				Page struct {
					Next string `json:"next_token"`
				} `json:"page"`
				Results []struct {
					ID   string `json:"id"`
					Name string `json:"name"`
				} `json:"results"`
			}
			if err := c.decide(ctx, path, q, &answer); err != nil {
				yield("", err)
				return
			}
			for _, r := range answer.Results {
				if !yield(r.ID+r.Name, nil) { // an entity has an id, an action a name
					return
				}
			}
			if answer.Page.Next == "" {
				return
			}
			q.Page = map[string]string{"token": answer.Page.Next}
		}
	}
}

// decide sends a question to the decision endpoint and decodes the answer.
func (c *Client) decide(ctx context.Context, path string, body, out any) error {
	encoded, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("%s: encode the question: %w", path, err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base.JoinPath(decisionPath).String()+path, bytes.NewReader(encoded))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+c.key)
	answer, err := c.http.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	content, err := io.ReadAll(io.LimitReader(answer.Body, answerLimit))
	switch {
	case err != nil:
		return fmt.Errorf("%s: read the answer: %w", path, err)
	case answer.StatusCode != http.StatusOK:
		return refusal(answer, content)
	}
	if err := json.Unmarshal(content, out); err != nil {
		return fmt.Errorf("%s: decode the answer: %w", path, err)
	}
	return nil
}

// refusal makes a problem of what the decision endpoint refuses with: a status and a
// sentence. It has no code.
func refusal(answer *http.Response, content []byte) *Problem {
	problem := &Problem{
		Title: http.StatusText(answer.StatusCode), Status: answer.StatusCode,
		Detail: strings.TrimSpace(string(content)), RequestID: answer.Header.Get("X-Request-Id"),
	}
	if seconds, err := strconv.Atoi(answer.Header.Get("Retry-After")); err == nil {
		problem.RetryAfter = time.Duration(seconds) * time.Second
	}
	return problem
}
