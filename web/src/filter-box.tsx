import { useEffect, useId, useRef, useState } from "preact/hooks";
import { go, usePlace, readable, set } from "./router";
import type { Info } from "./types";
import { COUNTRIES, SECTORS, STATUS_NAMES, statusWord, TYPE_NAMES, typeWord } from "./words";

interface Hint { text: string; about: string }

const FIELDS: [string, string][] = [
  ["actor", "who did it: country, sector, name"], ["recipient", "whom it was done to, or with"], ["party", "either of the two"], ["type", "PLOVER type"],
  ["mode", "PLOVER mode"], ["quad", "1 2 cooperation, 3 4 conflict"], ["status", "current, historical, future, hypothetical"], ["negated", "yes or no"],
  ["repeated", "no: once a report"], ["country", "of the place"], ["place", "words of its name"], ["since", "on that day or later"], ["until", "on that day or earlier"],
  ["date", "day, month, year or range"], ["killed", "number of killed"], ["injured", "number of injured"], ["weapon", "words of the weapon"], ["source", "words of the source"],
  ["source_kind", "named, office, anonymous …"], ["confidence", "of the coder"], ["publisher", "words of its name"], ["title", "words of the headline"],
  ["context", "what it is about"], ["near", "latitude,longitude,kilometres"], ["has", "something is known"], ["report", "id of a report"], ["event", "id of an event"],
];

function hints(text: string): Hint[] {
  const last = /(\S*)$/.exec(text)?.[1] ?? "";
  if (!last) return [];
  const [field, value] = /^-?([a-z_]+):(?:.*,)?([^,]*)$/.exec(last)?.slice(1) ?? [];
  if (field === undefined || value === undefined) return FIELDS.filter(([name]) => name.startsWith(last.replace(/^-/, ""))).slice(0, 7).map(([name, about]) => ({ text: `${name}:`, about }));
  const low = value.toLowerCase();
  const pick = (list: [string, string][]) => list.filter(([code, name]) => code.toLowerCase().startsWith(low) || name.toLowerCase().includes(low)).slice(0, 7).map(([code, name]) => ({ text: code, about: name }));
  if (field === "type") return pick(TYPE_NAMES.map((name) => [name, typeWord(name)]));
  if (field === "status") return pick(STATUS_NAMES.map((name) => [name, statusWord(name)]));
  if (["actor", "recipient", "party"].includes(field)) return low ? pick([...Object.entries(COUNTRIES), ...Object.entries(SECTORS).map(([code, one]): [string, string] => [code, one.name])]) : [];
  if (field === "country") return low ? pick(Object.entries(COUNTRIES)) : [];
  if (field === "negated" || field === "repeated") return pick([["no", ""], ["yes", ""]]);
  return [];
}

/** The shared filter: the store's own language, with hints for its fields and codes. */
export function FilterBox({ info }: { info: Info | null }) {
  const { params, path } = usePlace();
  const q = params.get("q") ?? "";
  const [text, setText] = useState(q);
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const list = useId();
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => setText(q), [q]);
  const shown = open ? hints(text) : [];
  const send = (value: string) => {
    setOpen(false);
    if (/^\/(code|feeds|quarantine|reports\/.+|incidents\/.+)$/.test(path)) go(`/?${readable(new URLSearchParams(value ? { q: value } : {}))}`);
    else set({ q: value.trim(), at: null }, false);
  };
  const take = (hint: Hint) => {
    const next = text.replace(/[^\s,:]*$/, hint.text);
    setText(next);
    setAt(-1);
    box.current?.focus();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" && shown.length) { event.preventDefault(); setAt((at + 1) % shown.length); }
    else if (event.key === "ArrowUp" && shown.length) { event.preventDefault(); setAt((at + shown.length - 1) % shown.length); }
    else if (event.key === "Escape") { if (shown.length) setOpen(false); else box.current?.blur(); }
    else if (event.key === "Enter" || (event.key === "Tab" && at >= 0)) {
      const hint = shown[at];
      if (hint) { event.preventDefault(); take(hint); }
    }
  };
  return (
    <form class="filter" role="search" onSubmit={(event) => { event.preventDefault(); send(text); }}>
      <label class="only-heard" for="filter">Filter of all views</label>
      <svg class="lens" viewBox="0 0 16 16" width="15" height="15" aria-hidden="true"><circle cx="7" cy="7" r="4.500" /><path d="m10.500 10.500 4 4" /></svg>
      <input id="filter" ref={box} type="text" value={text} autocomplete="off" spellcheck={false} autocapitalize="off" enterkeyhint="search"
        placeholder={info ? "Filter: actor:IRN type:ASSAULT killed>=1 …" : "Filter"} role="combobox" aria-expanded={shown.length > 0} aria-controls={list} aria-autocomplete="list"
        aria-activedescendant={at >= 0 && shown.length ? `${list}-${at}` : undefined}
        onInput={(event) => { setText(event.currentTarget.value); setOpen(true); setAt(-1); }} onBlur={() => setTimeout(() => setOpen(false), 120)} onKeyDown={press} />
      {text && <button type="button" class="clear" aria-label="Clear the filter" onClick={() => { setText(""); send(""); }}>×</button>}
      <kbd aria-hidden="true">/</kbd>
      <ul id={list} role="listbox" aria-label="Hints" class="hints" hidden={!shown.length}>
        {shown.map((hint, index) => (
          <li key={hint.text} id={`${list}-${index}`} role="option" aria-selected={index === at} onPointerDown={(event) => { event.preventDefault(); take(hint); }}><code>{hint.text}</code> <span>{hint.about}</span></li>
        ))}
      </ul>
    </form>
  );
}
