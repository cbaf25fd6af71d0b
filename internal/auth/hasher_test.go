package auth_test

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/auth"
)

// cheap makes hashes that cost microseconds.
var cheap = auth.Params{Memory: 64, Time: 1, Threads: 1}

func hashOf(t *testing.T, h *auth.Hasher, password string) string {
	t.Helper()
	encoded, err := h.Hash(t.Context(), password)
	if err != nil {
		t.Fatal(err)
	}
	return encoded
}

func verify(t *testing.T, h *auth.Hasher, encoded, password string) (ok, rehash bool) {
	t.Helper()
	ok, rehash, err := h.Verify(t.Context(), encoded, password)
	if err != nil {
		t.Fatal(err)
	}
	return ok, rehash
}

func TestHash(t *testing.T) {
	h := auth.NewHasher(auth.DefaultParams, 1, 0)
	t.Run("OK", func(t *testing.T) {
		encoded := hashOf(t, h, "a password of some length")
		form := regexp.MustCompile(`^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$`)
		if !form.MatchString(encoded) {
			t.Errorf("hash %q is not in the PHC format", encoded)
		}
		if ok, rehash := verify(t, h, encoded, "a password of some length"); !ok || rehash {
			t.Errorf("the right password: ok %v, rehash %v", ok, rehash)
		}
		if ok, _ := verify(t, h, encoded, "a password of some lengtH"); ok {
			t.Error("a wrong password is right")
		}
	})
	t.Run("OKSalted", func(t *testing.T) {
		if hashOf(t, h, "the same") == hashOf(t, h, "the same") {
			t.Error("two hashes of one password are equal")
		}
	})
}

// T046: no byte of a long password is cut off, as bcrypt does after 72.
func TestT046VerifyWhole(t *testing.T) {
	h := auth.NewHasher(cheap, 1, 0)
	long := strings.Repeat("€", gatehouse.MaxPassword)
	encoded := hashOf(t, h, long)
	for _, i := range []int{0, 24, 25, 71, 72, 100, gatehouse.MaxPassword - 1} {
		runes := []rune(long)
		runes[i] = '$'
		if ok, _ := verify(t, h, encoded, string(runes)); ok {
			t.Errorf("character %d does not count", i)
		}
	}
	if ok, _ := verify(t, h, encoded, long); !ok {
		t.Error("the right password is wrong")
	}
}

// T047: equal in NFC, otherwise exact.
func TestT047VerifyExact(t *testing.T) {
	h := auth.NewHasher(cheap, 1, 0)
	const composed, decomposed = "Zoë's größte Tür", "Zoe\u0308's gro\u0308ßte Tu\u0308r"
	for _, stored := range []string{composed, decomposed} {
		for _, given := range []string{composed, decomposed} {
			if ok, _ := verify(t, h, hashOf(t, h, stored), given); !ok {
				t.Errorf("%+q does not verify %+q", given, stored)
			}
		}
	}
	const password = "correct horse battery"
	for _, given := range []string{" " + password, password + " ", "Correct horse battery", "correct  horse battery", "correct\u00a0horse battery"} {
		if ok, _ := verify(t, h, hashOf(t, h, password), given); ok {
			t.Errorf("%q verifies %q", given, password)
		}
	}
}

// T052: raised parameters hash anew, and what is old still verifies.
func TestT052VerifyRehash(t *testing.T) {
	old, raised := auth.NewHasher(cheap, 1, 0), auth.NewHasher(auth.Params{Memory: 128, Time: 2, Threads: 2}, 1, 0)
	encoded := hashOf(t, old, "a password of some length")
	if ok, rehash := verify(t, raised, encoded, "a password of some length"); !ok || !rehash {
		t.Errorf("an old hash: ok %v, rehash %v", ok, rehash)
	}
	if ok, rehash := verify(t, raised, hashOf(t, raised, "x"), "x"); !ok || rehash {
		t.Errorf("a new hash: ok %v, rehash %v", ok, rehash)
	}
	// As another program, or another version of this one, may have made them.
	for _, other := range []string{
		"$argon2id$v=19$m=128,t=2,p=2$c2FsdHNhbHRzYWx0$" + key,
		"$argon2id$v=19$m=128,t=2,p=2$" + salt + "$AAAAAAAAAAAAAAAAAAAAAA",
	} {
		if _, rehash := verify(t, raised, other, "x"); !rehash {
			t.Errorf("%s is kept", other)
		}
	}
}

const salt, key = "c2FsdHNhbHRzYWx0c2FsdA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// T051: what a corrupt row asks for is refused before memory is taken for it.
func TestT051VerifyMalformed(t *testing.T) {
	h := auth.NewHasher(cheap, 1, 0)
	h.OnDerive(func() []byte { t.Error("a refused hash was derived"); return nil })
	tests := map[string]string{
		"Memory4GiB":      "$argon2id$v=19$m=4194304,t=1,p=1$" + salt + "$" + key,
		"Memory257MiB":    "$argon2id$v=19$m=263168,t=1,p=1$" + salt + "$" + key,
		"MemoryOverflow":  "$argon2id$v=19$m=4294967360,t=1,p=1$" + salt + "$" + key,
		"MemoryTooSmall":  "$argon2id$v=19$m=15,t=1,p=2$" + salt + "$" + key,
		"Time17":          "$argon2id$v=19$m=64,t=17,p=1$" + salt + "$" + key,
		"Time0":           "$argon2id$v=19$m=64,t=0,p=1$" + salt + "$" + key,
		"Threads17":       "$argon2id$v=19$m=1024,t=1,p=17$" + salt + "$" + key,
		"Threads0":        "$argon2id$v=19$m=64,t=1,p=0$" + salt + "$" + key,
		"Threads257":      "$argon2id$v=19$m=64,t=1,p=257$" + salt + "$" + key,
		"Negative":        "$argon2id$v=19$m=-64,t=1,p=1$" + salt + "$" + key,
		"Plus":            "$argon2id$v=19$m=+64,t=1,p=1$" + salt + "$" + key,
		"LeadingZero":     "$argon2id$v=19$m=064,t=1,p=1$" + salt + "$" + key,
		"Space":           "$argon2id$v=19$m= 64,t=1,p=1$" + salt + "$" + key,
		"Order":           "$argon2id$v=19$t=1,m=64,p=1$" + salt + "$" + key,
		"MoreParameters":  "$argon2id$v=19$m=64,t=1,p=1,x=1$" + salt + "$" + key,
		"OtherVariant":    "$argon2i$v=19$m=64,t=1,p=1$" + salt + "$" + key,
		"OtherVersion":    "$argon2id$v=16$m=64,t=1,p=1$" + salt + "$" + key,
		"NoVersion":       "$argon2id$m=64,t=1,p=1$" + salt + "$" + key,
		"ShortSalt":       "$argon2id$v=19$m=64,t=1,p=1$c2Fs$" + key,
		"NoKey":           "$argon2id$v=19$m=64,t=1,p=1$" + salt + "$",
		"ShortKey":        "$argon2id$v=19$m=64,t=1,p=1$" + salt + "$AAAA",
		"LongKey":         "$argon2id$v=19$m=64,t=1,p=1$" + salt + "$" + strings.Repeat("A", 88),
		"Padding":         "$argon2id$v=19$m=64,t=1,p=1$" + salt + "==$" + key,
		"LooseBits":       "$argon2id$v=19$m=64,t=1,p=1$" + salt[:21] + "B$" + key,
		"NotBase64":       "$argon2id$v=19$m=64,t=1,p=1$" + salt + "$" + "*" + key[1:],
		"NewLineInBase64": "$argon2id$v=19$m=64,t=1,p=1$" + salt + "$" + key[:10] + "\n" + key[10:],
		"Trailing":        "$argon2id$v=19$m=64,t=1,p=1$" + salt + "$" + key + "$",
		"Leading":         " $argon2id$v=19$m=64,t=1,p=1$" + salt + "$" + key,
		"Bcrypt":          "$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
		"Huge":            strings.Repeat("$", 1<<20),
		"Word":            "password",
	}
	for name, encoded := range tests {
		t.Run("Err"+name, func(t *testing.T) {
			ok, rehash, err := h.Verify(t.Context(), encoded, "x")
			if ok || rehash || gatehouse.CodeOf(err) != gatehouse.CodeInternal {
				t.Errorf("ok %v, rehash %v, error %v", ok, rehash, err)
			}
			if err != nil && strings.Contains(err.Error(), key) {
				t.Errorf("the error tells the hash: %v", err)
			}
		})
	}
}

// T036: who has no account costs what everybody costs.
func TestT036VerifyNobody(t *testing.T) {
	h := auth.NewHasher(cheap, 1, 0)
	derived := 0
	h.OnDerive(func() []byte { derived++; return nil })
	if err := h.VerifyNobody(t.Context(), "x"); err != nil || derived != 1 {
		t.Errorf("VerifyNobody derived %d times, error %v", derived, err)
	}
	ok, rehash, err := h.Verify(t.Context(), "", "x")
	if ok || rehash || err != nil || derived != 2 {
		t.Errorf("an empty hash: ok %v, rehash %v, derived %d times in all, error %v", ok, rehash, derived, err)
	}
}

// The shortest of many short hashes is what they cost, however busy the machine.
func TestVerifyNobodyCost(t *testing.T) {
	h := auth.NewHasher(auth.Params{Memory: 256, Time: 1, Threads: 1}, 1, 0)
	encoded := hashOf(t, h, "a password of some length")
	known, unknown := time.Hour, time.Hour
	for range 500 {
		known = min(known, took(func() { verify(t, h, encoded, "wrong") }))
		unknown = min(unknown, took(func() { verify(t, h, "", "wrong") }))
	}
	if ratio := float64(unknown) / float64(known); ratio < 0.8 || ratio > 1.25 {
		t.Errorf("unknown addresses take %v, known ones %v", unknown, known)
	}
}

func took(f func()) time.Duration {
	start := time.Now()
	f()
	return time.Since(start)
}

func TestNewHasher(t *testing.T) {
	tests := map[string]func(){
		"Params": func() { auth.NewHasher(auth.Params{Memory: 1 << 30, Time: 1, Threads: 1}, 1, 0) },
		"Width":  func() { auth.NewHasher(cheap, 0, 0) },
		"Queue":  func() { auth.NewHasher(cheap, 1, -1) },
	}
	for name, make := range tests {
		t.Run("Err"+name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			make()
		})
	}
}

// checkOverloaded checks that err sends the caller away with a time to return.
func checkOverloaded(t *testing.T, err error) {
	t.Helper()
	e, ok := errors.AsType[*gatehouse.Error](err)
	if !ok || e.Code != gatehouse.CodeOverloaded || e.RetryAfter != time.Second {
		t.Errorf("error %v, want overloaded with a second to wait", err)
	}
}

func ExampleHasher() {
	h := auth.NewHasher(auth.DefaultParams, runtime.GOMAXPROCS(0), 32)
	encoded, _ := h.Hash(context.Background(), "seven green lanterns")
	ok, rehash, _ := h.Verify(context.Background(), encoded, "seven green lanterns")
	fmt.Println(ok, rehash)
	// Output: true false
}
