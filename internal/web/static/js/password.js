// Passwords: a button that shows what is typed, and a count against the rule.

function reveal(button, input) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = input.type === "text";
    input.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
    button.textContent = shown ? button.dataset.show : button.dataset.hide;
    input.focus();
  });
  // A password manager and the browser's history want a password field.
  input.form.addEventListener("submit", () => {
    input.type = "password";
  });
}

function count(counter, input) {
  const update = () => {
    const n = [...input.value.normalize("NFC")].length;
    counter.hidden = n === 0;
    counter.textContent = counter.dataset.count.replace("{n}", n);
    counter.classList.toggle("enough", n >= Number(counter.dataset.min));
  };
  input.addEventListener("input", update);
  update();
}

for (const field of document.querySelectorAll("[data-password]")) {
  const input = field.querySelector("input");
  reveal(field.querySelector(".reveal"), input);
  const counter = field.querySelector(".counter");
  if (counter) count(counter, input);
}
