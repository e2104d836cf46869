/** What may follow between two countries: chances beside baselines, fans of counts, and what drives them. */
import { scaleLinear } from "d3-scale";
import { useRef, useState } from "preact/hooks";
import { forget, post, type Problem, useGet } from "../api";
import { ChartTools } from "../exports";
import { number, plural, sayShort } from "../format";
import { tell, Trouble, useInfo, Waiting } from "../frame";
import { under } from "../router";
import { useWidth } from "../size";
import { type Baseline, type Forecast, METHODS, type Outlook, percent, TARGETS } from "../studies";
import { ActLine } from "./act";

const CHANCES = ["force", "talks", "rung_up", "rung_down"], COUNTS = ["hostile", "friendly"] as const;
const DAYS = [7, 30, 90] as const;

export function OutlookPart({ left, right }: { left: string; right: string }) {
  const { data, problem, again } = useGet<Outlook>(`/api/dyads/${left}/${right}/outlook`);
  return (
    <section class="outlook-part" aria-labelledby="outlook-title">
      <div class="part-head"><h2 id="outlook-title">What may follow</h2>{data && <span class="quiet">as of {sayShort(data.made)}, the day of the last report</span>}
        <span class="push part-do">{data && <Keep outlook={data} again={again} />}<a class="button" href={under("/scenario", { left, right })}>What if …</a></span></div>
      {problem && <Trouble problem={problem} again={again} />}
      {!data && !problem && <Waiting what="what may follow: thousands of futures are drawn, which takes some seconds the first time" />}
      {data && <>
        <p class="confidence"><b>Confidence is {data.confidence}</b>: {data.confidence_reason}.</p>
        <div class="outlook-grid"><Chances outlook={data} /><Fans outlook={data} /></div>
        <Drivers outlook={data} />
      </>}
    </section>
  );
}

/** Keeps the forecasts in the store, to be scored when their days are past. */
function Keep({ outlook, again }: { outlook: Outlook; again: () => void }) {
  const info = useInfo();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  if (outlook.kept) return <a class="button" href={under("/outlook", { left: outlook.left, right: outlook.right })}>Kept ✓</a>;
  if (!info || info.read_only) return null;
  const keep = async () => {
    setBusy(true);
    try {
      await post("/api/forecasts", { left: outlook.left, right: outlook.right });
      forget();
      tell("Kept. They will be scored when their days are past.");
      again();
    } catch (error) {
      setProblem(error as Problem);
    }
    setBusy(false);
  };
  return <>{problem && <span role="alert">{problem.message}</span>}<button type="button" class="button" disabled={busy} title="They will be scored when their days are past" onClick={() => void keep()}>Keep these forecasts</button></>;
}

/** Yes-or-no questions: our chance as a bar, the baselines as marks on the same line. */
function Chances({ outlook }: { outlook: Outlook }) {
  const find = (target: string, horizon: number) => outlook.forecasts.find((one) => one.target === target && one.horizon === horizon);
  return (
    <div class="panel pad-box">
      <div class="scroll-x" tabIndex={0} role="group" aria-label="Chances"><table class="chances">
        <caption class="only-heard">Chances within 7, 30 and 90 days, with the usual chance beside them</caption>
        <thead><tr><th scope="col">Within</th>{DAYS.map((days) => <th key={days} scope="col">{days} days</th>)}</tr></thead>
        <tbody>{CHANCES.map((target) => (
          <tr key={target} class={TARGETS[target]?.quad ?? ""}><th scope="row">{TARGETS[target]?.name}</th>{DAYS.map((days) => { const one = find(target, days); return <td key={days}>{one ? <Chance one={one} /> : "–"}</td>; })}</tr>
        ))}</tbody>
      </table></div>
      <p class="chart-note quiet"><b class="key-bar" aria-hidden="true" /> the outlook · <b class="key-tick" aria-hidden="true" /> usual: the share of this pair's past windows in which it came · <b class="key-tick thin-tick" aria-hidden="true" /> as in the last days, as in the last year</p>
    </div>
  );
}

function Chance({ one }: { one: Forecast }) {
  const chance = one.chance ?? 0, usual = one.baselines.find((base) => base.name === "climatology")?.chance;
  const marks = one.baselines.filter((base): base is Baseline & { chance: number } => base.chance !== null);
  return (
    <div class="chance" title={one.reason}>
      <span class="chance-line"><b>{percent(chance)}</b> <span>{one.word}</span></span>
      <svg viewBox="0 0 100 12" preserveAspectRatio="none" width="100%" height="12" aria-hidden="true">
        <rect class="track" y="3" width="100" height="6" /><rect class="fill" y="3" width={Math.max(1, 100 * chance)} height="6" />
        {marks.map((base) => <rect key={base.name} class={base.name === "climatology" ? "mark-usual" : "mark-other"} x={Math.min(99, 100 * base.chance)} y="0" width={base.name === "climatology" ? 1.4 : 0.8} height="12"><title>{`${METHODS[base.name] ?? base.name}: ${percent(base.chance)}`}</title></rect>)}
      </svg>
      <small>{usual !== null && usual !== undefined ? `usual ${percent(usual)}` : ""}<span class="only-heard">{marks.filter((base) => base.name !== "climatology").map((base) => `, ${METHODS[base.name] ?? base.name} ${percent(base.chance)}`)}; method: {METHODS[one.method] ?? one.method}</span></small>
    </div>
  );
}

function Fans({ outlook }: { outlook: Outlook }) {
  return <div class="fans">{COUNTS.map((target) => <Fan key={target} target={target} list={outlook.forecasts.filter((one) => one.target === target && one.spread).sort((a, b) => a.horizon - b.horizon)} />)}</div>;
}

/** How many acts within so many days: bands of half and nine tenths of outcomes, beside the usual numbers. */
function Fan({ target, list }: { target: (typeof COUNTS)[number]; list: Forecast[] }) {
  const { box, width } = useWidth(420);
  const svg = useRef<SVGSVGElement>(null);
  const high = 168, left = 34, foot = 24;
  const about = TARGETS[target];
  const usual = (one: Forecast) => one.baselines.find((base) => base.name === "climatology")?.spread;
  const top = Math.max(4, ...list.flatMap((one) => [one.spread?.q95 ?? 0, usual(one)?.q95 ?? 0]));
  const x = scaleLinear().domain([0, 96]).range([left, width - 16]), y = scaleLinear().domain([0, top]).nice().range([high - foot, 12]);
  const band = (low: "q05" | "q25", up: "q95" | "q75") => {
    const ups = [[0, 0], ...list.map((one) => [one.horizon, one.spread?.[up] ?? 0])], lows = [...list].reverse().map((one) => [one.horizon, one.spread?.[low] ?? 0]);
    return `M${[...ups, ...lows].map(([day = 0, count = 0]) => `${x(day).toFixed(1)} ${y(count).toFixed(1)}`).join("L")}Z`;
  };
  const said = list.map((one) => `within ${one.horizon} days ${one.spread?.q50} (${one.spread?.q05} to ${one.spread?.q95} in nine of ten cases${usual(one) ? `; usual ${usual(one)?.q50}, ${usual(one)?.q05} to ${usual(one)?.q95}` : ""})`).join("; ");
  return (
    <figure class={`panel fan ${about?.quad ?? ""}`}>
      <figcaption class="panel-head"><h3>{about?.name}</h3><span class="grow" /><ChartTools of={svg} name={target} /></figcaption>
      <div ref={box} class="chart-box"><svg ref={svg} class="chart" width={width} height={high} role="img" aria-label={said}>
        {y.ticks(4).filter(Number.isInteger).map((tick) => <g key={tick}><line class={tick ? "grid" : "axis"} x1={left} x2={width - 8} y1={y(tick)} y2={y(tick)} /><text class="tick-text" x={left - 6} y={y(tick) + 4} text-anchor="end">{number(tick)}</text></g>)}
        <path class="fan-wide" d={band("q05", "q95")} /><path class="fan-half" d={band("q25", "q75")} />
        <path class="fan-line" d={`M${x(0)} ${y(0)}${list.map((one) => `L${x(one.horizon)} ${y(one.spread?.q50 ?? 0)}`).join("")}`} />
        {list.map((one) => {
          const base = usual(one), at = x(one.horizon);
          return (
            <g key={one.horizon}>
              {base && <g class="usual"><line x1={at + 6} x2={at + 6} y1={y(base.q05)} y2={y(base.q95)} /><line x1={at + 3} x2={at + 9} y1={y(base.q50)} y2={y(base.q50)} /></g>}
              <circle class="fan-dot" cx={at} cy={y(one.spread?.q50 ?? 0)} r="3.5" />
              <text class="tick-text" x={at} y={high - 7} text-anchor={one.horizon === 90 ? "end" : "middle"}>{one.horizon}{one.horizon === 90 ? " days" : ""}</text>
            </g>
          );
        })}
      </svg></div>
      <p class="chart-note quiet">{list.map((one) => <span key={one.horizon}><b>{one.spread?.q50}</b> ({one.spread?.q05}–{one.spread?.q95}) in {one.horizon} days </span>)}{" "}<b class="key-usual" aria-hidden="true" /> usual</p>
    </figure>
  );
}

function Drivers({ outlook }: { outlook: Outlook }) {
  const force = outlook.forecasts.find((one) => one.target === "force" && one.horizon === 30);
  const kinds = (kind: string) => ({ talks: "talks or concessions", help: "help", words: "hostile words", pressure: "pressure", force: "force" })[kind] ?? kind;
  return (
    <div class="drivers">
      <div>
        <h3>What weighs in the chance of force</h3>
        {force?.drivers.length ? <ol class="acts">{force.drivers.map((one) => <li key={one.act.act_id}><ActLine act={one.act} note={`+${one.expected.toFixed(2)} acts expected of it`} /></li>)}</ol> : <p class="quiet">No single past act weighs much.</p>}
        {force && <p class="quiet method">Method: {METHODS[force.method] ?? force.method}; {force.reason}.</p>}
      </div>
      {outlook.latest && outlook.answers.length > 0 && (
        <div>
          <h3>Answers to expect to the latest act</h3>
          <p><ActLine act={outlook.latest} /></p>
          <ul class="answers">{outlook.answers.slice(0, 4).map((one) => <li key={one.kind + one.by}><b>{percent(one.chance)}</b> {kinds(one.kind)} by the {one.by === "own" ? "same" : "other"} side <span class="quiet">half of it within {plural(Math.round(one.half_after), "day")}</span></li>)}</ul>
        </div>
      )}
    </div>
  );
}
