package auth

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// Params are the cost of one argon2id hash.
type Params struct {
	// Memory is in KiB.
	Memory uint32
	// Time counts passes over the memory.
	Time uint32
	// Threads is argon2's degree of parallelism.
	Threads uint8
}

// DefaultParams are those of SPEC section 16: about 30 ms and 19 MiB a hash.
var DefaultParams = Params{Memory: 19 * 1024, Time: 2, Threads: 1}

// Bounds of what a stored hash may ask for. They are checked before any memory
// is taken, so that a corrupt row cannot bring the process down.
const (
	maxMemory  = 256 * 1024 // KiB
	maxTime    = 16
	maxThreads = 16

	saltBytes = 16
	keyBytes  = 32

	minSaltBytes, maxSaltBytes = 8, 64
	minKeyBytes, maxKeyBytes   = 16, 64

	maxEncodedLength = 256
)

// errEncoded is deliberately without the hash: this error goes into the log.
var errEncoded = errors.New("auth: the stored password hash is malformed")

// check returns an error when the cost is beyond the bounds. Argon2 itself needs
// 8 KiB for each thread.
func (p Params) check() error {
	switch {
	case p.Threads < 1 || p.Threads > maxThreads:
		return fmt.Errorf("auth: %d threads for a password hash, 1 to %d are allowed", p.Threads, maxThreads)
	case p.Time < 1 || p.Time > maxTime:
		return fmt.Errorf("auth: %d passes for a password hash, 1 to %d are allowed", p.Time, maxTime)
	case p.Memory < 8*uint32(p.Threads) || p.Memory > maxMemory:
		return fmt.Errorf("auth: %d KiB for a password hash, %d to %d are allowed", p.Memory, 8*uint32(p.Threads), maxMemory)
	default:
		return nil
	}
}

// hash is a password hash taken apart.
type hash struct {
	params    Params
	salt, key []byte
}

// newHash returns a hash with a fresh salt and a random key, which no password
// matches until the key is derived from one.
func newHash(params Params) hash {
	h := hash{params: params, salt: make([]byte, saltBytes), key: make([]byte, keyBytes)}
	rand.Read(h.salt)
	rand.Read(h.key)
	return h
}

// derive computes the key that the password has under this salt and cost.
func (h hash) derive(password string) []byte {
	return argon2.IDKey([]byte(password), h.salt, h.params.Time, h.params.Memory, h.params.Threads, uint32(len(h.key)))
}

// String returns the hash in the PHC format.
func (h hash) String() string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version,
		h.params.Memory, h.params.Time, h.params.Threads,
		base64.RawStdEncoding.EncodeToString(h.salt), base64.RawStdEncoding.EncodeToString(h.key))
}

// parseHash reads exactly what String writes, with parameters, salt and key
// inside the bounds. What it read is written again and compared, so that no
// second spelling of a hash exists.
func parseHash(encoded string) (hash, error) {
	if len(encoded) > maxEncodedLength {
		return hash{}, errEncoded
	}
	parts := strings.Split(encoded, "$")
	if len(parts) != 6 {
		return hash{}, errEncoded
	}
	var h hash
	_, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &h.params.Memory, &h.params.Time, &h.params.Threads)
	if err != nil {
		return hash{}, errEncoded
	}
	if err := h.params.check(); err != nil {
		return hash{}, err
	}
	if h.salt, err = base64.RawStdEncoding.Strict().DecodeString(parts[4]); err != nil {
		return hash{}, errEncoded
	}
	if h.key, err = base64.RawStdEncoding.Strict().DecodeString(parts[5]); err != nil {
		return hash{}, errEncoded
	}
	if len(h.salt) < minSaltBytes || len(h.salt) > maxSaltBytes || len(h.key) < minKeyBytes || len(h.key) > maxKeyBytes {
		return hash{}, errEncoded
	}
	if h.String() != encoded {
		return hash{}, errEncoded
	}
	return h, nil
}
