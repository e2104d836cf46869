import { useState } from "preact/hooks";
import { ask, useGet } from "../api";
import { flip, type Shared, valuesOf } from "../filter";
import { number } from "../format";
import { Glyph } from "../glyph";
import { memo } from "../memo";
import type { Counts } from "../types";
import { country, KINDS, party, STATUS_NAMES, statusWord, typeWord, QUADS } from "../words";
import { useInfo } from "../frame";

interface Facet { name: string; field: string; by: string; say: (value: string) => string; most: number }

const FACETS: readonly Facet[] = [
  { name: "Type", field: "type", by: "type", say: typeWord, most: 20 },
  { name: "Status", field: "status", by: "status", say: statusWord, most: 4 },
  { name: "Who did it", field: "actor", by: "actor", say: party, most: 8 },
  { name: "To or with whom", field: "recipient", by: "recipient", say: party, most: 6 },
  { name: "Country of the place", field: "country", by: "country", say: country, most: 6 },
  { name: "Kind of source", field: "source_kind", by: "source_kind", say: (kind) => KINDS[kind] ?? kind, most: 8 },
  { name: "Publisher", field: "publisher", by: "publisher", say: (name) => name, most: 5 },
];

/** What the filter leaves, by kind; a click adds to the filter or takes away. */
export const Facets = memo(({ filter }: { filter: Shared }) => {
  return (
    <aside class="facets" aria-label="Facets">
      <label class="tick once"><input type="checkbox" checked={valuesOf(filter.q, "repeated").includes("no")} onChange={() => filter.change(flip(filter.q, "repeated", "no"))} /> once a report</label>
      {FACETS.map((facet) => <FacetBox key={facet.field} facet={facet} filter={filter} />)}
      <Least filter={filter} />
    </aside>
  );
});

function FacetBox({ facet, filter }: { facet: Facet; filter: Shared }) {
  const [all, setAll] = useState(false);
  const info = useInfo();
  const { data } = useGet<Counts>(ask("/api/counts", { q: filter.whole, by: facet.by, limit: 60 }));
  const chosen = valuesOf(filter.q, facet.field);
  const rows = (data?.items ?? []).filter((row) => row[facet.by] !== null).map((row) => ({ value: String(row[facet.by]), count: row.happenings }));
  for (const value of chosen) if (!rows.some((row) => row.value === value)) rows.push({ value, count: 0 });
  if (facet.field === "status") rows.sort((a, b) => STATUS_NAMES.indexOf(a.value as never) - STATUS_NAMES.indexOf(b.value as never));
  const most = Math.max(1, ...rows.map((row) => row.count));
  const quadOf = (type: string) => info?.types.find((one) => one.name === type)?.quad ?? null;
  if (facet.field === "type") rows.sort((a, b) => (quadOf(b.value) ?? 0) - (quadOf(a.value) ?? 0) || b.count - a.count);
  const shown = all ? rows : rows.slice(0, facet.most);
  if (!rows.length) return null;
  return (
    <fieldset class="facet">
      <legend>{facet.name}</legend>
      {shown.map(({ value, count }) => (
        <label key={value} class={`facet-row ${facet.field === "type" ? QUADS.find((one) => one.number === quadOf(value))?.short ?? "oo" : ""}`}>
          <input type="checkbox" checked={chosen.includes(value)} onChange={() => filter.change(flip(filter.q, facet.field, value))} />
          {facet.field === "type" && <Glyph quad={quadOf(value)} />}
          <span class="clip" title={value}>{facet.say(value)}</span>
          <span class="facet-count">{number(count)}</span>
          <svg class="facet-bar" width="100%" height="2" aria-hidden="true"><rect width={`${(100 * count) / most}%`} height="2" /></svg>
        </label>
      ))}
      {rows.length > facet.most && <button type="button" class="plain link" onClick={() => setAll(!all)}>{all ? "fewer" : `all ${rows.length}`}</button>}
    </fieldset>
  );
}

function Least({ filter }: { filter: Shared }) {
  const now = /(?:^|\s)confidence>=([\d.]+)/.exec(filter.q)?.[1] ?? "0";
  const change = (value: string) => {
    const rest = filter.q.replace(/(?:^|\s)confidence>=[\d.]+/, " ").replace(/\s+/g, " ").trim();
    filter.change(value === "0" ? rest : `${rest} confidence>=${value}`.trim());
  };
  return (
    <fieldset class="facet">
      <legend>Confidence</legend>
      <label class="least">at least <select value={now} onChange={(event) => change(event.currentTarget.value)}>{["0", "0.5", "0.6", "0.7", "0.8", "0.9"].map((value) => <option key={value} value={value}>{value === "0" ? "any" : value}</option>)}</select></label>
    </fieldset>
  );
}
