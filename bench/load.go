package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// connections is how many clients ask at once.
const connections = 16

// target is a request that is sent again and again, or several in turn.
type target struct {
	name string
	addr string
	raw  [][]byte
}

// get makes a GET with the headers given in pairs.
func get(name, base, path string, headers ...string) target {
	u, err := url.Parse(base)
	if err != nil {
		panic(err)
	}
	raw := "GET " + path + " HTTP/1.1\r\nHost: " + u.Host + "\r\n"
	for i := 0; i+1 < len(headers); i += 2 {
		raw += headers[i] + ": " + headers[i+1] + "\r\n"
	}
	return target{name: name, addr: u.Host, raw: [][]byte{[]byte(raw + "\r\n")}}
}

// client is one connection.
type client struct {
	conn   net.Conn
	reader *bufio.Reader
	// turn counts the requests, from a number of the connection's own.
	turn int
}

func dial(ctx context.Context, addr string) (*client, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, err
	}
	return &client{conn: conn, reader: bufio.NewReaderSize(conn, 64<<10), turn: rand.IntN(1 << 20)}, nil
}

// ask sends the request once, the next one of several, and reads the answer to its end.
func (c *client) ask(t target) error {
	c.turn++
	if _, err := c.conn.Write(t.raw[c.turn%len(t.raw)]); err != nil {
		return err
	}
	response, err := http.ReadResponse(c.reader, nil)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, response.Body)
	_ = response.Body.Close()
	if err == nil && response.StatusCode >= http.StatusBadRequest {
		err = fmt.Errorf("%s answers %s", t.name, response.Status)
	}
	return err
}

// rate asks as fast as it can for the time given and returns requests a second.
func rate(ctx context.Context, t target, d time.Duration) (float64, error) {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	counts, err := each(ctx, t, func(c *client, count *int) error {
		for ctx.Err() == nil {
			if err := c.ask(t); err != nil {
				return err
			}
			*count++
		}
		return nil
	})
	total := 0
	for _, n := range counts {
		total += n
	}
	return float64(total) / d.Seconds(), err
}

// reached is what part of the limit's rate something reached, and its own rate.
type reached struct{ share, perSecond float64 }

// of tells it as a figure of the report.
func (got reached) of(limit string) string {
	return fmt.Sprintf("%.3f of %s (%.0f/s)", got.share, limit, got.perSecond)
}

// beside asks for the limit and then for what is measured, as often as there are rounds,
// and returns the middle of how large a part of the limit's rate was reached, and the
// middle rate.
func beside(ctx context.Context, limit, measured target, rounds int) (share, perSecond float64, err error) {
	got, err := inTurn(ctx, limit, rounds, measured)
	if err != nil {
		return 0, 0, err
	}
	return got[0].share, got[0].perSecond, nil
}

// inTurn is [beside] for several, each of which has its turn in every round.
func inTurn(ctx context.Context, limit target, rounds int, measured ...target) ([]reached, error) {
	shares, rates := make([][]float64, len(measured)), make([][]float64, len(measured))
	for range rounds {
		most, err := rate(ctx, limit, roundTime)
		if err != nil {
			return nil, err
		}
		for i, t := range measured {
			got, err := rate(ctx, t, roundTime)
			if err != nil {
				return nil, err
			}
			shares[i], rates[i] = append(shares[i], got/most), append(rates[i], got)
		}
	}
	middle := make([]reached, len(measured))
	for i := range measured {
		middle[i] = reached{median(shares[i]), median(rates[i])}
	}
	return middle, nil
}

// paced asks at a steady rate and returns how long each answer took, counted from
// when it was due, so that a stall is not hidden by asking later.
func paced(ctx context.Context, t target, perSecond float64, d time.Duration) ([]time.Duration, error) {
	var mutex sync.Mutex
	var all []time.Duration
	interval := time.Duration(float64(time.Second) * connections / perSecond)
	_, err := each(ctx, t, func(c *client, _ *int) error {
		var took []time.Duration
		begin := time.Now()
		for due := begin; due.Sub(begin) < d && ctx.Err() == nil; due = due.Add(interval) {
			time.Sleep(time.Until(due))
			if err := c.ask(t); err != nil {
				return err
			}
			took = append(took, time.Since(due))
		}
		mutex.Lock()
		defer mutex.Unlock()
		all = append(all, took...)
		return nil
	})
	return all, err
}

// each runs fn on every connection at once.
func each(ctx context.Context, t target, fn func(*client, *int) error) ([connections]int, error) {
	var counts [connections]int
	var wait sync.WaitGroup
	errs := make([]error, connections)
	for i := range connections {
		c, err := dial(ctx, t.addr)
		if err != nil {
			return counts, err
		}
		wait.Go(func() {
			defer func() { _ = c.conn.Close() }()
			errs[i] = fn(c, &counts[i])
		})
	}
	wait.Wait()
	return counts, errors.Join(errs...)
}
