// Package gatehouse is the vocabulary of the partner portal: its types, roles and
// permission table, invitation states, locks, and error codes.
//
// A partner (reseller, installer, integrator) runs many customer sites. Gatehouse
// answers who works for the partner, who may enter which site, and who did what.
// Every other package is one concern or one technology around these words; this
// one is pure: it imports the standard library only and performs no I/O.
//
// The words, as pages, API and code use them:
//
//   - account: one human being, with one e-mail address, password and sign-in.
//   - partner: the tenant. Nothing of one partner is ever visible to another.
//   - person: one address at one partner, born with its first invitation there.
//   - partner administrator: a person with an accepted [PartnerRole].
//   - invitation: an offer to a person; its [InvitationStatus] is derived from
//     facts and the database clock, never stored.
//   - place: where a session stands, for now a partner.
//   - actor: who is behind a request, and through what.
package gatehouse
