import { useState } from "preact/hooks";
import { forget, post, type Problem, useGet } from "./api";
import { useFilter } from "./filter";
import { clean, number, plural, sayShort } from "./format";
import { Nothing, Page, Trouble, useInfo, Waiting } from "./frame";
import { ListEnd, useList } from "./lists";
import type { List, ReportRow } from "./types";
import { listen, type Progress, Told } from "./upload";

/** Reports with events that pass the filter. */
export function ReportsView() {
  const filter = useFilter();
  const list = useList<ReportRow>("/api/reports", { q: filter.whole, limit: 60 });
  return (
    <Page title="Reports">
      <header class="page-head"><h1>Reports</h1><p class="quiet">{list.total !== null && `${number(list.total)}${filter.whole ? " with an event that passes the filter" : ""}, the latest first`}</p></header>
      <ul class="rows">{list.items.map((one) => (
        <li key={one.report_id}><a class="rows-link report" href={`/reports/${one.report_id}`}>
          <span class="rows-main"><b dir="auto">{clean(one.title ?? "untitled report", 160)}</b><span class="rows-sub">{[one.publisher, one.language && one.language !== "en" ? one.language : ""].filter(Boolean).join(" · ")}</span></span>
          <span class="rows-when">{one.published ? sayShort(one.published) : "undated"}</span><span class="rows-n">{plural(one.events, "event")}</span><span class="rows-n">{plural(one.claims, "claim")}</span>
        </a></li>
      ))}</ul>
      <ListEnd list={list} what="reports" none="No report has an event that passes this filter." />
    </Page>
  );
}

interface Feed { url: string; checked: string | null; due: string | null; succeeded: string | null; failures: number; status: number | null; message: string | null; polls: number; items: number; reports: number; health: string }
const when = (iso: string | null) => (iso ? iso.slice(0, 16).replace("T", " ") : "–");

export function FeedsView() {
  const { data, problem, again } = useGet<{ items: Feed[] }>("/api/feeds");
  return (
    <Page title="Feeds">
      <header class="page-head"><h1>Feeds</h1><p class="quiet">how the watched sources are</p></header>
      {problem && <Trouble problem={problem} again={again} />}
      {!data && !problem && <Waiting what="the feeds" />}
      {data && !data.items.length && <Nothing>No feed is watched. <code>dateline watch</code> begins to.</Nothing>}
      {data && data.items.length > 0 && <div class="scroll-x" tabIndex={0} role="group" aria-label="Feeds"><table class="plain-table">
        <thead><tr><th scope="col">Health</th><th scope="col">Feed</th><th scope="col">Last success</th><th scope="col">Next</th><th scope="col" class="n">Polls</th><th scope="col" class="n">Items</th><th scope="col" class="n">Reports</th><th scope="col">Message</th></tr></thead>
        <tbody>{data.items.map((one) => (
          <tr key={one.url}><td><span class={`health ${one.health}`}>{one.health}</span></td><th scope="row">{clean(one.url, 90)}</th><td>{when(one.succeeded)}</td><td>{when(one.due)}</td><td class="n">{number(one.polls)}</td><td class="n">{number(one.items)}</td><td class="n">{number(one.reports)}</td><td>{one.failures > 0 && `${plural(one.failures, "failure")} in a row. `}{clean(one.message ?? "", 120)}</td></tr>
        ))}</tbody>
      </table></div>}
    </Page>
  );
}

interface Aside { report_id: string; source: string; title: string | null; stage: string; error: string; message: string; version: string; failed_at: string }

export function QuarantineView() {
  const list = useList<Aside>("/api/quarantine", { limit: 60 });
  const { data, again } = useGet<List<Aside> & { causes: { stage: string; error: string; reports: number }[] }>("/api/quarantine?limit=1");
  const info = useInfo();
  const [progress, setProgress] = useState<Progress | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const busy = progress !== null && !progress.finished;
  const hear = (told: Progress) => {
    setProgress(told);
    if (told.finished) { forget(); list.again(); again(); }
  };
  const retry = async (body: { report_id?: string }) => {
    setProblem(null);
    try {
      const { job, files } = await post<{ job: string; files: number }>("/api/quarantine/retry", body);
      setProgress({ done: 0, total: files, coded: 0, empty: 0, quarantined: 0 });
      listen(job, hear);
    } catch (error) {
      setProblem(error as Problem);
    }
  };
  const may = Boolean(info && !info.read_only);
  return (
    <Page title="Quarantine">
      <header class="page-head"><h1>Quarantine</h1><p class="quiet">reports that could not be read or coded, with the cause</p>
        {may && list.items.length > 0 && <button type="button" class="button push" disabled={busy} onClick={() => void retry({})}>Try all again</button>}</header>
      {problem && <Trouble problem={problem} />}
      {progress && <Told progress={progress} />}
      {data && data.causes.length > 0 && <ul class="causes">{data.causes.map((one) => <li key={`${one.stage}${one.error}`}><b>{number(one.reports)}</b> {one.error} <span class="quiet">in {one.stage}</span></li>)}</ul>}
      {list.items.length > 0 && <div class="scroll-x" tabIndex={0} role="group" aria-label="Reports set aside"><table class="plain-table">
        <thead><tr><th scope="col">When</th><th scope="col">Report</th><th scope="col">Stage</th><th scope="col">Error</th><th scope="col">Message</th>{may && <th scope="col"><span class="only-heard">Try again</span></th>}</tr></thead>
        <tbody>{list.items.map((one) => <tr key={`${one.report_id}${one.failed_at}`}><td>{when(one.failed_at)}</td><th scope="row">{clean(one.title ?? one.source, 90)}</th><td>{one.stage}</td><td><code>{one.error}</code></td><td>{clean(one.message, 200)}</td>{may && <td><button type="button" class="button" disabled={busy || one.stage === "read"} title={one.stage === "read" ? "its text was never had: read its source again" : ""} aria-label={`Try again: ${clean(one.title ?? one.source, 90)}`} onClick={() => void retry({ report_id: one.report_id })}>Try again</button></td>}</tr>)}</tbody>
      </table></div>}
      <ListEnd list={list} what="reports" none="Nothing was set aside." />
    </Page>
  );
}
