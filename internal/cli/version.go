package cli

import (
	"fmt"
	"runtime/debug"
)

// versionCommand prints the version.
type versionCommand struct{}

// Run prints one line: the version, and what it was built from and with.
func (versionCommand) Run(p *process) error {
	fmt.Fprintf(p.stdout, "Gatehouse %s%s\n", version(), built())
	return nil
}

// version is the version that the build took from the repository's tags.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "devel"
	}
	return info.Main.Version
}

// built tells the commit, where the build knew it, and the version of Go.
func built() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" {
			return fmt.Sprintf(" (commit %.12s, %s)", setting.Value, info.GoVersion)
		}
	}
	return " (" + info.GoVersion + ")"
}
