/** The shapes of analyses, as src/dateline/web/schemas/studies.py has them. */
import type { List } from "./types";

export interface Cite { report_id: string; sentence: number; of: string; text: string; publisher: string | null; title: string | null; published: string | null }
export interface Act { act_id: string; side: string; day: string | null; day_method: string; event_type: string; label: string; quad: number; step: number; says: string; grade: string | null; events: string[]; cite: Cite }
export interface Pair { left: string; right: string; left_name: string; right_name: string }

export interface Rung { step: number; name: string; says: string; acts: number; last: string | null; events: string[] }
export interface Standing { day: string; rung: number; name: string; says: string; trend: string; before: number; peak: number; peak_name: string; peak_day: string | null; descent: number; last_force: string | null }
export interface Week { start: string; conflict: number; low: number | null; high: number | null; cooperation: number; rung: number; forth: number; back: number; hostile: number; reciprocity: number | null; reports: number; events: string[] }
export interface Turn { start: string; before: number; after: number; p: number }
export interface Anomaly { start: string; count: number; expected: number; p: number }
export interface Alike { start: string; end: string; score: number; followed: number; followed_name: string; acts: Act[]; next: Act[] }
export interface Picture extends Pair {
  today: string | null; acts: number; undated: number; inferred: number; earlier: number; sources: number; window: number; force: number;
  standing: Standing | null; ladder: Rung[]; weeks: Week[]; turns: Turn[]; anomalies: Anomaly[]; likenesses: Alike[];
}

export interface Spread { q05: number; q25: number; q50: number; q75: number; q95: number }
export interface Baseline { name: string; chance: number | null; spread: Spread | null }
export interface Forecast {
  forecast_id: string; target: string; says: string; kind: string; horizon: number; due: string; method: string; chance: number | null; word: string | null;
  spread: Spread | null; baselines: Baseline[]; reason: string; drivers: { act: Act; expected: number }[];
}
export interface Answer { kind: string; by: string; chance: number; expected: number; half_after: number; most_after: number }
export interface Outlook extends Pair { made: string; confidence: string; confidence_reason: string; forecasts: Forecast[]; latest: Act | null; answers: Answer[]; kept: boolean }

export interface KeptRow extends Pair {
  forecast_id: string; made: string; saved: string; target: string; says: string; kind: string; horizon: number; due: string; method: string;
  chance: number | null; spread: Spread | null; baselines: Baseline[]; reason: string; outcome: number | null;
}
export interface KeptList extends List<KeptRow> { today: string | null }
export interface Score {
  target: string; says: string; horizon: number; measure: "Brier" | "CRPS"; forecasts: number; happened: number; best: string;
  methods: { name: string; score: number; log: number | null }[]; bins: { mean: number; share: number; forecasts: number }[]; error: number;
}

export interface Measure { name: string; chance: boolean; without: number; with_it: number; low: number; high: number }
export interface Scenario extends Pair {
  made: string; name: string; says: string; days: number; paths: number; seed: number; acts: number; confidence: string;
  measures: Measure[]; sensitivity: { kind: string; factor: number; chance: number }[];
}
export interface Mediator { country: string; name: string; score: number; ties: number[]; hostility: number; mediated: number; reasons: { kind: string; party: string; event_type: string; label: string; day: string | null; cite: Cite }[] }

export interface Statement { text: string; kind: string; grade: string | null; cites: number[] }
export interface Brief { title: string; made: string | null; reports: number; sections: { title: string; note: string; statements: Statement[] }[]; cites: Cite[] }

/** 9 %; never nought or a hundred, for nobody knows that. */
export const percent = (chance: number): string => `${Math.min(99, Math.max(1, Math.round(100 * chance)))} %`;
export const signed = (value: number, digits = 1): string => {
  const size = Math.abs(value).toFixed(digits);
  return Number(size) === 0 ? size : `${value < 0 ? "−" : "+"}${size}`;
};
export const METHODS: Record<string, string> = {
  outlook: "the outlook", response: "response model", regression: "regression", persistence: "as in the last days", climatology: "as usual", last: "as in the last year",
};
export const TARGETS: Record<string, { name: string; quad: string }> = {
  force: { name: "Force is used", quad: "mc" }, talks: { name: "They talk or give way", quad: "vp" },
  rung_up: { name: "A higher rung", quad: "vc" }, rung_down: { name: "A lower rung at the end", quad: "mp" },
  hostile: { name: "Acts against each other", quad: "mc" }, friendly: { name: "Acts with or for each other", quad: "mp" },
};

export interface Tie { left: string; right: string; acts: number; forth: number; back: number; quads: number[]; cooperation: number; conflict: number; balance: number; first_day: string | null; last_day: string | null; filter: string }
export interface NetNode { party: string; name: string; acts: number; cooperation: number; conflict: number; bloc: number | null; between: number }
export interface Bloc { number: number; parties: string[]; inside: number[]; outside: number[] }
export interface Broker { party: string; name: string; share: number; ties: { bloc: number; party: string; cooperation: number }[] }
export interface Frame { start: string; acts: number; cooperation: number; conflict: number; modularity: number; blocs: Record<string, number | null>; ties: { left: string; right: string; acts: number; balance: number }[] }
export interface Network { span: string; level: string; modularity: number; undated: number; parties: NetNode[]; ties: Tie[]; blocs: Bloc[]; brokers: Broker[]; frames: Frame[] }
