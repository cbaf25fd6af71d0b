package mail

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/wneessen/go-mail/smtp"
)

// Check connects to the mail server and encrypts the connection as a message would,
// but neither signs in nor sends anything.
func (s *SMTP) Check(ctx context.Context) error {
	nobody := *s.server
	nobody.user, nobody.password = "", ""
	visitor := &SMTP{Timeout: s.Timeout, TLSConfig: s.TLSConfig, server: &nobody}
	conn, err := visitor.dial(ctx)
	if err != nil {
		return fmt.Errorf("mail: connecting: %w", err)
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	if err := visitor.greet(conn); err != nil {
		return errors.Join(err, ctx.Err())
	}
	return nil
}

// greet speaks SMTP up to where a message would begin.
func (s *SMTP) greet(conn net.Conn) error {
	if err := conn.SetDeadline(time.Now().Add(s.Timeout)); err != nil {
		return err
	}
	client, err := smtp.NewClient(conn, s.server.host)
	if err != nil {
		return fmt.Errorf("mail: the server's greeting: %w", err)
	}
	if err := s.introduce(client); err != nil {
		return err
	}
	return s.command(client, "QUIT", client.Quit)
}
