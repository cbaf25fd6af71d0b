// Questions as windows: a button marked data-ask asks the server before anything
// is done. The server's page with the question is shown as a window above this
// one; whatever else it answers is opened as the page it is. A link marked so opens
// a page that is a form in the same way.

import { taken } from "./mended.js";
import { plainClick } from "./window.js";

const frame = document.createElement("dialog");
frame.className = "window";
frame.setAttribute("aria-labelledby", "asked-title");

// sheetFrom returns the form on the page that the server answers with, or null for
// anything else. XMLHttpRequest reads a page as a document; the content policy
// forbids making one from text.
function sheetFrom(method, address, body) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open(method, address);
    request.responseType = "document";
    request.addEventListener("loadend", () => {
      resolve(request.status === 200 ? (request.response?.querySelector("form.sheet") ?? null) : null);
    });
    request.send(body);
  });
}

function question(form, submitter) {
  const address = submitter.hasAttribute("formaction") ? submitter.formAction : form.action;
  return sheetFrom("POST", address, new URLSearchParams(new FormData(form, submitter)));
}

function show(sheet) {
  const title = sheet.querySelector("h1");
  const heading = document.createElement("h2");
  heading.id = "asked-title";
  heading.textContent = title.textContent;
  title.replaceWith(heading);
  frame.replaceChildren(sheet);
  if (!frame.isConnected) document.body.append(frame);
  if (!frame.open) frame.showModal();
  else frame.querySelector("[autofocus]")?.focus();
}

let asking = false;
document.addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (!button?.matches("[data-ask]") || event.defaultPrevented) return;
  event.preventDefault();
  if (asking) return;
  asking = true;
  button.setAttribute("aria-busy", "true");
  const sheet = await question(event.target, button);
  button.removeAttribute("aria-busy");
  asking = false;
  if (sheet) {
    if (!button.form?.closest("dialog")) taken(event.target);
    return show(sheet);
  }
  button.removeAttribute("data-ask");
  event.target.requestSubmit(button);
});

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-ask]");
  if (!link || asking || !plainClick(event)) return;
  event.preventDefault();
  asking = true;
  link.setAttribute("aria-busy", "true");
  const sheet = await sheetFrom("GET", link.href, null);
  link.removeAttribute("aria-busy");
  asking = false;
  if (sheet) show(sheet);
  else location.assign(link.href);
});

// An answer is given once, however often its button is pressed.
frame.addEventListener("submit", (event) => {
  if (!event.submitter || event.submitter.matches("[data-ask]")) return;
  if (frame.dataset.sent) event.preventDefault();
  frame.dataset.sent = "yes";
});
addEventListener("pageshow", () => {
  frame.close();
  delete frame.dataset.sent;
});
