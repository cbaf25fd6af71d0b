package mail

import "strings"

// sentence is text with names in it, kept apart so that each medium can render
// the names safely.
type sentence []piece

// piece is either text of the catalogue or a name.
type piece struct {
	Text string
	// Name is set for a name. Exact is true for what plain text must show as it
	// is: an e-mail address, or a word of ours. HTML treats it like a name.
	Name  name
	Exact bool
	// Strong is set for a text that HTML shows in bold.
	Strong bool
}

// named is what may stand for %s in a pattern.
type named interface{ piece() piece }

func (n name) piece() piece { return piece{Name: n} }

// address is a canonical e-mail address in a message.
type address string

func (a address) piece() piece { return piece{Name: name(a), Exact: true} }

// word is a word of the catalogue itself, such as the name of a role.
type word string

func (w word) piece() piece { return piece{Name: name(w), Exact: true} }

// strong is a text of the catalogue that readers must not miss.
type strong string

func (s strong) piece() piece { return piece{Text: string(s), Strong: true} }

// say fills the names into a pattern of the catalogue, in order, for every %s.
// Names are never read as patterns. A pattern with another number of names is a
// mistake in the catalogue and panics; a test calls every one.
func say(pattern string, names ...named) sentence {
	texts := strings.Split(pattern, "%s")
	if len(texts) != len(names)+1 {
		panic("mail: the pattern " + pattern + " has another number of names")
	}
	s := sentence{}
	for i, text := range texts {
		if text != "" {
			s = append(s, piece{Text: text})
		}
		if i < len(names) {
			s = append(s, names[i].piece())
		}
	}
	return s
}

// Text returns the sentence as plain text.
func (s sentence) Text() string {
	var b strings.Builder
	for _, p := range s {
		switch {
		case p.Name == "":
			b.WriteString(p.Text)
		case p.Exact:
			b.WriteString(string(p.Name))
		default:
			b.WriteString(p.Name.Text())
		}
	}
	return b.String()
}
