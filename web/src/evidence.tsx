import { useEffect, useRef, useState } from "preact/hooks";
import { ask, get, useGet } from "./api";
import { clean, plural, sayBasis, sayDays, sayShort, share } from "./format";
import { Trouble, Waiting } from "./frame";
import { Glyph } from "./glyph";
import { set, usePlace } from "./router";
import type { EventView, List, Row } from "./types";
import { KINDS, quadClass, sayType, statusWord } from "./words";

/** Opens the words behind a number: the events that a filter finds. */
export const see = (filter: string, name = ""): void => set({ see: filter, named: name || null }, false);

/** The very words behind whatever was pointed at, beside the view that it was pointed at in. */
export function EvidencePanel() {
  const { params } = usePlace();
  const filter = params.get("see");
  return filter ? <Panel key={filter} filter={filter} name={params.get("named") ?? ""} /> : null;
}

const close = () => set({ see: null, named: null });

function Panel({ filter, name }: { filter: string; name: string }) {
  const first = useGet<List<Row>>(ask("/api/events", { q: filter, limit: 40 }));
  const [more, setMore] = useState<Row[]>([]);
  const [next, setNext] = useState<string | null>(null);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => { setMore([]); setNext(first.data?.next ?? null); }, [first.data]);
  useEffect(() => {
    const back = document.activeElement;
    panel.current?.focus({ preventScroll: true });
    const press = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog[open]")) close();
    };
    document.addEventListener("keydown", press);
    return () => {
      document.removeEventListener("keydown", press);
      if (back instanceof HTMLElement && back.isConnected) back.focus({ preventScroll: true });
    };
  }, []);
  const rows = [...(first.data?.items ?? []), ...more];
  const load = async () => {
    if (!next) return;
    const page = await get<List<Row>>(ask("/api/events", { q: filter, limit: 40, cursor: next }));
    setMore((old) => [...old, ...page.items]);
    setNext(page.next);
  };
  return (
    <aside class="evidence" ref={panel} tabIndex={-1} aria-labelledby="evidence-title">
      <header>
        <div>
          <h2 id="evidence-title">The words behind it</h2>
          <p>{name && <b>{name} · </b>}{first.data ? plural(first.data.total ?? rows.length, "event mention") : "…"}</p>
        </div>
        <button type="button" class="round" aria-label="Close the evidence" onClick={close}>×</button>
      </header>
      {first.problem && <Trouble problem={first.problem} again={first.again} />}
      {!first.data && !first.problem && <Waiting what="the words" />}
      <ol>{rows.map((row) => <li key={row.event_id}><Quote row={row} open={rows.length === 1} /></li>)}</ol>
      {next && <button type="button" class="button" onClick={() => void load()}>More</button>}
      <p class="filter-line"><code>{filter}</code></p>
    </aside>
  );
}

/** One event in one sentence, its trigger marked. */
export function Quote({ row, open = false }: { row: Row; open?: boolean }) {
  const [why, setWhy] = useState(open);
  useEffect(() => { if (open) setWhy(true); }, [open]);
  return (
    <article class={`quote ${quadClass(row.quad_class)} ${row.status}`}>
      <p class="quote-line"><Glyph quad={row.quad_class} named negated={row.negated} /><RowLine row={row} />
        <time title={sayBasis(row)}>{sayDays(row) || (row.published ? `told ${sayShort(row.published)}` : "undated")}</time></p>
      <blockquote dir="auto"><Marked text={clean(row.text)} words={clean(row.words)} /></blockquote>
      <p class="quote-foot">
        {[row.publisher, row.title].filter((one): one is string => Boolean(one)).map((one) => clean(one, 70)).join(" · ")}
        {row.source_words && <> · according to {clean(row.source_words, 50)}{row.source_kind && row.source_kind !== "named" ? ` (${KINDS[row.source_kind] ?? row.source_kind})` : ""}</>}
      </p>
      <p class="quote-do">
        <a href={`/reports/${row.report_id}?event=${row.event_id}`}>In its report</a>
        <button type="button" class="plain link" aria-expanded={why} onClick={() => setWhy(!why)}>Why</button>
        <a href={`/review?event=${row.event_id}`}>Review</a>
        <span class="quiet">confidence {share(row.confidence)}</span>
      </p>
      {why && <WhyOf id={row.event_id} />}
    </article>
  );
}

/** How the event's fields were filled, with the sentences around. */
function WhyOf({ id }: { id: string }) {
  const { data, problem } = useGet<EventView>(`/api/events/${encodeURIComponent(id)}`);
  if (problem) return <Trouble problem={problem} />;
  if (!data) return <Waiting what="the reasons" />;
  const { evidence } = data;
  return (
    <div class="why">
      {(evidence.before || evidence.after) && <p class="around" dir="auto"><span class="quiet">{clean(evidence.before)}</span> <Marked text={clean(evidence.sentence)} words={clean(data.event.words)} /> <span class="quiet">{clean(evidence.after)}</span></p>}
      <table>
        <caption class="only-heard">How each field was filled</caption>
        <thead><tr><th scope="col">field</th><th scope="col">how</th><th scope="col" class="n">sure</th></tr></thead>
        <tbody>{data.why.map((why, index) => (
          <tr key={index} class={why.empty ? "left-empty" : ""}><th scope="row">{why.slot}</th><td>{why.empty ? "left empty: " : ""}{why.says || why.method}</td><td class="n">{share(why.score)}</td></tr>
        ))}</tbody>
      </table>
      {data.incident_id && <p><a href={`/incidents/${data.incident_id}`}>The incident that it is part of</a></p>}
    </div>
  );
}

export function Marked({ text, words }: { text: string; words: string }) {
  const at = words ? text.indexOf(words) : -1;
  if (at < 0) return <>{text}</>;
  return <>{text.slice(0, at)}<mark>{words}</mark>{text.slice(at + words.length)}</>;
}

const names = (list: (string | null)[]) => list.filter((one): one is string => Boolean(one)).map((one) => clean(one, 40)).join(", ");

/** Who → what → whom. */
export function RowLine({ row }: { row: Row }) {
  const actors = names(row.actor_names), recipients = names(row.recipient_names);
  return (
    <span class="who">
      {actors && <>{actors}<Arrow /></>}<b class="kind">{sayType(row.event_type, row.modes)}</b>{recipients && <><Arrow />{recipients}</>}
      {row.killed_best !== null && <span class="toll"> · {row.killed_best} killed</span>}
      {row.negated && <span class="badge">did not happen</span>}
      {row.status !== "current" && <span class="badge">{statusWord(row.status)}</span>}
    </span>
  );
}
const Arrow = () => <span class="arrow"><span aria-hidden="true">→</span><span class="only-heard">, </span></span>;
