import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { ask, get, Problem } from "../api";
import { see } from "../evidence";
import { eventIs } from "../filter";
import { clean, number, sayBasis, sayDays, sayShort, share } from "../format";
import { Nothing, Trouble } from "../frame";
import { memo } from "../memo";
import { Glyph } from "../glyph";
import { set, useParam } from "../router";
import type { List, Row } from "../types";
import { country, KINDS, quadClass, sayType, statusWord } from "../words";
import type { ComponentChildren } from "preact";

const ROW = 30, PAGE = 200, SPARE = 12;
const join = (list: (string | null)[]) => list.filter((one): one is string => Boolean(one)).map((one) => clean(one, 60)).join(", ");

interface Column { id: string; name: string; sort?: string; width: number; cell: (row: Row) => ComponentChildren; n?: boolean }

const COLUMNS: readonly Column[] = [
  { id: "date", name: "Day", sort: "date", width: 104, cell: (row) => <span class={sayBasis(row) && "quiet"} title={sayBasis(row)}>{sayDays(row) || "–"}</span> },
  { id: "type", name: "What", sort: "type", width: 206, cell: (row) => <span class={`what ${quadClass(row.quad_class)}`}><Glyph quad={row.quad_class} negated={row.negated} /> <span class="kind">{sayType(row.event_type, row.modes)}</span></span> },
  { id: "actor", name: "Who", width: 140, cell: (row) => join(row.actor_names) },
  { id: "recipient", name: "To, with whom", width: 140, cell: (row) => join(row.recipient_names) },
  { id: "words", name: "Words", width: 340, cell: (row) => <Snippet row={row} /> },
  { id: "place", name: "Where", sort: "place", width: 130, cell: (row) => [row.place_name ?? row.place_words, row.place_country && row.place_name !== country(row.place_country) ? row.place_country : ""].filter(Boolean).join(", ") },
  { id: "killed", name: "Killed", sort: "killed", width: 62, n: true, cell: (row) => (row.killed_best === null ? "" : row.killed_low !== row.killed_high ? `${row.killed_low}–${row.killed_high}` : row.killed_best) },
  { id: "injured", name: "Injured", sort: "injured", width: 66, n: true, cell: (row) => row.injured_best ?? "" },
  { id: "status", name: "Status", width: 92, cell: (row) => (row.negated ? "did not happen" : row.status === "current" ? "" : statusWord(row.status)) },
  { id: "source", name: "According to", width: 150, cell: (row) => (row.source_words ? `${clean(row.source_words, 40)}${row.source_kind && row.source_kind !== "named" ? ` (${KINDS[row.source_kind] ?? row.source_kind})` : ""}` : "") },
  { id: "confidence", name: "Sure", sort: "confidence", width: 58, n: true, cell: (row) => share(row.confidence) },
  { id: "score", name: "Score", sort: "score", width: 60, n: true, cell: (row) => row.score ?? "" },
  { id: "codes", name: "Codes", width: 150, cell: (row) => <code>{[join(row.actor_countries), row.event_type, join(row.recipient_countries)].filter(Boolean).join(" ")}</code> },
  { id: "publisher", name: "Publisher", width: 150, cell: (row) => row.publisher ?? "" },
  { id: "title", name: "Headline", sort: "title", width: 240, cell: (row) => clean(row.title ?? "", 120) },
  { id: "published", name: "Published", sort: "published", width: 96, cell: (row) => sayShort(row.published) },
];
const USUAL = "date,type,actor,recipient,words,place,killed,status,source,confidence";

function Snippet({ row }: { row: Row }) {
  const text = clean(row.text), words = clean(row.words);
  const at = Math.max(0, text.indexOf(words));
  const from = at > 40 ? text.indexOf(" ", at - 34) + 1 : 0;
  return <>{from > 0 && "…"}{text.slice(from, at)}<b>{words}</b>{text.slice(at + words.length, at + 220)}</>;
}

/** One row; an arrow key draws only the two rows anew that it leaves and reaches. */
const TableRow = memo(({ row, index, current, columns }: { row: Row; index: number; current: boolean; columns: readonly Column[] }) => (
  <tr data-row={index} class={`row ${row.status} ${row.negated ? "negated" : ""}`} tabIndex={current ? 0 : -1} aria-rowindex={index + 2}>
    {columns.map((column) => <td key={column.id} class={column.n ? "n" : ""}>{column.cell(row)}</td>)}
  </tr>
));

function numberOf(event: Event): number | null {
  const row = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-row]") : null;
  return row ? Number(row.dataset["row"]) : null;
}

/** Rows as they come: only those in sight are drawn, and more are fetched as one goes down. */
export const Table = memo(({ q }: { q: string }) => {
  const sort = useParam("sort");
  const chosen = (useParam("cols") || USUAL).split(",");
  const columns = useMemo(() => COLUMNS.filter((one) => chosen.includes(one.id)), [chosen.join()]);
  const [rows, setRows] = useState<Row[]>([]);
  const [total, setTotal] = useState<number | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [top, setTop] = useState(0);
  const [at, setAt] = useState(0);
  const next = useRef<string | null>(null);
  const busy = useRef(false);
  const turn = useRef(0);
  const box = useRef<HTMLDivElement>(null);
  const [high, setHigh] = useState(400);

  const load = async (fresh: boolean) => {
    if (busy.current && !fresh) return;
    const mine = fresh ? ++turn.current : turn.current;
    busy.current = true;
    try {
      const page = await get<List<Row>>(ask("/api/events", { q, sort, limit: PAGE, cursor: fresh ? null : next.current }));
      if (mine !== turn.current) return;
      next.current = page.next;
      setRows((old) => (fresh ? page.items : [...old, ...page.items]));
      if (page.total !== null) setTotal(page.total);
      setProblem(null);
    } catch (error) {
      if (mine === turn.current && error instanceof Problem) setProblem(error);
    }
    busy.current = false;
  };
  useEffect(() => {
    busy.current = false;
    next.current = null;
    setAt(0);
    if (box.current) box.current.scrollTop = 0;
    void load(true);
  }, [q, sort]);
  useEffect(() => {
    const node = box.current;
    if (!node) return;
    const watch = new ResizeObserver(() => setHigh(node.clientHeight));
    watch.observe(node);
    return () => watch.disconnect();
  }, []);
  const first = Math.max(0, Math.floor(top / ROW) - SPARE), last = Math.min(rows.length, Math.ceil((top + high) / ROW) + SPARE);
  useEffect(() => { if (next.current && last > rows.length - PAGE / 2) void load(false); }, [last, rows.length]);

  const open = (row: Row) => see(eventIs([row.event_id]), "");
  const press = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 12, PageUp: -12 }[event.key];
    const to = by ? at + by : event.key === "Home" ? 0 : event.key === "End" ? rows.length - 1 : null;
    if (event.key === "Enter" && rows[at] && event.target === box.current?.querySelector(`[data-row="${at}"]`)) { event.preventDefault(); open(rows[at]); }
    if (to === null || !(event.target instanceof HTMLElement) || event.target.dataset["row"] === undefined) return;
    event.preventDefault();
    const row = Math.max(0, Math.min(rows.length - 1, to));
    setAt(row);
    const node = box.current;
    if (node) {
      if (row * ROW < node.scrollTop) node.scrollTop = row * ROW;
      if ((row + 2) * ROW > node.scrollTop + node.clientHeight) node.scrollTop = (row + 2) * ROW - node.clientHeight;
    }
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(`[data-row="${row}"]`)?.focus({ preventScroll: true }));
  };
  const flip = (column: Column) => set({ sort: sort === `-${column.sort}` ? column.sort ?? null : sort === column.sort ? null : `-${column.sort}` });
  const sorted = (column: Column) => (sort === column.sort ? "ascending" : sort === `-${column.sort}` ? "descending" : "none");
  return (
    <section class="panel table-panel" aria-label="Table">
      <div class="panel-head">
        <h2>Rows</h2><span class="grow quiet">{total !== null && `${number(total)} mentions`}</span>
        <details class="menu"><summary class="chip">Columns</summary>
          <div class="menu-body">{COLUMNS.map((column) => (
            <label key={column.id} class="tick"><input type="checkbox" checked={chosen.includes(column.id)} onChange={() => {
              const now = COLUMNS.map((one) => one.id).filter((id) => (id === column.id ? !chosen.includes(id) : chosen.includes(id)));
              set({ cols: now.join() === USUAL ? null : now.join() });
            }} /> {column.name}</label>
          ))}</div>
        </details>
      </div>
      {problem && <Trouble problem={problem} again={() => void load(true)} />}
      <div class="table-box" ref={box} onScroll={(event) => setTop(event.currentTarget.scrollTop)} onKeyDown={press} role="group" aria-label="Events" tabIndex={-1}>
        <table aria-rowcount={total ?? rows.length} style={{ width: columns.reduce((sum, column) => sum + column.width, 0) }}>
          <colgroup>{columns.map((column) => <col key={column.id} width={column.width} />)}</colgroup>
          <thead><tr>{columns.map((column) => (
            <th key={column.id} scope="col" class={column.n ? "n" : ""} aria-sort={column.sort ? sorted(column) : undefined}>
              {column.sort ? <button type="button" onClick={() => flip(column)}>{column.name}<span aria-hidden="true" class="sort-mark">{sorted(column) === "ascending" ? " ↑" : sorted(column) === "descending" ? " ↓" : ""}</span></button> : column.name}
            </th>
          ))}</tr></thead>
          <tbody onClick={(event) => { const row = numberOf(event); if (row !== null && rows[row]) { setAt(row); open(rows[row]); } }} onFocusIn={(event) => { const row = numberOf(event); if (row !== null) setAt(row); }}>
            {first > 0 && <tr aria-hidden="true" class="space"><td colSpan={columns.length} height={first * ROW} /></tr>}
            {rows.slice(first, last).map((row, index) => (
              <TableRow key={row.event_id} row={row} index={first + index} current={first + index === at} columns={columns} />
            ))}
            {last < rows.length && <tr aria-hidden="true" class="space"><td colSpan={columns.length} height={(rows.length - last) * ROW} /></tr>}
          </tbody>
        </table>
        {total === 0 && <Nothing>Nothing passes this filter. What is unknown never matches: try without the days or the place.</Nothing>}
      </div>
    </section>
  );
});
