package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"gatehouse.example/gatehouse"
)

//go:embed static/css static/js static/favicon.svg
var staticFiles embed.FS

// staticPath is where the static files stand: the hash of all of them makes up
// the first part, so that modules find one another by relative addresses and a
// browser may keep a file for ever.
const staticPath = "/static/{version}/{file...}"

// assets are the static files by name, with app.css put together from its parts.
type assets struct {
	files   map[string][]byte
	version string
	base    string
}

func newAssets() assets {
	files := map[string][]byte{}
	sum := sha256.New()
	var style bytes.Buffer
	// WalkDir goes in the order of names, on which both the hash and the order of
	// the style sheets rely.
	err := fs.WalkDir(staticFiles, "static", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := staticFiles.ReadFile(name)
		if err != nil {
			return err
		}
		sum.Write([]byte(name))
		sum.Write(content)
		if path.Ext(name) == ".css" {
			style.Write(content)
			return nil
		}
		files[strings.TrimPrefix(name, "static/")] = content
		return nil
	})
	if err != nil {
		panic("static files: " + err.Error())
	}
	files["app.css"] = style.Bytes()
	version := hex.EncodeToString(sum.Sum(nil)[:8])
	return assets{files: files, version: version, base: "/static/" + version + "/"}
}

// contentTypes do not depend on what the machine knows about file names.
var contentTypes = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
}

// serve answers with a file. One of another version, which a replica that is
// older or newer has named, is answered with what there is and not kept.
func (a assets) serve(w http.ResponseWriter, r *http.Request) error {
	name := r.PathValue("file")
	content, ok := a.files[name]
	if !ok {
		return gatehouse.E(gatehouse.CodeNotFound)
	}
	if r.PathValue("version") == a.version {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		w.Header().Set("Cache-Control", "no-cache")
	}
	w.Header().Set("Content-Type", contentTypes[path.Ext(name)])
	_, err := w.Write(content)
	return err
}

// icon answers browsers that look for an icon where they have always looked.
func (a assets) icon(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Cache-Control", "public, max-age=86400")
	w.Header().Set("Content-Type", contentTypes[".svg"])
	_, err := w.Write(a.files["favicon.svg"])
	return err
}
