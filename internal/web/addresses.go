package web

import (
	"regexp"
	"strings"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/mail"
)

var (
	quotedName = regexp.MustCompile(`"[^"]*"`)
	inBrackets = regexp.MustCompile(`<([^<>]*)>`)
	separators = regexp.MustCompile(`[,;\r\n]+`)
)

// splitAddresses takes a pasted text apart: addresses stand between commas,
// semicolons, line breaks or blanks, or in angle brackets behind a name, as mail
// programs copy them. It judges none of them.
func splitAddresses(text string) []string {
	parts := []string{}
	for _, part := range separators.Split(quotedName.ReplaceAllString(text, " "), -1) {
		if m := inBrackets.FindStringSubmatch(part); m != nil {
			part = m[1]
		}
		parts = append(parts, strings.Fields(part)...)
	}
	return parts
}

// parseAddress returns the canonical form of an address, as the use case will.
func parseAddress(s string) (gatehouse.Email, error) { return mail.ParseAddress(s) }
