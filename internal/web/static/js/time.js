// Times in the reader's own time zone, with its name. The server writes UTC.

const language = document.documentElement.lang;
const locale = navigator.languages.find((l) => l.split("-")[0] === language) ?? language;
const parts = { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short" };
const minutes = new Intl.DateTimeFormat(locale, parts);
const seconds = new Intl.DateTimeFormat(locale, { ...parts, second: "2-digit" });

for (const element of document.querySelectorAll("time[data-time]")) {
  const at = new Date(element.dateTime);
  if (Number.isNaN(at.getTime())) continue;
  switch (element.dataset.time) {
    case "title":
      element.title = minutes.format(at);
      break;
    case "seconds":
      element.title = element.textContent;
      element.textContent = seconds.format(at);
      break;
    default:
      element.title = element.textContent;
      element.textContent = minutes.format(at);
  }
}
