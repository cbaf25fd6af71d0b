package words

var germanAnswers = Answers{
	LockAccounts:   func(n int) string { return plural(n, "Konto sperren", "%d Konten sperren") },
	UnlockAccounts: func(n int) string { return plural(n, "Konto entsperren", "%d Konten entsperren") },
	EndSessions:    func(n int) string { return plural(n, "1 Person abmelden", "%d Personen abmelden") },
	Revoke:         func(n int) string { return plural(n, "Einladung widerrufen", "%d Einladungen widerrufen") },
	Resend:         func(n int) string { return plural(n, "Einladung erneut senden", "%d Einladungen erneut senden") },
	Invite:         func(n int) string { return plural(n, "Einladung senden", "%d Einladungen senden") },
	DeleteAdmins:   func(n int) string { return plural(n, "Administrator löschen", "%d Administratoren löschen") },
	Lock:           func(n int) string { return plural(n, "Sperren", "%d Personen sperren") },
	Unlock:         func(n int) string { return plural(n, "Entsperren", "%d Personen entsperren") },
	Approve:        func(n int) string { return plural(n, "Freigeben", "%d Personen freigeben") },
	Decline:        func(n int) string { return plural(n, "Ablehnen", "%d Personen ablehnen") },
	Remove:         func(n int) string { return plural(n, "Entfernen", "%d Personen entfernen") },
	Level:          func(n int) string { return plural(n, "Stufe ändern", "%d Stufen ändern") },
	Window:         func(n int) string { return plural(n, "Zeitfenster festlegen", "%d Zeitfenster festlegen") },
	Narrow:         func(n int) string { return plural(n, "Zeitfenster einschränken", "%d Zeitfenster einschränken") },
	Assign:         func(n int) string { return plural(n, "Zuweisen", "%d Personen zuweisen") },
	Pairs:          func(n int) string { return plural(n, "1 Zuweisung anlegen", "%d Zuweisungen anlegen") },
}
