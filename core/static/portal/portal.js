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

  // data-key="1" on a button: the key chooses it, Enter presses it; a stray key decides nothing. On a link: it leads there.
  const chooseByKey = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const wanted = document.querySelector(`:is(button, a)[data-key="${CSS.escape(event.key)}"]`);
    if (!wanted) return;
    event.preventDefault();
    if (wanted.matches("a")) wanted.click();
    else wanted.focus();
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

  /* Suggestions while typing: the search page's own fragment, the newest question only. */
  const suggestWhileTyping = (box) => {
    const list = box.form.querySelector("[data-suggestions]");
    let waiting, asked;
    const close = () => {
      clearTimeout(waiting);
      if (asked) asked.abort();
      list.hidden = true;
    };
    const ask = async () => {
      asked = new AbortController();
      try {
        const url = box.dataset.suggest + encodeURIComponent(box.value);
        const answer = await fetch(url, { signal: asked.signal, headers: { "X-Requested-With": "fetch" } });
        // A session that has ended leads to the sign-in page: nothing to suggest.
        if (!answer.ok || answer.redirected) return;
        list.innerHTML = await answer.text();
        list.hidden = !list.textContent.trim();
      } catch (trouble) {
        if (trouble.name !== "AbortError") list.hidden = true;
      }
    };
    const move = (event) => {
      const stops = [box, ...list.querySelectorAll("a")];
      const here = stops.indexOf(document.activeElement);
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step || list.hidden || here < 0) return;
      event.preventDefault();
      stops[(here + step + stops.length) % stops.length].focus();
    };
    box.addEventListener("input", () => {
      close();
      if (box.value.trim().length > 1) waiting = setTimeout(ask, 200);
    });
    box.form.addEventListener("keydown", (event) => {
      // The first Escape closes the list; the next one, the browser's own, empties the box.
      if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); box.focus(); }
      move(event);
    });
    box.form.addEventListener("submit", close);
    document.addEventListener("focusin", (event) => { if (!box.form.contains(event.target)) close(); });
    document.addEventListener("click", (event) => { if (!box.form.contains(event.target)) close(); });
  };

  document.addEventListener("keydown", focusSearchOnSlash);
  document.addEventListener("keydown", chooseByKey);
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
  document.querySelectorAll("[data-suggest]").forEach(suggestWhileTyping);
  const summary = document.querySelector("[data-error-summary]");
  if (summary) summary.focus();
})();
