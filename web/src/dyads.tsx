import { scaleLinear, scaleUtc } from "d3-scale";
import { useRef } from "preact/hooks";
import { ask, useGet } from "./api";
import { OutlookPart } from "./dyad/outlook";
import { Ladder, LookAlikes, Now, TensionChart } from "./dyad/picture";
import { EvidencePanel, Quote, see } from "./evidence";
import { ChartTools } from "./exports";
import { both, useFilter, within } from "./filter";
import { number, plural, sayInterval, sayShort } from "./format";
import { Nothing, Page, Trouble, useInfo, Waiting } from "./frame";
import { Glyph } from "./glyph";
import { set, under, usePlace } from "./router";
import { type Bin, DAY, dayOf, endOf, isoOf, sayBin, windowOf } from "./situation/time";
import { useWidth } from "./size";
import type { Picture } from "./studies";
import type { DyadBin, DyadRow, DyadView as View, Quads } from "./types";
import { country, quadName } from "./words";

const quads = (one: Quads) => [one.quad4, one.quad3, one.quad2, one.quad1];
const NUMBERS = [4, 3, 2, 1] as const;

/** Pairs of countries, the most active first. */
export function DyadsView() {
  const filter = useFilter();
  const { data, problem, again } = useGet<{ items: DyadRow[] }>(ask("/api/dyads", { q: filter.whole, limit: 200 }));
  const most = Math.max(1, ...(data?.items.map((one) => one.count) ?? []));
  return (
    <Page title="Dyads">
      <header class="page-head"><h1>Between whom</h1><p class="quiet">{data && plural(data.items.length, "pair")} of countries that did something to or with each other</p></header>
      {problem && <Trouble problem={problem} again={again} />}
      {!data && !problem && <Waiting what="the pairs" />}
      {data && !data.items.length && <Nothing>No pair of countries passes this filter.</Nothing>}
      {data && data.items.length > 0 && (
        <div class="scroll-x" tabIndex={0} role="group" aria-label="Pairs"><table class="plain-table dyads">
          <thead><tr><th scope="col">Pair</th><th scope="col">Conflict and cooperation</th>{NUMBERS.map((quad) => <th key={quad} scope="col" class="n"><Glyph quad={quad} named /></th>)}<th scope="col" class="n">There, back</th><th scope="col" class="n">Killed</th><th scope="col" class="n">Mean score</th><th scope="col">Days</th></tr></thead>
          <tbody>{data.items.map((one) => (
            <tr key={`${one.left}${one.right}`}>
              <th scope="row"><a href={under(`/dyads/${one.left}/${one.right}`)}>{one.left_name ?? country(one.left)} – {one.right_name ?? country(one.right)}</a></th>
              <td><Balance one={one} most={most} /></td>
              {quads(one).map((count, at) => <td key={at} class="n">{count || ""}</td>)}
              <td class="n">{one.forth}, {one.back}</td><td class="n">{one.killed ?? ""}</td><td class="n">{one.score?.toFixed(1) ?? ""}</td><td>{sayInterval(one.first_day, one.last_day, true)}</td>
            </tr>
          ))}</tbody>
        </table></div>
      )}
    </Page>
  );
}

/** Conflict to the left, cooperation to the right. */
function Balance({ one, most }: { one: Quads; most: number }) {
  const unit = 78 / most;
  const [mc = 0, vc = 0, mp = 0, vp = 0] = quads(one);
  return (
    <svg class="chart balance" width="160" height="14" aria-hidden="true">
      <rect class="fill mc" x={80 - mc * unit} width={mc * unit} y="1" height="12" /><rect class="fill vc verbal" x={80 - (mc + vc) * unit} width={vc * unit} y="1" height="12" />
      <rect class="fill mp" x="80" width={mp * unit} y="1" height="12" /><rect class="fill vp verbal" x={80 + mp * unit} width={vp * unit} y="1" height="12" /><line class="axis" x1="80" x2="80" y2="14" />
    </svg>
  );
}

/** Two countries: where they stand, how they came there, what may follow, and the words behind any point. */
export function DyadView({ left, right }: { left: string; right: string }) {
  const { data, problem, again } = useGet<Picture>(`/api/dyads/${left}/${right}/picture`);
  const name = `${data?.left_name ?? country(left)} – ${data?.right_name ?? country(right)}`;
  return (
    <Page title={name}>
      <header class="page-head"><h1>{name}</h1><p class="quiet">{data && `${plural(data.acts, "act")} between them, each counted once, told by ${plural(data.sources, "source")}`}</p>
        <span class="push part-do"><a class="button" href={under("/brief", { left, right })}>Brief</a></span></header>
      {problem && <Trouble problem={problem} again={again} />}
      {!data && !problem && <Waiting what="the pair" />}
      {data && <>
        <Now picture={data} />
        {data.weeks.length > 0 ? <div class="dyad-grid"><TensionChart picture={data} /><Ladder picture={data} /></div> : <Nothing>No act between them has a day.</Nothing>}
        <OutlookPart left={left} right={right} />
        <LookAlikes picture={data} />
      </>}
      <Mentions left={left} right={right} />
      <EvidencePanel />
    </Page>
  );
}

/** Every mention that passes the shared filter, also of what may come, was denied, or is told again and again. */
function Mentions({ left, right }: { left: string; right: string }) {
  const filter = useFilter();
  const info = useInfo();
  const window = windowOf(filter.from, filter.to, info?.first_day ?? null, info?.last_day ?? null);
  const chosen = usePlace().params.get("bin") as Bin | null;
  const bin = chosen ?? (window.bin === "day" ? "week" : window.bin === "year" ? "month" : window.bin);
  const { data, problem, again } = useGet<View>(info ? ask(`/api/dyads/${left}/${right}`, { q: filter.whole, bin, dates: filter.dates }) : null);
  const name = `${country(left)} – ${country(right)}`;
  return (
    <section aria-labelledby="mentions-title">
      <div class="part-head"><h2 id="mentions-title">Every mention{filter.whole ? " under the filter" : ""}</h2>
        <span class="quiet">{data && `${plural(data.total, "mention")}${data.undated ? `, ${number(data.undated)} without a day` : ""}`}</span>
        <span class="seg push" role="group" aria-label="Width of a bar">{(["day", "week", "month", "year"] as const).map((one) => <button key={one} type="button" class="chip" aria-pressed={bin === one} onClick={() => set({ bin: one })}>{one}</button>)}</span></div>
      {problem && <Trouble problem={problem} again={again} />}
      {!data && !problem && <Waiting what="the mentions" />}
      {data && <>
        {data.series.length > 0 ? <Scores view={data} bin={bin} filter={filter} name={name} /> : <Nothing>None of these mentions has a day that a {bin} could hold.</Nothing>}
        <div class="quotes">{data.events.slice(0, 12).map((row) => <Quote key={row.event_id} row={row} />)}</div>
        {data.total > 12 && <p><button type="button" class="button" onClick={() => see(data.filter, name)}>All {number(data.total)}</button></p>}
      </>}
    </section>
  );
}

/** The mean score of mentions with its interval, and how many there are. */
function Scores({ view, bin, filter, name }: { view: View; bin: Bin; filter: ReturnType<typeof useFilter>; name: string }) {
  const { box, width } = useWidth(900);
  const svg = useRef<SVGSVGElement>(null);
  const high = 260, top = 12, split = 150, foot = 22;
  const starts = view.series.map((one) => dayOf(one.bin));
  const from = Math.min(...starts), to = endOf(Math.max(...starts), bin);
  const x = scaleUtc().domain([from - DAY, Math.max(to, from + 14 * DAY)]).range([40, width - 14]);
  const y = scaleLinear().domain([-10, 10]).range([split, top]);
  const most = Math.max(1, ...view.series.map((one) => Math.max(one.quad1 + one.quad2, one.quad3 + one.quad4)));
  const middle = split + 22 + (high - foot - split - 22) / 2, unit = (high - foot - split - 22) / 2 / most;
  const centre = (one: DyadBin) => x((dayOf(one.bin) + endOf(dayOf(one.bin), bin)) / 2);
  const scored = view.series.filter((one) => one.score !== null);
  const open = (one: DyadBin) => { const start = dayOf(one.bin); see(both(view.filter.replace(within(filter.from, filter.to, filter.dates), "").trim(), within(isoOf(start), isoOf(endOf(start, bin) - 1), filter.dates)), `${name}, ${sayBin(start, bin)}`); };
  return (
    <section class="panel" aria-label="Mentions">
      <div class="panel-head"><h2>Mean score</h2><span class="grow quiet clip">of all mentions, with its 95 % interval; below, how many</span><ChartTools of={svg} name="mentions" /></div>
      <div ref={box} class="chart-box">
        <svg ref={svg} class="chart" width={width} height={high} role="group" aria-label={`${view.series.length} points, ${sayShort(isoOf(from))} to ${sayShort(isoOf(to))}`}>
          {[-10, -5, 0, 5, 10].map((tick) => <g key={tick}><line class={tick ? "grid" : "axis"} x1="40" x2={width - 10} y1={y(tick)} y2={y(tick)} /><text class="tick-text" x="34" y={y(tick) + 4} text-anchor="end">{tick > 0 ? `+${tick}` : tick}</text></g>)}
          {x.ticks(Math.max(2, width / 120)).map((tick) => <text key={tick.getTime()} class="tick-text" x={x(tick)} y={high - 6} text-anchor="middle">{x.tickFormat()(tick)}</text>)}
          <line class="axis" x1="40" x2={width - 10} y1={middle} y2={middle} />
          <path class="tension-line" d={scored.map((one, at) => `${at ? "L" : "M"}${centre(one).toFixed(1)} ${y(one.score ?? 0).toFixed(1)}`).join("")} />
          {view.series.map((one) => {
            const at = x(dayOf(one.bin)), wide = Math.max(3, Math.min(26, x(endOf(dayOf(one.bin), bin)) - at - 1));
            const said = `${sayBin(dayOf(one.bin), bin)}: ${NUMBERS.map((quad) => [one[`quad${quad}`], quadName(quad)] as const).filter(([count]) => count).map(([count, text]) => `${count} ${text}`).join(", ")}${one.score !== null ? `, mean score ${one.score.toFixed(1)}` : ""}`;
            return (
              <g key={one.bin} class="bar point" role="button" tabindex={0} aria-label={said} onClick={() => open(one)} onKeyDown={(event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); open(one); } }}>
                <title>{said}</title>
                <rect class="hit" x={centre(one) - Math.max(6, wide / 2)} width={Math.max(12, wide)} y={top} height={high - foot - top} />
                {one.low !== null && one.high !== null && <line class="interval" x1={centre(one)} x2={centre(one)} y1={y(one.low)} y2={y(one.high)} />}
                {one.score !== null && <circle class={`tension-dot ${one.score < 0 ? "mc" : "mp"}`} cx={centre(one)} cy={y(one.score)} r="4.5" />}
                {([["vp", one.quad1, one.quad2], ["mp", one.quad2, 0], ["vc", one.quad3, one.quad4], ["mc", one.quad4, 0]] as const).map(([short, count, under]) => count > 0 && (
                  <rect key={short} class={`fill ${short} ${short[0] === "v" ? "verbal" : ""}`} x={centre(one) - wide / 2} width={wide} height={count * unit} y={short[1] === "p" ? middle - (count + under) * unit : middle + under * unit} />
                ))}
              </g>
            );
          })}
        </svg>
      </div>
    </section>
  );
}
