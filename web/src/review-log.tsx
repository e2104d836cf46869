import { useState } from "preact/hooks";
import { ask, forget, post, type Problem, useGet } from "./api";
import { clean, share } from "./format";
import { Trouble, useInfo, Waiting } from "./frame";
import { reviewer } from "./reviewer";
import { ListEnd, useList } from "./lists";
import { typeWord } from "./words";

interface LogRow { review_id: string; report_id: string; event_id: string; verdict: string; changes: Record<string, unknown>; reason: string; by: string; at: string; undo_of: string | null; standing: boolean; event_type: string; title: string | null }

/** What was said, by whom and when. Nothing is ever taken out of it. */
export function Log() {
  const list = useList<LogRow>("/api/review/log", { limit: 100 });
  const info = useInfo();
  const [problem, setProblem] = useState<Problem | null>(null);
  const back = (one: LogRow) => post("/api/review", { verdict: "undo", by: reviewer() || "analyst", undo_of: one.review_id }).then(
    () => { forget(); list.again(); }, (error: Problem) => setProblem(error));
  return (
    <section aria-label="Log">
      {problem && <Trouble problem={problem} />}
      {list.items.length > 0 && <div class="scroll-x" tabIndex={0} role="group" aria-label="Log"><table class="plain-table">
        <thead><tr><th scope="col">When</th><th scope="col">Who</th><th scope="col">Verdict</th><th scope="col">Event</th><th scope="col">Changes</th><th scope="col">Reason</th></tr></thead>
        <tbody>{list.items.map((one) => (
          <tr key={one.review_id} class={one.standing ? "" : "undone"}>
            <td>{one.at.slice(0, 16).replace("T", " ")}</td><td>{clean(one.by, 40)}</td><td>{one.verdict}{!one.standing && <span class="quiet"> (taken back)</span>}</td>
            <td><a href={`/review?event=${one.event_id}`}>{typeWord(one.event_type)}</a> <span class="quiet">{clean(one.title ?? "", 50)}</span></td>
            <td>{Object.entries(one.changes).map(([name, value]) => <code key={name}>{name}: {brief(value)} </code>)}</td><td>{clean(one.reason, 120)}{one.standing && one.verdict !== "undo" && !info?.read_only && <> <button type="button" class="plain link" onClick={() => void back(one)}>take back</button></>}</td>
          </tr>
        ))}</tbody>
      </table></div>}
      <ListEnd list={list} what="entries" none="Nothing was judged yet." />
    </section>
  );
}

const brief = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value) ?? "").slice(0, 60);

interface AgreementView { a: string; b: string; events: number; fields: { field: string; events: number; same: number; kappa: number | null }[]; differences: { event_id: string; field: string; a: unknown; b: unknown }[]; reviewers: string[] }

/** How far two reviewers agree on the events that both judged. */
export function Agreement({ me }: { me: string }) {
  const [a, setA] = useState(me);
  const [b, setB] = useState("");
  const { data, problem } = useGet<AgreementView>(ask("/api/review/agreement", { a: a || me || "-", b: b || "-" }));
  if (problem) return <Trouble problem={problem} />;
  if (!data) return <Waiting what="the agreement" />;
  const pick = (value: string, change: (next: string) => void, label: string) => (
    <label>{label} <select value={value} onChange={(event) => change(event.currentTarget.value)}><option value="">–</option>{data.reviewers.map((one) => <option key={one} value={one}>{one}</option>)}</select></label>
  );
  return (
    <section aria-label="Agreement">
      <p class="agree-pick">{pick(a, setA, "Reviewer")} {pick(b, setB, "and")} <span class="quiet">{data.events} events judged by both</span></p>
      {data.fields.length > 0 && <table class="plain-table"><thead><tr><th scope="col">Field</th><th scope="col" class="n">Events</th><th scope="col" class="n">Same</th><th scope="col" class="n">Cohen's κ</th></tr></thead>
        <tbody>{data.fields.map((one) => <tr key={one.field}><th scope="row">{one.field}</th><td class="n">{one.events}</td><td class="n">{one.same}</td><td class="n">{one.kappa === null ? "–" : share(one.kappa)}</td></tr>)}</tbody></table>}
      {data.differences.length > 0 && <><h2 class="spaced">Where they differ</h2><table class="plain-table"><thead><tr><th scope="col">Event</th><th scope="col">Field</th><th scope="col">{data.a}</th><th scope="col">{data.b}</th></tr></thead>
        <tbody>{data.differences.map((one, index) => <tr key={index}><td><a href={`/review?event=${one.event_id}`}>{one.event_id}</a></td><td>{one.field}</td><td>{brief(one.a)}</td><td>{brief(one.b)}</td></tr>)}</tbody></table></>}
    </section>
  );
}
