// Administration: the languages of a translated field as tabs (modeltranslation marks each input with mt-field-NAME-LANGUAGE).
document.addEventListener("DOMContentLoaded", () => {
  const groups = new Map();
  for (const input of document.querySelectorAll(".mt")) {
    const mark = [...input.classList].find((name) => name.startsWith("mt-field-"));
    const row = input.closest(".form-row");
    if (!mark || !row) continue;
    const [field, language] = mark.slice("mt-field-".length).split(/-(?=[a-z_]+$)/);
    if (!groups.has(field)) groups.set(field, []);
    groups.get(field).push({ language: language.replace("_", "-"), row });
  }
  for (const [field, editions] of groups) makeTabs(field, editions);
});

function makeTabs(field, editions) {
  const list = document.createElement("div");
  list.className = "language-tabs";
  list.setAttribute("role", "tablist");
  const tabs = editions.map(({ language, row }, number) => {
    const tab = document.createElement("button");
    tab.type = "button";
    tab.textContent = language;
    tab.setAttribute("role", "tab");
    tab.id = `tab-${field}-${number}`;
    row.id ||= `panel-${field}-${number}`;
    row.setAttribute("role", "tabpanel");
    row.setAttribute("aria-labelledby", tab.id);
    tab.setAttribute("aria-controls", row.id);
    tab.addEventListener("click", () => show(number));
    list.append(tab);
    return tab;
  });
  const show = (chosen) => editions.forEach(({ row }, number) => {
    row.hidden = number !== chosen;
    tabs[number].setAttribute("aria-selected", String(number === chosen));
  });
  const faulty = editions.findIndex(({ row }) => row.querySelector(".errorlist"));
  editions[0].row.before(list);
  show(Math.max(faulty, 0));
}
