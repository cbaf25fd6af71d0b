package api

import (
	"time"

	"github.com/danielgtaylor/huma/v2"

	"gatehouse.example/gatehouse"
)

// overlapHours is how long the older token of a rotated key goes on.
type overlapHours int

func (overlapHours) Schema(huma.Registry) *huma.Schema {
	low, high := 0.0, float64(gatehouse.MaxKeyOverlap/time.Hour)
	return &huma.Schema{Type: huma.TypeInteger, Minimum: &low, Maximum: &high, Default: int(gatehouse.KeyOverlap / time.Hour)}
}

// keyDescriptions are those of the calls about API keys.
var keyDescriptions = map[string]description{
	"listAPIKeys": {
		tag: tagKeys, summary: "List API keys",
		text: "Returns every key of the place where you stand: the partner's for its Masters, a site's for the site's Masters. No answer ever repeats a token.",
	},
	"createAPIKey": {
		tag: tagKeys, summary: "Create an API key",
		text: "Makes a key for the place where you stand and answers its token, this once. A key lives until its end, and for as long as its creator " +
			"is unlocked and has the role that the scope takes; keys of somebody who is deleted go with them. A place has at most 100.",
		codes: []gatehouse.Code{gatehouse.CodeTooManyKeys, gatehouse.CodeRoleAboveYours, gatehouse.CodeIdempotencyReused},
	},
	"getOwnAPIKey": {
		tag: tagKeys, summary: "Get the key that calls",
		text: "Returns the API key with which this call is made, so that a program can say when its key ends. It takes a key, of any scope.",
	},
	"getAPIKey": {
		tag: tagKeys, summary: "Get an API key",
		text: "Returns one key of the place, with its version as ETag.",
	},
	"renameAPIKey": {
		tag: tagKeys, summary: "Rename an API key",
		text:  "Gives the key another name. Nothing else of a key changes but by rotating it.",
		codes: []gatehouse.Code{gatehouse.CodeIdempotencyReused},
	},
	"rotateAPIKey": {
		tag: tagKeys, summary: "Rotate an API key",
		text: "Makes a new token for the key and answers it, this once; the token before goes on for the overlap, so that programs can be changed over. " +
			"Whoever rotates a key answers for it from then on, as its creator did.",
		codes: []gatehouse.Code{gatehouse.CodeRoleAboveYours, gatehouse.CodeIdempotencyReused},
	},
	"revokeAPIKey": {
		tag: tagKeys, summary: "Revoke an API key",
		text:  "Ends the key for good: when the call returns none of its tokens opens anything, on any replica.",
		codes: []gatehouse.Code{gatehouse.CodeIdempotencyReused},
	},
}
