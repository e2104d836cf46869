/** Days as numbers, and the width of a bar that suits a stretch of time. */
export const DAY = 86_400_000;
export type Bin = "day" | "week" | "month" | "year";

export const dayOf = (iso: string): number => Date.parse(`${iso.slice(0, 10)}T00:00:00Z`);
export const isoOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

export interface Window { from: number; to: number; bin: Bin; whole: boolean }

export function binFor(days: number): Bin {
  return days <= 150 ? "day" : days <= 900 ? "week" : days <= 365 * 16 ? "month" : "year";
}

/** The stretch that is looked at: the chosen days, or all that the store has. */
export function windowOf(from: string, to: string, first: string | null, last: string | null): Window {
  const start = dayOf(from || first || "2000-01-01"), end = dayOf(to || last || isoOf(Date.now()));
  const days = Math.max(1, (end - start) / DAY + 1);
  return { from: start, to: Math.max(start, end), bin: binFor(days), whole: !from && !to };
}

/** The same stretch without the few events that lie far before all others: the chart says how many these are. */
export function closer(window: Window, years: readonly { bin: string; happenings: number }[]): Window {
  const sizes = new Map<number, number>();
  for (const one of years) sizes.set(dayOf(one.bin), (sizes.get(dayOf(one.bin)) ?? 0) + one.happenings);
  const list = [...sizes].sort((a, b) => a[0] - b[0]);
  const total = list.reduce((sum, [, size]) => sum + size, 0);
  let before = 0, at = 0;
  while (at < list.length - 1 && before + (list[at]?.[1] ?? 0) <= total * 0.025) before += list[at++]?.[1] ?? 0;
  const from = list[at]?.[0], last = list.at(-1)?.[0];
  if (from === undefined || last === undefined) return window;
  return { ...window, from, to: endOf(last, "year") - DAY, bin: binFor((endOf(last, "year") - from) / DAY) };
}

/** The end of the bar that begins at `start`. */
export function endOf(start: number, bin: Bin): number {
  const day = new Date(start);
  if (bin === "day") return start + DAY;
  if (bin === "week") return start + 7 * DAY;
  return bin === "month" ? Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 1) : Date.UTC(day.getUTCFullYear() + 1, 0, 1);
}

export function sayBin(start: number, bin: Bin): string {
  const day = new Date(start);
  const month = day.toLocaleString("en-GB", { month: "short", timeZone: "UTC" });
  if (bin === "year") return String(day.getUTCFullYear());
  if (bin === "month") return `${month} ${day.getUTCFullYear()}`;
  return `${bin === "week" ? "week of " : ""}${day.getUTCDate()} ${month} ${day.getUTCFullYear()}`;
}
