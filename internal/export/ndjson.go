package export

import (
	"bufio"
	"encoding/json"
	"io"
)

// NDJSON writes one JSON document a line, as application/x-ndjson.
type NDJSON struct {
	buffer *bufio.Writer
	lines  *json.Encoder
}

// NewNDJSON returns a writer of lines.
func NewNDJSON(w io.Writer) *NDJSON {
	buffer := bufio.NewWriter(w)
	lines := json.NewEncoder(buffer)
	lines.SetEscapeHTML(false)
	return &NDJSON{buffer: buffer, lines: lines}
}

// Write adds one line.
func (n *NDJSON) Write(item any) error { return n.lines.Encode(item) }

// Close writes what is still held back. The writer below stays open.
func (n *NDJSON) Close() error { return n.buffer.Flush() }
