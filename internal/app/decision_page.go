package app

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"time"

	"gatehouse.example/gatehouse"
)

// searchPageLife is how long the token of a page can be used.
const searchPageLife = 15 * time.Minute

// searchPlace is where a page of a search begins. The token is this, sealed: it shows
// nothing of what was looked at, and nobody but us can make one.
type searchPlace struct {
	After string    `json:"a"`
	Limit int       `json:"l"`
	Ends  time.Time `json:"e"`
}

// about ties a token to the key and to everything that the search asks.
func (s Search) about(key *gatehouse.KeyFacts) string {
	return "page of a search\x00" + string(key.Key.ID) + "\x00" + s.Query
}

func (d Decisions) sealPage(s Search, key *gatehouse.KeyFacts, after string, limit int) string {
	plain, err := json.Marshal(searchPlace{after, limit, key.Now.Add(searchPageLife)})
	if err != nil {
		panic("a page of a search: " + err.Error())
	}
	return base64.RawURLEncoding.EncodeToString(d.Sealer.Seal(plain, s.about(key)))
}

// openPage returns where the page of a search begins, and its length. CodeMalformed
// for a limit out of bounds, and for a token that is not of this key and query, has
// ended, or goes with another limit.
func (d Decisions) openPage(s Search, key *gatehouse.KeyFacts) (searchPlace, error) {
	if s.Limit < 0 || s.Limit > gatehouse.PageLimit {
		return searchPlace{}, &gatehouse.Error{Code: gatehouse.CodeMalformed, Message: "The page's limit is a whole number from 1 to 200."}
	}
	if s.Token == "" {
		return searchPlace{Limit: cmp.Or(s.Limit, gatehouse.PageLimit)}, nil
	}
	var place searchPlace
	sealed, err := base64.RawURLEncoding.Strict().DecodeString(s.Token)
	if err == nil {
		var plain []byte
		if plain, err = d.Sealer.Open(sealed, s.about(key)); err == nil {
			err = json.Unmarshal(plain, &place)
		}
	}
	if err != nil || !key.Now.Before(place.Ends) || s.Limit != 0 && s.Limit != place.Limit {
		return searchPlace{}, &gatehouse.Error{
			Code: gatehouse.CodeMalformed, Message: "The page's token is not of this search, or it has ended. Begin with the first page again.", Err: err,
		}
	}
	return place, nil
}
