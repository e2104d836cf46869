import { scaleUtc } from "d3-scale";
import type { RefObject } from "preact";
import { useCallback, useRef } from "preact/hooks";
import { ask, useGet } from "../api";
import { see } from "../evidence";
import { ChartTools } from "../exports";
import { both, type Shared, within } from "../filter";
import { number } from "../format";
import { Nothing, Trouble } from "../frame";
import { memo } from "../memo";
import { under } from "../router";
import { useWidth } from "../size";
import type { Lane, Lanes } from "../types";
import { country } from "../words";
import { type Bin, DAY, dayOf, endOf, isoOf, sayBin, type Window } from "./time";

const HIGH = 42, HEAD = 20;

/** A lane for each pair of countries: cooperation up, conflict down, a dot as large as the toll. */
export const LanesChart = memo(({ filter, window, tall, ready }: { filter: Shared; window: Window; tall: boolean; ready: boolean }) => {
  const { box, width } = useWidth(600);
  const svg = useRef<SVGSVGElement>(null);
  const { data, problem } = useGet<Lanes>(ready ? ask("/api/timeline", { q: filter.whole, bin: window.bin, dates: filter.dates, lanes: "dyad", limit: tall ? 40 : 20 }) : null);
  const latest = useRef(filter);
  latest.current = filter;
  const open = useCallback((lane: Lane, bin: Bin, from: number) => {
    const { q, dates } = latest.current;
    see(both(q, pairOf(lane), within(isoOf(from), isoOf(endOf(from, bin) - 1), dates)), `${country(lane.left)} – ${country(lane.right)}`);
  }, []);
  return (
    <section class="panel lanes" aria-label="Pairs of countries through time">
      <div class="panel-head"><h2>Between whom</h2><span class="grow quiet clip">up cooperation, down conflict, dots the killed</span><ChartTools of={svg} name="dyads" /></div>
      {problem && <Trouble problem={problem} />}
      <div ref={box} class="chart-box scroll-box" tabIndex={0} role="group" aria-label="Lanes of pairs; arrow keys lead from bar to bar" onKeyDown={rove}>
        {data && !data.items.length && <Nothing>No two countries do anything to each other on a known day here.</Nothing>}
        {data && data.items.length > 0 && <Drawing data={data} window={window} width={width} svg={svg} open={open} />}
      </div>
    </section>
  );
});

const pairOf = (lane: Lane): string => `((actor:${lane.left} recipient:${lane.right}) OR (actor:${lane.right} recipient:${lane.left}))`;

type Open = (lane: Lane, bin: Bin, from: number) => void;

/** The lanes themselves: thousands of bars, drawn anew only when there are others. */
const Drawing = memo(({ data, window, width, svg, open }: { data: Lanes; window: Window; width: number; svg: RefObject<SVGSVGElement | null>; open: Open }) => {
  const lanes = data.items, bin = data.bin as Bin;
  const side = Math.min(210, Math.max(86, width * 0.26));
  const starts = lanes.flatMap((lane) => lane.bins.map((one) => dayOf(one.bin))).sort((a, b) => a - b);
  const first = window.whole ? starts[Math.floor(starts.length * 0.025)] ?? window.from : window.from;
  const last = window.whole ? endOf(starts.at(-1) ?? window.to, bin) : window.to + DAY;
  const x = scaleUtc().domain([first, Math.max(last, first + DAY)]).range([side, width - 20]);
  const most = Math.max(1, ...lanes.flatMap((lane) => lane.bins.flatMap((one) => [one.up, one.down])));
  const high = HEAD + lanes.length * HIGH + 6;
  const name = (code: string) => (width > 620 ? country(code) : code);
  return (
    <svg ref={svg} class="chart" width={width} height={high} role="group" aria-label={`${lanes.length} pairs of countries`}>
      {x.ticks(Math.max(2, (width - side) / 100)).map((tick) => (
        <g key={tick.getTime()} transform={`translate(${x(tick)},0)`}><line class="grid" y1={HEAD - 4} y2={high} /><text class="tick-text" y="12" text-anchor="middle">{x.tickFormat()(tick)}</text></g>
      ))}
      {lanes.map((lane, index) => <LaneRow key={`${lane.left}${lane.right}`} lane={{ ...lane, first: index === 0 }} y={HEAD + index * HIGH} {...{ side, width, x, most, bin, open, name }} />)}
    </svg>
  );
});

/** Arrow keys lead from bar to bar, so that all of them are one stop of the Tab key. */
function rove(event: KeyboardEvent): void {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const target = event.target;
  if (!by || !(target instanceof Element) || !target.matches(".bar")) return;
  event.preventDefault();
  const bars = [...(event.currentTarget as Element).querySelectorAll<SVGGElement>(".lane .bar")];
  bars[bars.indexOf(target as SVGGElement) + by]?.focus();
}

interface RowProps {
  lane: Lane & { first: boolean }; y: number; side: number; width: number; x: ReturnType<typeof scaleUtc<number>>; most: number; bin: Bin; open: Open; name: (code: string) => string;
}

function LaneRow({ lane, y, side, width, x, most, bin, open, name }: RowProps) {
  const half = HIGH / 2 - 3, middle = y + HIGH / 2;
  return (
    <g class="lane">
      <line class="axis" x1={side} x2={width} y1={middle} y2={middle} />
      <a href={under(`/dyads/${lane.left}/${lane.right}`)}><text class="lane-name" x="2" y={middle - 1}>{name(lane.left)}</text><text class="lane-name" x="2" y={middle + 13}>{name(lane.right)}</text></a>
      <text class="tick-text" x={side - 8} y={middle + 5} text-anchor="end">{number(lane.total)}</text>
      {lane.bins.map((item) => {
        const start = dayOf(item.bin);
        if (start < (x.domain()[0]?.getTime() ?? 0)) return null;
        const left = x(start), wide = Math.max(3, Math.min(22, x(endOf(start, bin)) - left - 1));
        const up = (item.up / most) * half, down = (item.down / most) * half;
        return (
          <g key={item.bin} class="bar" role="button" tabindex={lane.first && item === lane.bins[0] ? 0 : -1} onClick={() => open(lane, bin, start)} onKeyDown={(event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); open(lane, bin, start); } }}
            aria-label={`${sayBin(start, bin)}: ${item.up} cooperation, ${item.down} conflict${item.killed ? `, ${item.killed} killed` : ""}`}>
            <title>{`${sayBin(start, bin)}: ${item.up} cooperation, ${item.down} conflict${item.killed ? `, ${item.killed} killed` : ""}`}</title>
            <rect class="hit" x={left} y={y} width={wide} height={HIGH} />
            {up > 0 && <rect class="fill mp" x={left} y={middle - Math.max(2, up)} width={wide} height={Math.max(2, up)} />}
            {down > 0 && <rect class="fill mc" x={left} y={middle} width={wide} height={Math.max(2, down)} />}
            {item.killed !== null && item.killed > 0 && <circle class="toll-dot" cx={left + wide / 2} cy={middle + Math.max(2, down) + 1} r={Math.min(11, 2 + Math.sqrt(item.killed))} />}
          </g>
        );
      })}
    </g>
  );
}
