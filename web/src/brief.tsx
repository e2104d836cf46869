/** A brief in sentences, each tied to the words of reports. */
import { ask, useGet } from "./api";
import { Cites, linkOf, whereOf } from "./cites";
import { clean, plural, sayDay } from "./format";
import { Nothing, Page, Trouble, Waiting } from "./frame";
import { PairPick, usePair } from "./pairs";
import { set, useParam } from "./router";
import type { Brief, Statement } from "./studies";
import type { CountRow, Counts } from "./types";
import { country } from "./words";

const KIND: Record<string, string> = { judgement: "judgement", likelihood: "likelihood", confidence: "confidence-line", gap: "gap" };

export function BriefView() {
  const pair = usePair(), land = useParam("country"), story = useParam("story"), since = useParam("since");
  const asked = { left: pair?.[0] ?? null, right: pair?.[1] ?? null, country: pair ? null : land, story: pair || land ? null : story, since };
  const { data, problem, again } = useGet<Brief>(ask("/api/brief", asked));
  const title = data?.title ?? "Brief";
  return (
    <Page title={title === "Brief" ? title : `Brief: ${title}`}>
      <Form land={pair ? "" : land} since={since} asked={asked} />
      {problem?.status === 404 ? <Nothing>Nothing is told of this in the store{since && " since that day"}.</Nothing> : problem && <Trouble problem={problem} again={again} />}
      {!data && !problem && <Waiting what={pair ? "the brief: its outlook takes some seconds the first time" : "the brief"} />}
      {data && <div class="brief-grid"><article class="brief">
        <header><h1 dir="auto">{title}</h1>
          <p class="quiet">{data.made ? `As of ${sayDay(data.made)}, from` : "From"} {plural(data.reports, "report")}. Numbers in brackets open the sentences of reports; letters and figures such as C3 grade source and credibility; likelihood is in the words of ICD 203, apart from confidence.</p></header>
        {data.sections.map((section) => (
          <section key={section.title}><h2>{section.title}</h2>{section.note && <p class="note">{section.note}</p>}
            <ul class="lines">{section.statements.map((one, at) => <Line key={at} one={one} brief={data} />)}</ul></section>
        ))}
      </article>
        <aside class="brief-sources" aria-labelledby="sources"><h2 id="sources">Sources</h2>
          <ol class="sources">{data.cites.map((cite, at) => <li key={at}><span class="number">{at + 1}</span><span><a href={linkOf(cite)}>{whereOf(cite)}</a>: <q dir="auto">{clean(cite.text, 400)}</q></span></li>)}</ol></aside></div>}
    </Page>
  );
}

function Line({ one, brief }: { one: Statement; brief: Brief }) {
  return <li class={KIND[one.kind] ?? ""} dir="auto">{one.text}{one.grade && <> <span class="grade" title="reliability and credibility">{one.grade}</span></>}{one.cites.length > 0 && " "}<Cites numbers={one.cites} cites={brief.cites} />{/[.?!”]$/.test(one.text) && !one.cites.length ? "" : "."}</li>;
}

function Form({ land, since, asked }: { land: string; since: string; asked: Record<string, string | null> }) {
  const { data } = useGet<Counts>("/api/counts?by=actor&limit=60");
  const codes = [...new Set([land, ...(data?.items ?? []).map((one: CountRow) => String(one["actor"] ?? ""))])].filter((code) => /^[A-Z]{3}$/.test(code)).sort((a, b) => country(a).localeCompare(country(b)));
  const file = (format: string) => ask("/api/brief", { ...asked, format });
  return (
    <div class="form-row">
      <PairPick empty="nobody: a country, or the last day" />
      <label>Or a country
        <select value={land} onChange={(event) => set({ country: event.currentTarget.value || null, left: null, right: null, story: null }, false)}><option value="">the last day's reports</option>{codes.map((code) => <option key={code} value={code}>{country(code)}</option>)}</select></label>
      <label>Since <input type="date" value={since} onChange={(event) => set({ since: event.currentTarget.value || null }, false)} /></label>
      <span class="part-do push"><button type="button" class="button main" onClick={() => print()}>Print</button><a class="button" href={file("markdown")} download="">Markdown</a><a class="button" href={file("html")} download="">HTML</a></span>
    </div>
  );
}
