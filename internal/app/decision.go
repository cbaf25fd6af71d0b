package app

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/mail"
	"gatehouse.example/gatehouse/internal/store"
)

// Decisions answers the systems that run the sites: may this person do this there, now
// (SPEC section 15)? It asks [gatehouse.Decide] on facts of the moment and keeps
// nothing: no answer outlives a commit that changes it.
type Decisions struct{ *core }

// decisionPatience is how long a decision may take. A system that waits at a door is
// told within a second that there is none.
const decisionPatience = 900 * time.Millisecond

// Question is what the decision endpoint is asked. What Gatehouse does not know is
// empty or unknown here and never allowed.
type Question struct {
	// Subject is a person by the id of their account or by their address.
	Subject string
	Site    gatehouse.SiteID
	Action  gatehouse.SiteAction
	// Reasons asks for the gates, too.
	Reasons bool
}

// Verdict is the answer to a question.
type Verdict struct {
	Access bool
	// Gates are all that was asked, where reasons are wanted. There are none for a
	// person, a site or an action that is not there for whoever asks.
	Gates []gatehouse.GateState
}

// Asker is whose API key asks.
type Asker struct {
	gatehouse.Actor
	// unnoted is the key when its use is still to be noted.
	unnoted *gatehouse.KeyFacts
}

// Unnoted reports whether the use of the key is still to be noted, which happens once
// in [gatehouse.KeyTouch].
func (a Asker) Unnoted() bool { return a.unnoted != nil }

// Note notes that the key was used. It writes, so it is for after the answer.
func (d Decisions) Note(ctx context.Context, a Asker) {
	if a.unnoted != nil {
		d.keyUsed(ctx, *a.unnoted)
	}
}

// Identifier is what the decision endpoint is called: the portal's own address.
func (d Decisions) Identifier() string { return d.BaseURL.String() }

// Evaluate decides one question of the API key with the token. The facts of the key
// and of the question are read by one statement. It returns who asked; CodeKeyInvalid
// for a token that is worth nothing, CodeForbidden for a key that may not ask.
func (d Decisions) Evaluate(ctx context.Context, request gatehouse.Actor, token string, q Question) (Asker, Verdict, error) {
	ctx, cancel := context.WithTimeout(ctx, decisionPatience)
	defer cancel()
	if d.Store.Postgres() {
		return d.gather(gathered{keyToken(token), wanted(q)}, &asking{ctx: ctx, request: request, q: q})
	}
	return d.decideAlone(ctx, request, keyToken(token), q)
}

// decideAlone decides one question by a statement of its own.
func (d Decisions) decideAlone(ctx context.Context, request gatehouse.Actor, token gatehouse.KeyTokenID, q Question) (asker Asker, v Verdict, err error) {
	asker, err = d.ask(ctx, request, token, q, func(f *store.DecisionFacts) error {
		v = decide(&f.Key.Key, &f.Access, q)
		return nil
	})
	return asker, v, err
}

// EvaluateAll decides many questions on the facts of one moment, in their order.
// Errors as with [Decisions.Evaluate].
func (d Decisions) EvaluateAll(ctx context.Context, request gatehouse.Actor, token string, questions []Question) (asker Asker, verdicts []Verdict, err error) {
	if len(questions) == 0 {
		asker, err = d.Admit(ctx, request, token)
		return asker, nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, decisionPatience)
	defer cancel()
	verdicts = make([]Verdict, len(questions))
	err = d.eachFacts(ctx, gathered{keyToken(token), wanted(questions...)}, questions, func(n int, f *store.DecisionFacts) error {
		if asker.Key == "" {
			if asker, err = d.admit(request, &f.Key); err != nil {
				return err
			}
		}
		verdicts[n] = decide(&f.Key.Key, &f.Access, questions[n])
		return nil
	})
	if err != nil {
		return asker, nil, refused(err)
	}
	return asker, verdicts, nil
}

// eachFacts calls fn with the number of every question and its facts, all of one moment
// and read by one statement. There is at least one question.
func (d Decisions) eachFacts(ctx context.Context, of gathered, questions []Question, fn func(n int, f *store.DecisionFacts) error) error {
	pairs := groupPairs(questions)
	return d.Store.EachDecisionFacts(ctx, of.token, pairs.distinct, of.want, func(i int, f *store.DecisionFacts) error {
		for n := pairs.first[i]; n >= 0; n = pairs.next[n] {
			if err := fn(n, f); err != nil {
				return err
			}
		}
		return nil
	})
}

// Admit returns who comes with the token, for a request that asks nothing that could
// be decided. Errors as with [Decisions.Evaluate].
func (d Decisions) Admit(ctx context.Context, request gatehouse.Actor, token string) (Asker, error) {
	asker, _, err := d.Evaluate(ctx, request, token, Question{})
	return asker, err
}

// ask reads the facts of a question, admits the key and calls answer with the facts.
func (d Decisions) ask(ctx context.Context, request gatehouse.Actor, token gatehouse.KeyTokenID, q Question, answer func(*store.DecisionFacts) error) (asker Asker, err error) {
	err = d.Store.WithDecisionFacts(ctx, token, q.named(), wanted(q), func(f *store.DecisionFacts) error {
		var err error
		if asker, err = d.admit(request, &f.Key); err != nil {
			return err
		}
		return answer(f)
	})
	return asker, refused(err)
}

// wanted is what the facts of the questions are read for.
func wanted(questions ...Question) store.Wanted {
	if slices.ContainsFunc(questions, func(q Question) bool { return q.Reasons }) {
		return store.Reasons
	}
	return store.Answer
}

// admit returns who comes with the key.
func (d Decisions) admit(request gatehouse.Actor, key *gatehouse.KeyFacts) (Asker, error) {
	if err := key.Check(); err != nil {
		return Asker{}, err
	}
	asker := Asker{Actor: key.Actor(request)}
	if key.Now.Sub(key.Key.LastUsedAt) >= gatehouse.KeyTouch {
		used := *key
		asker.unnoted = &used
	}
	return asker, key.Key.CheckAsk()
}

// refused says why there is no answer. An unknown token is CodeKeyInvalid like every
// other that is worth nothing. Whatever else is no error of ours says that the facts
// could not be read, in time or at all: CodeStorage, and nobody is let in.
func refused(err error) error {
	if gatehouse.CodeOf(err) == gatehouse.CodeNotFound {
		return gatehouse.E(gatehouse.CodeKeyInvalid)
	}
	if _, known := errors.AsType[*gatehouse.Error](err); err != nil && !known {
		return &gatehouse.Error{Code: gatehouse.CodeStorage, RetryAfter: time.Second, Err: err}
	}
	return err
}

// decide is the verdict on a question whose facts are read.
func decide(key *gatehouse.APIKey, f *gatehouse.AccessFacts, q Question) Verdict {
	v := Verdict{Access: gatehouse.Decide(f, q.Action).Access}
	if q.Reasons && q.Action.Known() && seen(key, f) {
		if key.Site != "" {
			f = f.SeenFromSite()
		}
		v.Gates = gatehouse.Explain(f, q.Action)
	}
	return v
}

// seen reports whether the holder of the key sees that there is this person at this
// site. The site's people see nobody of the partner who has nothing to do with it.
func seen(key *gatehouse.APIKey, f *gatehouse.AccessFacts) bool {
	if f.Site.ID == "" || f.Person.ID == "" {
		return false
	}
	return key.Site == "" || f.Admin.Exists() || f.Assignment.ID != ""
}

// keyToken is the name of a token in the database.
func keyToken(token string) gatehouse.KeyTokenID { return gatehouse.KeyTokenID(auth.HashToken(token)) }

// nameLimit is how long an id or an address can be, in bytes; what is longer names
// nothing.
const nameLimit = 254

// named returns the question as the store reads it.
func (q Question) named() store.Question {
	site := q.Site
	if !canName(string(site)) {
		site = ""
	}
	return store.Question{Subject: subject(q.Subject), Site: site}
}

// subject reads who is meant: an address, in whatever spelling, or the id of an
// account.
func subject(name string) store.Subject {
	switch {
	case !canName(name):
		return store.Subject{}
	case !strings.Contains(name, "@"):
		return store.Subject{Account: gatehouse.AccountID(name)}
	}
	email, err := mail.ParseAddress(name)
	if err != nil {
		return store.Subject{}
	}
	return store.Subject{Email: email}
}

func canName(s string) bool { return len(s) <= nameLimit && !strings.Contains(s, "\x00") }

// grouped are questions by what is to be read for them: several actions of one person
// at one site take the same facts.
type grouped struct {
	distinct []store.Question
	// first and next chain the questions of each distinct one, by their numbers; -1
	// ends a chain.
	first, next []int
}

// groupPairs puts together the questions that take the same facts.
func groupPairs(questions []Question) grouped {
	g := grouped{next: make([]int, len(questions))}
	numbers := make(map[store.Question]int, len(questions))
	for n, q := range questions {
		pair := q.named()
		i, known := numbers[pair]
		if !known {
			i = len(g.distinct)
			numbers[pair] = i
			g.distinct, g.first = append(g.distinct, pair), append(g.first, -1)
		}
		g.next[n], g.first[i] = g.first[i], n
	}
	return g
}
