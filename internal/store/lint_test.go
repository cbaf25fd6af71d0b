package store_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// unscoped are the functions that touch a partner's tables without naming the
// partner, besides those whose name says Unscoped. Each has its reason.
var unscoped = map[string]string{
	"Tx.SettleMessage":         "by the id of a message that UnscopedMessage found and locked in the same transaction",
	"Tx.NoteMessageError":      "by the id of a message that UnscopedMessage found and locked in the same transaction",
	"Tx.DeleteMessage":         "by the id of a message that UnscopedMessage found and locked in the same transaction",
	"Tx.DeleteSettledMessages": "clears up for the whole installation, by age alone",
	".sessionFactsSQL":         "the session's own account, wherever it is a person",
	"Reads.SiteSessionFacts":   "the site names its partner; only the session's own person there is joined",
	"Tx.LockSiteSessionFacts":  "the site names its partner; only the session's own person there is joined",
	"Reads.KeyFacts":           "the token names its key and with it the partner; only that partner's rows are joined",
	"Tx.LockKeyFacts":          "the token names its key and with it the partner; only that partner's rows are joined",
	".decisionSite":            "a part of decisionSQL and decisionsSQL",
	".decisionSQL":             "the key names the partner; only that partner's rows are joined",
	".decisionsSQL":            "the key names the partner; only that partner's rows are joined",
	"Tx.SetAccountProfile":     "an account's own name, wherever the account is a person",
}

// noTenant are tables with a partner_id that belong to somebody else.
var noTenant = map[string]string{"session": "a session belongs to its account; partner_id is where it stands"}

// TestT139EveryStatementBindsThePartner reads the source of this package: every
// statement that touches a table of partners compares that table's partner with a
// parameter, or with the partner of another table in the statement that does.
func TestT139EveryStatementBindsThePartner(t *testing.T) {
	t.Parallel()
	source := parseSource(t)
	tables := tenantTables(t)
	for _, want := range []string{"person", "invitation", "outbox", "audit_event", "audit_context"} {
		if !slices.Contains(tables, want) {
			t.Fatalf("the table %s is not seen to be a partner's", want)
		}
	}
	used := map[string]bool{}
	checked := 0
	for _, fn := range source.functions {
		for _, statement := range fn.statements {
			text := statement.text
			if statement.piece {
				text = fn.whole()
			}
			for _, m := range mentions(statement.text, tables) {
				checked++
				problem := m.unbound(text)
				if problem == "" || strings.Contains(fn.name, ".Unscoped") {
					continue
				}
				if _, known := unscoped[fn.name]; known {
					used[fn.name] = true
					continue
				}
				t.Errorf("%s: %s: %s\n%s", statement.position, fn.name, problem, statement.text)
			}
		}
	}
	if checked < 30 {
		t.Errorf("only %d uses of tables were seen", checked)
	}
	for name := range unscoped {
		if !used[name] {
			t.Errorf("%s is excused without need", name)
		}
	}
}

// TestT139LintSeesWhatIsMissing: the check above is worth something.
func TestT139LintSeesWhatIsMissing(t *testing.T) {
	t.Parallel()
	tables := []string{"person", "outbox", "partner"}
	for text, want := range map[string]bool{
		`SELECT * FROM person WHERE partner_id = $1 AND id = $2`:                                      true,
		`SELECT * FROM person p WHERE p.partner_id = $1`:                                              true,
		`SELECT * FROM person p JOIN outbox o ON o.partner_id = p.partner_id WHERE p.partner_id = $1`: true,
		`SELECT * FROM partner r WHERE r.id = $1`:                                                     true,
		`INSERT INTO person (id, partner_id) VALUES ($1, $2)`:                                         true,
		`INSERT INTO person (id, email) VALUES ($1, $2)`:                                              false,
		`SELECT * FROM person WHERE id = $1`:                                                          false,
		`SELECT * FROM person p WHERE p.id = $1`:                                                      false,
		`SELECT * FROM person p JOIN outbox o ON o.id = p.id WHERE p.partner_id = $1`:                 false,
		`SELECT * FROM person p JOIN outbox o ON o.partner_id = p.partner_id WHERE p.id = $1`:         false,
		`UPDATE person SET partner_id = $1 WHERE id = $2`:                                             false,
		`UPDATE person SET name = $1 WHERE id = $2`:                                                   false,
		`DELETE FROM person WHERE account_id = $1`:                                                    false,
		`SELECT * FROM partner r`:                                                                     false,
		`SELECT * FROM session s JOIN partner r ON r.id = s.partner_id WHERE s.id = $1`:               false,
	} {
		bound := true
		for _, m := range mentions(text, tables) {
			bound = bound && m.unbound(text) == ""
		}
		if bound != want {
			t.Errorf("bound %v, want %v: %s", bound, want, text)
		}
	}
}

// mention is a table in a statement.
type mention struct{ verb, table, alias string }

var (
	mentionPattern = regexp.MustCompile(`(?i)\b(FROM|JOIN|INTO|UPDATE)\s+(\w+)(?:\s+(?:AS\s+)?(\w+))?`)
	keywords       = []string{"where", "set", "on", "order", "cross", "left", "join", "limit", "group", "values", "select", "inner", "union", "as", "using"}
)

func mentions(text string, tables []string) []mention {
	var list []mention
	for _, m := range mentionPattern.FindAllStringSubmatch(text, -1) {
		alias := m[3]
		if slices.Contains(keywords, strings.ToLower(alias)) {
			alias = ""
		}
		if slices.Contains(tables, m[2]) {
			list = append(list, mention{strings.ToUpper(m[1]), m[2], alias})
		}
	}
	return list
}

// unbound says what is missing in the statement, "" for nothing.
func (m mention) unbound(text string) string {
	column := "partner_id"
	if m.table == "partner" {
		column = "id"
	}
	if m.verb == "INTO" {
		columns := regexp.MustCompile(`(?is)INTO\s+` + m.table + `\s*\([^)]*\b` + column + `\b`)
		if !columns.MatchString(text) {
			return "rows of " + m.table + " are inserted without " + column
		}
		return ""
	}
	prefix := `(?is)(?:WHERE|AND|ON|OR)\s+\(?`
	if m.alias != "" {
		prefix += m.alias + `\.`
	}
	if !regexp.MustCompile(prefix + column + `\s*=\s*(\$\d|\w+\.partner_id|CASE|'')`).MatchString(text) {
		return "nothing says which partner's rows of " + m.table + " are meant"
	}
	if !regexp.MustCompile(`(?is)(?:WHERE|AND|ON)\s+\(?(?:` + handedOver(text) + `)\s*=\s*(\$\d|CASE WHEN CAST\(\$\d|'')`).MatchString(text) {
		return "no partner is handed over"
	}
	return ""
}

// handedOver is a pattern of the columns that a partner is compared with.
func handedOver(text string) string {
	columns := `(?:\w+\.)?partner_id`
	for _, m := range mentions(text, []string{"partner"}) {
		if m.alias == "" {
			columns += `|id`
		} else {
			columns += `|` + m.alias + `\.id`
		}
	}
	return columns
}

// tenantTables returns the tables of the migrations that belong to a partner.
func tenantTables(t *testing.T) []string {
	t.Helper()
	names, err := fs.Glob(os.DirFS("migrations"), "*.sql")
	if err != nil || len(names) == 0 {
		t.Fatalf("no migrations: %v", err)
	}
	tables := []string{"partner"}
	create := regexp.MustCompile(`(?s)CREATE TABLE (\w+) \((.*?)\n\);`)
	for _, name := range names {
		content, err := os.ReadFile(filepath.Join("migrations", name))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range create.FindAllStringSubmatch(string(content), -1) {
			if _, other := noTenant[m[1]]; !other && strings.Contains(m[2], "partner_id") {
				tables = append(tables, m[1])
			}
		}
	}
	return tables
}

// source is the Go source of this package, reduced to its SQL.
type source struct {
	fset      *token.FileSet
	constants map[string]string
	functions []function
}

type function struct {
	name       string
	statements []statement
}

// whole is everything that the function says, for a text that is built piece by
// piece.
func (f function) whole() string {
	texts := make([]string, len(f.statements))
	for i, s := range f.statements {
		texts[i] = s.text
	}
	return strings.Join(texts, "\n")
}

// statement is a constant text. A piece is written into a query that other pieces
// complete.
type statement struct {
	position token.Position
	text     string
	piece    bool
}

func parseSource(t *testing.T) *source {
	t.Helper()
	s := &source{fset: token.NewFileSet(), constants: map[string]string{}}
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(s.fset, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	for range 5 { // constants of constants of constants
		for _, file := range files {
			ast.Inspect(file, s.readConstants)
		}
	}
	for _, file := range files {
		for _, decl := range file.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Body != nil {
				s.functions = append(s.functions, s.read(fn))
			}
		}
	}
	return s
}

func (s *source) readConstants(n ast.Node) bool {
	decl, ok := n.(*ast.GenDecl)
	if !ok || decl.Tok != token.CONST {
		return true
	}
	for _, spec := range decl.Specs {
		value := spec.(*ast.ValueSpec)
		for i, name := range value.Names {
			if i >= len(value.Values) {
				continue
			}
			if text, ok := s.eval(value.Values[i]); ok {
				s.constants[name.Name] = text
			}
		}
	}
	return true
}

// eval returns the text of an expression; what is only known later is "?".
func (s *source) eval(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil && e.Kind == token.STRING
	case *ast.Ident:
		text, ok := s.constants[e.Name]
		return text, ok
	case *ast.ParenExpr:
		return s.eval(e.X)
	case *ast.BinaryExpr:
		left, okLeft := s.eval(e.X)
		right, okRight := s.eval(e.Y)
		if !okLeft {
			left = "?"
		}
		if !okRight {
			right = "?"
		}
		return left + right, e.Op == token.ADD && (okLeft || okRight)
	default:
		return "", false
	}
}

// builders take pieces of a text.
var builders = []string{"write", "newQuery", "and", "WriteString"}

// parts are the fields of a listing that are pieces of its texts.
var parts = []string{"head", "joins", "ledJoins", "where"}

func nameOf(e ast.Expr) string {
	if ident, ok := e.(*ast.Ident); ok {
		return ident.Name
	}
	return ""
}

func (s *source) read(fn *ast.FuncDecl) function {
	f := function{name: functionName(fn)}
	pieces := map[ast.Expr]bool{}
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && slices.Contains(builders, callee(call)) {
			for _, arg := range call.Args {
				pieces[arg] = true
			}
		}
		if field, ok := n.(*ast.KeyValueExpr); ok && slices.Contains(parts, nameOf(field.Key)) {
			pieces[field.Value] = true
		}
		if decl, ok := n.(*ast.GenDecl); ok && decl.Tok == token.CONST {
			return false // read as constants
		}
		e, ok := n.(ast.Expr)
		if !ok {
			return true
		}
		text, ok := s.eval(e)
		if !ok {
			return true
		}
		f.statements = append(f.statements, statement{s.fset.Position(e.Pos()), text, pieces[e]})
		return false
	})
	return f
}

func callee(call *ast.CallExpr) string {
	switch fun := call.Fun.(type) {
	case *ast.Ident:
		return fun.Name
	case *ast.SelectorExpr:
		return fun.Sel.Name
	default:
		return ""
	}
}

func functionName(fn *ast.FuncDecl) string {
	if fn.Recv == nil {
		return "." + fn.Name.Name
	}
	receiver := fn.Recv.List[0].Type
	if star, ok := receiver.(*ast.StarExpr); ok {
		receiver = star.X
	}
	return fmt.Sprint(receiver) + "." + fn.Name.Name
}
