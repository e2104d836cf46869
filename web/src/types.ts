/** The shapes that the server answers with. Spans count code points of the report's text. */

export interface Span { start: number; end: number }
export interface List<Row> { items: Row[]; next: string | null; total: number | null }
export type Quad = 1 | 2 | 3 | 4;
export type Status = "current" | "historical" | "future" | "hypothetical";

export interface Info {
  version: string;
  store: string;
  read_only: boolean;
  counts: Record<string, number>;
  first_day: string | null;
  last_day: string | null;
  publishers: { publisher: string; reports: number }[];
  fields: { name: string; kind: string; says: string }[];
  sorts: string[];
  types: { name: string; quad: number; label: string; score: number; definition: string; modes: Record<string, string> }[];
  contexts: Record<string, string>;
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
  why: (Why & { says?: string })[]; review: Verdict | null; incident_id?: string | null; same_as?: string;
}
export interface Claim {
  claim_id: string; source: Span | null; source_mention?: string | null; cue: Span; content: Span[]; speech: string; source_kind: string; source_count: number | null;
  stance: string; certainty: string; events: string[]; score: number;
}
export interface Link { left: string; right: string; relation: string; judgement?: string; cue: Span | null; score: number; method: string }
export interface ReportHead {
  report_id: string; title: string | null; url: string | null; publisher: string | null; byline: string | null;
  published: string | null; published_basis: string | null; language: string | null; text: string;
}
export interface Reading {
  report: ReportHead;
  stored?: boolean;
  parts: (Span & { kind: string })[];
  sentences: (Span & { index: number; part: string })[];
  mentions: Mention[]; times: TimeRef[]; events: Event[]; claims: Claim[]; links: Link[];
}

export interface ReportRow { report_id: string; title: string | null; publisher: string | null; published: string | null; language: string | null; events: number; claims: number }

/** A row of the store's `flat_events`. */
export interface Row {
  event_id: string; report_id: string; repeated: boolean; event_type: string; modes: string[]; contexts: string[]; quad_class: number | null;
  score: number | null; status: Status; negated: boolean; words: string; trigger_start: number; trigger_end: number;
  actor_names: (string | null)[]; actor_words: (string | null)[]; actor_countries: (string | null)[]; actor_sectors: (string | null)[];
  recipient_names: (string | null)[]; recipient_words: (string | null)[]; recipient_countries: (string | null)[]; recipient_sectors: (string | null)[];
  place_words: string | null; place_name: string | null; place_country: string | null; latitude: number | null; longitude: number | null; precision: string | null;
  time_words: string | null; earliest: string | null; latest: string | null; date_basis: string | null; date_from: string | null;
  killed_low: number | null; killed_best: number | null; killed_high: number | null; injured_best: number | null; weapon: string | null;
  source_words: string | null; source_kind: string | null; certainty: string | null; confidence: number; method: string;
  text: string; title: string | null; publisher: string | null; url: string | null; published: string | null;
}
export interface EventView {
  event: Row;
  evidence: { sentence: string; sentence_start: number; spans: (Span & { slot: string })[]; before: string; after: string };
  why: (Why & { says: string })[];
  incident_id: string | null;
}

export interface TimeBin { bin: string; quad: number | null; count: number; happenings: number; killed: number | null; shared: number; inferred: number }
export interface Timeline { bin: string; dates: string; undated: number; vague: number; items: TimeBin[] }
export interface Lane { left: string; right: string; total: number; bins: { bin: string; up: number; down: number; killed: number | null; inferred: number }[] }
export interface Lanes { bin: string; undated: number; vague: number; items: Lane[] }
export interface Quads { quad1: number; quad2: number; quad3: number; quad4: number }
export interface Spot extends Quads {
  kind: "cluster" | "area"; count: number; happenings: number; killed: number | null; event_ids: string[]; precision: string; radius_km: number | null;
  place_name: string | null; places: number; country: string | null; admin1: string | null; filter: string;
}
export interface MapView { features: { geometry: { coordinates: [number, number] }; properties: Spot }[]; unplaced: number; cell: number }
export interface CountRow { events: number; happenings: number; killed: number | null; injured: number | null; [group: string]: string | number | null }
export interface Counts { by: string[]; items: CountRow[] }

export interface Toll { low: number; best: number; high: number; approx: boolean }
export interface Where { name: string | null; country: string | null; admin1: string | null; lat: number | null; lon: number | null; precision: string; radius_km: number | null }
export interface IncidentRow {
  incident_id: string; title: string; event_type: string; label: string; quad: number | null; modes: string[]; ahead: boolean;
  actor: string | null; recipient: string | null; place: Where | null; earliest: string | null; latest: string | null; when: string | null; date_method: string;
  killed: Toll | null; injured: Toll | null; events: number; reports: number; voices: number; countries: string[]; disputed: string[]; grade: string; cohesion: number; pinned: boolean;
}
export interface TollStep extends Toll { event_id: string; report_id: string; published: string | null }
export interface Version { source: string; source_kind: string; stance: string; country: string | null; voices: number; events: string[]; killed: Toll | null; injured: Toll | null }
export interface IncidentEvent {
  event_id: string; report_id: string; sentence: string; trigger: string; event_type: string; modes: string[]; actor: string | null; recipient: string | null;
  earliest: string | null; latest: string | null; published: string | null; publisher: string | null; report_title: string | null; source: string | null;
  source_kind: string; stance: string; negated: boolean; killed: Toll | null; injured: Toll | null;
}
export interface Source { report_id: string; title: string | null; publisher: string | null; published: string | null; url: string | null; family_id: string | null; edition: string | null; events: number }
export interface Reason { left: string; right: string; score: number | null; evidence: { name: string; weight: number }[]; ruled: string | null; by: string | null; note: string | null }
export interface ChainLink { left: string; right: string; relation: string; method: string; score: number; reason: string; events: string[] }
export interface ChainNode { incident_id: string; title: string; event_type: string; quad: number | null; earliest: string | null; latest: string | null; grade: string; distance: number }
export interface StoryRow { story_id: string; title: string; first_day: string | null; last_day: string | null; reports: number; incidents: number }
export interface IncidentView {
  incident: IncidentRow; best: string; grade_reason: string; killed_history: TollStep[]; injured_history: TollStep[]; versions: Version[];
  confirms: string[]; denies: string[]; claims: string[]; events: IncidentEvent[]; sources: Source[]; reasons: Reason[];
  chain: ChainLink[]; chain_incidents: ChainNode[]; stories: StoryRow[];
}
export interface StoryView { story: StoryRow; incidents: IncidentRow[]; chain: ChainLink[] }
export interface DyadRow extends Quads { left: string; right: string; left_name: string | null; right_name: string | null; count: number; happenings: number; forth: number; back: number; killed: number | null; score: number | null; first_day: string | null; last_day: string | null }
export interface DyadBin extends Quads { bin: string; count: number; killed: number | null; shared: number; inferred: number; score: number | null; low: number | null; high: number | null }
export interface DyadView { left: string; right: string; left_name: string | null; right_name: string | null; bin: string; dates: string; filter: string; undated: number; vague: number; series: DyadBin[]; events: Row[]; total: number }
