/** A text cut where any span begins or ends, so that spans may overlap freely. */
import type { Span } from "../types";

export interface Layer extends Span { key: string; styles: string[]; label?: string }
export interface Segment extends Span { layers: Layer[]; starts: Layer[] }

export function cutUp(from: number, to: number, layers: readonly Layer[]): Segment[] {
  const kept = layers.filter((one) => one.start < one.end && one.end > from && one.start < to);
  const points = [...new Set([from, to, ...kept.flatMap((one) => [Math.max(from, one.start), Math.min(to, one.end)])])].sort((a, b) => a - b);
  const opening = new Map<number, Layer[]>();
  for (const layer of kept) {
    const at = Math.max(from, layer.start);
    opening.set(at, [...(opening.get(at) ?? []), layer]);
  }
  const out: Segment[] = [];
  let active: Layer[] = [];
  for (let index = 0; index + 1 < points.length; index++) {
    const start = points[index] as number, end = points[index + 1] as number;
    const fresh = opening.get(start) ?? [];
    active = [...active.filter((one) => one.end > start), ...fresh];
    out.push({ start, end, layers: active, starts: fresh.filter((one) => one.start === start) });
  }
  return out;
}
