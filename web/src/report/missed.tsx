import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import { forget, forgetOne, post, Problem } from "../api";
import { clean } from "../format";
import { tell, useInfo } from "../frame";
import { reviewer } from "../reviewer";
import type { Reading, Span } from "../types";
import { TYPE_NAMES, typeWord } from "../words";

const points = (text: string): number => (/[\ud800-\udfff]/.test(text) ? Array.from(text).length : text.length);

/** Where in the report's text a place of the page lies. */
function offset(node: Node, at: number): number | null {
  const line = (node instanceof Element ? node : node.parentElement)?.closest<HTMLElement>(".text p[data-at]");
  if (!line) return null;
  const before = document.createRange();
  before.selectNodeContents(line);
  before.setEnd(node, at);
  return Number(line.dataset["at"]) + points(before.toString());
}

/** Words chosen in the text become an event that the coder missed; the log keeps who said so. */
export function Missed({ reading, root }: { reading: Reading; root: RefObject<HTMLElement | null> }) {
  const info = useInfo();
  const [chosen, setChosen] = useState<(Span & { words: string }) | null>(null);
  const [type, setType] = useState("ASSAULT");
  const [said, setSaid] = useState("");
  useEffect(() => {
    const listen = () => {
      const range = getSelection()?.rangeCount ? getSelection()?.getRangeAt(0) : null;
      const words = range?.toString() ?? "";
      if (!range || !words.trim() || words.length > 120 || !root.current?.querySelector(".text")?.contains(range.commonAncestorContainer)) return;
      const start = offset(range.startContainer, range.startOffset), end = offset(range.endContainer, range.endOffset);
      if (start === null || end === null || end <= start) return;
      const left = words.length - words.trimStart().length, right = words.length - words.trimEnd().length;
      setChosen({ start: start + left, end: end - right, words: clean(words) });
      setSaid("");
    };
    document.addEventListener("selectionchange", listen);
    return () => document.removeEventListener("selectionchange", listen);
  }, [root]);
  if (info?.read_only || !chosen) return null;
  const add = async () => {
    try {
      await post("/api/review", { verdict: "add", by: reviewer() || "analyst", report_id: reading.report.report_id, changes: { trigger: { start: chosen.start, end: chosen.end }, event_type: type } });
      forget();
      forgetOne(`/api/reports/${reading.report.report_id}`);
      setSaid("Added. Open the report anew to see it.");
      tell("Event added.");
    } catch (error) {
      setSaid(error instanceof Problem ? `${error.message} ${error.detail}` : "It could not be added.");
    }
  };
  return (
    <form class="missed" aria-label="A missed event" onSubmit={(event) => { event.preventDefault(); void add(); }}>
      <span>“{clean(chosen.words, 60)}” is a missed</span>
      <select value={type} aria-label="Type" onChange={(event) => setType(event.currentTarget.value)}>{TYPE_NAMES.map((one) => <option key={one} value={one}>{typeWord(one)}</option>)}</select>
      <button type="submit" class="button">Add</button>
      <button type="button" class="button" onClick={() => setChosen(null)}>No</button>
      {said && <span role="status">{said}</span>}
    </form>
  );
}
