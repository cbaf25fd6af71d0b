// Times in the reader's own time zone, named by its distance from UTC. The server writes
// UTC, in the same form: the form is the language's, not the browser's, so that a page
// reads the same everywhere.

const locale = { en: "en-GB", de: "de" }[document.documentElement.lang];
const parts = { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "longOffset" };
const minutes = new Intl.DateTimeFormat(locale, parts);
const seconds = new Intl.DateTimeFormat(locale, { ...parts, second: "2-digit" });

// What the browser calls GMT is UTC, and stands beside times that the server wrote.
const write = (form, at) => form.format(at).replace(/GMT(\+00:00)?/, "UTC");

for (const element of document.querySelectorAll("time[data-time]")) {
  const at = new Date(element.dateTime);
  if (Number.isNaN(at.getTime())) continue;
  switch (element.dataset.time) {
    case "title":
      element.title = write(minutes, at);
      break;
    case "seconds":
      element.textContent = write(seconds, at);
      break;
    default:
      element.textContent = write(minutes, at);
  }
}
