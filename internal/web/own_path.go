package web

import (
	"net/url"
	"path"
	"strings"
)

// ownPath returns where a form or a link asks to go on, or "" unless that is a
// page of the portal itself (SECURITY T174): a clean path from the root, with
// nothing in it that a browser could read as another host.
func ownPath(next string) string {
	if !strings.HasPrefix(next, "/") || strings.ContainsFunc(next, unsafeInPath) {
		return ""
	}
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || u.Fragment != "" || path.Clean(u.Path) != u.Path {
		return ""
	}
	return u.RequestURI()
}

// unsafeInPath finds backslashes, which browsers take for slashes, and everything
// that is not printable ASCII, which they drop or encode.
func unsafeInPath(r rune) bool { return r == '\\' || r <= ' ' || r > '~' }
