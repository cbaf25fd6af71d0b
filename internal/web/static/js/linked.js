// The row that a mail's link led to: shown and spoken first.

const linked = document.querySelector("[data-linked]");
linked?.scrollIntoView({ block: "center" });
linked?.focus({ preventScroll: true });

// Whoever did something with a row goes on seeing it.
document.querySelector("[data-touched]")?.scrollIntoView({ block: "nearest" });
