// The chosen rows of a list: the box for the whole page, how many are chosen, and
// which actions they allow.

const boxes = [...document.querySelectorAll("[data-row] [type=checkbox][name=id]")];
const all = document.querySelector("[data-choose-all]");
const count = document.querySelector("[data-selected]");
const bar = document.querySelector("[data-bulk-bar]");
const actions = [...document.querySelectorAll("[data-bulk]")];
const more = document.querySelector("[data-bulk-more]");
const menu = more?.querySelector(".bulk-menu");
const behind = new Set(menu?.querySelectorAll("[data-bulk]"));
const phone = matchMedia("(width <= 640px)");

const row = (box) => box.closest("[data-row]");
const chosen = () => boxes.filter((box) => box.checked);
const allows = (box, verb) => verb in row(box).dataset;

function update() {
  const now = chosen();
  all.checked = now.length > 0 && now.length === boxes.length;
  all.indeterminate = now.length > 0 && now.length < boxes.length;
  count.textContent = now.length ? count.dataset.selected.replace("{n}", now.length) : "";
  bar.toggleAttribute("data-chosen", now.length > 0);
  for (const action of actions) {
    action.disabled = !now.some((box) => allows(box, action.dataset.bulk));
  }
  arrange();
  measure();
}

// wraps reports whether something in the bar stands below the first line.
function wraps() {
  return [...bar.children].some((child) => child.offsetTop > count.offsetTop + count.offsetHeight);
}

// On a phone the bar is one line: what is possible stands in it as far as there is room,
// and the rest behind More. Elsewhere every button has its place.
function arrange() {
  more.open = false;
  more.hidden = phone.matches;
  for (const action of actions) {
    if (behind.has(action) && !phone.matches) menu.append(action);
    else more.before(action);
  }
  if (!phone.matches || !bar.offsetWidth) return;
  const shown = actions.filter((action) => !action.disabled);
  while (shown.length && wraps()) {
    more.hidden = false;
    menu.prepend(shown.pop());
  }
}

// The list keeps as much room for the bar as it takes. No element gets a style of its
// own: the height stands in a sheet.
const heights = new CSSStyleSheet();
function measure() {
  heights.replaceSync(`.listing { --bar: ${bar.offsetHeight}px }`);
}

function start() {
  let last = null;
  for (const box of boxes) {
    box.addEventListener("click", (event) => {
      if (event.shiftKey && last) {
        const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
        for (const between of boxes.slice(from, to + 1)) between.checked = box.checked;
      }
      last = box;
      update();
      // Whoever chooses a row goes on seeing it, wherever the bar comes to stand.
      box.scrollIntoView({ block: "nearest" });
    });
  }
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    update();
  });
  document.adoptedStyleSheets.push(heights);
  new ResizeObserver(measure).observe(bar);
  new ResizeObserver(arrange).observe(bar.parentElement);
  document.addEventListener("click", (event) => {
    if (phone.matches && !more.contains(event.target)) more.open = false;
  });
  more.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !more.open) return;
    more.open = false;
    more.querySelector("summary").focus();
  });
  addEventListener("pageshow", update);
  update();
}

if (all && count) start();
else for (const action of actions) action.disabled = true; // no rows to choose
