import { useRef, useState } from "preact/hooks";
import { post, type Problem } from "./api";
import { number, plural } from "./format";
import { Trouble, useInfo } from "./frame";
import { under } from "./router";

export interface Progress { done: number; total: number | null; coded: number; empty: number; quarantined: number; last?: string | null; message?: string | null; finished?: boolean }

/** Many files at once: sent, coded one by one, with their progress told as it happens. */
export function Upload() {
  const info = useInfo();
  const [progress, setProgress] = useState<Progress | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const send = async (files: FileList | null | undefined) => {
    if (!files?.length) return;
    const form = new FormData();
    for (const file of files) form.append("files", file, file.name);
    setProblem(null);
    setProgress({ done: 0, total: files.length, coded: 0, empty: 0, quarantined: 0 });
    try {
      const { job } = await post<{ job: string }>("/api/upload", form);
      listen(job, setProgress);
    } catch (error) {
      setProblem(error as Problem);
      setProgress(null);
    }
  };
  if (info?.read_only) return <p class="nothing">This desk is read only: paste a text to see it coded; nothing is kept.</p>;
  return (
    <div class="upload">
      <h2>Many files at once</h2>
      <div class={`drop ${over ? "over" : ""}`} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)}
        onDrop={(event) => { event.preventDefault(); setOver(false); void send(event.dataTransfer?.files); }}>
        <p>Drop text, HTML, Markdown, JSON, CSV or feed files here</p>
        <button type="button" class="button" onClick={() => input.current?.click()}>Choose files</button>
        <input ref={input} type="file" multiple hidden aria-label="Files to code" onChange={(event) => void send(event.currentTarget.files)} />
        <p class="quiet">They are coded and kept in {info?.store ?? "the store"}; 20 MB at most in one go.</p>
      </div>
      {problem && <Trouble problem={problem} />}
      {progress && <Told progress={progress} />}
    </div>
  );
}

/** How far a job is. */
export function Told({ progress }: { progress: Progress }) {
  const total = progress.total ?? 0;
  return (
    <div class="progress" role="status">
      <progress max={total || 1} value={progress.done} aria-label="Reports done" />
      <p><b>{number(progress.done)}</b>{total ? ` of ${number(total)}` : ""} · {number(progress.coded)} coded · {number(progress.empty)} without events · {number(progress.quarantined)} set aside</p>
      {progress.last && <p class="quiet clip">{progress.last}</p>}
      {progress.message && <p>{progress.message}</p>}
      {progress.finished && <p><a href={under("/reports")}>{plural(progress.coded, "report")} more to read</a>{progress.quarantined > 0 && <> · <a href={under("/quarantine")}>see what was set aside</a></>}</p>}
    </div>
  );
}

/** Tells what a job does as it does it. */
export function listen(job: string, tell: (progress: Progress) => void): void {
  const stream = new EventSource(`/api/jobs/${encodeURIComponent(job)}/events`);
  const hear = (event: MessageEvent<string>) => {
    const progress = JSON.parse(event.data) as Progress & { state?: string };
    const finished = event.type === "end" || progress.state === "done" || progress.state === "failed";
    tell({ ...progress, finished });
    if (finished) stream.close();
  };
  stream.onmessage = hear;
  for (const name of ["progress", "end"]) stream.addEventListener(name, hear as EventListener);
  stream.onerror = () => stream.close();
}
