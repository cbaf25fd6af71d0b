// Windows: <dialog> elements that links and buttons open and close.

export function plainClick(event) {
  return event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  const opened = opener && document.getElementById(opener.dataset.opens);
  if (opened && plainClick(event)) {
    event.preventDefault();
    opened.showModal();
    return;
  }
  const closed = event.target.closest("[data-close]")?.closest("dialog");
  if (closed) {
    event.preventDefault();
    closed.close();
  }
});

// A result that came open with the page: let the page wait behind it, and lead
// the keyboard back to the page afterwards.
for (const result of document.querySelectorAll("dialog[data-modal][open]")) {
  result.close();
  result.showModal();
  result.addEventListener("close", () => document.getElementById("content")?.focus({ preventScroll: true }));
}
