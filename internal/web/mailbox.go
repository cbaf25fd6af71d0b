package web

import (
	"net/http"
	"strings"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/web/templates"
)

const mailboxPath = "/mailbox"

// mailboxLength is how many messages the page lists.
const mailboxLength = 200

// mailboxPage lists the messages that have no mail server to go to.
func (s *Site) mailboxPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	messages, err := s.Mailbox.List(mailboxLength)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, templates.Mailbox{
		Base: s.plain(v, v.words.Mailbox.Title), Messages: messages,
	})
}

// messagePage shows a message: its links, its formatted part in a frame of its
// own, and its text.
func (s *Site) messagePage(w http.ResponseWriter, r *http.Request, v *visit) error {
	message, err := s.Mailbox.Read(r.PathValue("message"))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Security-Policy", w.Header().Get("Content-Security-Policy")+"; frame-src 'self'")
	return render(w, r, http.StatusOK, templates.Message{
		Base:    s.plain(v, message.Subject),
		Message: message,
		Links:   s.linksIn(message.Text),
	})
}

// linksIn returns the links to the portal itself in a text, each once.
func (s *Site) linksIn(text string) []string {
	links := []string{}
	seen := map[string]bool{}
	for word := range strings.FieldsSeq(text) {
		if strings.HasPrefix(word, s.BaseURL.String()) && !seen[word] {
			seen[word] = true
			links = append(links, word)
		}
	}
	return links
}

// framePolicy takes every power but one from a message's formatted part: it has no
// origin, runs nothing and loads nothing; its own style sheet is all it may bring.
// Its links open in a tab of their own, as those of a mail program do: no page of
// the portal lets itself be framed. Only the page of the message may frame it.
const framePolicy = "sandbox " + templates.MessageSandbox + "; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"

// messageHTML is the formatted part of a message, for the frame.
func (s *Site) messageHTML(w http.ResponseWriter, r *http.Request, _ *visit) error {
	message, err := s.Mailbox.Read(r.PathValue("message"))
	if err != nil {
		return err
	}
	if message.HTML == "" {
		return gatehouse.E(gatehouse.CodeNotFound)
	}
	w.Header().Set("Content-Security-Policy", framePolicy)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, err = w.Write([]byte(strings.Replace(message.HTML, "<head>", `<head><base target="_blank">`, 1)))
	return err
}
