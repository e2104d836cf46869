import { memo } from "../memo";
import { visible } from "../format";
import type { Span } from "../types";
import type { Picture } from "./picture";
import { layersOf } from "./layers";
import { cutUp, type Layer, type Segment } from "./segments";

/** The report's own words, every coded stretch lit in its layer. All of it goes in as text, never as markup. */
export const Text = memo(({ picture, sentence }: { picture: Picture; sentence: Span | null }) => {
  const layers = [...layersOf(picture), ...(sentence ? [{ start: sentence.start, end: sentence.end, key: "", styles: ["cited-words"] }] : [])];
  const seen = new Set<string>();
  return (
    <article class="text" aria-label="Report" lang={picture.reading.report.language ?? undefined} dir="auto">
      {paragraphs(picture.reading.report.text).map((line) => (
        <p key={line.start} data-at={line.start}>{cutUp(line.start, line.end, inside(layers, line)).map((segment) => piece(segment, picture, seen))}</p>
      ))}
    </article>
  );
});

const inside = (layers: Layer[], line: { start: number; end: number }) => layers.filter((one) => one.start < line.end && one.end > line.start);

const points = (text: string): number => (/[\ud800-\udfff]/.test(text) ? Array.from(text).length : text.length);

function paragraphs(text: string): { start: number; end: number }[] {
  const out: { start: number; end: number }[] = [];
  let at = 0;
  for (const line of text.split("\n")) {
    const length = points(line);
    if (line.trim()) out.push({ start: at, end: at + length });
    at += length + 1;
  }
  return out;
}

function piece(segment: Segment, picture: Picture, seen: Set<string>) {
  const words = visible(picture.cut(segment.start, segment.end));
  if (!segment.layers.length) return words;
  const styles = [...new Set(segment.layers.flatMap((one) => one.styles))];
  const keys = [...new Set(segment.layers.map((one) => one.key).filter(Boolean))];
  if (!keys.length) return <span key={segment.start} class={styles.join(" ")}>{words}</span>;
  const opens = segment.starts.find((one) => one.label && !seen.has(`${one.key}:${one.start}`));
  if (opens) seen.add(`${opens.key}:${opens.start}`);
  const reach = opens ? ({ tabIndex: 0, role: "button", "aria-description": opens.label } as const) : {};
  return <span key={segment.start} class={`s ${styles.join(" ")}`} data-k={keys.join(" ")} {...reach}>{words}</span>;
}
