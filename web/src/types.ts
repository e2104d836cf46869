/** The shapes that the server answers with. Spans count code points of the report's text. */

export interface Span { start: number; end: number }
export interface List<Row> { items: Row[]; next: string | null; total: number | null }
export type Quad = 1 | 2 | 3 | 4;
export type Status = "current" | "historical" | "future" | "hypothetical";

export interface Info {
  version: string;
  store: string;
  counts: Record<string, number>;
  read_only: boolean;
  first: string | null;
  last: string | null;
  publishers: string[];
  types: { name: string; quad: number; label: string; score: number; modes?: string[] }[];
  fields?: ({ name: string; about: string } | string)[];
}

export interface Actor { name: string | null; country: string | null; sectors: string[]; target: string | null; method: string; score: number }
export interface Place {
  name: string | null; country: string | null; admin1: string | null; lat: number | null; lon: number | null;
  precision: string; method: string; score: number;
}
export interface Mention extends Span {
  mention_id: string; label: string; refers_to: string | null; method: string; score: number;
  actor: Actor | null; place: Place | null;
}
export interface TimeRef { time_id: string; start: number | null; end: number | null; value: string; earliest: string | null; latest: string | null; basis: string }
export interface Count extends Span { low: number; best: number; high: number; approx: boolean }
export interface Why { slot: string; method: string; score: number; start: number | null; end: number | null; empty: boolean }
export interface Verdict { verdict: string; by?: string; at?: string; reason?: string | null }
export interface Event extends Span {
  event_id: string; sentence: number; text: string; event_type: string; quad: number | null; score: number | null;
  modes: string[]; contexts: string[]; status: Status; status_cue: Span | null; negated: boolean; negation_cue: Span | null;
  actors: string[]; recipients: string[]; place: string | null; time: string | null; earliest: string | null; latest: string | null;
  killed: Count | null; injured: Count | null; weapon: Span | null; reported_by: string | null; confidence: number; method: string;
  why: Why[]; review: Verdict | null;
}
export interface Claim {
  claim_id: string; source: Span | null; cue: Span; content: Span[]; speech: string; source_kind: string; source_count: number | null;
  stance: string; certainty: string; events: string[]; score: number;
}
export interface Link { left: string; right: string; relation: string; cue: Span | null; score: number; method: string }
export interface ReportHead {
  report_id: string; title: string | null; url: string | null; publisher: string | null; byline: string | null;
  published: string | null; published_basis: string | null; language: string | null; text: string;
}
export interface Reading {
  report: ReportHead;
  parts: (Span & { kind: string })[];
  sentences: (Span & { index: number; part: string })[];
  mentions: Mention[]; times: TimeRef[]; events: Event[]; claims: Claim[]; links: Link[];
}

export interface ReportRow { report_id: string; title: string | null; publisher: string | null; published: string | null; language: string | null; events: number; claims: number }

/** A row of `flat_events`. */
export interface Row {
  event_id: string; report_id: string; event_type: string; quad: number | null; score: number | null; modes: string[]; status: Status;
  negated: boolean; earliest: string | null; latest: string | null;
  actor_names: string[]; actor_countries: (string | null)[]; actor_sectors: (string | null)[];
  recipient_names: string[]; recipient_countries: (string | null)[]; recipient_sectors: (string | null)[];
  place_name: string | null; country: string | null; lat: number | null; lon: number | null; precision: string | null;
  killed_low: number | null; killed_best: number | null; killed_high: number | null; injured_best: number | null;
  confidence: number; source: string | null; source_kind: string | null; publisher: string | null; title: string | null; published: string | null;
  text: string; words: string; trigger_start?: number; sentence_start?: number;
}
