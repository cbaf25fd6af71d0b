package client

import (
	"context"
	"net/http"
	"net/url"
	"time"
)

// Explanation says whether somebody may do something at a site now, and if not, why
// not and who can change it.
type Explanation struct {
	Person Person  `json:"person"`
	Site   SiteRef `json:"site"`
	Action string  `json:"action"`
	Access bool    `json:"access"`
	// Way is the way that is open: site_admin or assignment. It is empty without
	// access.
	Way   string `json:"way"`
	Gates []Gate `json:"gates"`
}

// Gate is one condition of access.
type Gate struct {
	Way  string `json:"way"`
	Gate string `json:"gate"`
	Pass bool   `json:"pass"`
	// Since and By say since when it stands so and who made it so, where that is
	// known.
	Since time.Time `json:"since"`
	By    *Person   `json:"by"`
	// Reason is why a lock was set, empty where none was given or nobody may know.
	Reason       string `json:"reason"`
	WhoCanChange string `json:"who_can_change"`
	// WhoCanNarrow is who can make a time window narrower, and never wider.
	WhoCanNarrow string `json:"who_can_narrow"`
}

// Explain says whether a person may do an action at a site now. An empty action is
// site.enter.
func (c *Client) Explain(ctx context.Context, person, site, action string) (Explanation, error) {
	ask := newCall(http.MethodGet, "/explain")
	ask.query = set(url.Values{}, map[string]string{"person": person, "site": site, "action": action})
	var e Explanation
	_, err := c.do(ctx, ask, &e)
	return e, err
}

// ExplainAssignment is [Client.Explain] of the person and the site of an
// assignment.
func (c *Client) ExplainAssignment(ctx context.Context, id, action string) (Explanation, error) {
	ask := newCall(http.MethodGet, "/assignments/"+url.PathEscape(id)+"/explain")
	ask.query = set(url.Values{}, map[string]string{"action": action})
	var e Explanation
	_, err := c.do(ctx, ask, &e)
	return e, err
}
