// Package auth knows the secrets of people and links: random tokens and their
// hashes, password rules and password hashes, and the sealing of links that wait
// in the outbox. It keeps no state beyond a key file and has no database.
package auth
