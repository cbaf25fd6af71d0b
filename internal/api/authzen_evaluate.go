package api

import (
	"encoding/json"
	"errors"
	"net/http"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
)

// decision is the answer to one question.
type decision struct {
	Decision bool `json:"decision"`
	Context  any  `json:"context,omitempty"`
}

// reasons are the context of a decision where they are asked for.
type reasons struct {
	Gates []reason `json:"gates"`
}

// reason is one gate, as the explain call has it but for the name of a person: a
// system at a door has no use for it.
type reason struct {
	Way          wayName     `json:"way"`
	Gate         gateName    `json:"gate"`
	Pass         bool        `json:"pass"`
	Since        *instant    `json:"since,omitempty" format:"date-time"`
	By           *byRef      `json:"by,omitempty"`
	WhoCanChange changerName `json:"who_can_change"`
	WhoCanNarrow changerName `json:"who_can_narrow,omitempty"`
}

// byRef is who made a gate stand as it does.
type byRef struct {
	ID string `json:"id"`
}

// faulty is the context of a question, among others, that cannot be read.
type faulty struct {
	Error struct {
		Status  int    `json:"status"`
		Message string `json:"message"`
	} `json:"error"`
}

func newDecision(v app.Verdict, wanted bool) decision {
	d := decision{Decision: v.Access}
	if !wanted {
		return d
	}
	list := make([]reason, len(v.Gates))
	for i, g := range v.Gates {
		list[i] = reason{Way: wayName(g.Way), Gate: gateName(g.Gate), Pass: g.Pass, Since: moment(g.Since), WhoCanChange: changerName(g.WhoCanChange), WhoCanNarrow: changerName(g.WhoCanNarrow)}
		if g.By != "" {
			list[i].By = &byRef{string(g.By)}
		}
	}
	d.Context = reasons{list}
	return d
}

func newFault(err error) decision {
	context := faulty{}
	context.Error.Status, context.Error.Message = http.StatusBadRequest, sentenceOf(err)
	return decision{Context: context}
}

// sentenceOf is what a person is told of an error of ours.
func sentenceOf(err error) string {
	e, ok := errors.AsType[*gatehouse.Error](err)
	if !ok {
		return gatehouse.CodeInternal.Sentence()
	}
	return e.Sentence()
}

// The two answers that most questions get.
var permit, deny = []byte(`{"decision":true}`), []byte(`{"decision":false}`)

// evaluate answers one question.
func (s *server) evaluate(ask *asked) ([]byte, error) {
	q, err := questionOf(ask.body)
	if err != nil {
		return nil, s.unlessStranger(ask, err)
	}
	var v app.Verdict
	if ask.asker, v, err = s.app.Decisions.Evaluate(ask.r.Context(), ask.request, ask.token, q); err != nil {
		return nil, err
	}
	switch {
	case q.Reasons:
		return json.Marshal(newDecision(v, true))
	case v.Access:
		return permit, nil
	default:
		return deny, nil
	}
}

// questionLimit is how many questions one request may ask.
const questionLimit = gatehouse.BulkLimit

// semantic is when a request of many questions is answered as a whole.
type semantic string

// The semantics of the standard.
const (
	executeAll          semantic = "execute_all"
	denyOnFirstDeny     semantic = "deny_on_first_deny"
	permitOnFirstPermit semantic = "permit_on_first_permit"
)

// ends reports whether the answers end with this decision.
func (s semantic) ends(decision bool) bool {
	return s == denyOnFirstDeny && !decision || s == permitOnFirstPermit && decision
}

// evaluateAll answers many questions on the facts of one moment, or the one that the
// request itself is when it holds no others.
func (s *server) evaluateAll(ask *asked) ([]byte, error) {
	items, when, err := batchOf(ask.body)
	if err != nil {
		return nil, s.unlessStranger(ask, err)
	}
	if len(items) == 0 {
		return s.evaluate(ask)
	}
	questions, faults := questionsOf(ask.body, items)
	var verdicts []app.Verdict
	if ask.asker, verdicts, err = s.app.Decisions.EvaluateAll(ask.r.Context(), ask.request, ask.token, questions); err != nil {
		return nil, err
	}
	decisions := make([]decision, 0, len(items))
	for i := range items {
		d := newDecision(verdicts[i], questions[i].Reasons)
		if faults[i] != nil {
			d = newFault(faults[i])
		}
		decisions = append(decisions, d)
		if when.ends(d.Decision) {
			break
		}
	}
	return json.Marshal(struct {
		Evaluations []decision `json:"evaluations"`
	}{decisions})
}

// batchOf reads what a request of many questions holds as a whole: its questions, its
// semantic, and defaults that are sound where they are given.
func batchOf(body map[string]any) (items []any, when semantic, err error) {
	if value := body["evaluations"]; value != nil {
		ok := false
		if items, ok = value.([]any); !ok {
			return nil, "", malformed("its evaluations are not an array")
		}
	}
	if len(items) > questionLimit {
		return nil, "", malformed("it asks more than %d questions", questionLimit)
	}
	if when, err = semanticOf(body); err != nil || len(items) == 0 {
		return nil, when, err
	}
	return items, when, checkDefaults(body)
}

func semanticOf(body map[string]any) (semantic, error) {
	options, err := optionalObject(body, "options")
	if err != nil {
		return "", err
	}
	value := options["evaluations_semantic"]
	if value == nil {
		return executeAll, nil
	}
	text, _ := value.(string)
	switch when := semantic(text); when {
	case executeAll, denyOnFirstDeny, permitOnFirstPermit:
		return when, nil
	default:
		return "", malformed("its evaluations_semantic is none of %s, %s and %s", executeAll, denyOnFirstDeny, permitOnFirstPermit)
	}
}

// checkDefaults returns what is wrong with a default that is given.
func checkDefaults(body map[string]any) error {
	for _, name := range []string{memberSubject, memberResource} {
		if _, given := body[name]; given {
			if _, err := entityOf(body, name); err != nil {
				return err
			}
		}
	}
	if _, given := body[memberAction]; given {
		if _, err := actionOf(body); err != nil {
			return err
		}
	}
	_, err := reasonsOf(body)
	return err
}

// questionsOf reads the questions of a batch. A member that a question does not have is
// the request's, as a whole; one that cannot be read has its fault and asks nothing.
func questionsOf(body map[string]any, items []any) ([]app.Question, []error) {
	questions, faults := make([]app.Question, len(items)), make([]error, len(items))
	whole := make(map[string]any, 4)
	for i, item := range items {
		own, ok := item.(map[string]any)
		if !ok {
			faults[i] = malformed("it is not an object")
			continue
		}
		clear(whole)
		for _, name := range []string{memberSubject, memberAction, memberResource, memberContext} {
			if value, given := own[name]; given {
				whole[name] = value
			} else if value, given := body[name]; given {
				whole[name] = value
			}
		}
		if questions[i], faults[i] = questionOf(whole); faults[i] != nil {
			questions[i] = app.Question{}
		}
	}
	return questions, faults
}
