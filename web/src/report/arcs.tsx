import { useEffect, useRef } from "preact/hooks";
import type { Picture } from "./picture";

const SVG = "http://www.w3.org/2000/svg";

/** Arrows from cause to answer, drawn in the margin of the cards. The cards say the same in words. */
export function Arcs({ picture }: { picture: Picture }) {
  const canvas = useRef<SVGSVGElement>(null);
  useEffect(() => {
    const svg = canvas.current, pane = svg?.parentElement;
    const rail = pane?.querySelector(".rail");
    if (!svg || !pane || !rail) return;
    const redraw = () => drawArcs(svg, pane);
    const watch = new ResizeObserver(redraw);
    watch.observe(rail);
    redraw();
    return () => watch.disconnect();
  });
  return <svg class="arcs" ref={canvas} aria-hidden="true" data-links={picture.reading.links.length} />;
}

function drawArcs(svg: SVGSVGElement, pane: Element): void {
  svg.replaceChildren();
  const cards = new Map([...pane.querySelectorAll<HTMLElement>(".card")].map((card) => [card.dataset["id"] ?? "", card]));
  const frame = pane.getBoundingClientRect();
  svg.setAttribute("width", String(pane.scrollWidth));
  svg.setAttribute("height", String(pane.scrollHeight));
  let lane = 0;
  for (const [, effect] of cards) {
    for (const id of (effect.dataset["ties"] ?? "").split(" ").filter(Boolean)) {
      const cause = cards.get(id);
      if (!cause) continue;
      const a = box(cause, frame, pane), b = box(effect, frame, pane);
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("d", a.left === b.left ? bow(a, b, lane++ % 3) : cross(a, b));
      path.setAttribute("class", "arc");
      const head = document.createElementNS(SVG, "path");
      const x = b.left, y = b.y;
      head.setAttribute("d", a.left <= b.left ? `M${x - 1} ${y} l-6 -3.500 v7z` : `M${b.right + 1} ${y} l6 -3.500 v7z`);
      head.setAttribute("class", "arc-head");
      svg.append(path, head);
    }
  }
}

interface Box { left: number; right: number; y: number }
function box(card: Element, frame: DOMRect, pane: Element): Box {
  const at = (card.querySelector(".line") ?? card).getBoundingClientRect(), whole = card.getBoundingClientRect();
  return { left: whole.left - frame.left + pane.scrollLeft, right: whole.right - frame.left + pane.scrollLeft, y: at.top - frame.top + pane.scrollTop + at.height / 2 };
}
const bow = (a: Box, b: Box, lane: number) => {
  const out = a.left - 8 - 3 * lane;
  const turn = Math.min(8, Math.abs(b.y - a.y) / 2) * Math.sign(b.y - a.y);
  return `M${a.left} ${a.y} H${out + 4} Q${out} ${a.y} ${out} ${a.y + turn} V${b.y - turn} Q${out} ${b.y} ${out + 4} ${b.y} H${b.left - 5}`;
};
const cross = (a: Box, b: Box) => {
  const [from, to] = a.left < b.left ? [a.right, b.left - 5] : [a.left, b.right + 5];
  const middle = (from + to) / 2;
  return `M${from} ${a.y} C${middle} ${a.y} ${middle} ${b.y} ${to} ${b.y}`;
};
