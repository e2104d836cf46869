/** Single keys as shortcuts. They may be switched off, and are never taken from a field. */
const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

export const keysOn = (): boolean => {
  try {
    return localStorage.getItem("dateline.keys") !== "off";
  } catch {
    return true;
  }
};
export const switchKeys = (on: boolean): void => {
  try {
    localStorage.setItem("dateline.keys", on ? "on" : "off");
  } catch { /* not kept, then */ }
};

/** Calls on every bare key outside of fields; gives back what stops it. */
export function onKeys(act: (key: string, event: KeyboardEvent) => void, early = false): () => void {
  const listen = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || typing(event.target)) return;
    if (document.querySelector("dialog[open]:modal")) return;
    act(event.key, event);
  };
  document.addEventListener("keydown", listen, early);
  return () => document.removeEventListener("keydown", listen, early);
}
