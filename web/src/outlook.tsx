/** Forecasts that were kept, what came of them, and how they did beside simple baselines. */
import { useGet } from "./api";
import { plural, sayShort } from "./format";
import { Nothing, Page, Trouble, Waiting } from "./frame";
import { ListEnd, useList } from "./lists";
import { PairPick, usePair } from "./pairs";
import { under } from "./router";
import { type KeptRow, METHODS, percent, type Score, TARGETS } from "./studies";

const HORIZONS = [7, 30, 90] as const;

export function OutlookView() {
  const pair = usePair();
  const scores = useGet<{ today: string | null; items: Score[] }>("/api/forecasts/scores");
  const list = useList<KeptRow>("/api/forecasts", { left: pair?.[0] ?? null, right: pair?.[1] ?? null, limit: 180 });
  const today = scores.data?.today ?? null;
  return (
    <Page title="Outlook">
      <header class="page-head"><h1>Outlook</h1><p class="quiet">forecasts as they were kept, and what came of them{today && ` by ${sayShort(today)}, the day of the last report`}</p></header>
      <div class="form-row"><PairPick empty="all pairs" />{pair && <a class="button main" href={under(`/dyads/${pair[0]}/${pair[1]}`)}>What may follow now</a>}</div>
      {scores.problem && <Trouble problem={scores.problem} again={scores.again} />}
      {!scores.data && !scores.problem && <Waiting what="the scores" />}
      {scores.data && (scores.data.items.length ? <Scores items={scores.data.items} /> : <Nothing>No kept forecast is due yet. Choose a pair, look at what may follow, and keep its forecasts: they are scored by themselves when their days are past.</Nothing>)}
      {list.items.length > 0 && <h2 class="spaced">Kept forecasts</h2>}
      {groups(list.items).map((rows) => <Group key={rows[0]?.forecast_id} rows={rows} today={today} />)}
      <ListEnd list={list} what="forecasts" none="" />
    </Page>
  );
}

/** Rows of one pair and day together. */
function groups(items: KeptRow[]): KeptRow[][] {
  const found = new Map<string, KeptRow[]>();
  for (const one of items) {
    const key = `${one.made} ${one.left} ${one.right}`;
    found.set(key, [...(found.get(key) ?? []), one]);
  }
  return [...found.values()];
}

function Scores({ items }: { items: Score[] }) {
  const names = ["outlook", "persistence", "climatology", "last"];
  return (
    <section class="scores" aria-label="Scores">
      <div class="scroll-x" tabIndex={0} role="group" aria-label="Scores by question"><table class="plain-table">
        <caption class="only-heard">Mean scores, the lower the better</caption>
        <thead><tr><th scope="col">Question</th><th scope="col" class="n">Days</th><th scope="col" class="n">Forecasts</th><th scope="col" class="n">Came</th><th scope="col">Score</th>{names.map((name) => <th key={name} scope="col" class="n">{METHODS[name]}</th>)}</tr></thead>
        <tbody>{items.map((one) => (
          <tr key={one.target + one.horizon}><th scope="row">{TARGETS[one.target]?.name ?? one.says}</th><td class="n">{one.horizon}</td><td class="n">{one.forecasts}</td><td class="n">{one.measure === "Brier" ? `${Math.round(100 * one.happened)} %` : one.happened.toFixed(1)}</td><td>{one.measure}</td>
            {names.map((name) => { const method = one.methods.find((each) => each.name === name); return <td key={name} class={`n ${one.best === name ? "best-score" : ""}`}>{method?.score.toFixed(3) ?? "–"}</td>; })}</tr>
        ))}</tbody>
      </table><p class="chart-note quiet">Brier scores for yes or no, CRPS for counts; the lower the better, ✓ is the lowest.</p></div>
      <Calibration items={items} />
    </section>
  );
}

/** What was said against what came: on the diagonal, chances are what they say. */
function Calibration({ items }: { items: Score[] }) {
  const bins = new Map<number, { said: number; came: number; size: number }>();
  for (const bin of items.flatMap((one) => (one.measure === "Brier" ? one.bins : []))) {
    const key = Math.min(9, Math.floor(bin.mean * 10)), old = bins.get(key) ?? { said: 0, came: 0, size: 0 };
    bins.set(key, { said: old.said + bin.mean * bin.forecasts, came: old.came + bin.share * bin.forecasts, size: old.size + bin.forecasts });
  }
  const dots = [...bins.values()].map((one) => ({ said: one.said / one.size, came: one.came / one.size, size: one.size }));
  if (!dots.length) return null;
  const most = Math.max(...dots.map((one) => one.size)), x = (value: number) => 40 + 190 * value, y = (value: number) => 206 - 190 * value;
  return (
    <figure class="calibration">
      <svg class="chart" width="244" height="240" role="img" aria-label={dots.map((one) => `said ${percent(one.said)}, came ${Math.round(100 * one.came)} % of ${one.size}`).join("; ")}>
        {[0, 0.5, 1].map((tick) => <g key={tick}><line class="grid" x1={x(0)} x2={x(1)} y1={y(tick)} y2={y(tick)} /><line class="grid" x1={x(tick)} x2={x(tick)} y1={y(0)} y2={y(1)} /><text class="tick-text" x="34" y={y(tick) + 4} text-anchor="end">{100 * tick} %</text><text class="tick-text" x={x(tick)} y="222" text-anchor="middle">{100 * tick} %</text></g>)}
        <line class="diagonal" x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} />
        {dots.map((one) => <circle key={one.said} class="bin" cx={x(one.said)} cy={y(one.came)} r={4 + 8 * Math.sqrt(one.size / most)} />)}
        <text class="side" x={x(1)} y="237" text-anchor="end">said</text><text class="side" x={x(0) + 5} y="26">came</text>
      </svg>
      <figcaption class="quiet">Said against came, all yes-or-no questions</figcaption>
    </figure>
  );
}

function Group({ rows, today }: { rows: KeptRow[]; today: string | null }) {
  const first = rows[0];
  if (!first) return null;
  const find = (target: string, horizon: number) => rows.find((one) => one.target === target && one.horizon === horizon);
  return (
    <section class="kept-group">
      <header><b><a href={under(`/dyads/${first.left}/${first.right}`)}>{first.left_name} – {first.right_name}</a></b> <span>as of {sayShort(first.made)}</span><span class="quiet">kept {sayShort(first.saved)} · {METHODS[first.method] ?? first.method}</span></header>
      <div class="scroll-x" tabIndex={0} role="group" aria-label="Forecasts"><table class="kept">
        <thead><tr><th scope="col">Question</th>{HORIZONS.map((days) => { const due = rows.find((one) => one.horizon === days)?.due; return <th key={days} scope="col">{plural(days, "day")}{due && `, by ${sayShort(due)}`}</th>; })}</tr></thead>
        <tbody>{Object.keys(TARGETS).map((target) => <tr key={target}><th scope="row">{TARGETS[target]?.name}</th>{HORIZONS.map((days) => { const one = find(target, days); return <td key={days}>{one ? <KeptCell one={one} today={today} /> : "–"}</td>; })}</tr>)}</tbody>
      </table></div>
    </section>
  );
}

function KeptCell({ one, today }: { one: KeptRow; today: string | null }) {
  const usual = one.baselines.find((base) => base.name === "climatology");
  const said = one.chance !== null ? percent(one.chance) : `${one.spread?.q50} (${one.spread?.q05}–${one.spread?.q95})`;
  const beside = usual?.chance != null ? percent(usual.chance) : usual?.spread ? String(usual.spread.q50) : "";
  const open = today === null || one.due > today || one.outcome === null;
  return (
    <>
      {said} <span class="quiet">usual {beside}</span>{" "}
      {open ? <span class="came-not">open</span> : one.kind === "count" ? <b>{one.outcome} came</b> : one.outcome ? <span class="came">came</span> : <span class="came-not">did not come</span>}
    </>
  );
}
