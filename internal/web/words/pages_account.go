package words

// Reset are the pages of a forgotten password.
type Reset struct {
	Forgotten                     string // link on the sign-in page
	Title, Heading, Lead          string
	Button                        string
	SentTitle, SentLead, SentHelp string
	BackToSignIn                  string
	NewTitle, NewHeading, NewLead string
	Password, Set                 string
	Done                          string
	DeadTitle, DeadLead, DeadHelp string
	Again                         string
}

// Own are the pages of one's own account.
type Own struct {
	// Menu entries, which head the pages, too.
	Heading, Profile, Language, Password, Sessions, Delete string
	Tabs                                                   string // accessible name of the tabs
	Name, NameHint, LanguageHint, EmailHint                string
	Save, Saved                                            string

	PasswordLead, Current, New, Change, Changed string

	SessionsLead, Caption                     string
	ColumnDevice, ColumnPlace, ColumnSince    string
	ColumnLastUsed                            string
	This                                      string
	Nowhere                                   string
	Device                                    func(program, system string) string
	UnknownDevice                             string
	From                                      func(address string) string
	End                                       string
	EndOf                                     func(device string) string
	EndOthers, NoOthers, SessionEnded, Others string

	DeleteLead                                string
	Consequences                              [4]string
	DeleteConfirm, DeleteHint, DeletePassword string
	DeleteButton, Keep                        string
	LastMaster                                func(partners string) string
	GoodbyeTitle, GoodbyeLead, GoodbyeHelp    string
}
