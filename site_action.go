package gatehouse

// SiteAction names something that can be done at a site. It is what the decision
// endpoint is asked about, and what every page and call of the site portal asks.
type SiteAction string

// The actions at a site (SPEC section 15).
const (
	SiteEnter         SiteAction = "site.enter"
	DashboardView     SiteAction = "dashboard.view"
	LogsView          SiteAction = "logs.view"
	LogsExport        SiteAction = "logs.export"
	UsersView         SiteAction = "users.view"
	UsersManage       SiteAction = "users.manage"
	DevicesView       SiteAction = "devices.view"
	DevicesManage     SiteAction = "devices.manage"
	TechniciansView   SiteAction = "technicians.view"
	AdminsView        SiteAction = "admins.view"
	TechniciansManage SiteAction = "technicians.manage"
	AdminsManage      SiteAction = "admins.manage"
	SettingsView      SiteAction = "settings.view"
	SettingsManage    SiteAction = "settings.manage"
)

// noLevel is a least level that nobody has.
const noLevel = FullIncludingUsers + 1

// siteActions is the table of SPEC sections 8, 9 and 15, the only one there is:
// the least site role and the least permission level that an action takes.
var siteActions = []struct {
	action SiteAction
	role   SiteRole
	level  Level
}{
	{SiteEnter, SiteObserver, DevicesOnly},
	{DashboardView, SiteObserver, DevicesOnly},
	{LogsView, SiteObserver, FullExcludingUsers},
	{LogsExport, SiteObserver, FullExcludingUsers},
	{UsersView, SiteOperator, FullIncludingUsers},
	{UsersManage, SiteOperator, FullIncludingUsers},
	{DevicesView, SiteAdminRole, DevicesOnly},
	{DevicesManage, SiteAdminRole, DevicesOnly},
	{TechniciansView, SiteAdminRole, FullExcludingUsers},
	{AdminsView, SiteAdminRole, FullExcludingUsers},
	{TechniciansManage, SiteAdminRole, noLevel},
	{AdminsManage, SiteAdminRole, noLevel},
	{SettingsView, SiteMaster, FullExcludingUsers},
	{SettingsManage, SiteMaster, noLevel},
}

// SiteActions lists every action, in the order of the table.
func SiteActions() []SiteAction {
	list := make([]SiteAction, len(siteActions))
	for i, row := range siteActions {
		list[i] = row.action
	}
	return list
}

// Known reports whether the action stands in the table.
func (a SiteAction) Known() bool {
	for _, row := range siteActions {
		if row.action == a {
			return true
		}
	}
	return false
}

// May reports whether the site role allows the action. An unknown action or role
// is never allowed.
func (r SiteRole) May(a SiteAction) bool {
	for _, row := range siteActions {
		if row.action == a {
			return r >= row.role && r <= SiteMaster
		}
	}
	return false
}

// May reports whether the permission level allows the action. An unknown action
// or level is never allowed.
func (l Level) May(a SiteAction) bool {
	for _, row := range siteActions {
		if row.action == a {
			return l >= row.level && l <= FullIncludingUsers
		}
	}
	return false
}
