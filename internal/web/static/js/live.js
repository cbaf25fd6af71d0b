// Open pages learn at once when their place is closed to them or has changed: they
// say so and take no more input. One of a browser's pages holds the stream of the
// session, chosen by a lock, and tells the others; when it is closed another takes
// over. Without all that a page learns with its next request.

const { session, place, standing } = document.body.dataset;
const patience = 5000;

function judge(news) {
  if (news.ended || (place && !(place in news.places))) return close("gone");
  if (place && news.places[place] !== standing) close("changed");
}

let closed = "";
function close(how) {
  if (closed === how || closed === "gone") return;
  closed = how;
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
  for (const part of document.querySelectorAll("[data-closed]")) part.hidden = part.dataset.closed !== how;
  for (const form of document.querySelectorAll('form[method="post"]:not([action="/sign-out"])')) {
    for (const control of form.elements) control.disabled = true;
  }
  for (const link of document.querySelectorAll("[data-opens]")) link.setAttribute("aria-disabled", "true");
}

// What takes no input does not send any, whatever else listens.
document.addEventListener("submit", (event) => {
  if (!closed || event.target.matches('[method="get"], [action="/sign-out"]')) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-reload]")) {
    event.preventDefault();
    location.reload();
  } else if (closed && event.target.closest("[data-opens]")) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}, true);

/** Holds the stream, tells what it brings, and answers pages that came later. */
function lead(channel) {
  let latest = null;
  const tell = (news) => {
    latest = news;
    channel.postMessage(news);
    judge(news);
  };
  channel.onmessage = ({ data }) => {
    if (data === "what is new?" && latest) channel.postMessage(latest);
  };
  const listen = () => {
    const source = new EventSource("/events");
    source.addEventListener("places", (event) => tell({ places: JSON.parse(event.data) }));
    source.addEventListener("ended", () => {
      source.close();
      tell({ ended: true });
    });
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED && !latest?.ended) setTimeout(listen, patience);
    });
  };
  listen();
}

function follow(channel) {
  channel.onmessage = ({ data }) => {
    if (typeof data === "object") judge(data);
  };
  channel.postMessage("what is new?");
}

if (session && "locks" in navigator && "BroadcastChannel" in window) {
  const name = `gatehouse-${session}`;
  const channel = new BroadcastChannel(name);
  follow(channel);
  // The lock is held until the page goes.
  navigator.locks.request(name, () => new Promise(() => lead(channel)));
}
