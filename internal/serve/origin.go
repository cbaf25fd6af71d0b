package serve

import (
	"net/http"

	"gatehouse.example/gatehouse"
)

// checkOrigin returns CodeCSRF for a request that could change something and that
// a page of another origin has made a browser send.
//
// http.CrossOriginProtection alone compares the host of Origin only, and so takes
// http for https and a user name for nothing; here the whole origin has to be the
// portal's own. One exception: under Referrer-Policy no-referrer a browser says
// "Origin: null" for a form of our own page, and then Sec-Fetch-Site, which no
// script can set, has to call it same-origin.
//
// A request without either header comes from a program or from a very old
// browser. Against the latter the surfaces ask for a token of the session.
func (f *front) checkOrigin(r *http.Request) error {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return nil
	}
	if err := f.protection.Check(r); err != nil {
		return &gatehouse.Error{Code: gatehouse.CodeCSRF, Err: err}
	}
	for _, origin := range r.Header.Values("Origin") {
		hidden := origin == "null" && r.Header.Get("Sec-Fetch-Site") == "same-origin"
		if origin != f.home.origin && !hidden {
			return gatehouse.E(gatehouse.CodeCSRF)
		}
	}
	return nil
}
