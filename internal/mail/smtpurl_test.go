package mail_test

import (
	"fmt"
	"strings"
	"testing"

	"gatehouse.example/gatehouse/internal/mail"
)

func TestNewSMTP(t *testing.T) {
	const from = "from=Gatehouse <no-reply@example.com>"
	tests := map[string]struct{ url, want string }{
		"Default":      {"smtp://mail.example.com?" + from, "smtp://mail.example.com:587?tls=starttls"},
		"STARTTLS":     {"smtp://mail.example.com?tls=starttls&" + from, "smtp://mail.example.com:587?tls=starttls"},
		"Implicit":     {"smtp://mail.example.com?tls=implicit&" + from, "smtp://mail.example.com:465?tls=implicit"},
		"None":         {"smtp://mail.example.com?tls=none&" + from, "smtp://mail.example.com:25?tls=none"},
		"Port":         {"smtp://mail.example.com:2525/?" + from, "smtp://mail.example.com:2525?tls=starttls"},
		"User":         {"smtp://user:pa%2Fss%3F@mail.example.com?" + from, "smtp://mail.example.com:587?tls=starttls"},
		"LoopbackUser": {"smtp://user:secret@127.0.0.1:1025?tls=none&" + from, "smtp://127.0.0.1:1025?tls=none"},
		"LocalUser":    {"smtp://user:secret@localhost:1025?tls=none&" + from, "smtp://localhost:1025?tls=none"},
		"IPv6User":     {"smtp://user:secret@[::1]:1025?tls=none&" + from, "smtp://[::1]:1025?tls=none"},
		"BareFrom":     {"smtp://mail.example.com?from=no-reply@example.com", "smtp://mail.example.com:587?tls=starttls"},
		"EncodedFrom":  {"smtp://mail.example.com?from=G%C3%A4ste%20%26%20Tor%20%3Cno-reply%40b%C3%BCcher.example%3E", "smtp://mail.example.com:587?tls=starttls"},
	}
	for name, tt := range tests {
		t.Run("OK"+name, func(t *testing.T) {
			sender, err := mail.NewSMTP(tt.url)
			if err != nil {
				t.Fatal(err)
			}
			for _, printed := range []string{sender.String(), fmt.Sprint(sender), fmt.Sprintf("%+v", sender), fmt.Sprintf("%#v", sender)} {
				if printed != tt.want {
					t.Errorf("the sender prints as %q, want %q", printed, tt.want)
				}
			}
		})
	}
}

// Every wrong address is refused with a sentence that tells what is right and
// nothing of what was given (T299).
func TestNewSMTPErrors(t *testing.T) {
	const from = "&from=Gatehouse <no-reply@example.com>"
	tests := map[string]struct{ url, says string }{
		"Empty":             {"", "has to begin with smtp://"},
		"Scheme":            {"smtps://user:hunter2@mail.example.com?tls=implicit" + from, "has to begin with smtp://"},
		"HTTP":              {"https://user:hunter2@mail.example.com?x" + from, "has to begin with smtp://"},
		"Opaque":            {"smtp:user:hunter2@mail.example.com?x" + from, "after the port only the parameters tls and from"},
		"NoHost":            {"smtp://user:hunter2@?tls=starttls" + from, "has to name the mail server"},
		"PortOnly":          {"smtp://:587?tls=starttls" + from, "has to name the mail server"},
		"Path":              {"smtp://user:hunter2@mail.example.com/inbox?tls=starttls" + from, "after the port only the parameters tls and from"},
		"Fragment":          {"smtp://mail.example.com?tls=starttls" + from + "#hunter2", "after the port only the parameters tls and from"},
		"BarePassword":      {"smtp://user:hun/ter2@mail.example.com?tls=starttls" + from, "percent-encoded"},
		"BarePasswordQuery": {"smtp://user:hun?ter2@mail.example.com&tls=starttls" + from, "percent-encoded"},
		"BadEscape":         {"smtp://user:hunter2%zz@mail.example.com?tls=starttls" + from, "cannot be read"},
		"Control":           {"smtp://user:hunter2@mail.example.com\r\n?tls=starttls" + from, "cannot be read"},
		"PortWord":          {"smtp://user:hunter2@mail.example.com:hunter2?tls=starttls" + from, "cannot be read"},
		"PortZero":          {"smtp://mail.example.com:0?tls=starttls" + from, "1 to 65535"},
		"PortLarge":         {"smtp://mail.example.com:65536?tls=starttls" + from, "1 to 65535"},
		"TLSWord":           {"smtp://mail.example.com?tls=hunter2" + from, "starttls (the default), implicit or none"},
		"TLSEmpty":          {"smtp://mail.example.com?tls=" + from, "starttls (the default), implicit or none"},
		"TLSCase":           {"smtp://mail.example.com?tls=STARTTLS" + from, "starttls (the default), implicit or none"},
		"TLSTwice":          {"smtp://mail.example.com?tls=none&tls=starttls" + from, "each once"},
		"Unknown":           {"smtp://mail.example.com?hunter2=1" + from, "the parameters tls and from"},
		"UnknownCase":       {"smtp://mail.example.com?TLS=starttls" + from, "the parameters tls and from"},
		"Query":             {"smtp://mail.example.com?tls=starttls;hunter2" + from, "its parameters cannot be read"},
		"NoFrom":            {"smtp://mail.example.com?tls=starttls", "has to name the sender"},
		"EmptyFrom":         {"smtp://mail.example.com?from=", "has to name the sender"},
		"NameFrom":          {"smtp://mail.example.com?from=Gatehouse", "has to name the sender"},
		"LocalFrom":         {"smtp://mail.example.com?from=no-reply@localhost", "has to name the sender"},
		"QuotedFrom":        {"smtp://mail.example.com?from=%22a%3E b%22@example.com", "has to name the sender"},
		"TwoFrom":           {"smtp://mail.example.com?from=a@example.com,b@example.com", "has to name the sender"},
		"FromTwice":         {"smtp://mail.example.com?from=a@example.com" + from, "each once"},
		"UserOnly":          {"smtp://hunter2@mail.example.com?tls=starttls" + from, "both a user and a password"},
		"PasswordOnly":      {"smtp://:hunter2@mail.example.com?tls=starttls" + from, "both a user and a password"},
		"EmptyPassword":     {"smtp://user:@mail.example.com?tls=starttls" + from, "both a user and a password"},
		"NULPassword":       {"smtp://user:hunter2%00@mail.example.com?tls=starttls" + from, "both a user and a password"},
		"NoneAbroad":        {"smtp://user:hunter2@mail.example.com?tls=none" + from, "over an encrypted connection only"},
		"NoneLookAlike":     {"smtp://user:hunter2@localhost.example.com?tls=none" + from, "over an encrypted connection only"},
		"NonePrivate":       {"smtp://user:hunter2@192.168.0.2?tls=none" + from, "over an encrypted connection only"},
	}
	for name, tt := range tests {
		t.Run("Err"+name, func(t *testing.T) {
			sender, err := mail.NewSMTP(tt.url)
			if err == nil {
				t.Fatalf("NewSMTP = %v", sender)
			}
			if !strings.Contains(err.Error(), tt.says) || !strings.HasSuffix(err.Error(), "as %40 for @)") {
				t.Errorf("the sentence is %q, want %q in it", err, tt.says)
			}
			for _, part := range []string{"hunter2", "hun", "ter2", "mail.example.com", "192.168"} {
				if strings.Contains(err.Error(), part) {
					t.Errorf("the sentence has %q of the address: %q", part, err)
				}
			}
		})
	}
}
