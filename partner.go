package gatehouse

import "time"

// Partner is the tenant: a reseller, installer or integrator.
type Partner struct {
	ID        PartnerID
	Name      string
	CreatedAt time.Time
	// ActivatedAt is when the first Master signed up; before that nobody else
	// can accept an invitation of this partner or sign in to it.
	ActivatedAt time.Time
	Version     int
}

// Active reports whether the first Master has signed up.
func (p Partner) Active() bool { return !p.ActivatedAt.IsZero() }

// CheckAcceptable returns CodePartnerNotActive while the partner waits for its
// first Master and the role is another (SPEC section 2).
func (p Partner) CheckAcceptable(role PartnerRole) error {
	if !p.Active() && role != PartnerMaster {
		return E(CodePartnerNotActive)
	}
	return nil
}
