package app

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

// gathering lets questions of one API key that come while others of it are being read be
// read together, by the next statement. On PostgreSQL most of what a decision costs is
// the statement itself, whatever it reads: together they cost a third.
//
// A question only ever joins a statement that has not begun, so that what it is answered
// by is not older than the question (SECURITY I02). Nobody waits for company: while a key
// has few statements under way, each question has its own at once.
type gathering struct {
	mu     sync.Mutex
	crowds map[gathered]*crowd
}

// gathered are questions that one statement can read.
type gathered struct {
	token gatehouse.KeyTokenID
	want  store.Wanted
}

// crowd are the questions of one key: how many statements are under way, and who waits
// for one to end.
type crowd struct {
	busy    int
	waiting []*asking
}

// asking is a question under way. What it is answered is written by whoever reads the
// facts, and read by whoever asked once done is closed, if they had to wait.
type asking struct {
	ctx     context.Context //nolint:containedctx // of this one question
	request gatehouse.Actor
	q       Question
	done    chan struct{}

	asker   Asker
	verdict Verdict
	err     error
}

const (
	// statementsPerKey is how many statements a key has under way before its questions
	// gather: enough for a server to be busy while others are on their way.
	statementsPerKey = 4
	// togetherAtOnce bounds one statement, so that nobody waits for a large one.
	togetherAtOnce = 64
)

// enter begins a statement for the question, or has it wait for one: then own is false.
func (g *gathering) enter(of gathered, a *asking) (own bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	c := g.crowds[of]
	if c == nil {
		c = &crowd{}
		g.crowds[of] = c
	}
	if c.busy < statementsPerKey {
		c.busy++
		return true
	}
	a.done = make(chan struct{})
	c.waiting = append(c.waiting, a)
	return false
}

// leave ends a statement and returns who is read by the next one, in its place. Whoever
// has given up is not.
func (g *gathering) leave(of gathered) []*asking {
	g.mu.Lock()
	defer g.mu.Unlock()
	c := g.crowds[of]
	var next []*asking
	for len(c.waiting) > 0 && len(next) < togetherAtOnce {
		if a := c.waiting[0]; a.ctx.Err() == nil {
			next = append(next, a)
		}
		c.waiting = c.waiting[1:]
	}
	if len(next) > 0 {
		return next
	}
	if c.busy--; c.busy == 0 {
		delete(g.crowds, of)
	}
	return nil
}

// gather decides a question by a statement of its own, or by one that it shares with
// others of the same key.
func (d Decisions) gather(of gathered, a *asking) (Asker, Verdict, error) {
	if d.gathering.enter(of, a) {
		defer d.proceed(of)
		return d.decideAlone(a.ctx, a.request, of.token, a.q)
	}
	select {
	case <-a.done:
		return a.asker, a.verdict, a.err
	case <-a.ctx.Done():
		return Asker{}, Verdict{}, refused(a.ctx.Err())
	}
}

// proceed begins the next statement of a key, for those who wait.
func (d Decisions) proceed(of gathered) {
	if next := d.gathering.leave(of); next != nil {
		go func() {
			defer d.proceed(of)
			d.decideTogether(of, next)
		}()
	}
}

// decideTogether answers those who waited. Each of them may stop waiting at any time, so
// the statement has a time of its own. Whoever it says nothing of is not let in.
func (d Decisions) decideTogether(of gathered, crowd []*asking) {
	ctx, cancel := context.WithTimeout(context.Background(), decisionPatience)
	defer cancel()
	defer func() {
		// Nobody else would catch it here, as the server does for a single question.
		failed := recover()
		for _, a := range crowd {
			if failed != nil {
				a.asker, a.verdict, a.err = Asker{}, Verdict{}, fmt.Errorf("panic: %v\n%s", failed, debug.Stack())
			}
			close(a.done)
		}
	}()
	if len(crowd) == 1 {
		a := crowd[0]
		a.asker, a.verdict, a.err = d.decideAlone(ctx, a.request, of.token, a.q)
		return
	}
	questions := make([]Question, len(crowd))
	for i, a := range crowd {
		questions[i], a.err = a.q, errUnread
	}
	err := d.eachFacts(ctx, of, questions, func(n int, f *store.DecisionFacts) error {
		a := crowd[n]
		if a.asker, a.err = d.admit(a.request, &f.Key); a.err == nil {
			a.verdict = decide(&f.Key.Key, &f.Access, a.q)
		}
		return nil
	})
	for _, a := range crowd {
		if err != nil {
			a.asker, a.verdict, a.err = Asker{}, Verdict{}, err
		}
		a.err = refused(a.err)
	}
}

// errUnread is the answer to a question that no row came for.
var errUnread = errors.New("the facts of the question were not read")
