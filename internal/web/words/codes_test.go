package words_test

import (
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/web/words"
)

// TestNotAccepted: an invitation that was not accepted may be revoked or expired, and
// will then never be: the sentence promises nothing.
func TestNotAccepted(t *testing.T) {
	for lang, want := range map[gatehouse.Language]string{
		gatehouse.English: "This invitation has not been accepted.",
		gatehouse.German:  "Diese Einladung wurde nicht angenommen.",
	} {
		if got := words.For(lang).Code(gatehouse.CodeNotAccepted); got != want {
			t.Errorf("%s: the code says %q, want %q", lang, got, want)
		}
	}
}
