import { see } from "../evidence";
import { eventIs } from "../filter";
import { Glyph } from "../glyph";
import type { Act } from "../studies";
import { quadClass } from "../words";

/** An act as a sentence; a click opens the words that tell it. */
export function ActLine({ act, note = "" }: { act: Act; note?: string }) {
  return (
    <span class={`act ${quadClass(act.quad)}`}>
      <Glyph quad={act.quad} named />
      <button type="button" class="act-words" dir="auto" onClick={() => see(eventIs(act.events), act.label)}>{act.says}</button>
      {act.grade && <span class="grade" title="reliability and credibility">{act.grade}</span>}
      {note && <span class="quiet">{note}</span>}
    </span>
  );
}
