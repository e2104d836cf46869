import { geoCircle, geoEqualEarth, geoGraticule10, geoPath, type GeoPermissibleObjects, type GeoProjection } from "d3-geo";
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import type { Feature, FeatureCollection, Geometry } from "geojson";
import { ask, useGet } from "../api";
import { see } from "../evidence";
import { ChartTools } from "../exports";
import { both } from "../filter";
import { number, plural } from "../format";
import { Trouble } from "../frame";
import { memo } from "../memo";
import { set, useParam } from "../router";
import { useWidth } from "../size";
import type { MapView, Spot } from "../types";
import { country, quadName } from "../words";

type Shapes = FeatureCollection<Geometry, { name: string }>;
const PRECISION: Record<string, string> = { ADM2: "district", ADM1: "province", relative: "near a named place", region: "region", country: "country only", town: "town", exact: "exact", unknown: "unknown" };

interface At { lon: number; lat: number; zoom: number }
const HOME: At = { lon: 12, lat: 8, zoom: 0 };

function useAt(): [At, (next: At, keep?: boolean) => void] {
  const told = useParam("at");
  const [lon, lat, zoom] = told.split(",").map(Number);
  const start = useMemo<At>(() => (told && [lon, lat, zoom].every(Number.isFinite) ? { lon: lon as number, lat: lat as number, zoom: zoom as number } : HOME), [told]);
  const [at, setAt] = useState(start);
  const timer = useRef(0);
  useEffect(() => setAt(start), [start]);
  const move = (next: At, keep = true) => {
    const kept = { lon: ((next.lon + 540) % 360) - 180, lat: Math.max(-80, Math.min(80, next.lat)), zoom: Math.max(0, Math.min(7, next.zoom)) };
    setAt(kept);
    clearTimeout(timer.current);
    if (keep) timer.current = setTimeout(() => set({ at: kept.zoom === 0 && kept.lat === HOME.lat && kept.lon === HOME.lon ? null : `${kept.lon.toFixed(2)},${kept.lat.toFixed(2)},${kept.zoom.toFixed(2)}` }), 250) as unknown as number;
  };
  return [at, move];
}

function shapesOf(topology: Topology | null): Shapes | null {
  const countries = topology?.objects["countries"] as GeometryCollection<{ name: string }> | undefined;
  return topology && countries ? (feature(topology, countries) as Shapes) : null;
}

/** Where: clusters of known places; whatever is known less exactly is an area, never a pin. */
export const WorldMap = memo(({ q }: { q: string }) => {
  const { box, width } = useWidth(700);
  const tall = useParam("view") === "map";
  const high = Math.round(tall ? Math.max(340, Math.min(innerHeight - 330, width * 0.62)) : Math.max(Math.min(240, width * 0.53), Math.min(360, width * 0.56)));
  const [at, move] = useAt();
  const [drawn, setDrawn] = useState(at); // the drawing follows one frame behind: until then the old one is stretched
  useEffect(() => setDrawn(at), [at]);
  const svg = useRef<SVGSVGElement>(null);
  const fine = at.zoom > 2.2;
  const coarse = useGet<Topology>("/countries-110m.json").data, detailed = useGet<Topology>(fine ? "/countries-50m.json" : null).data;
  const [moving, setMoving] = useState(false);
  const rough = useMemo(() => shapesOf(coarse), [coarse]), exact = useMemo(() => shapesOf(detailed), [detailed]);
  const shapes = moving ? rough : exact ?? rough;
  const unit = Math.min(width / 5.46, high / 2.72), scale = unit * 2 ** at.zoom;
  const projection = useMemo(() => geoEqualEarth().rotate([-drawn.lon, 0]).center([0, drawn.lat]).translate([width / 2, high / 2]).scale(unit * 2 ** drawn.zoom).clipExtent([[-40, -40], [width + 40, high + 40]]).precision(0.4), [drawn, unit, width, high]);
  const level = Math.max(0, Math.min(10, Math.log2((scale * 5.42) / 256) + 0.4));
  const { data, problem } = useGet<MapView>(ask("/api/map", { q, zoom: Math.round(level * 2) / 2 }));
  const path = useMemo(() => geoPath(projection), [projection]);
  const drag = useRef<{ x: number; y: number; at: At; moved: boolean } | null>(null);
  const latest = useRef(q);
  latest.current = q;
  const open = useCallback((spot: Spot) => see(both(latest.current, spot.filter), spotName(spot)), []);

  const pull = (event: PointerEvent) => {
    const from = drag.current;
    if (!from) return;
    const dx = event.clientX - from.x, dy = event.clientY - from.y;
    if (!from.moved && Math.hypot(dx, dy) < 4) return;
    if (!from.moved) { from.moved = true; setMoving(true); svg.current?.setPointerCapture(event.pointerId); }
    const degrees = 57.3 / scale;
    move({ ...from.at, lon: from.at.lon - dx * degrees, lat: from.at.lat + dy * degrees });
  };
  useEffect(() => {
    const node = svg.current;
    if (!node) return;
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey && !node.matches(":focus-within") && !tall) return;
      event.preventDefault();
      move({ ...at, zoom: at.zoom - event.deltaY * 0.003 });
    };
    node.addEventListener("wheel", wheel, { passive: false });
    return () => node.removeEventListener("wheel", wheel);
  });
  const press = (event: KeyboardEvent) => {
    const step = 40 / 2 ** at.zoom;
    const next: Record<string, At> = {
      ArrowLeft: { ...at, lon: at.lon - step }, ArrowRight: { ...at, lon: at.lon + step }, ArrowUp: { ...at, lat: at.lat + step / 2 }, ArrowDown: { ...at, lat: at.lat - step / 2 },
      "+": { ...at, zoom: at.zoom + 0.5 }, "=": { ...at, zoom: at.zoom + 0.5 }, "-": { ...at, zoom: at.zoom - 0.5 }, "0": HOME,
    };
    const to = next[event.key];
    if (to && !event.ctrlKey && !event.metaKey) { event.preventDefault(); move(to); }
  };
  const spots = data?.features ?? NONE;
  return (
    <section class="panel map" aria-label="Map">
      <div class="panel-head">
        <h2>Where</h2>
        <span class="grow quiet clip">{data && data.unplaced > 0 && `${plural(data.unplaced, "mention")} without a place`}</span>
        <span class="seg" role="group" aria-label="Zoom">
          <button type="button" class="chip" aria-label="Closer" onClick={() => move({ ...at, zoom: at.zoom + 0.7 })}>+</button>
          <button type="button" class="chip" aria-label="Further" onClick={() => move({ ...at, zoom: at.zoom - 0.7 })}>−</button>
          <button type="button" class="chip" onClick={() => move(fit(spots) ?? HOME)}>Fit</button>
        </span>
        <ChartTools of={svg} name="map" />
      </div>
      {problem && <Trouble problem={problem} />}
      <div ref={box} class="chart-box">
        <svg ref={svg} class="chart world" width={width} height={high} viewBox={`0 0 ${width} ${high}`} tabindex={0} role="group" aria-label={`Map, ${plural(spots.length, "spot")}. Arrow keys move, plus and minus zoom.`} onKeyDown={press}
          onPointerDown={(event) => { if (event.button === 0) drag.current = { x: event.clientX, y: event.clientY, at, moved: false }; }} onPointerMove={pull} onPointerUp={() => { setMoving(false); setTimeout(() => { drag.current = null; }); }} onPointerLeave={() => { if (!drag.current?.moved) drag.current = null; }}
          onDblClick={() => move({ ...at, zoom: at.zoom + 0.8 })}>
          <defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hatch" y2="6" /></pattern></defs>
          <g transform={stretched(drawn, at, unit, width, high)}><Land shapes={shapes} path={path} /><Spots {...{ spots, shapes, projection, path, width, high, open, drag }} /></g>
        </svg>
      </div>
      <p class="map-key quiet"><svg width="16" height="12" aria-hidden="true"><circle class="key-dot" cx="8" cy="6" r="5" /></svg> known to the town <svg width="20" height="12" aria-hidden="true"><rect class="key-area" x="1" y="1" width="18" height="10" rx="5" /></svg> known to an area only: anywhere within it</p>
    </section>
  );
});

const NONE: MapView["features"] = [];

/** How the drawing of one view is moved and stretched to look like another's, until that is drawn. */
function stretched(from: At, to: At, unit: number, width: number, high: number): string | undefined {
  if (from === to) return undefined;
  const by = 2 ** (to.zoom - from.zoom), degree = (unit * 2 ** to.zoom) / 57.3;
  const turn = ((from.lon - to.lon + 540) % 360) - 180;
  return `translate(${width / 2 + turn * degree * 0.86},${high / 2 + (to.lat - from.lat) * degree * 1.1}) scale(${by}) translate(${-width / 2},${-high / 2})`;
}

type Path = (shape: GeoPermissibleObjects) => string | null;

const Land = memo(({ shapes, path }: { shapes: Shapes | null; path: Path }) => (
  <>
    <path class="sea" d={path({ type: "Sphere" }) ?? ""} />
    <path class="graticule" d={path(geoGraticule10()) ?? ""} />
    {shapes?.features.map((shape) => { const d = path(shape); return d && <path key={`${shape.id}${shape.properties.name}`} class="land" d={d} />; })}
  </>
));

interface SpotsProps { spots: MapView["features"]; shapes: Shapes | null; projection: GeoProjection; path: Path; width: number; high: number; open: (spot: Spot) => void; drag: Drag }

/** Areas, the widest below, and clusters above them; drawn anew only when there are others, or the map moves. */
const Spots = memo(({ spots, shapes, projection, path, width, high, open, drag }: SpotsProps) => {
  const most = Math.max(1, ...spots.map((one) => one.properties.happenings));
  const known = new Map(shapes?.features.map((shape) => [String(shape.id), shape]));
  const areas = spots.filter((one) => one.properties.kind === "area").sort((a, b) => (b.properties.radius_km ?? 9e9) - (a.properties.radius_km ?? 9e9));
  const clusters = spots.filter((one) => one.properties.kind === "cluster").sort((a, b) => b.properties.count - a.properties.count);
  // The Tab key stops at the largest spots only; the table has every event.
  const stops = new Set([...spots].sort((a, b) => b.properties.happenings - a.properties.happenings).slice(0, 12).map((one) => one.properties));
  const labelled = labels(areas, clusters, projection);
  return (
    <>
      {areas.map((one) => <Area key={one.properties.filter} spot={one.properties} point={one.geometry.coordinates} told={labelled.has(one.properties)} stop={stops.has(one.properties)} {...{ projection, path, known, most, open, drag }} />)}
      {clusters.map((one) => <Cluster key={one.properties.filter} spot={one.properties} point={one.geometry.coordinates} stop={stops.has(one.properties)} {...{ projection, width, high, open, drag }} />)}
    </>
  );
});

type Drag = { current: { moved: boolean } | null };
const spotName = (spot: Spot): string => [spot.kind === "cluster" && spot.places > 1 ? `${spot.place_name ?? "places"} and around` : spot.place_name ?? country(spot.country), spot.kind === "area" ? `(${PRECISION[spot.precision] ?? spot.precision})` : ""].filter(Boolean).join(" ");
const parts = (spot: Spot) => [[1, spot.quad1], [2, spot.quad2], [3, spot.quad3], [4, spot.quad4]].filter((one): one is [number, number] => (one[1] ?? 0) > 0);
const spoken = (spot: Spot) => `${spotName(spot)}: ${plural(spot.happenings, "event")} (${parts(spot).map(([quad, count]) => `${count} ${quadName(quad)}`).join(", ")})${spot.killed ? `, ${spot.killed} killed` : ""}`;

const act = (run: () => void, drag: Drag, stop: boolean) => ({
  role: "button" as const, tabindex: stop ? 0 : -1, onClick: () => { if (!drag.current?.moved) run(); },
  onKeyDown: (event: KeyboardEvent) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); event.stopPropagation(); run(); } },
});

function Area({ spot, point, told, stop, projection, path, known, most, open, drag }: { spot: Spot; point: [number, number]; told: boolean; stop: boolean; projection: GeoProjection; path: Path; known: Map<string, Feature<Geometry, { name: string }>>; most: number; open: (spot: Spot) => void; drag: Drag }) {
  const shape: GeoPermissibleObjects | undefined = spot.radius_km === null ? known.get(spot.country ?? "") : geoCircle().center(point).radius(spot.radius_km / 111.2)();
  const d = shape ? path(shape) : null;
  const middle = projection(point);
  if (!d || !middle) return null;
  const lead = leading(spot);
  return (
    <g class={`area ${lead}`} aria-label={spoken(spot)} {...act(() => open(spot), drag, stop)}>
      <title>{spoken(spot)}</title>
      <path class={spot.radius_km === null ? "whole" : "round-area"} d={d} fill-opacity={0.1 + 0.4 * Math.sqrt(spot.happenings / most)} />
      {spot.radius_km !== null && <path class="hatched" d={d} />}
      {told && <text class="area-count" x={middle[0]} y={middle[1]} dy=".35em" text-anchor="middle">{number(spot.happenings)}</text>}
    </g>
  );
}

function Cluster({ spot, point, stop, projection, width, high, open, drag }: { spot: Spot; point: [number, number]; stop: boolean; projection: GeoProjection; width: number; high: number; open: (spot: Spot) => void; drag: Drag }) {
  const at = projection(point);
  if (!at || at[0] < -20 || at[1] < -20 || at[0] > width + 20 || at[1] > high + 20) return null;
  const r = Math.min(22, 5 + 2.2 * Math.sqrt(spot.happenings));
  let turn = 0;
  const total = parts(spot).reduce((sum, [, count]) => sum + count, 0) || 1;
  return (
    <g class="cluster" transform={`translate(${at[0]},${at[1]})`} aria-label={spoken(spot)} {...act(() => open(spot), drag, stop)}>
      <title>{spoken(spot)}</title>
      <circle class="disc" r={r} />
      {parts(spot).map(([quad, count]) => {
        const from = turn;
        turn += count / total;
        return <path key={quad} class={`ring ${["", "vp", "mp", "vc", "mc"][quad]} ${quad % 2 ? "verbal" : ""}`} d={arc(r, from, turn)} />;
      })}
      <text class="count" dy=".35em" text-anchor="middle">{spot.happenings > 1 || r > 8 ? number(spot.happenings) : ""}</text>
    </g>
  );
}

/** The areas whose number has room: the largest first, none upon another or upon a cluster. */
function labels(areas: MapView["features"], clusters: MapView["features"], projection: GeoProjection): Set<Spot> {
  const taken = clusters.map((one) => ({ at: projection(one.geometry.coordinates), r: 8 + Math.min(22, 5 + 2.2 * Math.sqrt(one.properties.happenings)) }));
  const told = new Set<Spot>();
  for (const one of [...areas].sort((a, b) => b.properties.happenings - a.properties.happenings)) {
    const at = projection(one.geometry.coordinates);
    if (!at || taken.some((other) => other.at && Math.hypot(other.at[0] - at[0], other.at[1] - at[1]) < other.r + 6)) continue;
    taken.push({ at, r: 8 });
    told.add(one.properties);
  }
  return told;
}

const leading = (spot: Spot): string => {
  const best = [...parts(spot)].sort((a, b) => b[1] - a[1])[0];
  return best && best[1] > spot.count * 0.6 ? ["", "vp", "mp", "vc", "mc"][best[0]] ?? "oo" : "oo";
};

function arc(r: number, from: number, to: number): string {
  if (to - from > 0.999) return `M0 ${-r}A${r} ${r} 0 1 1 0 ${r}A${r} ${r} 0 1 1 0 ${-r}`;
  const point = (turn: number) => `${(r * Math.sin(2 * Math.PI * turn)).toFixed(2)} ${(-r * Math.cos(2 * Math.PI * turn)).toFixed(2)}`;
  return `M${point(from)}A${r} ${r} 0 ${to - from > 0.5 ? 1 : 0} 1 ${point(to)}`;
}

function fit(spots: MapView["features"]): At | null {
  const places = spots.map((one) => one.geometry.coordinates);
  if (!places.length) return null;
  const lons = places.map((one) => one[0]), lats = places.map((one) => one[1]);
  const wide = Math.max(...lons) - Math.min(...lons), high = Math.max(...lats) - Math.min(...lats);
  return { lon: (Math.max(...lons) + Math.min(...lons)) / 2, lat: (Math.max(...lats) + Math.min(...lats)) / 2, zoom: Math.max(0, Math.min(4.5, Math.log2(Math.min(330 / (wide + 6), 150 / (high + 6))))) };
}
