import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { cutter, visible } from "./format";
import type { Event, Reading, Span } from "./types";
import { quadClass } from "./words";

export const SLOTS = ["actor", "recipient", "place", "time", "event"] as const;
export type SlotName = (typeof SLOTS)[number];
export type Slots = Record<SlotName, Span[]>;
export const SLOT_KEYS: Record<SlotName, string> = { actor: "1", recipient: "2", place: "3", time: "4", event: "5" };
const LETTER: Record<SlotName, string> = { actor: "A", recipient: "R", place: "P", time: "T", event: "E" };

interface Word extends Span { text: string; after: string }

/** The event's sentence and those around it, word by word: with a slot chosen, words are picked for it. */
export function Context({ reading, event, slots, slot, put, leave }: { reading: Reading; event: Event; slots: Slots; slot: SlotName | null; put: (name: SlotName, spans: Span[]) => void; leave: () => void }) {
  const words = useMemo(() => wordsOf(reading, event), [reading, event]);
  const [range, setRange] = useState<[number, number]>([0, 0]);
  const drag = useRef<number | null>(null);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!slot) return;
    const now = slots[slot][0] ?? { start: event.start, end: event.end };
    const first = words.findIndex((word) => word.end > now.start), last = words.findLastIndex((word) => word.start < now.end);
    setRange([Math.max(0, first), Math.max(0, first, last)]);
    box.current?.focus();
  }, [slot]);
  const take = (from: number, to: number, more: boolean) => {
    if (!slot) return;
    const a = words[Math.min(from, to)], b = words[Math.max(from, to)];
    if (!a || !b) return;
    const span = trim(reading.report.text, { start: a.start, end: b.end });
    put(slot, more && (slot === "actor" || slot === "recipient") ? [...slots[slot], span] : [span]);
    leave();
  };
  const press = (key: KeyboardEvent) => {
    if (!slot) return;
    const [from, to] = range;
    const clamp = (value: number) => Math.max(0, Math.min(words.length - 1, value));
    if (key.key === "ArrowRight" || key.key === "ArrowLeft") {
      key.preventDefault();
      const by = key.key === "ArrowRight" ? 1 : -1;
      setRange(key.shiftKey ? [from, Math.max(from, clamp(to + by))] : [clamp(from + by), clamp(from + by)]);
    } else if (key.key === "Enter") { key.preventDefault(); key.stopPropagation(); take(from, to, key.shiftKey); }
    else if (key.key === "Backspace" || key.key === "Delete") { key.preventDefault(); put(slot, []); leave(); }
    else if (key.key === "Escape") { key.preventDefault(); key.stopPropagation(); leave(); }
  };
  const at = (target: EventTarget | null) => { const node = target instanceof Element ? target.closest<HTMLElement>("[data-word]") : null; return node ? Number(node.dataset["word"]) : null; };
  return (
    <div class={`context-text ${slot ? "picking" : ""}`} ref={box} tabIndex={0} role="group" dir="auto" lang={reading.report.language ?? undefined}
      aria-label={slot ? `Pick the words of the ${slot}: left and right move, shift widens, Enter takes, Backspace empties. Now: ${words.slice(range[0], range[1] + 1).map((word) => word.text).join(" ")}` : "The sentence in its context"} onKeyDown={press}
      onPointerDown={(event) => { const word = at(event.target); if (slot && word !== null) { drag.current = word; setRange([word, word]); } }}
      onPointerOver={(event) => { const word = at(event.target); if (drag.current !== null && word !== null) setRange([Math.min(drag.current, word), Math.max(drag.current, word)]); }}
      onPointerUp={(event) => { if (drag.current !== null) { take(range[0], range[1], event.shiftKey); drag.current = null; } }}>
      {slot && <p class="pick-hint" aria-hidden="true">Pick the words of the <b>{slot}</b>: click or drag, or <kbd>←</kbd> <kbd>→</kbd>, <kbd>Shift</kbd> widens, <kbd>Enter</kbd> takes</p>}
      <p>{words.map((word, index) => {
        const inSlots = SLOTS.filter((name) => slots[name].some((span) => span.start < word.end && word.start < span.end));
        const opens = SLOTS.filter((name) => slots[name].some((span) => word.start <= span.start && span.start < word.end));
        const own = word.start >= sentenceOf(reading, event).start && word.end <= sentenceOf(reading, event).end;
        return (
          <span key={word.start}>
            <span data-word={index} data-slot={opens.map((name) => LETTER[name]).join("") || undefined}
              class={`word ${own ? "" : "aside"} ${inSlots.map((name) => `slot-${name}`).join(" ")} ${inSlots.includes("event") ? quadClass(event.quad) : ""} ${slot && index >= range[0] && index <= range[1] ? "picked" : ""}`}>{visible(word.text)}</span>{word.after}
          </span>
        );
      })}</p>
    </div>
  );
}

const sentenceOf = (reading: Reading, event: Event): Span => reading.sentences.find((one) => one.index === event.sentence) ?? { start: event.start, end: event.end };

function wordsOf(reading: Reading, event: Event): Word[] {
  const at = reading.sentences.findIndex((one) => one.index === event.sentence);
  const from = reading.sentences[Math.max(0, at - 1)]?.start ?? event.start, to = reading.sentences[Math.min(reading.sentences.length - 1, at + 1)]?.end ?? event.end;
  const text = cutter(reading.report.text)(from, to);
  const length = (one: string) => (/[\ud800-\udfff]/.test(one) ? Array.from(one).length : one.length);
  const out: Word[] = [];
  let offset = from;
  for (const piece of text.slice(0, 20_000).matchAll(/(\s*)([\p{L}\p{N}][\p{L}\p{N}\p{M}'’.-]*[\p{L}\p{N}\p{M}]|[\p{L}\p{N}]|[^\s\p{L}\p{N}])/gu)) {
    const [, space = "", word = ""] = piece;
    const last = out.at(-1);
    if (last) last.after = space.includes("\n") ? "\n" : space ? " " : "";
    offset += length(space);
    out.push({ start: offset, end: offset + length(word), text: word, after: "" });
    offset += length(word);
  }
  return out;
}

/** Without punctuation or space at either end. */
function trim(text: string, span: Span): Span {
  const cut = cutter(text);
  let { start, end } = span;
  while (start < end - 1 && /[\s,.;:"“”]/.test(cut(start, start + 1))) start++;
  while (end > start + 1 && /[\s,.;:"“”]/.test(cut(end - 1, end))) end--;
  return { start, end };
}
