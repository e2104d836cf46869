/** What is seen, as files: rows in three formats, charts as SVG and PNG, and a page that stands on its own. */
import type { RefObject } from "preact";
import { ask, get } from "./api";
import { clean, sayDays } from "./format";
import { tell } from "./frame";
import type { List, Row } from "./types";
import { quadClass, QUADS, sayType, statusWord } from "./words";

const stamp = () => new Date().toISOString().slice(0, 10);

function save(name: string, body: Blob | string, type = "text/plain"): void {
  const url = URL.createObjectURL(typeof body === "string" ? new Blob([body], { type }) : body);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 2000);
  tell(`Saved ${name}.`);
}

export async function saveData(q: string, format: string): Promise<void> {
  if (format === "html") return savePage(q);
  const link = document.createElement("a");
  link.href = ask("/api/export", { q, format });
  link.download = "";
  document.body.append(link);
  link.click();
  link.remove();
}

const PROPERTIES = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity", "opacity", "font", "font-size", "font-weight", "font-family", "text-anchor", "paint-order"];

/** The chart with its colours written into it, so that it looks the same anywhere. */
export function standalone(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const from = [svg, ...svg.querySelectorAll("*")], to = [copy, ...copy.querySelectorAll("*")];
  from.forEach((node, index) => {
    const style = getComputedStyle(node), twin = to[index];
    if (!(twin instanceof SVGElement)) return;
    for (const name of PROPERTIES) {
      const value = style.getPropertyValue(name);
      if (value && value !== "none" || name === "fill" || name === "stroke") twin.setAttribute(name, value);
    }
    for (const name of ["class", "tabindex", "role"]) twin.removeAttribute(name);
  });
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  ground.setAttribute("width", "100%");
  ground.setAttribute("height", "100%");
  ground.setAttribute("fill", getComputedStyle(document.documentElement).getPropertyValue("--sheet").trim() || "#fff");
  copy.prepend(ground);
  return new XMLSerializer().serializeToString(copy);
}

async function savePng(svg: SVGSVGElement, name: string): Promise<void> {
  const text = standalone(svg), { width, height } = svg.getBoundingClientRect();
  const image = new Image();
  await new Promise((done, fail) => {
    image.onload = done;
    image.onerror = fail;
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  });
  const canvas = document.createElement("canvas");
  canvas.width = width * 2;
  canvas.height = height * 2;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => { if (blob) save(`dateline-${name}-${stamp()}.png`, blob); }, "image/png");
}

/** Small buttons that save a chart. */
export function ChartTools({ of, name }: { of: RefObject<SVGSVGElement | null>; name: string }) {
  return (
    <span class="chart-tools" role="group" aria-label={`Save the chart of ${name}`}>
      <button type="button" class="chip" aria-label={`Save ${name} as SVG`} onClick={() => { if (of.current) save(`dateline-${name}-${stamp()}.svg`, standalone(of.current), "image/svg+xml"); }}>SVG</button>
      <button type="button" class="chip" aria-label={`Save ${name} as PNG`} onClick={() => { if (of.current) void savePng(of.current, name); }}>PNG</button>
    </span>
  );
}

const MOST = 2000;

/** The charts in sight and up to 2,000 rows as one file without scripts or outside references. */
async function savePage(q: string): Promise<void> {
  const rows: Row[] = [];
  let cursor: string | null = null, total: number | null = null;
  do {
    const page: List<Row> = await get<List<Row>>(ask("/api/events", { q, limit: 500, cursor }));
    rows.push(...page.items);
    total ??= page.total;
    cursor = page.next;
  } while (cursor && rows.length < MOST);
  const out = document.implementation.createHTMLDocument("dateline");
  const root = getComputedStyle(document.documentElement);
  const colours = ["paper", "sheet", "ink", "soft", "line", "mc", "vc", "vp", "mp"].map((name) => `--${name}:${root.getPropertyValue(`--${name}`)}`).join(";");
  const style = `:root{${colours}}body{margin:2rem auto;max-width:1200px;padding:0 1rem;background:var(--paper);color:var(--ink);font:14px/1.5 system-ui,sans-serif}h1{font:600 1.5rem Georgia,serif}svg{max-width:100%;height:auto;display:block;margin:1rem 0}table{border-collapse:collapse;width:100%;font-size:13px}td,th{text-align:left;vertical-align:top;padding:4px 8px 4px 0;border-bottom:1px solid var(--line)}.mc{color:var(--mc)}.vc{color:var(--vc)}.vp{color:var(--vp)}.mp{color:var(--mp)}p{color:var(--soft)}`;
  const add = (parent: Element, tag: string, text = "", name = "") => {
    const node = out.createElement(tag);
    node.textContent = text;
    if (name) node.className = name;
    parent.append(node);
    return node;
  };
  add(out.body, "h1", "Situation");
  add(out.body, "p", `Filter: ${q || "none"} · ${total ?? rows.length} event mentions · made ${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC with dateline`);
  for (const svg of document.querySelectorAll<SVGSVGElement>("svg.chart")) {
    const copy = new DOMParser().parseFromString(standalone(svg), "image/svg+xml").documentElement;
    out.body.append(out.importNode(copy, true));
  }
  add(out.body, "p", QUADS.map((quad) => quad.name).join(" · "));
  const table = add(out.body, "table");
  const head = add(add(table, "thead"), "tr");
  for (const name of ["Day", "What", "Who", "To, with whom", "Status", "Where", "Killed", "Words", "According to", "Report"]) add(head, "th", name);
  const body = add(table, "tbody");
  for (const row of rows) {
    const line = add(body, "tr");
    const cells = [sayDays(row), sayType(row.event_type, row.modes), row.actor_names.join(", "), row.recipient_names.join(", "),
      row.negated ? "did not happen" : statusWord(row.status), [row.place_name ?? row.place_words, row.place_country].filter(Boolean).join(", "), row.killed_best === null ? "" : String(row.killed_best), row.text, row.source_words ?? "", [row.title, row.publisher].filter(Boolean).join(", ")];
    cells.forEach((text, index) => add(line, "td", clean(String(text)), index === 1 ? quadClass(row.quad_class) : ""));
  }
  if (cursor) add(out.body, "p", `The first ${rows.length} rows; the CSV has all.`);
  // The head is written as text: as nodes, its style would fall under this page's own policy.
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
  const top = `<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><title>dateline</title><style>${style}</style></head>`;
  save(`dateline-situation-${stamp()}.html`, `<!DOCTYPE html>\n<html lang="en">${top}${out.body.outerHTML}</html>\n`, "text/html");
}
