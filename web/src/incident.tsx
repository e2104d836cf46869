import { useState } from "preact/hooks";
import { forget, post, type Problem, useGet } from "./api";
import { ChainGraph } from "./chain";
import { EvidencePanel, Marked, see } from "./evidence";
import { eventIs } from "./filter";
import { clean, plural, sayInterval, sayShort, share } from "./format";
import { Page, tell, Trouble, useInfo, Waiting } from "./frame";
import { Glyph } from "./glyph";
import { IncidentList, toll } from "./incidents";
import { under } from "./router";
import type { IncidentEvent, IncidentView as View, StoryView as Story, TollStep, Version } from "./types";
import { country, KINDS, quadClass, quadName, STANCES } from "./words";
import { reviewer } from "./reviewer";

const PRECISION: Record<string, string> = { exact: "exactly", town: "to the town", ADM2: "to the district", ADM1: "to the province", relative: "near a named place", region: "to a region", country: "to the country only" };
const say = (kind: string) => (kind === "report" ? "the report itself" : KINDS[kind] ?? kind);

export function IncidentView({ id }: { id: string }) {
  const { data, problem, again } = useGet<View>(`/api/incidents/${encodeURIComponent(id)}`);
  return (
    <Page title={data ? clean(data.incident.title, 100) : "Incident"} name="incident">
      {problem && <Trouble problem={problem} again={again} />}
      {!data && !problem && <Waiting what="the incident" />}
      {data && <Told view={data} again={again} />}
      <EvidencePanel />
    </Page>
  );
}

function Told({ view, again }: { view: View; again: () => void }) {
  const { incident } = view;
  const events = new Map(view.events.map((one) => [one.event_id, one]));
  return (
    <>
      <header class={`incident-head ${quadClass(incident.quad)}`}>
        <p class="eyebrow"><Glyph quad={incident.quad} named /> {incident.label} <span class="quiet">· {quadName(incident.quad)}</span>{incident.ahead && <span class="badge">planned or possible</span>}{incident.disputed.length > 0 && <span class="badge warn">disputed: {incident.disputed.join(", ")}</span>}</p>
        <h1 dir="auto">{clean(incident.title, 200)}</h1>
        <dl class="best">
          <Best name="When" value={incident.when ?? "not known"} note={incident.date_method === "published" ? "inferred from the reports' days" : incident.date_method === "stated" ? "stated" : ""} ids={view.best} />
          <Best name="Where" value={incident.place?.name ? [incident.place.name, incident.place.admin1, country(incident.place.country)].filter((one, at, all) => one && all.indexOf(one) === at).join(", ") : "not known"} note={incident.place ? `known ${PRECISION[incident.place.precision] ?? incident.place.precision}` : ""} ids={view.best} />
          <Best name="Who" value={incident.actor ?? "not told"} ids={view.best} />
          <Best name="To, with whom" value={incident.recipient ?? "not told"} ids={view.best} />
          {incident.killed && <Best name="Killed" value={toll(incident.killed)} ids={view.killed_history.map((one) => one.event_id).join(",")} note={plural(view.killed_history.length, "count")} />}
          {incident.injured && <Best name="Injured" value={toll(incident.injured)} ids={view.injured_history.map((one) => one.event_id).join(",")} note={plural(view.injured_history.length, "count")} />}
          <div class="best-grade"><dt>Grade</dt><dd><span class="grade big">{incident.grade}</span> <small>{view.grade_reason}</small></dd></div>
        </dl>
      </header>
      <div class="incident-grid">
        <section aria-labelledby="versions"><h2 id="versions">Versions <small>{plural(view.versions.length, "source")}, {plural(incident.voices, "of them independent", "of them independent")}</small></h2>
          <div class="versions">{view.versions.map((one, index) => <VersionCard key={index} one={one} events={events} />)}</div></section>
        {(view.killed_history.length > 1 || view.injured_history.length > 1) && (
          <section aria-labelledby="tolls"><h2 id="tolls">Tolls as they were told</h2>
            {view.killed_history.length > 0 && <TollHistory name="killed" steps={view.killed_history} />}
            {view.injured_history.length > 0 && <TollHistory name="injured" steps={view.injured_history} />}</section>
        )}
        {view.chain.length > 0 && <section class="broad" aria-labelledby="chain"><h2 id="chain">Cause and answer</h2><ChainGraph nodes={view.chain_incidents} links={view.chain} here={incident.incident_id} /></section>}
        <section class="broad" aria-labelledby="sources"><h2 id="sources">Reports <small>copies of one text count once</small></h2><Sources view={view} /></section>
        <section class="broad" aria-labelledby="merge"><h2 id="merge">Why these are one happening <small>cohesion {share(incident.cohesion)}</small></h2><Reasons view={view} events={events} again={again} /></section>
        {view.stories.length > 0 && <section class="broad"><h2>In the stories</h2><ul>{view.stories.map((story) => <li key={story.story_id}><a href={under(`/stories/${story.story_id}`)}>{clean(story.title, 120)}</a> <span class="quiet">{plural(story.incidents, "incident")}</span></li>)}</ul></section>}
      </div>
    </>
  );
}

function Best({ name, value, note = "", ids }: { name: string; value: string; note?: string; ids: string }) {
  return <div><dt>{name}</dt><dd><button type="button" class="plain figure" onClick={() => see(`event:${ids}`, name)}>{clean(value, 120)}</button>{note && <small>{note}</small>}</dd></div>;
}

function VersionCard({ one, events }: { one: Version; events: Map<string, IncidentEvent> }) {
  const first = events.get(one.events[0] ?? "");
  return (
    <article class={`version ${one.stance}`}>
      <header><b dir="auto">{clean(one.source, 80)}</b><span class="kind-tag">{say(one.source_kind)}</span>{one.country && <span class="quiet"> {country(one.country)}</span>}</header>
      <p><i>{STANCES[one.stance] ?? one.stance}</i>{one.killed && <> · {toll(one.killed)} killed</>}{one.injured && <> · {toll(one.injured)} injured</>}</p>
      {first && <blockquote dir="auto"><Marked text={clean(first.sentence, 260)} words={clean(first.trigger)} /></blockquote>}
      <p class="quote-do"><button type="button" class="plain link" onClick={() => see(eventIs(one.events.slice(0, 40)), one.source)}>{one.events.length > 1 ? `all ${one.events.length} sentences` : "in context"}</button></p>
    </article>
  );
}

function TollHistory({ name, steps }: { name: string; steps: TollStep[] }) {
  const most = Math.max(1, ...steps.map((step) => step.high));
  return (
    <table class="tolls"><caption>{name}</caption>
      <thead><tr><th scope="col">told</th><th scope="col" class="n">low</th><th scope="col" class="n">best</th><th scope="col" class="n">high</th><th scope="col"><span class="only-heard">as a bar</span></th></tr></thead>
      <tbody>{steps.map((step) => (
        <tr key={step.event_id}>
          <th scope="row"><button type="button" class="plain link" onClick={() => see(eventIs([step.event_id]), `${step.best} ${name}`)}>{step.published ? sayShort(step.published) : "undated"}</button></th>
          <td class="n">{step.low}</td><td class="n"><b>{step.best}</b></td><td class="n">{step.high}</td>
          <td><svg width="100%" height="10" aria-hidden="true"><rect class="toll-span" x={`${(96 * step.low) / most}%`} width={`${Math.max(1, (96 * (step.high - step.low)) / most)}%`} y="3" height="4" rx="2" /><circle class="toll-best" cx={`${(96 * step.best) / most + 0.5}%`} cy="5" r="4" /></svg></td>
        </tr>
      ))}</tbody></table>
  );
}

function Sources({ view }: { view: View }) {
  const family = new Map<string, number>();
  for (const source of view.sources) if (source.family_id && !family.has(source.family_id)) family.set(source.family_id, family.size + 1);
  return (
    <div class="scroll-x" tabIndex={0} role="group" aria-label="Reports"><table class="plain-table">
      <thead><tr><th scope="col">Report</th><th scope="col">Publisher</th><th scope="col">Published</th><th scope="col">Independence</th><th scope="col" class="n">Mentions</th></tr></thead>
      <tbody>{view.sources.map((source) => (
        <tr key={source.report_id}>
          <th scope="row"><a dir="auto" href={`/reports/${source.report_id}?event=${view.events.find((one) => one.report_id === source.report_id)?.event_id ?? ""}`}>{clean(source.title ?? "untitled report", 110)}</a></th>
          <td>{source.publisher ?? "–"}</td><td>{source.published ? sayShort(source.published) : "–"}</td>
          <td>{source.family_id ? <span class="kind-tag">{source.edition === "first" ? "first edition" : `${source.edition ?? ""} copy`} · text {family.get(source.family_id)}</span> : "its own text"}</td>
          <td class="n">{source.events}</td>
        </tr>
      ))}</tbody>
    </table></div>
  );
}

function Reasons({ view, events, again }: { view: View; events: Map<string, IncidentEvent>; again: () => void }) {
  const info = useInfo();
  const [problem, setProblem] = useState<Problem | null>(null);
  const act = async (verb: "split" | "pin", body: object) => {
    try {
      await post(`/api/incidents/${view.incident.incident_id}/${verb}`, { ...body, by: reviewer() || "analyst" });
      forget();
      tell(verb === "pin" ? "Pinned." : "Split off.");
      setProblem(null);
      again();
    } catch (error) {
      setProblem(error as Problem);
    }
  };
  const words = (id: string) => { const one = events.get(id); return one ? `“${clean(one.trigger, 40)}”` : id; };
  return (
    <>
      {problem && <Trouble problem={problem} />}
      <ul class="members">{view.events.map((one) => (
        <li key={one.event_id}>
          <button type="button" class="plain" onClick={() => see(eventIs([one.event_id]), "")}><Marked text={clean(one.sentence, 220)} words={clean(one.trigger)} /></button>
          <span class="quiet"> {[one.publisher, sayInterval(one.earliest, one.latest, true)].filter(Boolean).join(" · ")}</span>
          {!info?.read_only && view.events.length > 1 && <button type="button" class="plain link" aria-label={`Split off ${words(one.event_id)}`} onClick={() => void act("split", { events: [one.event_id] })}>split off</button>}
        </li>
      ))}</ul>
      {!info?.read_only && !view.incident.pinned && view.events.length > 1 && <p><button type="button" class="button" onClick={() => void act("pin", {})}>Pin: keep these together</button></p>}
      {view.reasons.length > 0 && <details><summary>{plural(view.reasons.length, "judgement")} on pairs</summary>
        <ul class="reasons">{view.reasons.slice(0, 60).map((one, index) => (
          <li key={index}>{words(one.left)} and {words(one.right)}: {one.score !== null ? <b>{share(one.score)}</b> : <b>{one.ruled} by {one.by || "an analyst"}</b>} {one.note && <span>– {one.note}</span>}
            <span class="weights">{[...one.evidence].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).map((piece) => <span key={piece.name} class={`weight ${piece.weight < 0 ? "less" : "more"}`}>{piece.name} {piece.weight > 0 ? "+" : "−"}{Math.abs(piece.weight).toFixed(1)}</span>)}</span></li>
        ))}</ul></details>}
    </>
  );
}

export function StoryView({ id }: { id: string }) {
  const { data, problem, again } = useGet<Story>(`/api/stories/${encodeURIComponent(id)}`);
  return (
    <Page title={data ? clean(data.story.title, 100) : "Story"}>
      {problem && <Trouble problem={problem} again={again} />}
      {!data && !problem && <Waiting what="the story" />}
      {data && <>
        <header class="page-head"><h1 dir="auto">{clean(data.story.title, 200)}</h1><p class="quiet">{[sayInterval(data.story.first_day, data.story.last_day, true), plural(data.story.incidents, "incident"), plural(data.story.reports, "report")].filter(Boolean).join(" · ")}</p></header>
        {data.chain.length > 0 && <section class="card-box"><h2>Cause and answer</h2><ChainGraph nodes={data.incidents} links={data.chain} /></section>}
        <IncidentList items={data.incidents} />
      </>}
    </Page>
  );
}
