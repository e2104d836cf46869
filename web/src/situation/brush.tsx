import { scaleUtc } from "d3-scale";
import { useMemo, useRef, useState } from "preact/hooks";
import { ask, useGet } from "../api";
import { see } from "../evidence";
import { ChartTools } from "../exports";
import { both, type Shared, within } from "../filter";
import { number, sayShort } from "../format";
import { Trouble } from "../frame";
import { memo } from "../memo";
import { set } from "../router";
import { useWidth } from "../size";
import type { Timeline } from "../types";
import { quadClass, quadName } from "../words";
import { type Bin, DAY, dayOf, endOf, isoOf, sayBin, type Window } from "./time";

const HIGH = 118, TOP = 8, FOOT = 20, MIDDLE = TOP + (HIGH - TOP - FOOT) / 2;
const ORDER = [1, 2, 3, 4] as const;

/** Events through time: cooperation up, conflict down. Days dragged over become the filter's. */
export const Brush = memo(({ filter, window, ready }: { filter: Shared; window: Window; ready: boolean }) => {
  const { box, width } = useWidth();
  const { data, problem } = useGet<Timeline>(ready ? ask("/api/timeline", { q: filter.whole, bin: window.bin, dates: filter.dates }) : null);
  const shown = useMemo(() => (data ? arrange(data, window) : null), [data, window]);
  const [drag, setDrag] = useState<[number, number] | null>(null);
  const svg = useRef<SVGSVGElement>(null);
  const chosen = Boolean(filter.from || filter.to);
  const domain: [number, number] = shown ? [shown.from, shown.to] : [window.from, window.to + DAY];
  const x = scaleUtc().domain(domain).range([16, width - 16]);
  const tall = (HIGH - TOP - FOOT) / 2;
  const at = (event: PointerEvent) => Math.max(0, Math.min(width, event.clientX - (svg.current?.getBoundingClientRect().left ?? 0)));
  const choose = (from: number, to: number) => set({ from: isoOf(from), to: isoOf(Math.max(from, to - 1)) }, false);
  const up = () => {
    if (!drag) return;
    const [a, b] = [Math.min(...drag), Math.max(...drag)];
    setDrag(null);
    if (b - a > 4) choose(x.invert(a).getTime(), x.invert(b).getTime());
    else {
      const bar = shown?.bars.find((one) => x(one.start) <= a && a <= Math.max(x(one.end), x(one.start) + 3));
      if (bar) see(both(filter.q, within(isoOf(bar.start), isoOf(bar.end - 1), filter.dates)), sayBin(bar.start, window.bin));
    }
  };
  const zoom = (times: number) => {
    const middle = (domain[0] + domain[1]) / 2, half = Math.max(DAY, ((domain[1] - domain[0]) / 2) * times);
    choose(middle - half, middle + half);
  };
  const shift = (share: number) => {
    const step = (domain[1] - domain[0]) * share;
    choose(domain[0] + step, domain[1] + step);
  };
  return (
    <section class="panel brush" aria-label="Time">
      <div class="panel-head">
        <h2>Time</h2>
        <label>from <input type="date" value={filter.from} onChange={(event) => set({ from: event.currentTarget.value }, false)} /></label>
        <label>to <input type="date" value={filter.to} onChange={(event) => set({ to: event.currentTarget.value }, false)} /></label>
        <span class="seg" role="group" aria-label="Move in time">
          <button type="button" class="chip" aria-label="Earlier" onClick={() => shift(-0.5)}>‹</button>
          <button type="button" class="chip" aria-label="Later" onClick={() => shift(0.5)}>›</button>
          <button type="button" class="chip" aria-label="Shorter stretch" onClick={() => zoom(0.4)}>+</button>
          <button type="button" class="chip" aria-label="Longer stretch" onClick={() => zoom(2.5)}>−</button>
          {chosen && <button type="button" class="chip" onClick={() => set({ from: null, to: null }, false)}>All time</button>}
        </span>
        <label class="tick"><input type="checkbox" checked={filter.dates === "published"} onChange={(event) => set({ dates: event.currentTarget.checked ? null : "stated" }, false)} /> news without a day on its report's</label>
        <span class="grow quiet clip" title="events without a day, or told less exactly than a bar is wide">
          {data && <>{data.undated > 0 && `${number(data.undated)} without a day`}{data.undated > 0 && data.vague > 0 && ", "}{data.vague > 0 && `${number(data.vague)} too vague`}{data.undated + data.vague > 0 && " not drawn"}</>}
        </span>
        {shown && shown.earlier > 0 && <button type="button" class="chip" onClick={() => choose(shown.first, domain[1])}>{number(shown.earlier)} earlier</button>}
        <ChartTools of={svg} name="time" />
      </div>
      {problem && <Trouble problem={problem} />}
      <div ref={box} class="chart-box">
        <svg ref={svg} class="chart" width={width} height={HIGH} role="img" aria-label={shown ? `${number(shown.total)} events by ${window.bin}, ${sayShort(isoOf(domain[0]))} to ${sayShort(isoOf(domain[1]))}` : "Events by time"}
          onPointerDown={(event) => { if (event.button === 0) { event.currentTarget.setPointerCapture(event.pointerId); setDrag([at(event), at(event)]); } }}
          onPointerMove={(event) => { if (drag) setDrag([drag[0], at(event)]); }} onPointerUp={up} onPointerCancel={() => setDrag(null)}>
          <line class="axis" x1="0" x2={width} y1={MIDDLE} y2={MIDDLE} />
          {x.ticks(Math.max(2, width / 110)).map((tick) => (
            <g key={tick.getTime()} transform={`translate(${x(tick)},0)`}><line class="grid" y1={TOP} y2={HIGH - FOOT} /><text class="tick-text" y={HIGH - 6} text-anchor="middle">{x.tickFormat()(tick)}</text></g>
          ))}
          {shown?.bars.map((bar) => {
            const left = x(bar.start), wide = Math.max(1.5, x(bar.end) - left - (x(bar.end) - left > 5 ? 1 : 0.3));
            return (
              <g key={bar.start} class="bar"><title>{`${sayBin(bar.start, window.bin)}: ${ORDER.filter((quad) => bar.parts[quad]).map((quad) => `${bar.parts[quad]?.count} ${quadName(quad)}`).join(", ")}${bar.killed ? `, ${bar.killed} killed` : ""}`}</title>
                <rect class="hit" x={left} y={TOP} width={wide} height={HIGH - TOP - FOOT} />
                {stack(bar, tall / shown.most).map((part) => (
                  <g key={part.quad}>
                    <rect class={`fill ${quadClass(part.quad)} ${part.quad === 1 || part.quad === 3 ? "verbal" : ""}`} x={left} y={part.y} width={wide} height={part.high} />
                    {part.weak > 0.5 && <rect class="weak" x={left} y={part.quad < 3 ? part.y : part.y + part.high - part.weak} width={wide} height={part.weak} />}
                  </g>
                ))}
              </g>
            );
          })}
          {drag && <rect class="drag" x={Math.min(...drag)} width={Math.abs(drag[1] - drag[0])} y={TOP} height={HIGH - TOP - FOOT} />}
          <text class="side" x="2" y={TOP + 8}>cooperation</text><text class="side" x="2" y={HIGH - FOOT - 3}>conflict</text>
        </svg>
      </div>
    </section>
  );
});

interface Bar { start: number; end: number; killed: number; parts: Record<number, { count: number; inferred: number }> }
interface Arranged { bars: Bar[]; most: number; from: number; to: number; total: number; earlier: number; first: number }

/** Bars by their start. Where a handful of events lies far before the rest, the chart begins after them and says so. */
function arrange(data: Timeline, window: Window): Arranged {
  const bin = data.bin as Bin;
  const bars = new Map<number, Bar>();
  for (const item of data.items) {
    const start = dayOf(item.bin);
    const bar = bars.get(start) ?? { start, end: endOf(start, bin), killed: 0, parts: {} };
    if (item.quad) bar.parts[item.quad] = { count: item.happenings, inferred: item.count ? (item.inferred * item.happenings) / item.count : 0 };
    bar.killed += item.killed ?? 0;
    bars.set(start, bar);
  }
  let list = [...bars.values()].sort((a, b) => a.start - b.start);
  if (!window.whole) list = list.filter((bar) => bar.end > window.from && bar.start <= window.to);
  const size = (bar: Bar) => Object.values(bar.parts).reduce((sum, part) => sum + part.count, 0);
  const total = list.reduce((sum, bar) => sum + size(bar), 0);
  let earlier = 0, from = window.from;
  const first = list[0]?.start ?? window.from;
  if (window.whole && list.length) {
    let at = 0;
    while (at < list.length - 2 && earlier + size(list[at] as Bar) <= total * 0.025) earlier += size(list[at++] as Bar);
    from = list[at]?.start ?? window.from;
    if (from - first < 0.3 * ((list.at(-1)?.end ?? from) - first)) { from = first; earlier = 0; }
    list = list.filter((bar) => bar.start >= from);
  }
  const to = window.whole ? Math.max(list.at(-1)?.end ?? window.to, from + DAY) : window.to + DAY;
  const most = Math.max(1, ...list.map((bar) => Math.max(part(bar, 1) + part(bar, 2), part(bar, 3) + part(bar, 4))));
  return { bars: list, most, from, to, total, earlier, first };
}
const part = (bar: Bar, quad: number) => bar.parts[quad]?.count ?? 0;

function stack(bar: Bar, unit: number) {
  let up = MIDDLE, down = MIDDLE;
  return [2, 1, 4, 3].flatMap((quad) => {
    const found = bar.parts[quad];
    if (!found) return [];
    const high = found.count * unit;
    const y = quad < 3 ? (up -= high) : (down += high) - high;
    return [{ quad, y, high, weak: found.inferred * unit }];
  });
}
