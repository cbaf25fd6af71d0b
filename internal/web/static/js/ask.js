// Questions as windows: a button marked data-ask asks the server before anything
// is done. The server's page with the question is shown as a window above this
// one; whatever else it answers is opened as the page it is.

const frame = document.createElement("dialog");
frame.className = "window";
frame.setAttribute("aria-labelledby", "asked-title");

// question returns the form that the server asks with, or null for anything else.
// XMLHttpRequest reads a page as a document; the content policy forbids making one
// from text.
function question(form, submitter) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", submitter.hasAttribute("formaction") ? submitter.formAction : form.action);
    request.responseType = "document";
    request.addEventListener("loadend", () => {
      resolve(request.status === 200 ? (request.response?.querySelector("form.sheet") ?? null) : null);
    });
    request.send(new URLSearchParams(new FormData(form, submitter)));
  });
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
  if (sheet) return show(sheet);
  button.removeAttribute("data-ask");
  event.target.requestSubmit(button);
});

// An answer is given once, however often its button is pressed.
frame.addEventListener("submit", (event) => {
  if (event.submitter?.name !== "confirm") return;
  if (frame.dataset.sent) event.preventDefault();
  frame.dataset.sent = "yes";
});
addEventListener("pageshow", () => {
  frame.close();
  delete frame.dataset.sent;
});
