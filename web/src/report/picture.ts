/** A reading put in the order in which a person reads it. It tells the same story as the brief on the command line. */
import { clean, cutter, sayInterval } from "../format";
import type { Claim, Count, Event, Link, Mention, Reading, Span, TimeRef, Why } from "../types";
import { sayType } from "../words";

export interface Party { words: string; span: Span; mention: Mention; name: string | null; country: string | null; sectors: string[]; place: Mention["place"] }

export interface Tie { relation: string; other: Happening; cue: Span | null; score: number; method: string; way: "cause" | "effect" }

/** An event with all its mentions in the report folded into one; `event` is the fullest of them. */
export interface Happening {
  key: string; event: Event; mentions: Event[]; words: string; kind: string; actors: Party[]; recipients: Party[];
  place: Party | null; time: TimeRef | null; day: string; killed: Count | null; injured: Count | null; weapon: Span | null;
  sources: Claim[]; empty: { slot: string; reason: string }[]; ties: Tie[];
}

/** What several sources say in one breath, or one source several times. */
export interface Saying { claims: Claim[]; words: string; stance: string; many: boolean; certainty: string; cue: Span; content: Span[]; events: string[] }
export interface Voice { key: string; names: { words: string; claim: Claim; kind: string; count: number | null }[]; sayings: Saying[] }

export interface Picture {
  reading: Reading;
  cut: (start: number, end: number) => string;
  happened: { day: string; items: Happening[] }[];
  background: Happening[];
  ahead: Happening[];
  outlooks: Voice[];
  voices: Voice[];
  all: Happening[];
  owner: Map<string, Happening>;
  uncoded: [string, number][];
}

const OUTLOOK = new Set(["predicts", "recommends"]);

export function draw(reading: Reading): Picture {
  const links = reading.links.filter((link) => (link.judgement ?? "positive") === "positive");
  const reader = new Reader(reading);
  const all = merge(reading.events, links).map((group) => reader.happening(group));
  const owner = new Map(all.flatMap((one) => one.mentions.map((event) => [event.event_id, one] as const)));
  tie(links, owner);
  const story = all.filter((one) => one.event.status === "current");
  const background = all.filter((one) => one.event.status === "historical").sort(latestFirst);
  const ahead = all.filter((one) => one.event.status === "future" || one.event.status === "hypothetical");
  const happened = byDay(story);
  const parts = new Map<string, number>();
  for (const part of reading.parts) if (part.kind !== "dateline") parts.set(part.kind, (parts.get(part.kind) ?? 0) + 1);
  return {
    reading, cut: reader.cut, happened, background, ahead, owner,
    outlooks: reader.voices(reading.claims.filter((claim) => OUTLOOK.has(claim.stance))),
    voices: reader.voices(reading.claims.filter((claim) => !OUTLOOK.has(claim.stance))),
    all: [...happened.flatMap((group) => group.items), ...background, ...ahead],
    uncoded: [...parts].sort(),
  };
}

class Reader {
  readonly cut: (start: number, end: number) => string;
  private readonly mentions: Map<string, Mention>;
  private readonly times: Map<string, TimeRef>;
  private readonly claims: Map<string, Claim>;
  private readonly at: Map<number, Mention>;

  constructor(reading: Reading) {
    this.cut = cutter(reading.report.text);
    this.mentions = new Map(reading.mentions.map((one) => [one.mention_id, one]));
    this.times = new Map(reading.times.map((one) => [one.time_id, one]));
    this.claims = new Map(reading.claims.map((one) => [one.claim_id, one]));
    this.at = new Map(reading.mentions.map((one) => [one.start, one]));
  }

  private words(span: Span, limit = 90): string {
    return clean(this.cut(span.start, span.end), limit);
  }

  party(id: string): Party | null {
    const mention = this.mentions.get(id);
    if (!mention) return null;
    const full = mention.refers_to ? this.mentions.get(mention.refers_to) : undefined;
    const actor = mention.actor ?? full?.actor ?? null;
    const words = this.words(mention);
    const name = full ? this.words(full, 60) : null;
    return {
      words, mention, span: mention, country: actor?.country ?? null, sectors: actor?.sectors ?? [],
      place: mention.place ?? full?.place ?? null,
      name: name && name.toLowerCase() !== words.toLowerCase() ? name : null,
    };
  }

  private parties(ids: string[]): Party[] {
    return [...new Set(ids)].map((id) => this.party(id)).filter((one): one is Party => one !== null);
  }

  happening(group: Event[]): Happening {
    const ranked = [...group].sort((a, b) => fullness(b) - fullness(a) || a.start - b.start);
    const event = ranked[0] as Event;
    const modes = [...new Set(ranked.filter((one) => one.event_type === event.event_type).flatMap((one) => one.modes))];
    const first = <Value>(pick: (one: Event) => Value | null | undefined): Value | null => {
      for (const one of ranked) {
        const value = pick(one);
        if (value) return value;
      }
      return null;
    };
    const time = first((one) => (one.time ? this.times.get(one.time) : null));
    const actors = this.parties(first((one) => (one.actors.length ? one.actors : null)) ?? []);
    const recipients = this.parties(first((one) => (one.recipients.length ? one.recipients : null)) ?? []);
    const place = first((one) => (one.place ? this.party(one.place) : null));
    const from = time?.earliest ?? first((one) => one.earliest), to = time?.latest ?? first((one) => one.latest);
    const reported = [...new Set(ranked.map((one) => one.reported_by))];
    return {
      key: event.event_id, event, mentions: [...group].sort((a, b) => a.start - b.start), words: this.words(event),
      kind: sayType(event.event_type, modes), actors, recipients, place, time, day: sayInterval(from, to),
      killed: first((one) => one.killed), injured: first((one) => one.injured),
      weapon: first((one) => (one.weapon && !(one.start <= one.weapon.start && one.weapon.end <= one.end) ? one.weapon : null)),
      sources: reported.map((id) => (id ? this.claims.get(id) : undefined)).filter((one): one is Claim => Boolean(one)),
      empty: leftEmpty(group, { actor: actors.length, recipient: recipients.length, place: place ? 1 : 0, time: time ? 1 : 0 }), ties: [],
    };
  }

  private sourceOf(claim: Claim): { words: string; kind: string; count: number | null; claim: Claim; key: string } {
    const span = claim.source;
    const mention = claim.source_mention ? this.mentions.get(claim.source_mention) : span ? this.at.get(span.start) : undefined;
    const full = mention?.refers_to ? this.mentions.get(mention.refers_to) : mention;
    const said = span ? this.words(span) : "unnamed source";
    const name = full && full !== mention && full.label !== "PRONOUN" ? this.words(full, 60) : said;
    return { words: name, kind: claim.source_kind, count: claim.source_count, claim, key: full?.mention_id ?? said.toLowerCase() };
  }

  /** Claims under those who make them, in the order in which they first speak; who speak together stand together. */
  voices(claims: Claim[]): Voice[] {
    const breaths = new Map<string, Claim[]>();
    for (const claim of claims) {
      const key = `${claim.cue.start}:${claim.content.map((span) => `${span.start}-${span.end}`).join()}:${claim.stance}`;
      breaths.set(key, [...(breaths.get(key) ?? []), claim]);
    }
    const voices = new Map<string, Voice>();
    for (const group of breaths.values()) {
      const sources = group.map((claim) => this.sourceOf(claim));
      const key = sources.map((one) => one.key).join("|");
      const voice = voices.get(key) ?? { key, names: sources, sayings: [] };
      voices.set(key, voice);
      const claim = group[0] as Claim;
      const words = claim.content.map((span) => this.words(span, 300)).join(" … ");
      const many = group.length > 1 || (claim.source_count ?? 1) > 1 || /^(analysts|officials|both|they|sources|experts|witnesses|residents)$/i.test(sources[0]?.words ?? "");
      voice.sayings.push({ claims: group, words, stance: claim.stance, many, certainty: claim.certainty, cue: claim.cue, content: claim.content,
        events: [...new Set(group.flatMap((one) => one.events))] });
    }
    return [...voices.values()];
  }
}

function fullness(event: Event): number {
  return [event.actors.length, event.recipients.length, event.place, event.time, event.killed, event.injured, event.weapon, event.modes.length]
    .filter(Boolean).length + (event.status === "current" ? 1 : 0);
}

/** The events in groups that `same_as` links join. */
function merge(events: Event[], links: Link[]): Event[][] {
  const root = new Map(events.map((event) => [event.event_id, event.event_id]));
  const find = (one: string): string => {
    let at = one;
    while (root.get(at) !== at) at = root.get(at) as string;
    return at;
  };
  for (const link of links) {
    if (link.relation === "same_as" && root.has(link.left) && root.has(link.right)) root.set(find(link.left), find(link.right));
  }
  const groups = new Map<string, Event[]>();
  for (const event of events) {
    const key = find(event.event_id);
    groups.set(key, [...(groups.get(key) ?? []), event]);
  }
  return [...groups.values()];
}

/** Says of each happening what it came of and what came of it: only what words of the report license. */
function tie(links: Link[], owner: Map<string, Happening>): void {
  const best = new Map<string, { effect: Happening; cause: Happening; link: Link }>();
  for (const link of links) {
    if (link.relation !== "caused_by" && !(link.relation === "follows" && link.cue)) continue;
    const effect = owner.get(link.left), cause = owner.get(link.right);
    if (!effect || !cause || effect === cause) continue;
    const key = `${effect.key}>${cause.key}`;
    const old = best.get(key)?.link;
    if (!old || rank(link) > rank(old)) best.set(key, { effect, cause, link });
  }
  for (const { effect, cause, link } of best.values()) {
    const common = { relation: link.relation, cue: link.cue, score: link.score, method: link.method };
    effect.ties.push({ ...common, other: cause, way: "cause" });
    cause.ties.push({ ...common, other: effect, way: "effect" });
  }
}
const rank = (link: Link) => (link.relation === "caused_by" ? 1 : 0) + link.score;

const dayOf = (one: Happening) => one.time?.latest ?? one.event.latest ?? one.time?.earliest ?? one.event.earliest ?? "";
const latestFirst = (a: Happening, b: Happening) => dayOf(b).localeCompare(dayOf(a)) || a.event.start - b.event.start;

function byDay(story: Happening[]): { day: string; items: Happening[] }[] {
  const groups = new Map<string, Happening[]>();
  for (const one of [...story].sort(latestFirst)) groups.set(one.day, [...(groups.get(one.day) ?? []), one]);
  const undated = groups.get("");
  groups.delete("");
  const days = [...groups].map(([day, items]) => ({ day, items }));
  return undated ? [...days, { day: "", items: undated }] : days;
}

const TOLD = ["actor", "recipient", "place", "time"] as const;

/** Slots that no mention of an event fills, with the reason where one is given. Not every event has a recipient. */
function leftEmpty(group: Event[], filled: Record<string, number>): { slot: string; reason: string }[] {
  const reasons = new Map(group.flatMap((event) => event.why).filter((why: Why) => why.empty).map((why) => [why.slot, why.method]));
  return TOLD.filter((slot) => !filled[slot] && (slot !== "recipient" || reasons.has(slot)))
    .map((slot) => ({ slot, reason: reasons.get(slot) ?? "" }));
}
