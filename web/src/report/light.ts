/** Words light what was drawn from them, and the other way round: by pointer, by focus, and by arrow keys. */
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const inText = (node: Element) => node.classList.contains("s");
const keyed = (target: EventTarget | null): HTMLElement | null => (target instanceof Element ? target.closest<HTMLElement>("[data-k]") : null);

export function useLight(root: RefObject<HTMLElement | null>, held: string | null, hold: (key: string | null) => void): void {
  useEffect(() => {
    const within = root.current;
    if (!within) return;
    let lit: Element[] = [];
    const clear = () => {
      for (const node of lit) node.classList.remove("lit", "near");
      lit = [];
    };
    const mark = (node: Element, name: string) => {
      node.classList.add(name);
      lit.push(node);
    };
    const light = (from: HTMLElement, block: ScrollLogicalPosition | null) => {
      clear();
      const keys = (from.dataset["k"] ?? "").split(" ").filter(Boolean);
      const all = within.querySelectorAll<HTMLElement>(keys.map((key) => `[data-k~="${CSS.escape(key)}"]`).join() || ":not(*)");
      const lead = keys.find((key) => key.startsWith("e")) ?? keys[0] ?? "";
      let target: HTMLElement | null = null;
      for (const node of all) {
        const card = node.classList.contains("card");
        const leads = (node.dataset["k"] ?? "").split(" ").includes(lead);
        if (inText(node)) mark(node, node !== from && !inText(from) && !leads ? "near" : "lit");
        else if (card && (inText(from) || node === from)) { if (leads || node === from) mark(node, "near"); }
        else if (!card && inText(from) && leads) mark(node, "lit");
        if (leads && !target && inText(node) !== inText(from) && (card || inText(node))) target = node;
      }
      if (!inText(from) && !from.classList.contains("card")) mark(from, "lit");
      if (target && block) reveal(target, block);
    };
    const back = () => {
      const node = held ? within.querySelector<HTMLElement>(`.card[data-id="${CSS.escape(held)}"]`) : null;
      if (node) light(node, null);
      else clear();
    };
    const over = (event: PointerEvent) => {
      const node = keyed(event.target);
      if (!node) { if (lit.length) back(); return; }
      if (event.pointerType !== "touch") light(node, null);
    };
    const focus = (event: FocusEvent) => {
      const node = keyed(event.target);
      if (node && event.target instanceof Element && event.target.matches(":focus-visible")) light(node, "nearest");
    };
    const click = (event: MouseEvent) => {
      if (event.target instanceof Element && event.target.closest("a, .plain")) return;
      const node = keyed(event.target);
      if (!node) return;
      light(node, "nearest");
      if (inText(node)) {
        const key = (node.dataset["k"] ?? "").split(" ").find((one) => one.startsWith("e"));
        const card = key ? within.querySelector<HTMLElement>(`.card[data-k~="${CSS.escape(key)}"]`) : null;
        if (card) hold(card.dataset["id"] ?? null);
      }
    };
    const press = (event: KeyboardEvent) => {
      const node = event.target instanceof HTMLElement ? event.target : null;
      if (!node || event.altKey || event.ctrlKey || event.metaKey) return;
      if (inText(node) && (event.key === "Enter" || event.key === " ")) {
        event.preventDefault();
        node.click();
      }
      const down = event.key === "ArrowDown" || event.key === "ArrowRight", up = event.key === "ArrowUp" || event.key === "ArrowLeft";
      if (!down && !up) return;
      const stops = inText(node) ? [...within.querySelectorAll<HTMLElement>(".s[tabindex]")]
        : node.classList.contains("stop") ? [...within.querySelectorAll<HTMLElement>(".stop")] : [];
      const at = stops.indexOf(node);
      if (at < 0) return;
      event.preventDefault();
      const side = event.key === "ArrowLeft" || event.key === "ArrowRight";
      if (side) { // across: from words to their card, and from a card to its words
        const key = (keyed(node)?.dataset["k"] ?? "").split(" ").find((one) => one.startsWith("e"));
        const twin = key ? within.querySelector<HTMLElement>(inText(node) ? `.card[data-k~="${CSS.escape(key)}"] .stop` : `.s[tabindex][data-k~="${CSS.escape(key)}"]`) : null;
        twin?.focus();
        return;
      }
      stops[Math.max(0, Math.min(stops.length - 1, at + (down ? 1 : -1)))]?.focus();
    };
    within.addEventListener("pointerover", over);
    within.addEventListener("pointerleave", back);
    within.addEventListener("focusin", focus);
    within.addEventListener("focusout", back);
    within.addEventListener("click", click);
    within.addEventListener("keydown", press);
    back();
    return () => {
      within.removeEventListener("pointerover", over);
      within.removeEventListener("pointerleave", back);
      within.removeEventListener("focusin", focus);
      within.removeEventListener("focusout", back);
      within.removeEventListener("click", click);
      within.removeEventListener("keydown", press);
      clear();
    };
  });
}

export function reveal(node: Element, block: ScrollLogicalPosition = "nearest"): void {
  node.scrollIntoView({ block, inline: "nearest", behavior: calm() ? "auto" : "smooth" });
}
