package mail

import (
	"bytes"
	"embed"
	"fmt"
	html "html/template"
	text "text/template"

	"gatehouse.example/gatehouse"
)

// letter is a message before it becomes text or HTML.
type letter struct {
	Language gatehouse.Language
	// Host is where the portal is.
	Host       address
	Subject    string
	Heading    sentence
	Greeting   sentence
	Paragraphs []sentence
	// Quote stands behind the first paragraph. A message may have none, and the
	// same goes for facts and for the action.
	Quote  quote
	Facts  []fact
	Action action
	// LinkHint introduces the action's address in full; empty when it is no more
	// than the portal's front page.
	LinkHint string
	Notes    []sentence
	Footer   sentence
}

// fact is a line of the table that sums a message up. Note is said in passing.
type fact struct {
	Label string
	Value sentence
	Note  string
}

// action is the one button of a message.
type action struct{ Label, URL string }

//go:embed templates
var templates embed.FS

var (
	htmlTemplate = html.Must(html.ParseFS(templates, "templates/mail.html"))
	textTemplate = text.Must(text.ParseFS(templates, "templates/mail.txt"))
)

// render makes both forms of the letter.
func (l letter) render() (Content, error) {
	var h, t bytes.Buffer
	if err := htmlTemplate.Execute(&h, l); err != nil {
		return Content{}, fmt.Errorf("mail: the HTML form cannot be written: %w", err)
	}
	if err := textTemplate.Execute(&t, l); err != nil {
		return Content{}, fmt.Errorf("mail: the text form cannot be written: %w", err)
	}
	return Content{Language: l.Language, Subject: l.Subject, Text: t.String(), HTML: h.String()}, nil
}
