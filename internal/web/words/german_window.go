package words

var germanNarrow = Narrow{
	Title:   "Zeitfenster verkleinern",
	TitleOf: func(site string) string { return "Zeitfenster verkleinern: " + site },
	Ask: func(n int) string {
		return plural(n, "Das Zeitfenster von 1 Techniker verkleinern?", "Die Zeitfenster von %d Technikern verkleinern?")
	},
	AskOf: func(who, site string) string { return "Wann darf " + who + " den Standort " + site + " betreten?" },
	Note:  "Sie können das Fenster nur verkleinern; der Standort selbst kann jedes setzen. Ein leeres Feld lässt diese Grenze, wie sie ist.",
	Done: func(n int) string {
		return plural(n, "1 Zeitfenster wurde verkleinert.", "%d Zeitfenster wurden verkleinert.")
	},
	Nothing:    "Geben Sie einen Beginn oder ein Ende an.",
	Wider:      "Das ist weiter als das bestehende Fenster. Nur der Standort kann es erweitern.",
	StaysShut:  "Sie können Ihre eigene Sperre aufheben; die des Standorts bleibt, und der Zugang bleibt zu.",
	NobodyLeft: "Der Standort hat dann keinen Techniker mehr, der ihn betreten kann.",
}
