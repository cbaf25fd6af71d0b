package auth

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
)

// KeyBytes is the length of a sealing key: AES-256.
const KeyBytes = 32

// A sealed value is a version, the id of its key, and what GCM makes of the
// plain text with a random nonce in front. The first two let a later version
// hold several keys and tell which one a value needs (T297).
const (
	sealVersion = 1
	keyIDBytes  = 8
	headBytes   = 1 + keyIDBytes
)

// The labels separate the key's id, and the key of pseudonyms, from every other use
// of the key.
const (
	keyIDLabel     = "gatehouse sealing key id v1"
	pseudonymLabel = "gatehouse pseudonym key v1"
)

// errSealed is deliberately vague: it covers a changed, a shortened and a
// misplaced value alike.
var errSealed = errors.New("auth: the sealed value is damaged or belongs elsewhere")

// Sealer encrypts what must lie in the database for a while but not in clear: the
// links of mails that are still to be sent.
type Sealer struct {
	aead cipher.AEAD
	// head stands in front of everything this sealer seals.
	head []byte
	// names is the key of pseudonyms.
	names []byte
}

// NewSealer makes a sealer with the given key.
func NewSealer(key [KeyBytes]byte) *Sealer {
	block, err := aes.NewCipher(key[:])
	if err != nil {
		panic(err) // the key has a right length by its type
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err) // AES has the block size that GCM wants
	}
	id := sha256.Sum256(append([]byte(keyIDLabel), key[:]...))
	names := sha256.Sum256(append([]byte(pseudonymLabel), key[:]...))
	return &Sealer{aead: aead, head: append([]byte{sealVersion}, id[:keyIDBytes]...), names: names[:]}
}

// Pseudonym returns a name for text that is always the same, 43 characters of
// base64url, and from which nobody without the key finds the text, not even by
// trying.
func (s *Sealer) Pseudonym(text string) string {
	mac := hmac.New(sha256.New, s.names)
	mac.Write([]byte(text))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// Seal encrypts plain. About says what it belongs to, such as the id of its row;
// it is not stored, and Open must be given the same.
func (s *Sealer) Seal(plain []byte, about string) []byte {
	return s.aead.Seal(bytes.Clone(s.head), nil, plain, s.bind(about))
}

// Open decrypts what Seal returned for the same about. An error means that the
// value was changed, belongs to something else or was sealed with another key.
func (s *Sealer) Open(sealed []byte, about string) ([]byte, error) {
	if len(sealed) < headBytes || sealed[0] != sealVersion {
		return nil, errSealed
	}
	head, body := sealed[:headBytes], sealed[headBytes:]
	if !bytes.Equal(head, s.head) {
		return nil, fmt.Errorf("auth: the value was sealed with the key %x, this installation's key is %s", head[1:], s.Fingerprint())
	}
	plain, err := s.aead.Open(nil, nil, body, s.bind(about))
	if err != nil {
		return nil, errSealed
	}
	return plain, nil
}

// Fingerprint names the key without revealing it: 16 hexadecimal digits.
func (s *Sealer) Fingerprint() string { return hex.EncodeToString(s.head[1:]) }

// bind returns the additional data: version, key and what the value belongs to.
func (s *Sealer) bind(about string) []byte { return append(bytes.Clone(s.head), about...) }
