import { useId, useState } from "preact/hooks";
import { clean, sayShort } from "./format";
import type { Cite } from "./studies";

export const whereOf = (one: Cite): string =>
  `${[one.publisher, one.title].filter((part): part is string => Boolean(part)).map((part) => clean(part, 90)).join(" · ") || "publisher not told"}, ${one.published ? sayShort(one.published) : "undated"}`;

/** The report with the cited sentence in sight. */
export const linkOf = (one: Cite): string => `/reports/${one.report_id}?${one.of.includes(":e") ? `event=${one.of}` : `sentence=${one.sentence}`}`;

/** A cited sentence with the way to its report. */
export function Cited({ cite, id }: { cite: Cite; id?: string }) {
  return (
    <div class="cited" id={id}>
      <blockquote dir="auto">{clean(cite.text)}</blockquote>
      <p class="quiet">{whereOf(cite)} · <a href={linkOf(cite)}>In its report</a></p>
    </div>
  );
}

/** Numbers in brackets; each opens its sentence below the line that cites it. */
export function Cites({ numbers, cites }: { numbers: number[]; cites: Cite[] }) {
  const [open, setOpen] = useState<number | null>(null);
  const id = useId();
  const cite = open === null ? null : cites[open - 1];
  return (
    <>
      {numbers.map((number) => (
        <button key={number} type="button" class="cite" aria-expanded={open === number} aria-controls={open === number ? id : undefined} aria-label={`Source ${number}`} onClick={() => setOpen(open === number ? null : number)}>[{number}]</button>
      ))}
      {cite && <Cited cite={cite} id={id} />}
    </>
  );
}
