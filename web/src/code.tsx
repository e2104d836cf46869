import { useEffect, useRef, useState } from "preact/hooks";
import { post, type Problem } from "./api";
import { plural } from "./format";
import { Page, tell, Trouble, useInfo } from "./frame";
import { ReadingView } from "./report/view";
import { go, set } from "./router";
import type { Reading } from "./types";
import { Upload } from "./upload";

const today = () => new Date().toISOString().slice(0, 10);

/** A text pasted, and all that is found in it, as soon as it stands still. */
export function CodeView() {
  const info = useInfo();
  const [text, setText] = useState("");
  const [title, setTitle] = useState("");
  const [published, setPublished] = useState("");
  const [reading, setReading] = useState<Reading | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const [took, setTook] = useState(0);
  const [read, setRead] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const pasted = useRef(false);

  useEffect(() => {
    if (!text.trim()) { setReading(null); setProblem(null); return; }
    const stop = new AbortController();
    const timer = setTimeout(() => {
      const start = performance.now();
      setBusy(true);
      post<Reading>("/api/code", { text, title: title || null, published: published || null }, stop.signal).then(
        (answer) => {
          setTook(performance.now() - start);
          setReading(answer);
          setProblem(null);
          setBusy(false);
          set({ event: null });
          if (pasted.current) setRead(true);
          pasted.current = false;
          tell(`Coded: ${plural(answer.events.length, "event mention")}, ${plural(answer.claims.length, "claim")}.`);
        },
        (error: Problem | DOMException) => {
          if (error instanceof DOMException) return;
          setProblem(error);
          setBusy(false);
        });
    }, pasted.current ? 0 : 500);
    return () => { clearTimeout(timer); stop.abort(); };
  }, [text, title, published]);

  const take = async (files: FileList | null | undefined) => {
    const file = files?.[0];
    if (!file || files.length > 1 || !/^text\/(plain|markdown)|^$/.test(file.type)) return false;
    pasted.current = true;
    setText(await file.text());
    return true;
  };
  const save = async () => {
    setBusy(true);
    try {
      const kept = await post<Reading>("/api/code", { text, title: title || null, published: published || null, save: true });
      go(`/reports/${kept.report.report_id}`);
    } catch (error) {
      setProblem(error as Problem);
    }
    setBusy(false);
  };
  const edit = () => {
    setRead(false);
    requestAnimationFrame(() => area.current?.focus());
  };

  const bar = (
    <form class="code-bar" onSubmit={(event) => event.preventDefault()}>
      <h1>Code a text</h1>
      <label>Headline <input type="text" value={title} onInput={(event) => setTitle(event.currentTarget.value)} placeholder="if the text has none" /></label>
      <label>Published <input type="date" value={published} max={today()} onInput={(event) => setPublished(event.currentTarget.value)} /></label>
      {reading && (read ? <button type="button" class="button" onClick={edit}>Edit</button> : <button type="button" class="button" onClick={() => setRead(true)}>Read it lit</button>)}
      {reading && !info?.read_only && <button type="button" class="button main" onClick={save} disabled={busy}>Keep in the store</button>}
      <span class="grow quiet" role="status">{busy ? "Coding …" : reading ? <>{plural(reading.events.length, "mention")} · {plural(reading.claims.length, "claim")} · {(took / 1000).toFixed(2)} s</> : ""}</span>
      {problem && <Trouble problem={problem} />}
    </form>
  );
  const editor = (
    <section class="pane words editor" aria-label="Text">
      {bar}
      <label class="only-heard" for="pasted">Text of a report</label>
      <textarea id="pasted" ref={area} value={text} dir="auto" placeholder={"Paste or type a report here, or drop a text file.\n\nIt is coded as soon as it stands still, and kept nowhere unless you say so."}
        onInput={(event) => setText(event.currentTarget.value)} onPaste={() => { pasted.current = true; }}
        onDragOver={(event) => event.preventDefault()} onDrop={(event) => { event.preventDefault(); void take(event.dataTransfer?.files); }} />
    </section>
  );
  return (
    <Page title="Code a text" wide name="code-view">
      {reading ? <ReadingView reading={reading} {...(read ? { above: bar } : { instead: editor })} />
        : <div class="reading">{editor}<section class="pane finds" aria-label="Many files"><Upload /></section></div>}
    </Page>
  );
}
