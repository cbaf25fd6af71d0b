package mail_test

import (
	"errors"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/idna"
	"pgregory.net/rapid"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/mail"
)

func TestParseAddress(t *testing.T) {
	tests := map[string]struct {
		typed string
		want  gatehouse.Email
	}{
		"Plain":            {"ana@example.com", "ana@example.com"},
		"Spaces":           {" \t ana@example.com  ", "ana@example.com"},
		"Case":             {"Ana.Perez@EXAMPLE.Com", "ana.perez@example.com"}, // T024
		"Tag":              {"ana+portal@example.com", "ana+portal@example.com"},
		"AllAtoms":         {"a!#$%&'*+-/=?^_`{|}~z@example.com", "a!#$%&'*+-/=?^_`{|}~z@example.com"},
		"German":           {"ana@Bücher.Example", "ana@xn--bcher-kva.example"},
		"ALabel":           {"ana@xn--bcher-kva.example", "ana@xn--bcher-kva.example"},
		"ALabelCase":       {"ana@XN--Bcher-KVA.example", "ana@xn--bcher-kva.example"},
		"Decomposed":       {"ana@bu\u0308cher.example", "ana@xn--bcher-kva.example"},
		"SharpS":           {"ana@straße.example", "ana@xn--strae-oqa.example"},
		"French":           {"ana@hôtel-élysée.example", "ana@xn--htel-lyse-f4ad7j.example"},
		"Vietnamese":       {"ana@đường-sắt.example", "ana@xn--ng-st-4ya72i295myla.example"},
		"Russian":          {"ana@пример.рф", "ana@xn--e1afmkfd.xn--p1ai"},
		"RussianLookAlike": {"ana@роса.рф", "ana@xn--80a1aff.xn--p1ai"},
		"Greek":            {"ana@παράδειγμα.example", "ana@xn--hxajbheg2az3al.example"},
		"Arabic":           {"ana@مثال.example", "ana@xn--mgbh0fb.example"},
		"Hebrew":           {"ana@דוגמה.example", "ana@xn--6dbbec0c.example"},
		"Hindi":            {"ana@उदाहरण.example", "ana@xn--p1b6ci4b4b3a.example"},
		"Thai":             {"ana@ตัวอย่าง.example", "ana@xn--72c1a1bt4awk9o.example"},
		"Japanese":         {"ana@例えばテスト.example", "ana@xn--r8j3dvjxbl9538b.example"},
		"JapaneseLength":   {"ana@らーめん.example", "ana@xn--ebkp5a86a.example"},
		"Korean":           {"ana@漢字테스트.example", "ana@xn--p8s937bp64d1imbvb.example"},
		"Taiwanese":        {"ana@ㄅㄆ漢.example", "ana@xn--5ekc4188b.example"},
		"HanDigits":        {"ana@第1-银行.example", "ana@xn--1--150fp77be3o.example"},
		"FullWidth":        {"ana@ｅｘａｍｐｌｅ．ｃｏｍ", "ana@example.com"},
		"IdeographicStop":  {"ana@bücher。example", "ana@xn--bcher-kva.example"},
		"Kelvin":           {"ana@\u212aelvin.example", "ana@kelvin.example"}, // M12
		"HyphenHyphen":     {"ana@r3---sn.example", "ana@r3---sn.example"},
	}
	for name, tt := range tests {
		t.Run("OK"+name, func(t *testing.T) {
			got, err := mail.ParseAddress(tt.typed)
			if err != nil || got != tt.want {
				t.Errorf("ParseAddress(%q) = %q, %v; want %q", tt.typed, got, err, tt.want)
			}
		})
	}
}

// M11, T185, T199: what the standard library takes for an address, and more.
func TestParseAddressMalformed(t *testing.T) {
	tests := map[string]string{
		"Empty":              "",
		"Spaces":             "   ",
		"NoAt":               "ana",
		"NoLocal":            "@example.com",
		"NoDomain":           "ana@",
		"TwoAt":              "ana@b@example.com",
		"TwoAtForeign":       "ana@bücher@example.com",
		"Smuggling":          `"foo@psres.net> ORCPT=admin@admin.com"@test.com`,
		"SmugglingBare":      "foo@psres.net> ORCPT=admin@admin.com",
		"Quoted":             `"ana"@example.com`,
		"QuotedSpace":        `"ana perez"@example.com`,
		"Comment":            "ana(work)@example.com",
		"CommentDomain":      "ana@example.com (work)",
		"DisplayName":        "Ana <ana@example.com>",
		"Angles":             "<ana@example.com>",
		"Group":              "staff:ana@example.com;",
		"List":               "ana@example.com,bob@example.com",
		"Route":              "<@relay.example:ana@example.com>",
		"Mailto":             "mailto:ana@example.com",
		"NoTLD":              "ana@b",
		"NumericTLD":         "ana@10.0.0.1",
		"IPLiteral":          "ana@[127.0.0.1]",
		"IPv6Literal":        "ana@[IPv6:::1]",
		"TrailingDot":        "ana@example.com.",
		"TrailingDotForeign": "ana@bücher.example.",
		"LeadingDot":         "ana@.example.com",
		"DoubleDot":          "ana@example..com",
		"DoubleDotForeign":   "ana@bücher..example",
		"LocalDots":          "ana..perez@example.com",
		"LocalLeadingDot":    ".ana@example.com",
		"LocalTrailingDot":   "ana.@example.com",
		"InnerSpace":         "ana @example.com",
		"DomainSpace":        "ana@exam ple.com",
		"LeadingHyphen":      "ana@-example.com",
		"TrailingHyphen":     "ana@example-.com",
		"Underscore":         "ana@exa_mple.com",
		"UnderscoreForeign":  "ana@bü_cher.example",
		"Percent":            "ana@exam%70le.com",
		"NUL":                "ana@example.com\x00",
		"NULLocal":           "a\x00na@example.com",
		"CR":                 "ana@example.com\r",
		"LF":                 "ana@example.com\n",
		"CRLF":               "ana@example.com\r\nRCPT TO:<bob@example.com>",
		"EncodedWord":        "=?utf-8?q?ana=40example.com?=",
		"EncodedWordLocal":   "=?utf-8?q?ana?=\t@example.com",
		"NonASCIILocal":      "zoë@example.com",
		"CyrillicLocal":      "bоb@example.com", // T024
		"KelvinLocal":        "\u212aim@example.com",
		"LongSLocal":         "\u017fam@example.com",
		"FullWidthLocal":     "ａｎａ@example.com",
		"FullWidthAt":        "ana＠example.com",
		"NotUTF8":            "ana@b\xfccher.example",
		"ZeroWidthSpace":     "ana@exam\u200bple.com",
		"ZeroWidthEnd":       "ana@example.com\u200b",
		"ZeroWidthJoiner":    "ana@exam\u200dple.com",
		"ZeroWidthNonJoiner": "ana@نامه\u200cای.example",
		"WordJoiner":         "ana@exam\u2060ple.com",
		"SoftHyphen":         "ana@exam\u00adple.com",
		"ByteOrderMark":      "\ufeffana@example.com",
		"RightToLeftMark":    "ana@example\u200f.com",
		"Override":           "ana@\u202emoc.elpmaxe",
		"Isolate":            "ana@\u2066example.com",
		"VariationSelector":  "ana@例\ufe00.example",
		"GraphemeJoiner":     "ana@bü\u034fcher.example",
		"HangulFiller":       "ana@\u3164.example",
		"NBSP":               "ana@example.com\u00a0",
		"FakeALabel":         "ana@xn--example-.com",
		"BrokenALabel":       "ana@xn--abc.example",
		"EmptyALabel":        "ana@xn--.example",
		"UpperALabel":        "ana@xn--Bcher-kvb.example", // Ü, which lookup maps to ü
		"LongLocal":          strings.Repeat("a", 65) + "@example.com",
		"LongLabel":          "ana@" + strings.Repeat("a", 64) + ".com",
		"LongLabelForeign":   "ana@" + strings.Repeat("ü", 63) + ".example",
		"Long":               "ana@" + strings.Repeat("abcdefg.", 32) + "com",
		"Huge":               "ana@" + strings.Repeat("ü", 1<<20) + ".example",
	}
	_, want := gatehouse.ParseEmail("")
	for name, typed := range tests {
		t.Run("Err"+name, func(t *testing.T) {
			got, err := mail.ParseAddress(typed)
			if err == nil {
				t.Fatalf("ParseAddress(%.100q) = %q", typed, got)
			}
			if sentence(t, err) != sentence(t, want) {
				t.Errorf("refused with %q", sentence(t, err))
			}
		})
	}
}

// sentence returns what the error says of the field "email".
func sentence(t *testing.T, err error) string {
	t.Helper()
	e, ok := errors.AsType[*gatehouse.Error](err)
	if !ok || e.Code != gatehouse.CodeInvalid || len(e.Fields) != 1 || e.Fields[0].Field != "email" {
		t.Fatalf("error %v is not about the address", err)
	}
	return e.Fields[0].Message
}

// Domains that look like others are refused as typed and as A-labels.
func TestParseAddressHomograph(t *testing.T) {
	tests := map[string]string{
		"CyrillicInLatin":   "pаypal.example",       // а
		"LatinInCyrillic":   "приvет.example",       // v
		"GreekInLatin":      "gοοgle.example",       // ο
		"CyrillicAndGreek":  "прαвда.example",       // α
		"LatinAndHan":       "bank银行.example",       // beyond UTS 39, as documented
		"LatinAndKana":      "sonyソニー.example",      //
		"HangulAndKana":     "테스트テスト.example",       //
		"BopomofoAndKana":   "ㄅの.example",           //
		"WholeCyrillic":     "аррӏе.example",        // apple
		"WholeCyrillicSub":  "www.раураӏ.example",   // paypal, p-a-y-p-a-l
		"CyrillicAndHyphen": "раураӏ-24.example",    //
		"WholeGreek":        "χαοιν.example",        //
		"WholeArmenian":     "սօօց.example",         //
		"DotlessI":          "lınkedın.example",     //
		"CyrillicTop":       "example.сом",          // com
		"Phonetic":          "pɑypal.example",       // ɑ
		"PhoneticG":         "ɡoogle.example",       // ɡ
		"Cherokee":          "ꭰꭱꭲ.example",          //
		"Coptic":            "ⲣⲁⲩⲡⲁⲗ.example",       //
		"CombiningMark":     "pa\u0332ypal.example", // underlined
		"CombiningDot":      "i\u0307nfo.example",   //
		"Emoji":             "💩.example",            //
		"MiddleDot":         "l·l.example",          //
		"Slash":             "example.com\u2215x.example",
	}
	for name, domain := range tests {
		t.Run("Err"+name, func(t *testing.T) {
			got, err := mail.ParseAddress("ana@" + domain)
			if err == nil {
				t.Fatalf("ParseAddress = %q", got)
			}
			ascii, err2 := idna.Punycode.ToASCII(domain)
			if err2 != nil {
				t.Fatal(err2)
			}
			if got, err := mail.ParseAddress("ana@" + ascii); err == nil {
				t.Errorf("as A-labels, ParseAddress = %q", got)
			}
			if s := sentence(t, err); name != "Slash" && !strings.Contains(s, "mistaken for another") {
				t.Errorf("refused with %q", s)
			}
		})
	}
}

// T186, I19: whatever is accepted is canonical, and a fixed point.
func TestParseAddressProperties(t *testing.T) {
	letters := rapid.OneOf(
		rapid.RuneFrom([]rune("abcxyzABCXYZ0189-.@ "), unicode.Latin),
		rapid.RuneFrom([]rune("abcK\u212aſİıßẞςΣäöüÄÖÜéÉ。．-.")),
		rapid.RuneFrom(nil, unicode.Cyrillic, unicode.Greek, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana, unicode.Arabic),
		rapid.Rune(),
	)
	typed := rapid.OneOf(
		rapid.StringOfN(letters, 0, 30, -1),
		rapid.Custom(func(t *rapid.T) string {
			script := rapid.SampledFrom([]*unicode.RangeTable{unicode.Latin, unicode.Cyrillic, unicode.Greek, unicode.Han, unicode.Hangul, unicode.Hebrew, unicode.Thai}).Draw(t, "script")
			label := rapid.StringOfN(rapid.RuneFrom(nil, script), 1, 10, -1)
			return "Ana@" + label.Draw(t, "label") + "." + label.Draw(t, "sub") + ".Example"
		}),
		rapid.StringMatching(`[A-Za-z0-9.+]{1,12}@(xn--[a-z0-9-]{1,12}\.)?[A-Za-z0-9-]{1,12}\.[A-Za-z]{2,5}`),
	)
	accepted := 0
	t.Run("OK", func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) {
			s := typed.Draw(t, "typed")
			email, err := mail.ParseAddress(s)
			if err != nil {
				return
			}
			accepted++
			if again, err := mail.ParseAddress(string(email)); err != nil || again != email {
				t.Fatalf("%q becomes %q and then %q, %v", s, email, again, err)
			}
			if root, err := gatehouse.ParseEmail(string(email)); err != nil || root != email {
				t.Fatalf("%q becomes %q, which the root reads as %q, %v", s, email, root, err)
			}
			for _, r := range string(email) {
				if r > unicode.MaxASCII || 'A' <= r && r <= 'Z' {
					t.Fatalf("%q becomes %q", s, email)
				}
			}
			if upper, err := mail.ParseAddress(strings.ToUpper(string(email))); err != nil || upper != email {
				t.Fatalf("%q in capitals becomes %q, %v", email, upper, err)
			}
			shown, err := idna.Lookup.ToUnicode(email.Domain())
			if err == nil {
				local, _, _ := strings.Cut(string(email), "@")
				if back, err := mail.ParseAddress(local + "@" + shown); err != nil || back != email {
					t.Fatalf("%q is shown as %q, which becomes %q, %v", email, shown, back, err)
				}
			}
		})
	})
	if accepted < 10 {
		t.Errorf("only %d addresses were accepted: the property says little", accepted)
	}
}

func FuzzParseAddress(f *testing.F) {
	for _, seed := range []string{"ana@example.com", "ana@bücher.example", "ana@xn--bcher-kva.example", `"a@b> X"@c.de`, "ana@аррӏе.com"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		email, err := mail.ParseAddress(s)
		if err != nil {
			return
		}
		if again, err := mail.ParseAddress(string(email)); err != nil || again != email {
			t.Errorf("%q becomes %q and then %q, %v", s, email, again, err)
		}
	})
}
