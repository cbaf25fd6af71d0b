package web

import (
	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/web/words"
)

// What the tests look at from outside.
var (
	OwnPath        = ownPath
	SplitAddresses = splitAddresses
)

// Patterns are the patterns of the route table.
func (s *Site) Patterns() []string {
	patterns := []string{}
	for _, route := range s.routes() {
		patterns = append(patterns, route.pattern)
	}
	return patterns
}

// CheckRoute makes the routes of a site that has this one, without a policy, too.
func CheckRoute(pattern string) { mustHavePolicy(route{pattern: pattern}) }

// FlashSentence is what the next page says to a stranger about a cookie's value.
func FlashSentence(cookie string) string {
	return decodeFlash(cookie).sentence(&visit{words: words.For(gatehouse.English)})
}

// Device is what a User-Agent says, in English.
func Device(agent string) string { return device(words.For(gatehouse.English), agent) }
