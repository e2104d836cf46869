import { useMemo } from "preact/hooks";
import { ask, useGet } from "../api";
import { EvidencePanel, see } from "../evidence";
import { saveData } from "../exports";
import { useFilter } from "../filter";
import { number, plural } from "../format";
import { Page, Trouble, useInfo } from "../frame";
import { Glyph } from "../glyph";
import { set, useParam } from "../router";
import type { Counts, Timeline } from "../types";
import { quadName } from "../words";
import { Brush } from "./brush";
import { Facets } from "./facets";
import { LanesChart } from "./lanes";
import { WorldMap } from "./map";
import { Table } from "./table";
import { closer, windowOf } from "./time";

const VIEWS = [["", "All"], ["map", "Map"], ["lanes", "Dyads"], ["table", "Table"]] as const;

const FORMATS = [["plover", "PLOVER"], ["polecat", "POLECAT"], ["icews", "ICEWS"], ["gdelt", "GDELT"], ["acled", "ACLED"], ["ged", "UCDP GED"], ["hxl", "HXL"], ["jsonld", "JSON-LD"], ["ftm", "FollowTheMoney"], ["stix", "STIX"]] as const;

/** Everything that passes the filter: when, where, between whom, and every row of it. */
export function SituationView() {
  const filter = useFilter();
  const info = useInfo();
  const view = useParam("view");
  const whole = !filter.from && !filter.to;
  const years = useGet<Timeline>(whole ? ask("/api/timeline", { q: filter.q, bin: "year", dates: filter.dates }) : null);
  const window = useMemo(() => {
    const all = windowOf(filter.from, filter.to, info?.first_day ?? null, info?.last_day ?? null);
    return whole && years.data ? closer(all, years.data.items) : all;
  }, [filter.from, filter.to, info, whole, years.data]);
  const ready = info !== null && (!whole || years.data !== null || years.problem !== null);
  const open = useParam("facets") !== "";
  return (
    <Page title="Situation" wide name={`situation view-${view || "all"} ${open ? "facets-open" : ""}`}>
      <h1 class="only-heard">Situation</h1>
      <Facets filter={filter} />
      <div class="stage">
        <div class="sum-bar">
          <Sums q={filter.whole} />
          <div class="seg" role="group" aria-label="What to show">
            <button type="button" class="chip facet-switch" aria-expanded={open} onClick={() => set({ facets: open ? null : "1" })}>Facets</button>
            {VIEWS.map(([name, label]) => <button key={name} type="button" class="chip" aria-pressed={view === name} onClick={() => set({ view: name || null })}>{label}</button>)}
            <Exports q={filter.whole} />
          </div>
        </div>
        <Brush filter={filter} window={window} ready={ready} />
        <div class="charts">
          {(view === "" || view === "map") && <WorldMap q={filter.whole} />}
          {(view === "" || view === "lanes") && <LanesChart filter={filter} window={window} ready={ready} tall={view === "lanes"} />}
        </div>
        {view !== "map" && view !== "lanes" && <Table q={filter.whole} />}
      </div>
      <EvidencePanel />
    </Page>
  );
}

function Sums({ q }: { q: string }) {
  const { data, problem } = useGet<Counts>(ask("/api/counts", { q, by: "quad" }));
  if (problem) return <Trouble problem={problem} />;
  const rows = data?.items ?? [];
  const sum = (pick: (row: Counts["items"][number]) => number | null) => rows.reduce((total, row) => total + (pick(row) ?? 0), 0);
  const events = sum((row) => row.events), killed = sum((row) => row.killed);
  return (
    <p class="sums" aria-live="polite">
      <button type="button" class="sum" onClick={() => see(q, "All that pass the filter")}><b>{number(sum((row) => row.happenings))}</b> {sum((row) => row.happenings) === 1 ? "event" : "events"}</button>
      <span class="quiet">{plural(events, "mention")}</span>
      {killed > 0 && <button type="button" class="sum" onClick={() => see(`${q} killed>=1`.trim(), "Killed")}><b>{number(killed)}</b> killed</button>}
      {[4, 3, 2, 1].map((quad) => {
        const row = rows.find((one) => one["quad"] === quad);
        return <button key={quad} type="button" class="sum" title={quadName(quad)} onClick={() => see(`${q} quad:${quad}`.trim(), quadName(quad))}><Glyph quad={quad} /><span class="only-heard">{quadName(quad)} </span>{number(row?.happenings ?? 0)}</button>;
      })}
    </p>
  );
}

function Exports({ q }: { q: string }) {
  return (
    <details class="menu">
      <summary class="chip">Export</summary>
      <div class="menu-body">
        <button type="button" onClick={() => void saveData(q, "csv")}>CSV of these events</button>
        <button type="button" onClick={() => void saveData(q, "geojson")}>GeoJSON of these events</button>
        <button type="button" onClick={() => void saveData(q, "jsonl")}>JSONL of these events</button>
        <button type="button" onClick={() => void saveData(q, "html")}>A page of this view, on its own</button>
        <label class="formats">Other formats <select aria-label="Another format" value="" onChange={(event) => { if (event.currentTarget.value) void saveData(q, event.currentTarget.value); event.currentTarget.value = ""; }}>
          <option value="">choose …</option>{FORMATS.map(([format, name]) => <option key={format} value={format}>{name}</option>)}</select></label>
        <p class="quiet">Each chart has its own SVG and PNG.</p>
      </div>
    </details>
  );
}
