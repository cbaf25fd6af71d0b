// The form that invites people: adds and removes them without a round trip. The server
// answers the same buttons by itself, and asks before anything is sent.
import { counted } from "./text.js";

const atom = "[a-z0-9!#$%&'*+\\-/=?^_`{|}~]+";
const label = "[\\p{L}\\p{N}\\p{M}](?:[\\p{L}\\p{N}\\p{M}\\-]*[\\p{L}\\p{N}\\p{M}])?";
const address = new RegExp(`^${atom}(?:\\.${atom})*@(?:${label}\\.)+(?!\\d+$)${label}$`, "iu");

/** The addresses in a pasted text: separated by anything, with or without names. */
function addresses(text) {
  return text
    .replace(/"[^"]*"/g, " ")
    .split(/[,;\r\n]+/)
    .flatMap((part) => part.match(/<([^<>]*)>/)?.[1].trim() ?? part.trim().split(/\s+/))
    .filter((part) => part !== "");
}

class InviteForm {
  constructor(form) {
    this.form = form;
    this.role = form.querySelector("[data-role]");
    this.typed = form.querySelector("[data-typed]");
    this.error = form.querySelector("[data-error]");
    this.add = form.querySelector("[data-add]");
    // OK is never greyed out: pressed too early, it says what is missing.
    this.ok = form.querySelector("[data-ok]");
    this.count = form.querySelector("[data-count]");
    this.people = form.querySelector("[data-people]");
    this.template = form.querySelector("template[data-person]");

    this.typed.addEventListener("input", () => this.update());
    this.typed.addEventListener("paste", (event) => this.paste(event));
    // A greyed-out Add takes no Enter: what is wrong would stay unsaid.
    this.typed.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      if (this.typed.value.trim() !== "") this.addTyped();
    });
    this.add.addEventListener("click", (event) => {
      event.preventDefault();
      this.addTyped();
    });
    this.ok.addEventListener("click", (event) => {
      if (this.addTyped()) return;
      event.preventDefault();
      if (this.error.textContent === "") this.complain(this.error.dataset.nobody);
    });
    this.people.addEventListener("click", (event) => this.remove(event));
    form.addEventListener("submit", (event) => this.submit(event));
    this.update();
  }

  items() {
    return [...this.people.children];
  }

  update() {
    const n = this.items().length;
    const typed = this.typed.value.trim();
    this.add.disabled = !addresses(typed).some((part) => address.test(part));
    this.count.textContent = n ? counted(this.count, n) : this.count.dataset.none;
    if (typed === "" || !this.add.disabled) this.complain("");
  }

  complain(text) {
    this.error.textContent = text;
    this.typed.toggleAttribute("aria-invalid", text !== "");
    if (text !== "") this.typed.setAttribute("aria-invalid", "true");
  }

  paste(event) {
    const text = event.clipboardData.getData("text");
    if (addresses(text).length < 2) return;
    event.preventDefault();
    this.typed.value = [this.typed.value, text].join(" ").trim().replace(/[\r\n]+/g, ", ");
    this.addTyped();
  }

  // addTyped adds every address in the field; what is none stays there. It
  // reports whether nothing stayed.
  addTyped() {
    const rest = [];
    let repeated = false;
    let full = false;
    for (const part of addresses(this.typed.value)) {
      if (!address.test(part)) rest.push(part);
      else if (this.has(part)) repeated = true;
      else if (this.items().length >= Number(this.error.dataset.limit)) {
        full = true;
        rest.push(part);
      } else this.people.append(this.person(part));
    }
    this.typed.value = rest.join(", ");
    this.update();
    if (full) this.complain(this.error.dataset.tooMany);
    else if (rest.length) this.complain(counted(this.error, rest.length));
    else this.complain(repeated ? this.error.dataset.duplicate : "");
    if (rest.length || !this.items().length) this.typed.focus();
    return rest.length === 0 && this.items().length > 0;
  }

  has(email) {
    return this.items().some((item) => this.email(item).toLowerCase() === email.toLowerCase());
  }

  email(item) {
    return item.querySelector("[data-email]").textContent;
  }

  person(email) {
    const item = this.template.content.firstElementChild.cloneNode(true);
    const field = item.querySelector("[name=invitee]");
    field.disabled = false;
    field.value = this.role ? `${this.role.value} ${email}` : email;
    item.querySelector("[data-email]").textContent = email;
    if (this.role) item.querySelector("[data-role-name]").textContent = this.role.selectedOptions[0].textContent;
    const button = item.querySelector("[data-remove]");
    button.setAttribute("aria-label", button.dataset.remove.replace("{email}", email));
    return item;
  }

  remove(event) {
    const button = event.target.closest("[data-remove]");
    if (!button) return;
    event.preventDefault();
    button.closest("li").remove();
    this.update();
    this.typed.focus();
  }

  // OK asks the server, which knows who would not be invited; Enter elsewhere means Add.
  submit(event) {
    if (event.submitter !== this.ok) event.preventDefault();
  }
}

for (const form of document.querySelectorAll("[data-invite]")) new InviteForm(form);
