/** Which words of the text are lit, and under which keys; a card's fields carry the same keys. */
import type { Claim, Span } from "../types";
import { quadClass } from "../words";
import type { Happening, Party, Picture, Saying } from "./picture";
import type { Layer } from "./segments";

export const spanKey = (span: Span): string => `s${span.start}-${span.end}`;
export const eventKey = (one: Happening): string => `e${one.event.start}-${one.event.end}`;

export const claimKeys = (saying: Saying): string[] => [
  spanKey(saying.cue), ...saying.content.map(spanKey), ...saying.claims.flatMap((claim) => (claim.source ? [spanKey(claim.source)] : []))];
export const sourceKeys = (claim: Claim): string[] => [spanKey(claim.source ?? claim.cue)];

/** All the words that a card was drawn from. */
export function cardKeys(one: Happening): string[] {
  const spans: (Span | null | undefined)[] = [
    ...one.actors.map((party) => party.span), ...one.recipients.map((party) => party.span), one.place?.span,
    spanOf(one.time), one.killed, one.injured, one.weapon, one.event.status_cue, one.event.negation_cue];
  return [eventKey(one), ...spans.filter((span): span is Span => Boolean(span)).map(spanKey), ...one.sources.flatMap(sourceKeys)];
}

export const spanOf = (time: { start: number | null; end: number | null } | null): Span | null =>
  time && time.start !== null && time.end !== null ? { start: time.start, end: time.end } : null;

export function layersOf(picture: Picture): Layer[] {
  const layers = new Map<string, Layer>();
  const add = (span: Span | null | undefined, ...styles: string[]) => {
    if (!span) return;
    const name = `${span.start}-${span.end}-${styles[0] ?? ""}`;
    if (!layers.has(name)) layers.set(name, { start: span.start, end: span.end, key: spanKey(span), styles });
  };
  const party = (one: Party) => add(one.span, "par");
  for (const claim of picture.reading.claims) {
    for (const span of claim.content) add(span, "con");
    add(claim.source, "src");
    add(claim.cue, "cue");
  }
  for (const one of picture.all) {
    one.actors.forEach(party);
    one.recipients.forEach(party);
    add(one.place?.span, "pla");
    add(spanOf(one.time), "tim");
    add(one.killed, "num");
    add(one.injured, "num");
    add(one.weapon, "num");
    add(one.event.status_cue, "cue");
    add(one.event.negation_cue, "cue");
    for (const tie of one.ties) add(tie.cue, "cue");
  }
  const lit = [...layers.values()];
  for (const one of picture.all) {
    for (const event of one.mentions) {
      lit.push({
        start: event.start, end: event.end, key: eventKey(one),
        styles: ["tri", quadClass(event.quad), event.status, ...(event.negated ? ["negated"] : [])],
        label: `${one.kind}${event.status === "current" ? "" : `, ${event.status}`}${event.negated ? ", did not happen" : ""}`,
      });
    }
  }
  for (const part of picture.reading.parts) lit.push({ start: part.start, end: part.end, key: "", styles: ["off", `off-${part.kind}`] });
  return lit;
}
