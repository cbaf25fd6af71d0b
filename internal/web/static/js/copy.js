// A button that copies what stands in a field. Without the script the field is marked
// by a click and copied by hand.

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const label = button.querySelector("[data-label]");
  const before = label.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      return; // the browser does not allow it: what is to be copied is marked
    }
    label.textContent = button.dataset.done;
    setTimeout(() => {
      label.textContent = before;
    }, 3000);
  });
  field.addEventListener("focus", () => field.select());
}
