import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { useGet } from "../api";
import { clean, plural, sayDay } from "../format";
import { Page, Trouble, Waiting } from "../frame";
import { set, usePlace } from "../router";
import type { Reading } from "../types";
import { BASIS } from "../words";
import { Arcs } from "./arcs";
import { Layers } from "./toggles";
import { reveal, useLight } from "./light";
import { draw } from "./picture";
import { Missed } from "./missed";
import { Rail } from "./rail";
import { Text } from "./text";

export function ReportView({ id }: { id: string }) {
  const { data, problem, again } = useGet<Reading>(`/api/reports/${encodeURIComponent(id)}`);
  const title = data ? clean(data.report.title ?? "Report", 120) : "Report";
  return (
    <Page title={title} wide>
      {problem && <Trouble problem={problem} again={again} />}
      {!data && !problem && <Waiting what="the report" />}
      {data && <ReadingView reading={data} />}
    </Page>
  );
}

/** A coded report beside everything found in it. */
export function ReadingView({ reading, above, instead }: { reading: Reading; above?: ComponentChildren; instead?: ComponentChildren }) {
  const picture = useMemo(() => draw(reading), [reading]);
  const root = useRef<HTMLDivElement>(null);
  const { params } = usePlace();
  const wanted = params.get("event"), cited = params.get("sentence");
  const sentence = useMemo(() => reading.sentences.find((one) => String(one.index) === cited) ?? null, [reading, cited]);
  const held = useMemo(() => (wanted ? picture.owner.get(wanted)?.key ?? null : null), [wanted, picture]);
  useLight(root, held, (key) => set({ event: key }));
  useEffect(() => {
    if (!held || !root.current) return;
    const card = root.current.querySelector(`.card[data-id="${CSS.escape(held)}"]`);
    const key = card?.getAttribute("data-k")?.split(" ")[0] ?? "";
    const words = root.current.querySelector(`.s[data-k~="${CSS.escape(key)}"]`);
    if (matchMedia("(min-width: 900px)").matches && words) reveal(words, "nearest");
    if (card) reveal(card, "nearest");
  }, [held, picture]);
  useEffect(() => {
    const words = sentence && root.current?.querySelector(".cited-words");
    if (words) reveal(words, "center");
  }, [sentence, picture]);
  return (
    <div class="reading" ref={root}>
      {instead ?? (
        <section class="pane words" aria-label="Text" tabIndex={0}>
          {above ?? <Head reading={reading} events={picture.all.length} />}
          <Layers root={root} />
          <Text picture={picture} sentence={sentence} />
          {reading.stored !== false && <Missed reading={reading} root={root} />}
        </section>
      )}
      <section class="pane finds" aria-label="Found" tabIndex={0}>
        <Arcs picture={picture} />
        <Rail picture={picture} held={held} hold={(key) => set({ event: key })} />
      </section>
      <nav class="jump" aria-label="Parts of this page">
        {(["words", "finds"] as const).map((part) => <button key={part} type="button" onClick={() => root.current?.querySelector(`.pane.${part}`)?.scrollIntoView({ behavior: "smooth" })}>{part === "words" ? "Report" : "Findings"}</button>)}
      </nav>
    </div>
  );
}

function Head({ reading, events }: { reading: Reading; events: number }) {
  const { report } = reading;
  const basis = report.published_basis ? ` (${BASIS[report.published_basis] ?? report.published_basis})` : "";
  const known = [report.publisher, report.byline, report.published ? sayDay(report.published) + basis : "date unknown"].filter((one): one is string => Boolean(one));
  return (
    <header class="head">
      <h1 dir="auto">{clean(report.title ?? firstLine(report.text), 300)}</h1>
      <p>{known.map((one) => clean(one, 90)).join(" · ")}</p>
      <p class="quiet">{plural(events, "event")} · {plural(reading.claims.length, "claim")}
        {report.url && /^https?:/.test(report.url) && <> · <a href={report.url} target="_blank" rel="noopener noreferrer nofollow">{host(report.url)}</a></>}
        {report.report_id && <> · <code>{report.report_id}</code></>}</p>
    </header>
  );
}

const firstLine = (text: string) => text.slice(0, 2000).split("\n").map((line) => line.trim()).find(Boolean) ?? "(empty report)";
function host(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return "source";
  }
}
