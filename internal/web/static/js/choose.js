// The chosen rows of a list: the box for the whole page, how many are chosen,
// which actions they allow, and the question before one.
import { counted } from "./text.js";

const listed = 8;
const boxes = [...document.querySelectorAll("[data-row] [name=id]")];
const all = document.querySelector("[data-choose-all]");
const count = document.querySelector("[data-selected]");
const actions = [...document.querySelectorAll("[data-bulk]")];

const row = (box) => box.closest("[data-row]");
const chosen = () => boxes.filter((box) => box.checked);
const allows = (box, verb) => verb in row(box).dataset;

function update() {
  const now = chosen();
  all.checked = now.length > 0 && now.length === boxes.length;
  all.indeterminate = now.length > 0 && now.length < boxes.length;
  count.textContent = now.length ? count.dataset.selected.replace("{n}", now.length) : "";
  for (const action of actions) {
    action.disabled = !now.some((box) => allows(box, action.dataset.bulk));
  }
}

// ask shows the question before an action, with what it would be done to.
function ask(verb) {
  const dialog = document.getElementById(`confirm-${verb}`);
  const now = chosen();
  const eligible = now.filter((box) => allows(box, verb));
  const question = dialog.querySelector("[data-ask]");
  question.textContent = counted(question, eligible.length);

  const names = dialog.querySelector("[data-chosen]");
  const texts = eligible.slice(0, listed).map((box) => row(box).dataset.who);
  if (eligible.length > listed) {
    texts.push(names.dataset.more.replace("{n}", eligible.length - listed));
  }
  names.replaceChildren(
    ...texts.map((text) => {
      const item = document.createElement("li");
      item.textContent = text;
      return item;
    }),
  );

  const leftOut = dialog.querySelector("[data-left-out]");
  leftOut.hidden = eligible.length === now.length;
  leftOut.textContent = counted(leftOut, now.length - eligible.length);
  dialog.showModal();
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
    });
  }
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    update();
  });
  for (const action of actions) {
    if (action.matches("[data-ask]")) continue;
    action.addEventListener("click", (event) => {
      event.preventDefault();
      ask(action.dataset.bulk);
    });
    // What was said to be left out is left out.
    const yes = document.querySelector(`#confirm-${action.dataset.bulk} [name=confirm]`);
    yes.addEventListener("click", () => {
      for (const box of chosen()) box.checked = allows(box, action.dataset.bulk);
    });
  }
  addEventListener("pageshow", update);
  update();
}

if (all && count) start();
else for (const action of actions) action.disabled = true; // no rows to choose
