package app

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"

	"github.com/google/uuid"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

// namedRows is up to how many assignments a tag carries row by row: a header has no
// room for thousands. Of more it is a digest.
const namedRows = 100

// AssignmentsTag names a state of a person's assignments, for If-Match: it changes
// when one is added, removed or changed.
func AssignmentsTag(rows []gatehouse.AssignmentRow) string {
	versions := map[gatehouse.AssignmentID]int{}
	for _, row := range rows {
		versions[row.Assignment.ID] = row.Assignment.Version
	}
	return tagOf(versions)
}

// tagOf writes the ids and versions, so that it can be said later what differs from
// them, or the digest of many.
func tagOf(versions map[gatehouse.AssignmentID]int) string {
	ids := slices.Sorted(maps.Keys(versions))
	if len(ids) <= namedRows {
		if tag, ok := namedTag(ids, versions); ok {
			return tag
		}
	}
	hash := sha256.New()
	for _, id := range ids {
		fmt.Fprintf(hash, "%s %d\n", id, versions[id])
	}
	return base64.RawURLEncoding.EncodeToString(hash.Sum(nil)[:12])
}

// namedMark begins a tag that names its rows. No digest contains it.
const namedMark = "."

func namedTag(ids []gatehouse.AssignmentID, versions map[gatehouse.AssignmentID]int) (string, bool) {
	var text []byte
	for _, id := range ids {
		parsed, err := uuid.Parse(string(id))
		if err != nil || parsed.String() != string(id) {
			return "", false
		}
		text = binary.AppendUvarint(append(text, parsed[:]...), uint64(versions[id]))
	}
	return namedMark + base64.RawURLEncoding.EncodeToString(text), true
}

// readNamedTag is the way back of namedTag: what the caller saw, or nothing where the
// tag does not say.
func readNamedTag(tag string) (map[gatehouse.AssignmentID]int, bool) {
	if len(tag) == 0 || tag[:1] != namedMark {
		return nil, false
	}
	text, err := base64.RawURLEncoding.DecodeString(tag[1:])
	seen := map[gatehouse.AssignmentID]int{}
	for err == nil && len(text) > 0 && len(seen) <= namedRows {
		if len(text) < len(uuid.UUID{})+1 {
			return nil, false
		}
		version, n := binary.Uvarint(text[len(uuid.UUID{}):])
		if n <= 0 {
			return nil, false
		}
		seen[gatehouse.AssignmentID(uuid.UUID(text[:len(uuid.UUID{})]).String())] = int(version)
		text = text[len(uuid.UUID{})+n:]
	}
	return seen, err == nil && len(seen) <= namedRows
}

// Tag is [AssignmentsTag] of all assignments of a person.
func (a Assignments) Tag(ctx context.Context, actor gatehouse.Actor, person gatehouse.PersonID) (string, error) {
	if err := a.checkRead(ctx, actor, gatehouse.ViewPartner, gatehouse.ActionAssignmentView); err != nil {
		return "", err
	}
	versions, err := a.Store.AssignmentVersions(ctx, actor.Partner, person)
	return tagOf(versions), err
}

// checkTag answers CodeStale, with the differences, when the person's assignments are
// not those that the caller saw, and CodeNotFound for an id that is none of theirs.
func checkTag(ctx context.Context, tx *store.Tx, actor gatehouse.Actor, person gatehouse.PersonID, ids []gatehouse.AssignmentID, tag string) error {
	if _, err := tx.Person(ctx, actor.Partner, person); err != nil {
		return err
	}
	theirs, err := tx.AssignmentVersions(ctx, actor.Partner, person)
	if err != nil {
		return err
	}
	if tag != "" && tag != tagOf(theirs) {
		stale := gatehouse.E(gatehouse.CodeStale)
		stale.Differences, err = differences(ctx, tx.Reads, actor, tag, theirs, ids)
		return cmp.Or(err, error(stale))
	}
	for _, id := range ids {
		if theirs[id] == 0 {
			return gatehouse.E(gatehouse.CodeNotFound)
		}
	}
	return nil
}

// differences are what became of a person's assignments since the caller saw them. A
// tag that is a digest does not tell what they saw: then only what they named and is
// gone is known to differ.
func differences(ctx context.Context, reads store.Reads, actor gatehouse.Actor, tag string, theirs map[gatehouse.AssignmentID]int, ids []gatehouse.AssignmentID) ([]gatehouse.Difference, error) {
	seen, known := readNamedTag(tag)
	if !known {
		seen = map[gatehouse.AssignmentID]int{}
		for _, id := range ids {
			seen[id] = theirs[id]
		}
	}
	list := []gatehouse.Difference{}
	for _, id := range slices.Sorted(maps.Keys(seen)) {
		if theirs[id] == 0 {
			list = append(list, gatehouse.Difference{ID: id, Change: gatehouse.DifferenceRemoved})
		}
	}
	for _, id := range slices.Sorted(maps.Keys(theirs)) {
		version, before := seen[id]
		if before && version == theirs[id] || !before && !known {
			continue
		}
		row, err := reads.AssignmentRow(ctx, actor.Partner, id)
		if err != nil {
			return nil, err
		}
		d := gatehouse.Difference{
			ID: id, Change: gatehouse.DifferenceAdded, Site: row.Site.ID, SiteName: row.Site.Name,
			PartnerLocked: new(row.Assignment.PartnerLock.On()), SiteLocked: new(row.Assignment.SiteLock.On()),
		}
		if before {
			d.Change = gatehouse.DifferenceChanged
		}
		list = append(list, d)
	}
	return list, nil
}
