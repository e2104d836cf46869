/** What if: the same futures with an act and without it. */
import { useState } from "preact/hooks";
import { ask, useGet } from "./api";
import { Cited } from "./cites";
import { plural, sayShort } from "./format";
import { Nothing, Page, Trouble, Waiting } from "./frame";
import { PairPick, usePair } from "./pairs";
import { set, under, useParam } from "./router";
import { type Measure, type Mediator, percent, type Scenario, signed } from "./studies";
import { country } from "./words";

const COLOURS: Record<string, string> = { "chance of force": "mc", "uses of force": "mc", "acts against each other": "vc", "chance of talks": "vp", "acts with or for each other": "mp" };
const whole = (text: string, or: number, least: number, most: number) => { const value = Number.parseInt(text, 10); return Number.isNaN(value) ? or : Math.min(most, Math.max(least, value)); };

export function ScenarioView() {
  const pair = usePair();
  const what = useParam("if") || "strike";
  const days = whole(useParam("days"), 30, 1, 180), paths = whole(useParam("paths"), 2000, 100, 10_000), seed = whole(useParam("seed"), 7, 0, 2 ** 31);
  const options = useGet<{ items: { name: string; says: string }[] }>("/api/scenarios").data?.items ?? [];
  const { data, problem, again } = useGet<Scenario>(pair ? ask(`/api/scenarios/${pair[0]}/${pair[1]}`, { if: what, days, paths, seed }) : null);
  const says = (text: string) => text.replace("{one}", pair ? country(pair[0]) : "the first").replace("{other}", pair ? country(pair[1]) : "the second");
  const figure = (name: string, label: string, value: number, least: number, most: number) => (
    <label>{label}<input type="number" min={least} max={most} value={value} onChange={(event) => set({ [name]: event.currentTarget.value }, false)} /></label>
  );
  return (
    <Page title="What if">
      <header class="page-head"><h1>What if</h1><p class="quiet">the same futures with an act and without it, by the response model</p></header>
      <div class="form-row">
        <PairPick />
        <label>What is put in<select value={what} onChange={(event) => set({ if: event.currentTarget.value }, false)}>{options.map((one) => <option key={one.name} value={one.name}>{says(one.says)}</option>)}</select></label>
        {figure("days", "Days ahead", days, 1, 180)}{figure("paths", "Futures drawn", paths, 100, 10_000)}{figure("seed", "Seed", seed, 0, 2 ** 31)}
      </div>
      {!pair && <Nothing>Choose two countries.</Nothing>}
      {problem && <Trouble problem={problem} again={again} />}
      {pair && !data && !problem && <Waiting what="the futures: this takes some seconds the first time" />}
      {pair && <div class="two">
        <div>{data && <Result told={data} />}<Mediators pair={pair} /></div>
        <Assumptions />
      </div>}
    </Page>
  );
}

function Result({ told }: { told: Scenario }) {
  return (
    <section aria-labelledby="said">
      <p class="said" id="said">{told.says}</p>
      <p class="quiet">{plural(told.days, "day")} from {sayShort(told.made)} · {told.paths.toLocaleString("en-GB")} futures each · seed {told.seed} · from <a href={under(`/dyads/${told.left}/${told.right}`)}>{plural(told.acts, "act")}</a> · confidence {told.confidence}</p>
      <div class="scroll-x" tabIndex={0} role="group" aria-label="With and without"><table class="measures">
        <thead><tr><th scope="col">Figure</th><th scope="col" class="n">Without</th><th scope="col" class="n">With it</th><th scope="col" class="n">Difference (90 %)</th><th scope="col"><span class="only-heard">Drawn</span></th></tr></thead>
        <tbody>{told.measures.map((one) => <MeasureRow key={one.name} one={one} />)}</tbody>
      </table></div>
      {told.sensitivity.length > 0 && <>
        <h2 class="spaced">If the assumption were another</h2>
        <ul class="answers">{told.sensitivity.map((one) => <li key={one.factor}>the rate of {one.kind} multiplied by {one.factor}: chance of force <b>{percent(one.chance)}</b></li>)}</ul>
      </>}
      <p class="quiet">The acts that are put in do not count themselves.</p>
    </section>
  );
}

/** Hollow without, filled with it; the shade is the interval of the difference. */
function MeasureRow({ one }: { one: Measure }) {
  const top = one.chance ? 1 : Math.max(1, one.with_it, one.without + one.high, one.without) * 1.1;
  const x = (value: number) => 8 + 204 * Math.min(1, Math.max(0, value / top));
  const say = (value: number) => (one.chance ? percent(value) : value.toFixed(1));
  const by = one.with_it - one.without;
  const difference = one.chance ? `${signed(100 * by, 0)} points (${signed(100 * one.low, 0)} to ${signed(100 * one.high, 0)})` : `${signed(by)} (${signed(one.low)} to ${signed(one.high)})`;
  return (
    <tr class={COLOURS[one.name] ?? ""}>
      <th scope="row">{one.name[0]?.toUpperCase()}{one.name.slice(1)}</th><td class="n">{say(one.without)}</td><td class="n"><b>{say(one.with_it)}</b></td><td class="n">{difference}</td>
      <td class="change"><svg class="chart" viewBox="0 0 220 22" width="100%" height="22" aria-hidden="true">
        <line class="axis" x1="8" x2="212" y1="18" y2="18" /><rect class="move-span" x={x(one.without + one.low)} width={Math.max(2, x(one.without + one.high) - x(one.without + one.low))} y="5" height="10" rx="3" />
        <line class="move-line" x1={x(one.without)} x2={x(one.with_it)} y1="10" y2="10" /><circle class="move-from" cx={x(one.without)} cy="10" r="4" /><circle class="move-to" cx={x(one.with_it)} cy="10" r="4.5" />
      </svg></td>
    </tr>
  );
}

function Assumptions() {
  return (
    <aside class="aside" aria-label="What this takes for granted">
      <h2>What this takes for granted</h2>
      <p>A model's answer to what reports told, not a forecast of what anybody will do.</p>
      <ul>
        <li>What no report tells did not happen.</li><li>Acts raise the rates of further acts, and every effect dies away; third parties do not act.</li>
        <li>Effects only excite: talks never make force less likely by themselves. Mediation therefore damps force by a factor, which is an assumption, shown beside others.</li>
        <li>What is put in happens for no reason. Who really strikes has reasons, which also bear on what follows.</li>
      </ul>
      <p><a href={under("/assumptions")}>All assumptions</a></p>
    </aside>
  );
}

function Mediators({ pair }: { pair: [string, string] }) {
  const { data } = useGet<{ items: Mediator[] }>(`/api/dyads/${pair[0]}/${pair[1]}/mediators`);
  if (!data) return null;
  return (
    <section aria-labelledby="mediators">
      <h2 id="mediators" class="spaced">Who could mediate, by ties with both</h2>
      {!data.items.length && <p class="quiet">No third country has ties with both sides in this store.</p>}
      <ol class="mediators">{data.items.map((one) => <MediatorLine key={one.country} one={one} />)}</ol>
    </section>
  );
}

function MediatorLine({ one }: { one: Mediator }) {
  const [open, setOpen] = useState(-1);
  return (
    <li>
      <b>{one.name}</b> <span class="quiet">score {one.score.toFixed(1)} · ties {one.ties.map((tie) => tie.toFixed(1)).join(" and ")} · hostility {one.hostility.toFixed(1)}{one.mediated > 0 && ` · mediated ${plural(one.mediated, "time")}`}</span>
      <ul>{one.reasons.slice(0, 4).map((reason, at) => (
        <li key={at}><button type="button" class="plain link" aria-expanded={open === at} onClick={() => setOpen(open === at ? -1 : at)}>{reason.label}</button> with {reason.party}{reason.day && `, ${sayShort(reason.day)}`}{reason.kind !== "tie" && <span class="badge">{reason.kind}</span>}{open === at && <Cited cite={reason.cite} />}</li>
      ))}</ul>
    </li>
  );
}
