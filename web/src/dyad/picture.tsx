/** How two countries stand: the rung now, tension week by week, the ladder, and past months that looked alike. */
import { scaleLinear, scaleUtc } from "d3-scale";
import { useRef } from "preact/hooks";
import { see } from "../evidence";
import { ChartTools } from "../exports";
import { eventIs } from "../filter";
import { number, plural, sayShort } from "../format";
import { useWidth } from "../size";
import { DAY, dayOf } from "../situation/time";
import type { Alike, Anomaly, Picture, Rung, Turn, Week } from "../studies";
import { signed } from "../studies";
import { ActLine } from "./act";

const WEEK = 7 * DAY;

/** The rung, in words, and how it came there. */
export function Now({ picture }: { picture: Picture }) {
  const now = picture.standing;
  if (!now) return null;
  const on = picture.ladder.find((one) => one.step === now.rung);
  const peak = picture.ladder.find((one) => one.step === now.peak);
  const days = now.last_force ? Math.round((dayOf(now.day) - dayOf(now.last_force)) / DAY) : null;
  const down = picture.ladder.find((one) => one.step === now.descent);
  return (
    <dl class="best now">
      <div><dt>Where they stand, {sayShort(now.day)}</dt><dd><Opener events={on?.events ?? []} name={now.name}>{now.rung ? `Rung ${now.rung}, ${now.name}` : now.name}</Opener><small>they {now.says}</small></dd></div>
      <div><dt>Against {picture.window} days before</dt><dd><span class={`figure-plain ${now.trend}`}>{now.trend}</span><small>rung {now.before} then</small></dd></div>
      <div><dt>Force was last used</dt><dd>{now.last_force ? <Opener events={picture.ladder.find((one) => one.step === picture.force)?.events ?? []} name="Force">{sayShort(now.last_force)}</Opener> : "never, as far as these reports tell"}{days !== null && <small>{plural(days, "day")} before</small>}</dd></div>
      <div><dt>Highest</dt><dd>{now.peak_day ? <Opener events={peak?.events ?? []} name={now.peak_name}>Rung {now.peak}, {now.peak_name}</Opener> : "calm"}{now.peak_day && <small>first on {sayShort(now.peak_day)}</small>}</dd></div>
      <div><dt>On the way down</dt><dd>{down ? <Opener events={down.events} name={down.name}>{down.name}</Opener> : "no step since the last act against the other"}</dd></div>
    </dl>
  );
}

function Opener({ events, name, children }: { events: string[]; name: string; children: preact.ComponentChildren }) {
  return events.length ? <button type="button" class="figure" onClick={() => see(eventIs(events), name)}>{children}</button> : <span class="figure-plain">{children}</span>;
}

/** The steps as a ladder: how wide each is tells how many acts stand on it. */
export function Ladder({ picture }: { picture: Picture }) {
  const most = Math.max(1, ...picture.ladder.map((one) => one.acts));
  const rung = picture.standing?.rung ?? 0, descent = picture.standing?.descent ?? 0;
  const row = (one: Rung) => (
    <li key={one.step} class={one.step === rung && rung ? "here" : one.step === descent && descent ? "descent" : ""}>
      <button type="button" class="rung" disabled={!one.events.length} onClick={() => see(eventIs(one.events), one.name)} title={`they ${one.says}`}>
        <span class="rung-n">{one.step > 0 ? one.step : `−${-one.step}`}</span><span class="rung-name">{one.name}</span>
        <svg class="rung-bar" viewBox="0 0 40 8" width="40" height="8" aria-hidden="true"><rect class={`fill ${one.step > 0 ? "mc" : "mp"}`} width={one.acts ? Math.max(2, (40 * one.acts) / most) : 0} height="8" rx="2" /></svg>
        <span class="rung-acts">{one.acts || ""}</span>
        <span class="only-heard">{one.acts ? " acts" : "no act"}{one.last ? `, the last on ${sayShort(one.last)}` : ""}{one.step === rung ? ", where they stand" : ""}</span>
      </button>
    </li>
  );
  return (
    <section class="panel ladder" aria-label="Ladder">
      <div class="panel-head"><h2>Ladder</h2><span class="grow quiet">acts on each step</span></div>
      <ol>{picture.ladder.map(row)}</ol>
    </section>
  );
}

interface Cut { weeks: Week[]; earlier: number }

/** The weeks without the few acts that lie far before all others: the chart says how many these are. */
function cut(picture: Picture): Cut {
  const weeks = picture.weeks, total = weeks.reduce((sum, one) => sum + one.events.length, 0);
  let at = 0, before = 0;
  while (at < weeks.length - 26 && before + (weeks[at]?.events.length ?? 0) <= total * 0.03) before += weeks[at++]?.events.length ?? 0;
  return at > weeks.length * 0.3 ? { weeks: weeks.slice(Math.max(0, at - 4)), earlier: before } : { weeks, earlier: 0 };
}

const HIGH = 358, TOP = 30, SPLIT = 224, RUNGS = [246, 296] as const, MUTUAL = [318, 332] as const;

/** Conflict below, cooperation above, week by week; the rung and who answers whom below. */
export function TensionChart({ picture }: { picture: Picture }) {
  const { box, width } = useWidth(900);
  const svg = useRef<SVGSVGElement>(null);
  const { weeks, earlier } = cut(picture);
  const first = dayOf(weeks[0]?.start ?? "2000-01-03"), last = dayOf(weeks.at(-1)?.start ?? "2000-01-03") + WEEK;
  const x = scaleUtc().domain([first - WEEK, last + WEEK]).range([44, width - 12]);
  const worst = Math.min(-5, ...weeks.map((one) => Math.min(one.conflict, one.low ?? 0))), best = Math.max(5, ...weeks.map((one) => one.cooperation));
  const y = scaleLinear().domain([worst, best]).nice().range([SPLIT, TOP]);
  const rungY = scaleLinear().domain([0, Math.max(7, ...picture.ladder.map((one) => one.step))]).range([RUNGS[1], RUNGS[0]]);
  const wide = Math.max(1.5, Math.min(14, x(first + WEEK) - x(first) - 1));
  const middle = (one: { start: string }) => x(dayOf(one.start) + WEEK / 2);
  const name = `${picture.left_name} – ${picture.right_name}`;
  const open = (one: Week) => { if (one.events.length) see(eventIs(one.events), `${name}, week of ${sayShort(one.start)}`); };
  const band = weeks.filter((one) => one.low !== null && one.high !== null);
  const told = weeks.filter((one) => one.events.length);
  const line = (points: (readonly [number, number])[]) => points.map(([a, b], at) => `${at ? "L" : "M"}${a.toFixed(1)} ${b.toFixed(1)}`).join("");
  const odd = new Map(picture.anomalies.map((one) => [one.start, one]));
  const shown = picture.turns.filter((one) => dayOf(one.start) >= first);
  const mutual = weeks.filter((one) => one.reciprocity !== null);
  return (
    <section class="panel tension" aria-label="Tension">
      <div class="panel-head"><h2>Tension</h2><span class="grow quiet clip">by week: PLOVER scores of acts, each counted once; band: 90 % over sources</span><ChartTools of={svg} name="tension" /></div>
      <div ref={box} class="chart-box">
        <svg ref={svg} class="chart" width={width} height={HIGH} role="group" aria-label={`${weeks.length} weeks from ${sayShort(weeks[0]?.start)}; ${plural(told.length, "week")} with acts; arrow keys lead from one to the next`} onKeyDown={rove}>
          {y.ticks(5).map((tick) => <g key={tick}><line class={tick ? "grid" : "axis"} x1="44" x2={width - 8} y1={y(tick)} y2={y(tick)} /><text class="tick-text" x="38" y={y(tick) + 4} text-anchor="end">{tick > 0 ? `+${tick}` : tick}</text></g>)}
          {x.ticks(Math.max(2, width / 110)).map((tick) => <g key={tick.getTime()}><line class="grid" x1={x(tick)} x2={x(tick)} y1={TOP} y2={MUTUAL[1]} /><text class="tick-text" x={x(tick)} y={HIGH - 5} text-anchor="middle">{x.tickFormat()(tick)}</text></g>)}
          <text class="side" x="2" y="14">cooperation ↑ conflict ↓</text>
          {band.length > 1 && <path class="band" d={`${line(band.map((one) => [middle(one), y(one.high ?? 0)]))}${line([...band].reverse().map((one) => [middle(one), y(one.low ?? 0)])).replace("M", "L")}Z`} />}
          <path class="tension-line" d={line(weeks.map((one) => [middle(one), y(one.conflict)]))} />
          <Means weeks={weeks} turns={shown} x={x} y={y} last={last} />
          {told.map((one, at) => <Point key={one.start} week={one} odd={odd.get(one.start)} at={middle(one)} first={at === 0} {...{ y, wide, open }} />)}
          {shown.map((one, at) => <TurnMark key={one.start} turn={one} at={x(dayOf(one.start))} low={at % 2 === 1} near={width} />)}
          <line class="axis" x1="44" x2={width - 8} y1={RUNGS[1]} y2={RUNGS[1]} />
          <path class="rung-area" d={`${line(weeks.flatMap((one) => [[x(dayOf(one.start)), rungY(one.rung)], [x(dayOf(one.start) + WEEK), rungY(one.rung)]] as const))}L${x(last)} ${RUNGS[1]}L${x(first)} ${RUNGS[1]}Z`} />
          {[picture.force, 7].map((step) => <text key={step} class="tick-text" x="38" y={rungY(step) + 4} text-anchor="end">{step}</text>)}
          <text class="side" x="2" y={RUNGS[0] - 8}>rung</text>
          {mutual.map((one) => <rect key={one.start} class="mutual" x={x(dayOf(one.start))} width={Math.max(1, x(dayOf(one.start) + WEEK) - x(dayOf(one.start)))} y={MUTUAL[0]} height={MUTUAL[1] - MUTUAL[0]} fill-opacity={0.08 + 0.8 * (one.reciprocity ?? 0)}><title>{`hostile acts of 30 days up to ${sayShort(one.start)}: reciprocity ${one.reciprocity?.toFixed(2)}`}</title></rect>)}
          <text class="side" x="2" y={MUTUAL[0] - 5}>reciprocity</text>
        </svg>
      </div>
      <p class="chart-note quiet"><b class="dash" aria-hidden="true" /> mean between turning points · <b class="ringed" aria-hidden="true" /> more hostile acts than this pair's own habit explains · reciprocity: the stronger, the more evenly both sides act against each other
        {earlier + picture.earlier > 0 && ` · ${number(earlier + picture.earlier)} far earlier acts are not drawn`}{picture.undated > 0 && ` · ${number(picture.undated)} without a day`}{picture.inferred > 0 && ` · ${number(picture.inferred)} on their report's day`}</p>
      {(shown.length > 0 || picture.anomalies.length > 0) && <Findings turns={shown} odd={picture.anomalies} weeks={weeks} open={open} />}
    </section>
  );
}

/** Arrow keys lead from week to week, so that all of them are one stop of the Tab key. */
function rove(event: KeyboardEvent): void {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by || !(event.target instanceof Element) || !event.target.matches(".point")) return;
  event.preventDefault();
  const points = [...(event.currentTarget as Element).querySelectorAll<SVGGElement>(".point")];
  points[points.indexOf(event.target as SVGGElement) + by]?.focus();
}

interface PointProps { week: Week; odd: Anomaly | undefined; at: number; first: boolean; y: (value: number) => number; wide: number; open: (week: Week) => void }

function Point({ week, odd, at, first, y, wide, open }: PointProps) {
  const zero = y(0), cool = y(week.cooperation);
  const said = `week of ${sayShort(week.start)}: conflict ${week.conflict}${week.low !== null && week.high !== null ? ` (${week.low} to ${week.high})` : ""}, cooperation ${signed(week.cooperation)}, ${week.forth} acts forth, ${week.back} back, rung ${week.rung}${odd ? `; unusual: ${odd.count} hostile acts, ${odd.expected.toFixed(1)} expected` : ""}`;
  return (
    <g class="bar point" role="button" tabindex={first ? 0 : -1} aria-label={said} onClick={() => open(week)} onKeyDown={(event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); open(week); } }}>
      <title>{said}</title>
      <rect class="hit" x={at - Math.max(5, wide / 2)} width={Math.max(10, wide)} y={TOP} height={SPLIT - TOP} />
      {week.cooperation > 0 && <rect class="fill mp" x={at - wide / 2} width={wide} y={cool} height={Math.max(2, zero - cool)} rx="1" />}
      {week.conflict < 0 && <circle class="tension-dot mc" cx={at} cy={y(week.conflict)} r="4" />}
      {odd && <circle class="odd-ring" cx={at} cy={y(week.conflict)} r="8.5" />}
    </g>
  );
}

type Scale = ReturnType<typeof scaleUtc<number>>;

/** The mean of weekly conflict between turning points. */
function Means({ weeks, turns, x, y, last }: { weeks: Week[]; turns: Turn[]; x: Scale; y: (value: number) => number; last: number }) {
  if (!turns.length || !weeks.length) return null;
  const starts = [dayOf(weeks[0]?.start ?? ""), ...turns.map((one) => dayOf(one.start))];
  return <>{starts.map((start, at) => {
    const end = starts[at + 1] ?? last;
    const inside = weeks.filter((one) => dayOf(one.start) >= start && dayOf(one.start) < end);
    const mean = inside.reduce((sum, one) => sum + one.conflict, 0) / Math.max(1, inside.length);
    return <line key={start} class="mean" x1={x(start)} x2={x(end)} y1={y(mean)} y2={y(mean)} />;
  })}</>;
}

function TurnMark({ turn, at, low, near }: { turn: Turn; at: number; low: boolean; near: number }) {
  const end = at > near - 120;
  return (
    <g class="turn"><line x1={at} x2={at} y1={TOP - 6} y2={RUNGS[1]} />
      {near > 620 && <text class="turn-text" x={at + (end ? -4 : 4)} y={TOP + (low ? 14 : 0)} text-anchor={end ? "end" : "start"}>{`${signed(turn.before)} → ${signed(turn.after)}`}</text>}</g>
  );
}

/** The same in words: each opens the words of its week. */
function Findings({ turns, odd, weeks, open }: { turns: Turn[]; odd: Anomaly[]; weeks: Week[]; open: (week: Week) => void }) {
  const at = (start: string) => weeks.findIndex((one) => one.start === start);
  const go = (start: string) => { // the week itself, or the first with acts after it
    const week = weeks.slice(Math.max(0, at(start))).find((one) => one.events.length);
    if (week) open(week);
  };
  return (
    <ul class="findings">
      {turns.map((one) => <li key={`t${one.start}`}><button type="button" class="plain link" onClick={() => go(one.start)}>Turn in the week of {sayShort(one.start)}</button>: mean conflict {signed(one.before)} → {signed(one.after)} a week <span class="quiet">(p {one.p.toFixed(3)})</span></li>)}
      {odd.slice(-6).map((one) => <li key={`o${one.start}`}><button type="button" class="plain link" onClick={() => go(one.start)}>Unusual week of {sayShort(one.start)}</button>: {plural(one.count, "hostile act")}, {one.expected.toFixed(1)} expected <span class="quiet">(p {one.p.toFixed(4)})</span></li>)}
    </ul>
  );
}

/** Past months whose acts resemble the last one's, and what came after. */
export function LookAlikes({ picture }: { picture: Picture }) {
  if (!picture.likenesses.length) return null;
  return (
    <section class="alikes" aria-labelledby="alikes-title">
      <h2 id="alikes-title" class="spaced">It looked like this before</h2>
      <div class="versions">{picture.likenesses.map((one) => <AlikeCard key={one.start} one={one} />)}</div>
    </section>
  );
}

function AlikeCard({ one }: { one: Alike }) {
  const part = (title: string, acts: Alike["acts"]) => acts.length > 0 && <><h4>{title}</h4><ol class="acts">{acts.slice(0, 4).map((act) => <li key={act.act_id}><ActLine act={act} /></li>)}</ol>
    {acts.length > 4 && <button type="button" class="plain link" onClick={() => see(eventIs(acts.flatMap((act) => act.events)), title)}>All {acts.length}</button>}</>;
  return (
    <article class="version alike">
      <header><b>{sayShort(one.start)} – {sayShort(one.end)}</b> <span class="quiet">likeness {one.score.toFixed(2)}</span></header>
      <p>Then, within a month: <b>{one.followed ? `rung ${one.followed}, ${one.followed_name}` : "no act against each other"}</b></p>
      {part("The acts that resemble", one.acts)}{part("What followed", one.next)}
    </article>
  );
}
