package gatehouse_test

import (
	"bufio"
	"os"
	"strings"
	"testing"

	"gatehouse.example/gatehouse"
)

// TestPermissions holds the table against testdata/permissions.txt, which was
// written by hand from SPEC section 3.
func TestPermissions(t *testing.T) {
	f, err := os.Open("testdata/permissions.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	seen := map[gatehouse.Permission]bool{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) == 0 || fields[0] == "#" {
			continue
		}
		permission := gatehouse.Permission(fields[0])
		seen[permission] = true
		if gatehouse.NoPartnerRole.May(permission) {
			t.Errorf("%s is allowed without a role", permission)
		}
		for i, role := range gatehouse.PartnerRoles() {
			if want := fields[i+1] == "yes"; role.May(permission) != want {
				t.Errorf("%s may %s: %v, want %v", role, permission, !want, want)
			}
		}
	}
	for _, permission := range gatehouse.PartnerMaster.Permissions() {
		if !seen[permission] {
			t.Errorf("%s is not in testdata/permissions.txt", permission)
		}
	}
}

func TestUnknownIsForbidden(t *testing.T) {
	if gatehouse.PartnerMaster.May("doors.open") || gatehouse.PartnerRole(9).May(gatehouse.ViewPartner) {
		t.Error("something unknown is allowed")
	}
}

func TestMayGive(t *testing.T) {
	// Who acts on whom: nobody below Admin on anybody, an Admin up to Admin.
	want := map[gatehouse.PartnerRole]string{
		gatehouse.PartnerObserver: "",
		gatehouse.PartnerOperator: "",
		gatehouse.PartnerAdmin:    "observer operator admin",
		gatehouse.PartnerMaster:   "observer operator admin master",
	}
	for role, names := range want {
		var got []string
		for _, given := range role.GivableRoles() {
			got = append(got, given.String())
		}
		if strings.Join(got, " ") != names {
			t.Errorf("%s may give %v, want %q", role, got, names)
		}
	}
}
