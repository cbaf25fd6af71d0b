package words_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/web/words"
)

// TestGermanSentences: whatever the rules say about a field, a German page says in
// German. The sentences are read from the source.
func TestGermanSentences(t *testing.T) {
	german, seen := words.For(gatehouse.German), 0
	for _, pattern := range []string{"../../../*.go", "../../app/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				sentence, ok := fieldSentence(n)
				if !ok {
					return true
				}
				seen++
				if german.Sentences[sentence] == "" {
					t.Errorf("%s: no German for %q", filepath.Base(name), sentence)
				}
				return true
			})
		}
	}
	if seen < 30 {
		t.Errorf("only %d sentences were seen", seen)
	}
}

// fieldSentence is the constant sentence of a call of InvalidField.
func fieldSentence(n ast.Node) (string, bool) {
	call, ok := n.(*ast.CallExpr)
	if !ok || len(call.Args) < 2 {
		return "", false
	}
	name := ""
	switch callee := call.Fun.(type) {
	case *ast.Ident:
		name = callee.Name
	case *ast.SelectorExpr:
		name = callee.Sel.Name
	}
	literal, ok := call.Args[1].(*ast.BasicLit)
	if name != "InvalidField" || !ok {
		return "", false
	}
	sentence, err := strconv.Unquote(literal.Value)
	return sentence, err == nil
}
