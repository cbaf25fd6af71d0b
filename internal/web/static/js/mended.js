// What is wrong with a field is said until the field is changed, or until a question is
// asked of the form, which took it: what was right meanwhile must not stand there as wrong.

function forget(id) {
  const input = document.getElementById(id);
  input?.removeAttribute("aria-invalid");
  const note = document.getElementById(`${id}-error`);
  if (note) {
    const described = (input?.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && one !== note.id);
    if (described.length) input?.setAttribute("aria-describedby", described.join(" "));
    else input?.removeAttribute("aria-describedby");
    note.remove();
  }
  const summary = document.querySelector(".error-summary");
  summary?.querySelector(`a[href="#${CSS.escape(id)}"]`)?.closest("li").remove();
  if (summary && !summary.querySelector("li")) summary.remove();
}

// The two ends of a window are right or wrong together.
document.addEventListener("input", ({ target }) => {
  const together = target.closest?.(".pair") ?? target.closest?.(".field");
  for (const input of together?.querySelectorAll("[aria-invalid]") ?? []) forget(input.id);
});

// taken forgets all that was wrong with a form.
export function taken(form) {
  for (const input of form.querySelectorAll("[aria-invalid]")) forget(input.id);
  for (const note of form.querySelectorAll(".error, .error-summary")) note.remove();
}
