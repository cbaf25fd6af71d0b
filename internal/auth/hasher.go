package auth

import (
	"context"
	"crypto/subtle"
	"time"

	"gatehouse.example/gatehouse"
)

// maxWait is how long a hash may wait for its turn; whoever would wait longer is
// sent away, because the answer would come too late anyway.
const maxWait = time.Second

// Hasher makes and verifies password hashes. Each costs tens of milliseconds of
// one core and megabytes of memory, so only a few run at once, some wait, and
// the rest are refused: a flood of sign-ins must not starve everything else
// (SECURITY M4, R13).
//
// Every method may return CodeOverloaded, with RetryAfter set, when the queue is
// full, the wait was longer than a second, or ctx ended while waiting.
type Hasher struct {
	params Params
	// nobody is verified for addresses that have no account.
	nobody string
	// admitted holds one entry for each call that runs or waits, running one for
	// each that runs.
	admitted chan struct{}
	running  chan struct{}
	derive   func(h hash, password string) []byte
}

// NewHasher makes a hasher that runs width hashes at once and lets queue more
// wait. Parameters outside the bounds of a stored hash, or no width, are a
// mistake of the program and panic.
func NewHasher(params Params, width, queue int) *Hasher {
	if err := params.check(); err != nil {
		panic(err)
	}
	if width < 1 || queue < 0 {
		panic("auth: a hasher needs a width of at least 1 and a queue of at least 0")
	}
	return &Hasher{
		params:   params,
		nobody:   newHash(params).String(),
		admitted: make(chan struct{}, width+queue),
		running:  make(chan struct{}, width),
		derive:   hash.derive,
	}
}

// Hash returns a new hash of the password, normalised by [NormalisePassword], in
// the PHC format with a fresh salt.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	made := newHash(h.params)
	key, err := h.run(ctx, made, password)
	if err != nil {
		return "", err
	}
	made.key = key
	return made.String(), nil
}

// Verify reports whether the password, normalised by [NormalisePassword], is the
// one that was hashed, and whether the hash was made with other parameters than
// the hasher's, so that a right password should be hashed anew. An empty hash is
// nobody's and costs the same. A malformed hash, or one whose parameters are
// beyond the bounds, is an internal error and costs nothing.
func (h *Hasher) Verify(ctx context.Context, encoded, password string) (ok, rehash bool, err error) {
	if encoded == "" {
		return false, false, h.VerifyNobody(ctx, password)
	}
	stored, err := parseHash(encoded)
	if err != nil {
		return false, false, err
	}
	key, err := h.run(ctx, stored, password)
	if err != nil {
		return false, false, err
	}
	ok = subtle.ConstantTimeCompare(key, stored.key) == 1
	rehash = stored.params != h.params || len(stored.salt) != saltBytes || len(stored.key) != keyBytes
	return ok, rehash, nil
}

// VerifyNobody does the work of Verify for an address without an account, so
// that the time of an answer does not tell which addresses have one (T036).
func (h *Hasher) VerifyNobody(ctx context.Context, password string) error {
	_, _, err := h.Verify(ctx, h.nobody, password)
	return err
}

// run derives a key when it is its turn. The turn lasts until the key is there:
// a caller who goes away meanwhile does not make room for another, or
// disconnecting clients would lift the cap (T045).
func (h *Hasher) run(ctx context.Context, made hash, password string) ([]byte, error) {
	if err := h.enter(ctx); err != nil {
		return nil, err
	}
	defer h.leave()
	return h.derive(made, NormalisePassword(password)), nil
}

// enter waits for the turn.
func (h *Hasher) enter(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return overloaded(err)
	}
	select {
	case h.admitted <- struct{}{}:
	default:
		return overloaded(nil)
	}
	select {
	case h.running <- struct{}{}: // nobody is before us
		return nil
	default:
	}
	ctx, cancel := context.WithTimeout(ctx, maxWait)
	defer cancel()
	select {
	case h.running <- struct{}{}:
		return nil
	case <-ctx.Done():
		<-h.admitted
		return overloaded(ctx.Err())
	}
}

func (h *Hasher) leave() {
	<-h.running
	<-h.admitted
}

func overloaded(cause error) error {
	return &gatehouse.Error{Code: gatehouse.CodeOverloaded, RetryAfter: time.Second, Err: cause}
}
