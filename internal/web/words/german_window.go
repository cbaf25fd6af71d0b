package words

var germanNarrow = Narrow{
	Title:   "Zeitfenster einschränken",
	TitleOf: func(site string) string { return "Zeitfenster einschränken: " + site },
	Ask: func(n int) string {
		return plural(n, "Das Zeitfenster von 1 Techniker einschränken?", "Die Zeitfenster von %d Technikern einschränken?")
	},
	AskOf: func(who, site string) string { return "Wann darf " + who + " den Standort " + site + " betreten?" },
	Note:  "Sie können das Zeitfenster nur einschränken; frei festlegen kann es der Standort. Ein leeres Feld lässt diese Grenze unverändert.",
	Done: func(n int) string {
		return plural(n, "1 Zeitfenster wurde eingeschränkt.", "%d Zeitfenster wurden eingeschränkt.")
	},
	Nothing:    "Geben Sie einen Beginn oder ein Ende an.",
	Wider:      "Das geht über das bestehende Zeitfenster hinaus. Nur der Standort kann es erweitern.",
	StaysShut:  "Sie können Ihre eigene Sperre aufheben; die des Standorts bleibt bestehen, und der Zugang bleibt gesperrt.",
	NobodyLeft: "Der Standort hat dann keinen Techniker mehr mit Zugang.",
}
