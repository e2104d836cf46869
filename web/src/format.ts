/** Days, counts and text as a person reads them. */

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

interface Day { year: number; month: number; day: number }

function parts(iso: string): Day {
  const [year = 0, month = 1, day = 1] = iso.slice(0, 10).split("-").map(Number);
  return { year, month, day };
}
const short = (month: number) => MONTHS[month - 1]?.slice(0, 3) ?? "";
const lastOf = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** 'Tuesday 16 January 2024', or 'Tue 16 Jan 2024'. */
export function sayDay(iso: string, brief = false): string {
  const { year, month, day } = parts(iso);
  const name = DAYS[new Date(Date.UTC(year, month - 1, day)).getUTCDay()] ?? "";
  return brief ? `${name.slice(0, 3)} ${day} ${short(month)} ${year}` : `${name} ${day} ${MONTHS[month - 1] ?? ""} ${year}`;
}

/** 'Jan 2024' or '16 Jan 2024' by the precision of the ISO text. */
export function sayShort(iso: string | null | undefined): string {
  if (!iso) return "";
  const { year, month, day } = parts(iso);
  return `${day} ${short(month)} ${year}`;
}

/** The days of an event; where they are inferred from publication, only by when it was told. */
export function sayDays(row: { earliest: string | null; latest: string | null; date_basis: string | null }): string {
  return row.date_basis === "publication" && row.latest ? `by ${sayShort(row.latest)}` : sayInterval(row.earliest, row.latest, true);
}

const BASES: Record<string, string> = { shared: "the day is stated where the same is told elsewhere", publication: "no day stated: inferred from the report's own" };

/** How the days of an event are known, where its own words do not state them. */
export const sayBasis = (row: { date_basis: string | null }): string => BASES[row.date_basis ?? ""] ?? "";

/** The days between the two in words: a day, a month, a year, a decade, or from–to; '' where unknown. */
export function sayInterval(from: string | null, to: string | null, brief = false): string {
  if (!from && !to) return "";
  if (!from || !to) return `${from ? "from" : "until"} ${sayShort(from ?? to)}`;
  if (from >= to) return brief ? sayShort(from) : sayDay(from);
  const a = parts(from), b = parts(to);
  const endsMonth = b.day === lastOf(b.year, b.month);
  const endsYear = endsMonth && b.month === 12;
  if (a.day === 1 && endsMonth && a.year === b.year && a.month === b.month) return `${brief ? short(a.month) : MONTHS[a.month - 1]} ${a.year}`;
  if (a.month === 1 && a.day === 1 && endsYear) {
    if (a.year === b.year) return String(a.year);
    return a.year % 10 === 0 && b.year === a.year + 9 ? `${a.year}s` : `${a.year}–${b.year}`;
  }
  if (a.year === b.year && a.month === b.month) return `${a.day}–${b.day} ${brief ? short(a.month) : MONTHS[a.month - 1]} ${a.year}`;
  return `${sayShort(from)} – ${sayShort(to)}`;
}

export const number = (value: number): string => value.toLocaleString("en-GB");
export const plural = (count: number, one: string, many = `${one}s`): string => `${number(count)} ${count === 1 ? one : many}`;
export const share = (value: number): string => value.toFixed(2);

export function sayCount(count: { low: number; best: number; high: number; approx: boolean }): string {
  if (count.low < count.high && !count.approx) return `${count.low}–${count.high}`;
  return count.approx ? `about ${number(count.best)}` : number(count.best);
}

/* Controls could confuse, and bidirectional overrides could reorder what is read. */
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/gu;

/** The text on one line, without control characters, cut at a word where it is longer than `limit`. */
export function clean(text: string, limit = 0): string {
  const line = (limit ? text.slice(0, 4 * limit) : text).replace(UNSAFE, " ").replace(/\s+/g, " ").trim();
  if (!limit || line.length <= limit) return line;
  const cut = line.lastIndexOf(" ", limit);
  return `${line.slice(0, cut > limit / 2 ? cut : limit - 1).replace(/[ ,;:–-]+$/, "")}…`;
}

/** What the text shows where it must stay as long as it is: each unsafe character becomes a visible mark. */
export const visible = (text: string): string => text.replace(UNSAFE, "\ufffd");

export const quoted = (text: string, limit = 80): string => `“${clean(text, limit).replace(/^["'“”‘’«»]+|["'“”‘’«»]+$/g, "")}”`;

/** Cuts by code points, as the server counts them, whatever characters the text holds. */
export function cutter(text: string): (start: number, end: number) => string {
  if (!/[\ud800-\udfff]/.test(text)) return (start, end) => text.slice(start, end);
  const points = Array.from(text);
  return (start, end) => points.slice(start, end).join("");
}
