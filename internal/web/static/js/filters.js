// Filters apply when they change, and leave out of the address what is as usual:
// empty, or the first choice of a list.

for (const form of document.querySelectorAll("[data-filters]")) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("select, [type=date]")) form.requestSubmit();
  });
  form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) {
      const usual = form.elements[name].options?.[0].value ?? "";
      if (value === usual) formData.delete(name);
    }
  });
  // The small cross in a search field empties it without an Enter.
  form.querySelector("[type=search]")?.addEventListener("search", (event) => {
    if (event.target.value === "" && event.target.defaultValue !== "") form.requestSubmit();
  });
}
