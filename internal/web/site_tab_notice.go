package web

// The notices of sites and credits.
const (
	noticeSiteCreated notice = "site_created"
	noticeSiteSaved   notice = "site_saved"
	noticeSiteDeleted notice = "site_deleted"
	noticeAllocated   notice = "allocated"
	noticeGivenBack   notice = "given_back"
)

// siteSentence returns what a notice about sites and credits says, "" for others.
func siteSentence(n notice, v *visit) string {
	switch n {
	case noticeSiteCreated:
		return v.words.Sites.CreatedNotice
	case noticeSiteSaved:
		return v.words.Sites.SavedNotice
	case noticeSiteDeleted:
		return v.words.Sites.DeletedNotice
	case noticeAllocated:
		return v.words.Sites.Account.Allocated
	case noticeGivenBack:
		return v.words.Sites.Account.GivenBack
	default:
		return ""
	}
}
