package api

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// acceptable reports whether the request's Accept header lets one of the media
// types through that the call answers in. No header, and one that cannot be read,
// accept everything (RFC 9110 section 12.5.1).
func acceptable(header http.Header, offered ...string) bool {
	accept := strings.Join(header.Values("Accept"), ",")
	if strings.TrimSpace(accept) == "" {
		return true
	}
	for _, mediaType := range offered {
		if quality(accept, mediaType) > 0 {
			return true
		}
	}
	return false
}

// quality returns the weight that the most specific matching range gives to the
// media type, and 0 when none matches.
func quality(accept, mediaType string) float64 {
	best, weight := 0, 0.0
	for element := range strings.SplitSeq(accept, ",") {
		name, parameters, err := mime.ParseMediaType(element)
		if err != nil {
			return 1
		}
		if specific := specificity(name, mediaType); specific > best {
			best, weight = specific, 1
			if q, ok := parameters["q"]; ok {
				weight, _ = strconv.ParseFloat(q, 64)
			}
		}
	}
	return weight
}

// specificity says how closely a media range names the type: 3 exactly, 2 by its
// family, 1 as anything, 0 not at all.
func specificity(mediaRange, mediaType string) int {
	family, _, _ := strings.Cut(mediaType, "/")
	switch mediaRange {
	case mediaType:
		return 3
	case family + "/*":
		return 2
	case "*/*":
		return 1
	default:
		return 0
	}
}
