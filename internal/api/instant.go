package api

import (
	"time"

	"gatehouse.example/gatehouse/internal/export"
)

// instant is a time as answers write it.
type instant = export.Instant

func at(t time.Time) instant { return export.At(t) }

// moment is a time that may not have come, and is null then.
func moment(t time.Time) *instant { return export.Moment(t) }
