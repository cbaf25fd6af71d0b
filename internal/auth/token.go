package auth

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
)

// tokenBytes is the length of a token before encoding: 256 bits.
const tokenBytes = 32

// csrfLabel separates the form token from every other use of a session token.
const csrfLabel = "gatehouse csrf v1"

// NewToken returns a new secret for a link or a session: 256 random bits as
// unpadded base64url, 43 characters. It is handed out once and never stored;
// what is stored is [HashToken] of it.
func NewToken() string {
	secret := make([]byte, tokenBytes)
	rand.Read(secret) // never fails: the runtime stops the process instead
	return base64.RawURLEncoding.EncodeToString(secret)
}

// HashToken returns the SHA-256 of a token as unpadded base64url, the form in
// which tokens are stored and looked up. A token has 256 bits of its own, so a
// fast hash without salt is enough. Malformed tokens hash like all others, and
// their hash is never found.
func HashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// CSRFToken returns the token that the forms of a session carry. It follows from
// the session's token, so nothing is stored, and it does not reveal it.
func CSRFToken(sessionToken string) string {
	mac := hmac.New(sha256.New, []byte(sessionToken))
	mac.Write([]byte(csrfLabel))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// CheckCSRF reports, in constant time, whether given is the form token of the
// session. Without a session nothing is.
func CheckCSRF(sessionToken, given string) bool {
	if sessionToken == "" {
		return false
	}
	return subtle.ConstantTimeCompare([]byte(CSRFToken(sessionToken)), []byte(given)) == 1
}
