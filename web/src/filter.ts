/** The one filter that all views share, and the terms in it that facets switch on and off. */
import { useMemo } from "preact/hooks";
import { set, useParam } from "./router";

export interface Term { field: string; values: string[]; raw: string }

/** The filter's words, in order. Quotes and parentheses hold words together. */
export function words(text: string): string[] {
  const out: string[] = [];
  let now = "", quote = false, depth = 0;
  for (const char of text) {
    if (char === '"') quote = !quote;
    if (!quote && char === "(") depth++;
    if (!quote && char === ")") depth--;
    if (/\s/.test(char) && !quote && depth <= 0) {
      if (now) out.push(now);
      now = "";
    } else now += char;
  }
  return now ? [...out, now] : out;
}

const plain = (word: string): Term | null => {
  const found = /^([a-z_]+):(.+)$/.exec(word);
  return found ? { field: found[1] ?? "", values: splitList(found[2] ?? ""), raw: word } : null;
};
const splitList = (text: string) => text.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/).map((one) => one.replace(/^"|"$/g, "")).filter(Boolean);
const quote = (value: string) => (/[\s,()":]/.test(value) && !/^r-[0-9a-f]+:/.test(value) ? `"${value.replace(/"/g, "")}"` : value);

/** The values that the filter asks of a field. */
export const valuesOf = (text: string, field: string): string[] => words(text).map(plain).filter((one): one is Term => one?.field === field).flatMap((one) => one.values);

/** The filter with a field set to these values alone; none takes the field away. */
export function withValues(text: string, field: string, values: readonly string[]): string {
  const kept = words(text).filter((word) => plain(word)?.field !== field);
  return [...kept, ...(values.length ? [`${field}:${values.map(quote).join(",")}`] : [])].join(" ");
}

export function flip(text: string, field: string, value: string): string {
  const now = valuesOf(text, field);
  return withValues(text, field, now.includes(value) ? now.filter((one) => one !== value) : [...now, value]);
}

/** Terms beside each other: all must hold. What has an OR at its top is put in parentheses. */
export function both(...parts: (string | null | undefined | false)[]): string {
  const kept = parts.filter((one): one is string => Boolean(one));
  return kept.length < 2 ? kept.join("") : kept.map((one) => (words(one).includes("OR") ? `(${one})` : one)).join(" ");
}

export const eventIs = (ids: readonly string[]): string => `event:${ids.join(",")}`;

/** The days as a term. News without a day of its own counts, where wanted, on that of its report. */
export function within(from: string, to: string, dates: string): string {
  if (!from && !to) return "";
  const stated = [from && `since:${from}`, to && `until:${to}`, "-basis:publication"].filter(Boolean).join(" ");
  if (dates === "stated") return stated;
  const told = [from && `published>=${from}`, to && `published<=${to}`].filter(Boolean).join(" ");
  return `((${stated}) OR (basis:publication ${told}))`;
}

export interface Shared { q: string; dates: "stated" | "published"; from: string; to: string; whole: string; change: (q: string) => void }

const change = (q: string): void => set({ q }, false);

/** The shared filter: the words, the days of the brush, and both as one filter for the server. */
export function useFilter(): Shared {
  const q = useParam("q"), from = useParam("from"), to = useParam("to");
  const dates = useParam("dates") === "stated" ? "stated" : "published";
  return useMemo(() => ({ q, from, to, dates, whole: both(q, within(from, to, dates)), change }), [q, from, to, dates]);
}
