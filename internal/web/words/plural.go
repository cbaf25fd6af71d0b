package words

// Plural is a sentence about one or several that does not say how many.
type Plural struct{ One, Many string }

// For returns the sentence for n.
func (p Plural) For(n int) string {
	if n == 1 {
		return p.One
	}
	return p.Many
}

// After is the sentence behind another one.
func (p Plural) After(sentence string) Plural {
	return Plural{One: sentence + " " + p.One, Many: sentence + " " + p.Many}
}

// Always is a sentence that is the same for any number.
func Always(sentence string) Plural { return Plural{One: sentence, Many: sentence} }
