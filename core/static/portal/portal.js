/* Small comforts for those who have script; every page works without this file. */
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");

  const typing = (el) => el.matches("input, select, textarea, [contenteditable]");

  const focusSearchOnSlash = (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing(event.target)) return;
    const box = document.querySelector("[data-search]");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  };

  const closeMenus = (except) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (menu !== except) menu.open = false;
    });
  };

  const closeMenuOnEscape = (event) => {
    if (event.key !== "Escape") return;
    const menu = event.target.closest("details.menu[open]");
    closeMenus();
    if (menu) menu.querySelector("summary").focus();
  };

  const rememberNarrowMenu = (event) => {
    if (!event.target.matches(".menu-wide")) return;
    const value = event.target.open ? "narrow" : "";
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `menu=${value}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
  };

  const selectAllRows = (event) => {
    if (!event.target.matches("[data-all]")) return;
    const rows = event.target.form.querySelectorAll("tbody .pick input");
    rows.forEach((row) => { row.checked = event.target.checked; });
  };

  const guardUnsaved = (form) => {
    let changed = form.dataset.guard === "changed";
    form.addEventListener("input", () => { changed = true; });
    form.addEventListener("submit", () => { changed = false; });
    window.addEventListener("beforeunload", (event) => {
      if (changed) event.preventDefault();
    });
  };

  const oneSubmit = (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    form.setAttribute("aria-busy", "true");
    setTimeout(allowSubmitAgain, 15000);
  };

  const allowSubmitAgain = () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      form.removeAttribute("aria-busy");
    });
  };

  document.addEventListener("keydown", focusSearchOnSlash);
  document.addEventListener("keydown", closeMenuOnEscape);
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
  document.addEventListener("toggle", rememberNarrowMenu, true);
  document.addEventListener("change", selectAllRows);
  document.addEventListener("submit", oneSubmit);
  window.addEventListener("pageshow", allowSubmitAgain);
  document.querySelectorAll("form[data-guard]").forEach(guardUnsaved);
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
  const summary = document.querySelector("[data-error-summary]");
  if (summary) summary.focus();
})();
