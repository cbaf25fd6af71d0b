// Package mail reads addresses that people typed, writes the portal's messages in
// the recipient's language, and hands them to a mail server or, without one, to
// a local mailbox on disk.
package mail
