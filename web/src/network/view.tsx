/** Who works with and against whom: parties, their ties, blocs, those between them, and how it changes. */
import { useMemo, useRef, useState } from "preact/hooks";
import { ask, useGet } from "../api";
import { EvidencePanel, see } from "../evidence";
import { ChartTools } from "../exports";
import { both, useFilter } from "../filter";
import { clean, number, plural, sayShort } from "../format";
import { Nothing, Page, Trouble, Waiting } from "../frame";
import { set, under, useParam } from "../router";
import { useWidth } from "../size";
import { dayOf, endOf, isoOf, sayBin, type Bin } from "../situation/time";
import { type Frame, type Network, type NetNode, signed, type Tie } from "../studies";
import { place } from "./layout";

const MARKS = ["A", "B", "C", "D", "E", "F", "G", "H", "J", "K", "L", "M"];
const mark = (bloc: number | null | undefined): string => (bloc === null || bloc === undefined ? "" : MARKS[bloc] ?? String(bloc + 1));
const side = (balance: number): string => (balance > 0.15 ? "mp" : balance < -0.15 ? "mc" : "oo");

export function NetworkView() {
  const filter = useFilter();
  const level = useParam("level") === "group" ? "group" : "country", span = (useParam("span") || "month") as Bin, least = useParam("least") || "1";
  const { data, problem, again } = useGet<Network>(ask("/api/network", { q: filter.whole, level, span, least }));
  return (
    <Page title="Network">
      <header class="page-head"><h1>Network</h1><p class="quiet">{data && `${plural(data.parties.length, "party", "parties")}, ${plural(data.ties.length, "tie")}, ${plural(data.blocs.length, "bloc")}`}{filter.whole && " under the filter"}</p>
        <span class="seg push"><Choice name="level" now={level} options={[["country", "countries"], ["group", "groups"]]} usual="country" label="Parties" /><Choice name="span" now={span} options={[["week", "week"], ["month", "month"], ["year", "year"]]} usual="month" label="Span of time" />
          <label class="tick">at least <select value={least} onChange={(event) => set({ least: event.currentTarget.value === "1" ? null : event.currentTarget.value })}>{["1", "2", "5", "10", "25", "100"].map((one) => <option key={one}>{one}</option>)}</select> acts</label></span></header>
      {problem && <Trouble problem={problem} again={again} />}
      {!data && !problem && <Waiting what="the network" />}
      {data && (data.ties.length ? <Drawn network={data} /> : <Nothing>No two parties do anything to each other under this filter.</Nothing>)}
      <EvidencePanel />
    </Page>
  );
}

function Choice({ name, now, options, usual, label }: { name: string; now: string; options: [string, string][]; usual: string; label: string }) {
  return <span class="seg" role="group" aria-label={label}>{options.map(([value, says]) => <button key={value} type="button" class="chip" aria-pressed={now === value} onClick={() => set({ [name]: value === usual ? null : value })}>{says}</button>)}</span>;
}

function Drawn({ network }: { network: Network }) {
  const [at, setAt] = useState(-1);
  const [held, setHeld] = useState<string | null>(null);
  const frame = network.frames[at] ?? null;
  const names = useMemo(() => new Map(network.parties.map((one) => [one.party, one.name])), [network]);
  return (
    <div class="network">
      <div><Graph network={network} frame={frame} held={held} hold={setHeld} /><Time network={network} at={at} choose={setAt} /></div>
      <div class="network-side"><Blocs network={network} names={names} hold={setHeld} /><Ties network={network} names={names} held={held} let={() => setHeld(null)} /></div>
    </div>
  );
}

/** The words of a tie, within a span of time where one is chosen. */
function openTie(tie: Tie, names: Map<string, string>, frame: Frame | null, span: string): void {
  const start = frame ? dayOf(frame.start) : 0;
  const when = frame ? `since:${isoOf(start)} until:${isoOf(endOf(start, span as Bin) - 1)}` : "";
  see(both(tie.filter, when), `${names.get(tie.left) ?? tie.left} – ${names.get(tie.right) ?? tie.right}`);
}

function Graph({ network, frame, held, hold }: { network: Network; frame: Frame | null; held: string | null; hold: (party: string | null) => void }) {
  const { box, width } = useWidth(760);
  const svg = useRef<SVGSVGElement>(null);
  const high = Math.max(360, Math.min(600, width * 0.72));
  const spots = useMemo(() => place(network), [network]);
  const names = useMemo(() => new Map(network.parties.map((one) => [one.party, one.name])), [network]);
  const edge = width < 500 ? 34 : 62;
  const xy = (party: string) => { const spot = spots.get(party) ?? { x: 0.5, y: 0.5 }; return [edge + spot.x * (width - 2 * edge), 30 + spot.y * (high - 66)] as const; };
  const most = Math.max(1, ...network.ties.map((one) => one.acts)), busiest = Math.max(1, ...network.parties.map((one) => one.acts));
  const now = new Map((frame?.ties ?? []).map((one) => [`${one.left} ${one.right}`, one]));
  const bloc = (one: NetNode) => (frame ? frame.blocs[one.party] : one.bloc);
  const quiet = (one: NetNode) => Boolean((frame && !(one.party in frame.blocs)) || (held && held !== one.party && !network.ties.some((tie) => [tie.left, tie.right].includes(held) && [tie.left, tie.right].includes(one.party))));
  const size = (one: NetNode) => 7 + (width < 500 ? 8 : 15) * Math.sqrt(one.acts / busiest);
  return (
    <section class="panel" aria-label="Graph">
      <div class="panel-head"><h2>{frame ? sayBin(dayOf(frame.start), network.span as Bin) : "All days"}</h2><span class="grow quiet clip">green works together, red against each other; letters are blocs</span><ChartTools of={svg} name="network" /></div>
      <div ref={box} class="chart-box"><svg ref={svg} class="chart network-graph" width={width} height={high} role="group" aria-label={`${network.parties.length} parties and ${network.ties.length} ties`}>
        {network.ties.map((tie) => {
          const found = frame ? now.get(`${tie.left} ${tie.right}`) : tie;
          const [ax, ay] = xy(tie.left), [bx, by] = xy(tie.right);
          const weak = !found || Boolean(held && held !== tie.left && held !== tie.right);
          const said = `${names.get(tie.left)} – ${names.get(tie.right)}: ${plural(found?.acts ?? 0, "act")}, balance ${signed(found?.balance ?? 0)}`;
          return (
            <g key={tie.left + tie.right} class={`tie ${side(found?.balance ?? 0)} ${weak ? "faint-tie" : ""}`} onClick={() => openTie(tie, names, frame, network.span)}>
              <title>{said}</title><line class="tie-hit" x1={ax} y1={ay} x2={bx} y2={by} /><line class="tie-line" x1={ax} y1={ay} x2={bx} y2={by} stroke-width={1 + 6 * Math.sqrt((found?.acts ?? 0) / most)} />
            </g>
          );
        })}
        {network.parties.map((one, index) => {
          const [x, y] = xy(one.party), round = size(one);
          const said = `${one.name}${bloc(one) != null ? `, bloc ${mark(bloc(one))}` : ""}: ${plural(one.acts, "act")}${one.between > 0 ? `, ${Math.round(100 * one.between)} % of ways between blocs` : ""}`;
          const flip = () => hold(held === one.party ? null : one.party);
          return (
            <g key={one.party}><g class={`node ${quiet(one) ? "faint-node" : ""} ${held === one.party ? "held" : ""}`} role="button" tabindex={index ? -1 : 0} aria-pressed={held === one.party} aria-label={said} onClick={flip}
              onKeyDown={(event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); flip(); } else rove(event); }}>
              <title>{said}</title>
              {one.between > 0.05 && <circle class="between" cx={x} cy={y} r={round + 4} />}
              <circle class="node-dot" cx={x} cy={y} r={round} />
              <text class="node-name" x={x} y={y + round + 13} text-anchor="middle">{width < 500 ? (/^[A-Z]{3}$/.test(one.party) ? one.party : clean(one.name, 12)) : clean(one.name, 28)}</text>
            </g><text class="node-mark" x={x} y={y + 4} text-anchor="middle" pointer-events="none" aria-hidden="true">{mark(bloc(one))}</text></g>
          );
        })}
      </svg></div>
      <p class="chart-note quiet">A party is as large as its acts are many; <b class="ringed" aria-hidden="true" /> stands between blocs. Choose one to see its ties; a line opens the words.</p>
    </section>
  );
}

function rove(event: KeyboardEvent): void {
  const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const target = event.currentTarget;
  if (!by || !(target instanceof Element)) return;
  event.preventDefault();
  const nodes = [...(target.parentElement?.querySelectorAll<SVGGElement>(".node") ?? [])];
  nodes[nodes.indexOf(target as SVGGElement) + by]?.focus();
}

/** Spans of time as bars, and a slider over them. */
function Time({ network, at, choose }: { network: Network; at: number; choose: (at: number) => void }) {
  const { box, width } = useWidth(760);
  const frames = network.frames;
  if (frames.length < 2) return null;
  const most = Math.max(1, ...frames.map((one) => one.acts)), wide = (width - 24) / frames.length;
  const frame = frames[at];
  return (
    <div class="panel times" ref={box}>
      <svg class="chart" width={width} height="54" aria-hidden="true">{frames.map((one, index) => {
        const high = (44 * one.acts) / most, bad = high * (one.conflict / (one.conflict + one.cooperation || 1));
        return <g key={one.start} class={index === at || at < 0 ? "" : "faint-bar"} onClick={() => choose(index === at ? -1 : index)}><rect class="hit" x={12 + index * wide} width={wide} height="54" /><rect class="fill mp" x={12 + index * wide} width={Math.max(1, wide - 1)} y={50 - high} height={high - bad} /><rect class="fill mc" x={12 + index * wide} width={Math.max(1, wide - 1)} y={50 - bad} height={bad} /></g>;
      })}</svg>
      <label class="slide"><span class="only-heard">Span of time</span><input type="range" min={-1} max={frames.length - 1} value={at} aria-valuetext={frame ? sayBin(dayOf(frame.start), network.span as Bin) : "all days"} onInput={(event) => choose(Number(event.currentTarget.value))} />
        <span>{frame ? `${sayBin(dayOf(frame.start), network.span as Bin)}: ${plural(frame.acts, "act")}, modularity ${frame.modularity.toFixed(2)}` : `all days: modularity ${network.modularity.toFixed(2)}`}{network.undated > 0 && !frame && `, ${number(network.undated)} acts without a day`}</span>
        {frame && <button type="button" class="plain link" onClick={() => choose(-1)}>all days</button>}</label>
    </div>
  );
}

function Blocs({ network, names, hold }: { network: Network; names: Map<string, string>; hold: (party: string) => void }) {
  const who = (party: string) => <button key={party} type="button" class="plain link" onClick={() => hold(party)}>{names.get(party) ?? party}</button>;
  return (
    <section aria-labelledby="blocs"><h2 id="blocs">Blocs</h2>
      {!network.blocs.length && <p class="quiet">Nobody works together often enough to make one.</p>}
      <ul class="blocs">{network.blocs.map((one) => <li key={one.number}><b class="bloc-mark">{mark(one.number)}</b><span>{one.parties.map((party, at) => <>{at > 0 && ", "}{who(party)}</>)}<small class="quiet">inside +{one.inside[0]?.toFixed(0)} −{one.inside[1]?.toFixed(0)}, with others +{one.outside[0]?.toFixed(0)} −{one.outside[1]?.toFixed(0)}</small></span></li>)}</ul>
      {network.brokers.length > 0 && <><h2 class="spaced">Between blocs</h2><ul class="blocs">{network.brokers.slice(0, 6).map((one) => <li key={one.party}><b>{Math.round(100 * one.share)} %</b><span>{who(one.party)} <small class="quiet">by way of {one.ties.map((tie) => `${names.get(tie.party) ?? tie.party} (${mark(tie.bloc)})`).join(", ")}</small></span></li>)}</ul></>}
    </section>
  );
}

function Ties({ network, names, held, let: release }: { network: Network; names: Map<string, string>; held: string | null; let: () => void }) {
  const ties = network.ties.filter((one) => !held || one.left === held || one.right === held).sort((a, b) => b.acts - a.acts).slice(0, held ? 40 : 14);
  const code = (party: string) => /^[A-Z]{3}$/.test(party);
  return (
    <section aria-labelledby="ties"><h2 id="ties" class="spaced">{held ? `Ties of ${names.get(held) ?? held}` : "Busiest ties"}{held && <> <button type="button" class="plain link" onClick={release}>all</button></>}</h2>
      <ul class="tie-list">{ties.map((one) => (
        <li key={one.left + one.right} class={side(one.balance)}><button type="button" class="plain" onClick={() => openTie(one, names, null, network.span)}><b>{names.get(one.left)} – {names.get(one.right)}</b></button>
          <span class="quiet">{plural(one.acts, "act")}, {one.forth} there and {one.back} back{one.last_day && `, last ${sayShort(one.last_day)}`}</span>{code(one.left) && code(one.right) && <a href={under(`/dyads/${one.left}/${one.right}`)}>as a pair</a>}
          <svg class="tie-bar" viewBox="0 0 100 5" preserveAspectRatio="none" width="100%" height="5" role="img" aria-label={`cooperation ${one.cooperation}, conflict ${one.conflict}`}><rect class="fill mp" width={(100 * one.cooperation) / (one.cooperation + one.conflict || 1)} height="5" /><rect class="fill mc" x={(100 * one.cooperation) / (one.cooperation + one.conflict || 1)} width={(100 * one.conflict) / (one.cooperation + one.conflict || 1)} height="5" /></svg></li>
      ))}</ul></section>
  );
}
