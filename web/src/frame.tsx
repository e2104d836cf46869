import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { type Problem, useGet } from "./api";
import { FilterBox } from "./filter-box";
import { Help } from "./help";
import { keysOn, onKeys } from "./keys";
import { go, under, usePlace } from "./router";
import type { Info } from "./types";

const VIEWS = [
  { path: "/", name: "Situation", key: "s" }, { path: "/incidents", name: "Incidents", key: "i" }, { path: "/stories", name: "Stories", key: "t" },
  { path: "/dyads", name: "Dyads", key: "d" }, { path: "/network", name: "Network", key: "n" }, { path: "/outlook", name: "Outlook", key: "o" }, { path: "/scenario", name: "What if", key: "w" },
  { path: "/brief", name: "Brief", key: "b" }, { path: "/reports", name: "Reports", key: "r" }, { path: "/review", name: "Review", key: "v" },
  { path: "/code", name: "Code", key: "c" }, { path: "/feeds", name: "Feeds", key: "f" }, { path: "/quarantine", name: "Quarantine", key: "q" },
] as const;

export const useInfo = (): Info | null => useGet<Info>("/api/info").data;

/** What stands around every view: name, ways to the others, the shared filter, theme and help. */
export function Frame({ children }: { children: ComponentChildren }) {
  const { path } = usePlace();
  const [help, setHelp] = useState(false);
  const info = useInfo();
  useEffect(() => {
    let led = false, timer = 0;
    return onKeys((key, event) => {
      if (key === "?") return setHelp(true);
      if (!keysOn()) return;
      if (led) {
        led = false;
        const view = VIEWS.find((one) => one.key === key);
        if (view) { event.preventDefault(); event.stopImmediatePropagation(); go(under(view.path)); }
        return;
      }
      if (key === "g") {
        led = true;
        clearTimeout(timer);
        timer = setTimeout(() => { led = false; }, 1200) as unknown as number;
      }
      if (key === "/") {
        event.preventDefault();
        document.querySelector<HTMLInputElement>("#filter")?.focus();
      }
    }, true);
  }, []);
  const at = (view: string) => (view === "/" ? path === "/" : path === view || path.startsWith(`${view}/`));
  return (
    <>
      <a class="skip" href="#main">Skip to the page's content</a>
      <header class="bar">
        <a class="mark" href={under("/")} aria-label="dateline, situation"><Mark />dateline</a>
        <nav class="views" aria-label="Views">
          {VIEWS.map((view) => <a key={view.path} href={under(view.path)} aria-current={at(view.path) ? "page" : undefined}>{view.name}</a>)}
        </nav>
        <FilterBox info={info} />
        <div class="tools">
          {info?.read_only && <span class="kind-tag" title="This desk takes no writes">read only</span>}
          <ThemeSwitch />
          <button type="button" class="round" aria-label="Keys and help" aria-haspopup="dialog" onClick={() => setHelp(true)}>?</button>
        </div>
      </header>
      {children}
      {help && <Help views={VIEWS} info={info} close={() => setHelp(false)} />}
      <div id="told" class="only-heard" role="status" aria-live="polite" />
    </>
  );
}

const Mark = () => (
  <svg viewBox="0 0 22 16" width="22" height="16" aria-hidden="true"><path class="mark-line" d="M1 14.500h20" /><path class="mark-up" d="M3 10 7 3l4 7z" /><path class="mark-down" d="m10 3 4 7 4-7z" /></svg>
);

function ThemeSwitch() {
  const [, redraw] = useState(0);
  const root = document.documentElement;
  const dark = root.dataset["theme"] ? root.dataset["theme"] === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const flip = () => {
    root.dataset["theme"] = dark ? "light" : "dark";
    try {
      localStorage.setItem("dateline.theme", root.dataset["theme"]);
    } catch { /* not kept, then */ }
    redraw((turn) => turn + 1);
  };
  return (
    <button type="button" class="round" aria-label={dark ? "Switch to light" : "Switch to dark"} onClick={flip}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><circle cx="8" cy="8" r="6" class="ring" /><path d="M8 2a6 6 0 0 1 0 12z" class="half" /></svg>
    </button>
  );
}

/** A view: sets the window's title, and takes the focus when the address leads to it. */
export function Page({ title, children, wide = false, name = "" }: { title: string; children: ComponentChildren; wide?: boolean; name?: string }) {
  const main = useRef<HTMLElement>(null);
  const { path } = usePlace();
  const first = useRef(true);
  useEffect(() => { document.title = title === "dateline" ? title : `${title} – dateline`; }, [title]);
  useEffect(() => {
    if (first.current) { first.current = false; return; }
    main.current?.focus({ preventScroll: true });
  }, [path]);
  return <main id="main" ref={main} tabIndex={-1} class={`page ${wide ? "wide" : ""} ${name}`}>{children}</main>;
}

export function Waiting({ what }: { what: string }) {
  return <p class="wait" role="status">Getting {what} …</p>;
}

export function Trouble({ problem, again }: { problem: Problem; again?: () => void }) {
  return (
    <div class="trouble" role="alert">
      <b>{problem.message}</b> {problem.detail}
      {again && <> <button type="button" class="plain link" onClick={again}>Try again</button></>}
    </div>
  );
}

export function Nothing({ children }: { children: ComponentChildren }) {
  return <p class="nothing">{children}</p>;
}

/** Says something to a screen reader. */
export function tell(words: string): void {
  const place = document.getElementById("told");
  if (place) place.textContent = words;
}
