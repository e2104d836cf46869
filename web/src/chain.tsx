import { useRef } from "preact/hooks";
import { ChartTools } from "./exports";
import { sayInterval } from "./format";
import { useWidth } from "./size";
import type { ChainLink } from "./types";
import { quadClass } from "./words";
import { QUAD_SHAPES } from "./glyph";
import { under } from "./router";

export interface Node { incident_id: string; title: string; quad: number | null; earliest: string | null; latest: string | null }

const BOX = { wide: 196, high: 62, gap: 54, rise: 14 };

/** Cause and answer, left to right in time. Whole lines are stated by a report, dashed ones inferred. */
export function ChainGraph({ nodes, links, here }: { nodes: Node[]; links: ChainLink[]; here?: string }) {
  const svg = useRef<SVGSVGElement>(null);
  const { box } = useWidth();
  const used = new Set(links.flatMap((link) => [link.left, link.right]));
  const shown = nodes.filter((node) => used.has(node.incident_id));
  if (!links.length || !shown.length) return null;
  const column = columns(shown, links);
  const rows = new Map<number, number>();
  const at = new Map<string, { x: number; y: number }>();
  for (const node of [...shown].sort((a, b) => (column.get(a.incident_id) ?? 0) - (column.get(b.incident_id) ?? 0) || day(a).localeCompare(day(b)))) {
    const x = column.get(node.incident_id) ?? 0, y = rows.get(x) ?? 0;
    rows.set(x, y + 1);
    at.set(node.incident_id, { x: x * (BOX.wide + BOX.gap) + 2, y: y * (BOX.high + BOX.rise) + 2 });
  }
  const wide = Math.max(...[...at.values()].map((one) => one.x)) + BOX.wide + 4, high = Math.max(...[...at.values()].map((one) => one.y)) + BOX.high + 4;
  return (
    <div class="chain">
      <div class="chain-tools"><span class="quiet">earlier → later · whole line: a report says so · dashed: inferred</span><ChartTools of={svg} name="chain" /></div>
      <div class="chain-box" ref={box} tabIndex={0} role="group" aria-label="Cause and answer, earlier to later">
        <svg ref={svg} class="chart" width={wide} height={high} role="group" aria-label={`${shown.length} incidents, ${links.length} links`}>
          {links.map((link) => {
            const from = at.get(link.right), to = at.get(link.left);
            if (!from || !to) return null;
            const x1 = from.x + BOX.wide, y1 = from.y + BOX.high / 2, x2 = to.x, y2 = to.y + BOX.high / 2, bend = Math.max(24, (x2 - x1) / 2);
            return (
              <g key={`${link.left}${link.right}`} class={`chain-link ${link.method}`}>
                <title>{`${link.method} (${link.score.toFixed(2)}): ${link.reason}`}</title>
                <path d={x2 > x1 ? `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2 - 6} ${y2}` : `M${from.x + BOX.wide / 2} ${from.y + BOX.high}V${to.y - 6}`} />
                <path class="chain-head" d={x2 > x1 ? `M${x2} ${y2}l-7 -4v8z` : `M${to.x + BOX.wide / 2} ${to.y}l-4 -7h8z`} />
              </g>
            );
          })}
          {shown.map((node) => {
            const spot = at.get(node.incident_id);
            return spot && (
              <a key={node.incident_id} href={under(`/incidents/${node.incident_id}`)} class={`chain-node ${quadClass(node.quad)} ${node.incident_id === here ? "here" : ""}`} aria-current={node.incident_id === here ? "true" : undefined}>
                <g transform={`translate(${spot.x},${spot.y})`}>
                  <title>{node.title}</title>
                  <rect width={BOX.wide} height={BOX.high} rx="7" />
                  <path class="chain-mark" d={QUAD_SHAPES[quadClass(node.quad)] ?? ""} transform="translate(10,9)" />
                  <text class="chain-day" x="28" y="19">{sayInterval(node.earliest, node.latest, true) || "undated"}</text>
                  {wrap(node.title).map((line, index) => <text key={index} class="chain-title" x="10" y={36 + index * 15}>{line}</text>)}
                </g>
              </a>
            );
          })}
        </svg>
      </div>
      <ul class="only-heard">{links.map((link) => <li key={`${link.left}${link.right}`}>{`${name(nodes, link.left)} came of ${name(nodes, link.right)}, ${link.method}: ${link.reason}`}</li>)}</ul>
    </div>
  );
}

const day = (node: Node) => node.earliest ?? node.latest ?? "9999";
const name = (nodes: Node[], id: string) => nodes.find((node) => node.incident_id === id)?.title ?? id;

/** An effect stands to the right of its causes; those without a cause stand by their day. */
function columns(nodes: Node[], links: ChainLink[]): Map<string, number> {
  const order = new Map([...new Set(nodes.map(day))].sort().map((one, index) => [one, index]));
  const place = new Map(nodes.map((node) => [node.incident_id, order.get(day(node)) ?? 0]));
  for (let turn = 0; turn < nodes.length; turn++) {
    let moved = false;
    for (const link of links) {
      const cause = place.get(link.right), effect = place.get(link.left);
      if (cause !== undefined && effect !== undefined && effect <= cause && cause < nodes.length) { place.set(link.left, cause + 1); moved = true; }
    }
    if (!moved) break;
  }
  const used = [...new Set(place.values())].sort((a, b) => a - b);
  return new Map([...place].map(([id, value]) => [id, used.indexOf(value)]));
}

function wrap(text: string): string[] {
  const lines = ["", ""];
  let line = 0;
  for (const word of text.split(/\s+/)) {
    if (line === 0 && `${lines[0]} ${word}`.length > 25) line = 1;
    lines[line] = `${lines[line]} ${word}`.trim();
  }
  if ((lines[0] ?? "").length > 26) lines[0] = `${(lines[0] ?? "").slice(0, 25)}…`;
  if ((lines[1] ?? "").length > 25) lines[1] = `${(lines[1] ?? "").slice(0, 24)}…`;
  return lines.filter(Boolean);
}
