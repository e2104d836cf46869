import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { ask, forget, forgetOne, get, post, prefetch, Problem, useGet } from "./api";
import { useFilter } from "./filter";
import { clean, cutter, number, sayInterval, share } from "./format";
import { Page, tell, Trouble, useInfo, Waiting } from "./frame";
import { Glyph } from "./glyph";
import { keysOn, onKeys } from "./keys";
import { beReviewer, reviewer } from "./reviewer";
import { go, set, usePlace } from "./router";
import { Context, type Slots, SLOT_KEYS, SLOTS, type SlotName } from "./review-text";
import { Agreement, Log } from "./review-log";
import type { Event, List, Reading, Row, Span, Status } from "./types";
import { modesOf, modeWord, quadClass, sayType, STATUS_NAMES, statusWord, typeWord, TYPE_NAMES } from "./words";

export interface QueueRow extends Row { priority: number; doubt: number; weight: number; incident_id: string | null }
interface Done { review_id: string; event_id: string; verdict: string; ruling?: string }
interface Draft { event_type?: string; modes?: string[]; status?: Status; negated?: boolean; actors?: Span[]; recipients?: Span[]; place?: Span | null; time?: Span | null; trigger?: Span }

/** Event after event, the weightiest doubt first: accept, reject, or set right, without the mouse. */
export function ReviewView() {
  const filter = useFilter();
  const info = useInfo();
  const { params } = usePlace();
  const tab = params.get("tab") ?? "";
  const [name, setName] = useState(reviewer);
  const [rows, setRows] = useState<QueueRow[]>([]);
  const [total, setTotal] = useState<number | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(true);
  const [done, setDone] = useState<Done[]>([]);
  const next = useRef<string | null>(null);
  const wanted = params.get("event");
  const load = async (more: boolean) => {
    try {
      const page = await get<List<QueueRow>>(ask("/api/review/queue", { q: filter.whole, by: name, limit: 40, cursor: more ? next.current : null }));
      next.current = page.next;
      setRows((old) => (more ? [...old, ...page.items] : page.items));
      if (page.total !== null) setTotal(page.total);
      setProblem(null);
    } catch (error) {
      setProblem(error as Problem);
    }
    setBusy(false);
  };
  useEffect(() => { setBusy(true); void load(false); }, [filter.whole, name]);
  const at = wanted ? rows.findIndex((row) => row.event_id === wanted) : 0;
  const current = wanted ?? rows[0]?.event_id ?? null;
  useEffect(() => {
    for (const row of rows.slice(Math.max(0, at) + 1, Math.max(0, at) + 4)) prefetch(reportOf(row.event_id));
  }, [rows, at]);
  const step = (by: number) => {
    const to = rows[Math.max(0, Math.min(rows.length - 1, (at < 0 ? 0 : at) + by))];
    if (to) set({ event: to.event_id });
    if (next.current && at + by > rows.length - 10) void load(true);
  };
  const finish = (one: Done) => {
    setDone((old) => [one, ...old]);
    const place = rows.findIndex((row) => row.event_id === one.event_id);
    const rest = rows.filter((row) => row.event_id !== one.event_id);
    setRows(rest);
    setTotal((old) => (old === null || place < 0 ? old : old - 1));
    set({ event: rest[Math.min(Math.max(0, place), rest.length - 1)]?.event_id ?? null });
    forget();
    forgetOne(reportOf(one.event_id));
    tell(`${one.verdict}ed. ${rest.length ? `Next: ${clean(rest[Math.max(0, place)]?.words ?? "", 40)}` : "The queue is empty."}`.replace("rejecteded", "rejected"));
    if (next.current && rest.length < 12) void load(true);
  };
  const undo = async () => {
    const last = done[0];
    if (!last) return;
    try {
      if (last.ruling) await post(`/api/rulings/${last.ruling}/undo`, {});
      else await post("/api/review", { verdict: "undo", by: name || "analyst", undo_of: last.review_id });
      setDone((old) => old.slice(1));
      forget();
      forgetOne(reportOf(last.event_id));
      await load(false);
      set({ event: last.event_id });
      tell("Taken back.");
    } catch (error) {
      setProblem(error as Problem);
    }
  };
  useEffect(() => onKeys((key, press) => {
    if (!keysOn()) return;
    const act = { u: () => void undo(), j: () => step(1), k: () => step(-1) }[key];
    if (act) { press.preventDefault(); act(); }
  }));
  return (
    <Page title="Review" wide name="review">
      <aside class="queue" aria-label="Queue">
        <header><h1>Review</h1>
          <label class="as">as <input type="text" value={name} placeholder="your name" maxLength={80} autocomplete="username" onChange={(event) => { setName(event.currentTarget.value.trim()); beReviewer(event.currentTarget.value.trim()); }} /></label></header>
        <p class="quiet">{total !== null && `${number(total)} to look at, the weightiest doubt first`}{done.length > 0 && <> · {done.length} done <button type="button" class="plain link" onClick={() => void undo()}>undo</button></>}</p>
        <div class="seg" role="group" aria-label="Part"><button type="button" class="chip" aria-pressed={tab === ""} onClick={() => set({ tab: null })}>Queue</button><button type="button" class="chip" aria-pressed={tab === "log"} onClick={() => set({ tab: "log" })}>Log</button><button type="button" class="chip" aria-pressed={tab === "agree"} onClick={() => set({ tab: "agree" })}>Agreement</button><a class="chip" href="/api/review/gold.jsonl" download="gold.jsonl">Gold</a></div>
        <ol>{rows.map((row) => (
          <li key={row.event_id}><button type="button" class={`queue-row ${quadClass(row.quad_class)}`} aria-current={row.event_id === current ? "true" : undefined} onClick={() => set({ event: row.event_id, tab: null })}>
            <Glyph quad={row.quad_class} /><span class="clip"><b>{clean(row.words, 40)}</b> <span class="quiet">{sayType(row.event_type, row.modes)}</span></span><span class="doubt" title={`doubt ${share(row.doubt)} × weight ${share(row.weight)}`}>{row.priority.toFixed(2)}</span></button></li>
        ))}</ol>
      </aside>
      <div class="bench">
        {problem && <Trouble problem={problem} again={() => void load(false)} />}
        {info?.read_only && <p class="trouble">This desk is read only: nothing can be judged here.</p>}
        {tab === "log" ? <Log /> : tab === "agree" ? <Agreement me={name} /> : (
          <>
            {busy && !current && <Waiting what="the queue" />}
            {!busy && !current && !problem && <p class="nothing">Nothing is left to look at under this filter.</p>}
            {current && <Bench key={current} id={current} by={name || "analyst"} row={rows.find((row) => row.event_id === current) ?? null} done={finish} ruled={(one) => { setDone((old) => [one, ...old]); forget(); }} step={step} undo={undo} undoable={done.length > 0} locked={info?.read_only ?? false} />}
          </>
        )}
      </div>
    </Page>
  );
}

const reportOf = (event: string): string => `/api/reports/${encodeURIComponent(event.split(":")[0] ?? "")}`;

interface BenchProps { id: string; by: string; row: QueueRow | null; done: (one: Done) => void; ruled: (one: Done) => void; step: (by: number) => void; undo: () => Promise<void>; undoable: boolean; locked: boolean }

function Bench({ id, by, row, done, ruled, step, undo, undoable, locked }: BenchProps) {
  const { data, problem } = useGet<Reading>(reportOf(id));
  const event = data?.events.find((one) => one.event_id === id) ?? null;
  if (problem) return <Trouble problem={problem} />;
  if (!data) return <Waiting what="the report" />;
  if (!event) return <p class="nothing">This event is no longer there: its report was coded anew.</p>;
  return <Judge {...{ reading: data, event, by, row, done, ruled, step, undo, undoable, locked }} />;
}

function Judge({ reading, event, by, row, done, ruled, step, undo, undoable, locked }: Omit<BenchProps, "id"> & { reading: Reading; event: Event }) {
  const [draft, setDraft] = useState<Draft>({});
  const [slot, setSlot] = useState<SlotName | null>(null);
  const [reason, setReason] = useState("");
  const latest = useRef(""); // a key may ask to save before the last letter is drawn
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const bench = useRef<HTMLDivElement>(null);
  const cut = useMemo(() => cutter(reading.report.text), [reading]);
  const told = useMemo(() => slotsOf(reading, event), [reading, event]);
  const slots: Slots = { event: draft.trigger ? [draft.trigger] : told.event, actor: draft.actors ?? told.actor, recipient: draft.recipients ?? told.recipient, place: draft.place === undefined ? told.place : draft.place ? [draft.place] : [], time: draft.time === undefined ? told.time : draft.time ? [draft.time] : [] };
  const type = draft.event_type ?? event.event_type, modes = draft.modes ?? event.modes, status = draft.status ?? event.status, negated = draft.negated ?? event.negated;
  const changed = Object.keys(draft).length > 0;

  const send = async (verdict: "accept" | "reject" | "correct") => {
    if (busy || locked) return;
    setBusy(true);
    try {
      const answer = await post<{ review: { review_id: string } }>("/api/review", { verdict, by, event_id: event.event_id, reason: latest.current, ...(verdict === "correct" ? { changes: draft } : {}) });
      done({ review_id: answer.review.review_id, event_id: event.event_id, verdict });
    } catch (error) {
      setProblem(error as Problem);
      setBusy(false);
    }
  };
  const split = async () => {
    if (!event.incident_id || busy || locked) return;
    setBusy(true);
    try {
      const told = await post<{ rulings: string[] }>(`/api/incidents/${event.incident_id}/split`, { events: [event.event_id], by, reason: latest.current });
      ruled({ review_id: "", event_id: event.event_id, verdict: "split", ruling: told.rulings[0] ?? "" });
      tell("Split off from its incident.");
      setProblem(null);
    } catch (error) {
      setProblem(error as Problem);
    }
    setBusy(false);
  };
  const put = (name: SlotName, spans: Span[]) => {
    const one = spans[0] ?? null;
    setDraft((old) => name === "event" ? (one ? { ...old, trigger: one } : old) : name === "actor" ? { ...old, actors: spans } : name === "recipient" ? { ...old, recipients: spans } : { ...old, [name]: one });
    tell(`${name}: ${spans.map((span) => cut(span.start, span.end)).join(", ") || "empty"}`);
  };
  const focus = (selector: string) => bench.current?.querySelector<HTMLElement>(selector)?.focus();
  useEffect(() => onKeys((key, press) => {
    if (!keysOn() || (press.target instanceof HTMLElement && press.target.closest(".bar, .queue"))) return;
    const acts: Record<string, () => void> = {
      a: () => void send(changed ? "correct" : "accept"), c: () => void send(changed ? "correct" : "accept"), x: () => void send("reject"),
      t: () => focus("#type"), m: () => focus(".modes input"), s: () => setDraft((old) => ({ ...old, status: STATUS_NAMES[(STATUS_NAMES.indexOf(status) + 1) % 4] as Status })), n: () => setDraft((old) => ({ ...old, negated: !negated })),
      r: () => focus("#reason"), p: () => void split(), i: () => { if (event.incident_id) go(`/incidents/${event.incident_id}`); }, Escape: () => { if (slot) setSlot(null); else setDraft({}); },
    };
    const named = SLOTS.find((one) => SLOT_KEYS[one] === key);
    if (named) { press.preventDefault(); setSlot(named); return; }
    const act = acts[key];
    if (act) { press.preventDefault(); act(); }
  }));
  return (
    <div class={`judge ${quadClass(event.quad)}`} ref={bench}>
      <header class="judge-head">
        <p class="eyebrow"><Glyph quad={event.quad} named negated={negated} /> <b class="kind">{sayType(type, modes)}</b>{negated && <span class="badge">did not happen</span>}{status !== "current" && <span class="badge">{statusWord(status)}</span>}
          <span class="quiet"> confidence {share(event.confidence)}{row && ` · doubt ${share(row.doubt)} × weight ${share(row.weight)}`}{event.review && ` · last: ${event.review.verdict} by ${event.review.by ?? ""}`}</span></p>
        <p class="quiet clip"><a href={`/reports/${reading.report.report_id}?event=${event.event_id}`} dir="auto">{clean(reading.report.title ?? "untitled report", 120)}</a> {[reading.report.publisher, sayInterval(event.earliest, event.latest, true)].filter(Boolean).map((one) => ` · ${one}`)}</p>
      </header>
      <Context reading={reading} event={event} slots={slots} slot={slot} put={put} leave={() => setSlot(null)} />
      <div class="slots-line" role="group" aria-label="Slots: choose one, then pick its words">
        {SLOTS.map((name) => (
          <span key={name} class={`slot-chip slot-${name} ${slot === name ? "on" : ""}`}>
            <button type="button" aria-pressed={slot === name} onClick={() => setSlot(slot === name ? null : name)}><kbd>{SLOT_KEYS[name]}</kbd> <i>{name}</i> {slots[name].length ? slots[name].map((span) => clean(cut(span.start, span.end), 40)).join(", ") : <em>empty</em>}</button>
            {name !== "event" && slots[name].length > 0 && <button type="button" class="empty-slot" aria-label={`Empty ${name}`} onClick={() => put(name, [])}>×</button>}
          </span>
        ))}
      </div>
      <div class="fields">
        <label for="type">Type <kbd>t</kbd></label>
        <select id="type" value={type} onChange={(change) => setDraft((old) => ({ ...old, event_type: change.currentTarget.value, modes: [] }))}>{TYPE_NAMES.map((one) => <option key={one} value={one}>{`${typeWord(one)} – ${one}`}</option>)}</select>
        <span>Mode <kbd>m</kbd></span>
        <div class="modes" role="group" aria-label="Modes">{modesOf(type).map((mode) => (
          <label key={mode} class="tick"><input type="checkbox" checked={modes.includes(mode)} onChange={() => setDraft((old) => ({ ...old, modes: modes.includes(mode) ? modes.filter((one) => one !== mode) : [...modes, mode] }))} /> {modeWord(type, mode)}</label>
        ))}{!modesOf(type).length && <span class="quiet">this type has none</span>}</div>
        <span>Status <kbd>s</kbd></span>
        <div role="radiogroup" aria-label="Status" class="modes">{STATUS_NAMES.map((one) => <label key={one} class="tick"><input type="radio" name="status" checked={status === one} onChange={() => setDraft((old) => ({ ...old, status: one }))} /> {statusWord(one)}</label>)}
          <label class="tick"><input type="checkbox" checked={negated} onChange={() => setDraft((old) => ({ ...old, negated: !negated }))} /> did not happen <kbd>n</kbd></label></div>
        <label for="reason">Reason <kbd>r</kbd></label>
        <input id="reason" type="text" value={reason} maxLength={2000} placeholder="why, for the log" onInput={(change) => { latest.current = change.currentTarget.value; setReason(latest.current); }} onKeyDown={(press) => { if (press.key === "Enter" || press.key === "Escape") press.currentTarget.blur(); }} />
      </div>
      {problem && <Trouble problem={problem} />}
      <div class="verdicts">
        <button type="button" class="button main" disabled={busy || locked} onClick={() => void send(changed ? "correct" : "accept")}><kbd>a</kbd> {changed ? "Save as corrected" : "Accept"}</button>
        <button type="button" class="button" disabled={busy || locked} onClick={() => void send("reject")}><kbd>x</kbd> Reject</button>
        <button type="button" class="button" disabled={!undoable} onClick={() => void undo()}><kbd>u</kbd> Undo</button>
        <button type="button" class="button" onClick={() => step(1)}><kbd>j</kbd> Skip</button>
        {event.incident_id && <><a class="button" href={`/incidents/${event.incident_id}`}><kbd>i</kbd> Its incident</a><button type="button" class="button" disabled={busy || locked} onClick={() => void split()}><kbd>p</kbd> Split off</button></>}
        {changed && <button type="button" class="plain link" onClick={() => setDraft({})}>discard the changes</button>}
      </div>
      <details class="why-fold"><summary>Why it was coded so</summary><table class="plain-table"><tbody>{event.why.map((why, index) => <tr key={index} class={why.empty ? "left-empty" : ""}><th scope="row">{why.slot}</th><td>{why.empty ? "left empty: " : ""}{why.says || why.method}</td><td class="n">{share(why.score)}</td></tr>)}</tbody></table></details>
    </div>
  );
}

function slotsOf(reading: Reading, event: Event): Slots {
  const mention = (id: string | null) => reading.mentions.find((one) => one.mention_id === id);
  const span = (one: { start: number | null; end: number | null } | undefined): Span[] => (one && one.start !== null && one.end !== null ? [{ start: one.start, end: one.end }] : []);
  return {
    event: [{ start: event.start, end: event.end }], actor: event.actors.flatMap((id) => span(mention(id))), recipient: event.recipients.flatMap((id) => span(mention(id))),
    place: span(mention(event.place)), time: span(reading.times.find((one) => one.time_id === event.time)),
  };
}
