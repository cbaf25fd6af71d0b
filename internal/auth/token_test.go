package auth_test

import (
	"encoding/base64"
	"testing"

	"gatehouse.example/gatehouse/internal/auth"
)

func TestNewToken(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		seen := map[string]bool{}
		for range 1000 {
			token := auth.NewToken()
			raw, err := base64.RawURLEncoding.Strict().DecodeString(token)
			if err != nil || len(raw) != 32 {
				t.Fatalf("token %q: %d bytes, %v", token, len(raw), err)
			}
			if seen[token] {
				t.Fatalf("token %q came twice", token)
			}
			seen[token] = true
		}
	})
}

func TestHashToken(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		// SHA-256 of "abc", FIPS 180-2.
		const want = "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0"
		if got := auth.HashToken("abc"); got != want {
			t.Errorf("HashToken = %q, want %q", got, want)
		}
	})
	t.Run("OKMalformed", func(t *testing.T) {
		token := auth.NewToken()
		for _, other := range []string{"", "x", token + "=", token + "A", token[1:], " " + token} {
			if auth.HashToken(other) == auth.HashToken(token) {
				t.Errorf("%q hashes like the token", other)
			}
		}
	})
}

func TestCSRF(t *testing.T) {
	session, other := auth.NewToken(), auth.NewToken()
	form := auth.CSRFToken(session)
	t.Run("OK", func(t *testing.T) {
		if !auth.CheckCSRF(session, form) {
			t.Error("the session's own form token is refused")
		}
		if form == session || form == auth.HashToken(session) {
			t.Error("the form token shows the session")
		}
	})
	t.Run("OKFixed", func(t *testing.T) {
		// A form that was open while the server was replaced still works.
		const want = "krFXGUlMjxEzHZxJRkWKlnr6FE-Nbt5JAuupPo0r2ys"
		if got := auth.CSRFToken("abc"); got != want {
			t.Errorf("CSRFToken = %q, want %q", got, want)
		}
	})
	t.Run("ErrOtherSession", func(t *testing.T) {
		if auth.CheckCSRF(other, form) {
			t.Error("another session takes the form token")
		}
	})
	t.Run("ErrWrong", func(t *testing.T) {
		for _, given := range []string{"", "x", form + "A", form[:len(form)-1], session} {
			if auth.CheckCSRF(session, given) {
				t.Errorf("%q is taken for the form token", given)
			}
		}
	})
	t.Run("ErrNoSession", func(t *testing.T) {
		if auth.CheckCSRF("", auth.CSRFToken("")) {
			t.Error("without a session a form token is right")
		}
	})
}
