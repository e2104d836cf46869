"use strict";
(() => {
  const byKey = new Map();
  for (const node of document.querySelectorAll("[data-k]")) {
    for (const key of node.dataset.k.split(" ")) {
      if (!byKey.has(key)) byKey.set(key, []);
      byKey.get(key).push(node);
    }
  }
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let pinned = null;
  let lit = [];

  function clear() {
    for (const node of lit) node.classList.remove("lit", "near");
    lit = [];
  }
  function mark(node, name) {
    node.classList.add(name);
    lit.push(node);
  }
  function inText(node) { return node.classList.contains("s"); }

  // A field lights its words; words light every field that was drawn from them.
  function light(from, block) {
    clear();
    const keys = from.dataset.k.split(" ");
    const nodes = new Set(keys.flatMap((key) => byKey.get(key)));
    let target = null;
    for (const node of nodes) {
      if (inText(node) || inText(from) || node === from) mark(node, "lit");
      const card = node.closest(".card");
      if (card && inText(from)) mark(card, "near");
      if (!target && inText(node) !== inText(from)) target = node;
    }
    if (target && block) target.scrollIntoView({ block, inline: "nearest", behavior: calm ? "auto" : "smooth" });
  }
  function leave() {
    if (pinned) light(pinned, null); else clear();
  }
  function hold(node) {
    if (pinned) pinned.removeAttribute("aria-pressed");
    pinned = node;
    if (node) node.setAttribute("aria-pressed", "true");
  }
  const wide = () => matchMedia("(min-width: 861px)").matches;
  const keyed = (event) => event.target instanceof Element ? event.target.closest("[data-k]") : null;

  document.addEventListener("pointerover", (event) => {
    const node = keyed(event);
    if (!node) { if (lit.length) leave(); return; }
    if (event.pointerType !== "touch") light(node, wide() ? "nearest" : null);
  });
  document.addEventListener("click", (event) => {
    const node = keyed(event);
    hold(node && node !== pinned ? node : null);
    if (pinned) light(pinned, "center"); else clear();
  });
  document.addEventListener("focusin", (event) => {
    const node = keyed(event);
    if (node && node.matches(":focus-visible")) light(node, "nearest");
  });
  document.addEventListener("focusout", leave);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { hold(null); clear(); }
    const node = keyed(event);
    if (node && inText(node) && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      node.click();
    }
  });

  const theme = document.querySelector(".theme");
  if (theme) theme.addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });
})();
