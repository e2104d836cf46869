import { useState } from "preact/hooks";
import { forget, post, type Problem } from "./api";
import { useFilter } from "./filter";
import { number, plural, sayInterval } from "./format";
import { Page, tell, Trouble, useInfo } from "./frame";
import { Glyph } from "./glyph";
import { ListEnd, useList } from "./lists";
import { reviewer } from "./reviewer";
import { set, under, usePlace } from "./router";
import type { IncidentRow, StoryRow } from "./types";
import { quadClass } from "./words";

const SORTS = [["", "most sources"], ["date", "latest"], ["killed", "deadliest"]] as const;

/** Happenings, as all reports together tell them. */
export function IncidentsView() {
  const filter = useFilter();
  const sort = usePlace().params.get("sort") ?? "";
  const list = useList<IncidentRow>("/api/incidents", { q: filter.whole, sort, limit: 60 });
  const info = useInfo();
  const [chosen, setChosen] = useState<string[]>([]);
  const [note, setNote] = useState("");
  const [merged, setMerged] = useState<{ rulings: string[]; incident: string } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const rule = async (url: string, body: object) => {
    try {
      const told = await post<{ rulings: string[]; incidents: string[] }>(url, body);
      forget();
      setProblem(null);
      list.again();
      return told;
    } catch (error) {
      setProblem(error as Problem);
      return null;
    }
  };
  const merge = async () => {
    const told = await rule(`/api/incidents/${chosen[0]}/merge`, { incidents: chosen.slice(1), by: reviewer() || "analyst", reason: note });
    if (!told) return;
    setMerged({ rulings: told.rulings, incident: told.incidents[0] ?? "" });
    setChosen([]);
    tell("Merged.");
  };
  const undo = async () => {
    if (merged?.rulings[0] && (await rule(`/api/rulings/${merged.rulings[0]}/undo`, {}))) { setMerged(null); tell("Taken back."); }
  };
  return (
    <Page title="Incidents">
      <header class="page-head"><h1>Incidents</h1><p class="quiet">{list.total !== null && `${number(list.total)} happenings, each told by one report or more`}</p>
        <span class="seg push" role="group" aria-label="Order">{SORTS.map(([name, label]) => <button key={name} type="button" class="chip" aria-pressed={sort === name} onClick={() => set({ sort: name || null })}>{label}</button>)}</span></header>
      {chosen.length > 0 && <div class="merge-bar" role="region" aria-label="Chosen incidents"><b>{chosen.length}</b> chosen <input type="text" value={note} placeholder="reason" aria-label="Reason" onInput={(event) => setNote(event.currentTarget.value)} />
        <button type="button" class="button main" disabled={chosen.length < 2} onClick={() => void merge()}>They are one: merge</button><button type="button" class="button" onClick={() => setChosen([])}>Let go</button></div>}
      {merged && <p class="merge-bar" role="status">Merged. <a href={under(`/incidents/${merged.incident}`)}>See it</a> <button type="button" class="button" onClick={() => void undo()}>Undo</button></p>}
      {problem && <Trouble problem={problem} />}
      <IncidentList items={list.items} chosen={info?.read_only ? undefined : chosen} choose={(id) => setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id])} />
      <ListEnd list={list} what="incidents" none="No incident has an event that passes this filter. `dateline link` finds them." />
    </Page>
  );
}

export const toll = (one: { low: number; best: number; high: number; approx?: boolean } | null): string =>
  !one ? "" : one.low < one.high ? `${number(one.best)} (${number(one.low)}–${number(one.high)})` : `${one.approx ? "about " : ""}${number(one.best)}`;

export function IncidentList({ items, chosen, choose }: { items: IncidentRow[]; chosen?: string[] | undefined; choose?: (id: string) => void }) {
  return (
    <ul class="rows incidents">
      {items.map((one) => (
        <li key={one.incident_id} class={`${quadClass(one.quad)} ${chosen ? "choosable" : ""}`}>
          {chosen && choose && <input type="checkbox" class="choose" checked={chosen.includes(one.incident_id)} aria-label={`Choose ${one.title}`} onChange={() => choose(one.incident_id)} />}
          <a href={under(`/incidents/${one.incident_id}`)} class="rows-link">
            <span class="grade" title="reliability and credibility">{one.grade}</span>
            <Glyph quad={one.quad} named status={one.ahead ? "future" : "current"} />
            <span class="rows-main"><b dir="auto">{one.title}</b>
              <span class="rows-sub">{[one.place?.name && [one.place.name, one.place.country].filter(Boolean).join(", "), one.ahead ? "planned or possible" : "", one.disputed.length ? "" : null].filter(Boolean).join(" · ")}
                {one.disputed.length > 0 && <span class="badge warn">disputed: {one.disputed.join(", ")}</span>}{one.pinned && <span class="badge">pinned</span>}</span>
            </span>
            <span class="rows-when">{one.earliest || one.latest ? sayInterval(one.earliest, one.latest, true) : "undated"}{one.date_method === "published" && <span class="quiet" title="inferred from the days of the reports"> ~</span>}</span>
            <span class="rows-n">{one.killed ? `${toll(one.killed)} killed` : ""}</span>
            <span class="rows-n">{plural(one.reports, "report")}</span>
            <span class="rows-n">{plural(one.voices, "source")}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

export function StoriesView() {
  const filter = useFilter();
  const list = useList<StoryRow>("/api/stories", { q: filter.whole, limit: 60 });
  return (
    <Page title="Stories">
      <header class="page-head"><h1>Stories</h1><p class="quiet">{list.total !== null && `${plural(list.total, "group")} of incidents that belong together`}</p></header>
      <ul class="rows">
        {list.items.map((one) => (
          <li key={one.story_id}><a class="rows-link story" href={under(`/stories/${one.story_id}`)}>
            <span class="rows-main"><b dir="auto">{one.title}</b></span>
            <span class="rows-when">{sayInterval(one.first_day, one.last_day, true)}</span>
            <span class="rows-n">{plural(one.incidents, "incident")}</span><span class="rows-n">{plural(one.reports, "report")}</span>
          </a></li>
        ))}
      </ul>
      <ListEnd list={list} what="stories" none="No story has an event that passes this filter. `dateline link` finds them." />
    </Page>
  );
}
