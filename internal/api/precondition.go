package api

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"gatehouse.example/gatehouse"
)

// keyLimit is the longest Idempotency-Key in characters.
const keyLimit = 255

// readKey returns the Idempotency-Key of a mutation, or "" when there is none:
// 1 to 255 visible ASCII characters, else CodeMalformed.
func readKey(r *http.Request) (string, error) {
	values := r.Header.Values("Idempotency-Key")
	if len(values) == 0 || !mutates(r) {
		return "", nil
	}
	if len(values) > 1 || !visibleASCII(values[0]) {
		return "", malformed("the header Idempotency-Key is 1 to 255 visible ASCII characters, once")
	}
	return values[0], nil
}

// readPrecondition returns what If-Match demands, as the handler takes it.
func readPrecondition(h handler, r *http.Request) (tag string, version int, err error) {
	if h.tagged {
		tag, err = readTag(r)
		return tag, 0, err
	}
	version, err = readIfMatch(h.versioned, r)
	return "", version, err
}

// readIfMatch returns the version that the If-Match header demands, or 0 when
// there is none. A precondition is never ignored: a mutation that has no versions
// refuses it, and so does everything but one entity tag (CodeMalformed). A weak
// tag, or one that this API never made, matches nothing (RFC 9110 section 13.1.1),
// so it is CodeStale.
func readIfMatch(versioned bool, r *http.Request) (int, error) {
	values := r.Header.Values("If-Match")
	switch {
	case len(values) == 0 || !mutates(r):
		return 0, nil
	case !versioned:
		return 0, malformed("this call takes no If-Match")
	case len(values) > 1 || !entityTag.MatchString(values[0]):
		return 0, malformed(`the header If-Match is one entity tag, such as "3"`)
	}
	version, err := strconv.Atoi(strings.Trim(values[0], `"`))
	if err != nil || version < 1 || etag(version) != values[0] {
		return 0, gatehouse.E(gatehouse.CodeStale)
	}
	return version, nil
}

// readTag is readIfMatch for a tag that is no version: it returns the tag without
// its quotes, or "" when there is none.
func readTag(r *http.Request) (string, error) {
	values := r.Header.Values("If-Match")
	switch {
	case len(values) == 0 || !mutates(r):
		return "", nil
	case len(values) > 1 || !entityTag.MatchString(values[0]):
		return "", malformed(`the header If-Match is one entity tag, such as "3"`)
	case values[0] == `""` || values[0][0] != '"':
		return "", gatehouse.E(gatehouse.CodeStale)
	default:
		return strings.Trim(values[0], `"`), nil
	}
}

// entityTag is RFC 9110's entity-tag in visible ASCII.
var entityTag = regexp.MustCompile(`^(W/)?"[!#-~]*"$`)

// etag writes a version as a strong entity tag.
func etag(version int) string { return `"` + strconv.Itoa(version) + `"` }

// visibleASCII reports whether the text is 1 to keyLimit visible ASCII characters.
func visibleASCII(s string) bool {
	if s == "" || len(s) > keyLimit {
		return false
	}
	for i := range len(s) {
		if s[i] < '!' || s[i] > '~' {
			return false
		}
	}
	return true
}
