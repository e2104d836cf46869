import { useEffect, useRef, useState } from "preact/hooks";
import { keysOn, switchKeys } from "./keys";
import type { Info } from "./types";
import { number } from "./format";

interface View { name: string; key: string }

const KEYS: [string, [string, string][]][] = [
  ["Anywhere", [["/", "to the filter"], ["?", "this help"], ["Esc", "close, let go"]]],
  ["Report", [["Tab", "to the text's events, then to the cards"], ["↑ ↓", "event before or after"], ["← →", "from words to card and back"], ["Enter", "why: method, sureness, what was left empty"]]],
  ["Tables", [["↑ ↓", "row before or after"], ["Enter", "the very words"], ["s on a heading", "Enter sorts"]]],
  ["Review", [["a", "accept"], ["x", "reject"], ["t m s n", "type, mode, status, negated"], ["1 2 3 4", "actor, recipient, place, time: then pick words with ← →, widen with Shift"], ["r", "reason"], ["p i", "split off, its incident"], ["u", "undo"], ["j k", "next, before"]]],
];

export function Help({ views, info, close }: { views: readonly View[]; info: Info | null; close: () => void }) {
  const box = useRef<HTMLDialogElement>(null);
  const [on, setOn] = useState(keysOn);
  useEffect(() => {
    const back = document.activeElement;
    box.current?.showModal();
    return () => { if (back instanceof HTMLElement) back.focus(); };
  }, []);
  return (
    <dialog class="help" ref={box} aria-labelledby="help-title" onClose={close} onClick={(event) => { if (event.target === box.current) box.current?.close(); }}>
      <div class="help-body">
        <header><h2 id="help-title">Keys</h2><button type="button" class="round" aria-label="Close" onClick={() => box.current?.close()}>×</button></header>
        <div class="help-grid">
          <section><h3>Go to</h3><dl>{views.map((view) => <div key={view.key}><dt><kbd>g</kbd> <kbd>{view.key}</kbd></dt><dd>{view.name}</dd></div>)}</dl></section>
          {KEYS.map(([name, keys]) => (
            <section key={name}><h3>{name}</h3><dl>{keys.map(([key, does]) => <div key={key}><dt>{key.split(" ").length < 5 && !key.includes("on a") ? key.split(" ").map((one) => <kbd key={one}>{one}</kbd>) : key}</dt><dd>{does}</dd></div>)}</dl></section>
          ))}
        </div>
        <label class="tick"><input type="checkbox" checked={on} onChange={(event) => { setOn(event.currentTarget.checked); switchKeys(event.currentTarget.checked); }} /> Single keys act as shortcuts</label>
        <h3>Filter</h3>
        <p>Words are looked for in sentences and headlines. <code>actor:IRN type:ASSAULT killed&gt;=1 -negated:yes "missile strike"</code> – terms side by side must all hold, <code>OR</code> stands between alternatives, a comma too.</p>
        {info && <p class="quiet">dateline {info.version} · {info.store}{Object.entries(info.counts).filter(([, count]) => count > 0).slice(0, 6).map(([name, count]) => ` · ${number(count)} ${name.replace(/_/g, " ")}`).join("")}</p>}
      </div>
    </dialog>
  );
}
