/** The address is the state: a copied address gives a colleague the same view. */
import { useEffect, useState } from "preact/hooks";

export interface Place { path: string; params: URLSearchParams }

const heard = new Set<() => void>();
const tell = () => heard.forEach((listen) => listen());
addEventListener("popstate", tell);

export const here = (): Place => ({ path: location.pathname, params: new URLSearchParams(location.search) });

/** The present place; the component is drawn anew when it changes. */
export function usePlace(): Place {
  const [place, set] = useState(here);
  useEffect(() => {
    const listen = () => set(here());
    heard.add(listen);
    return () => void heard.delete(listen);
  }, []);
  return place;
}

/** One parameter of the address; the component is drawn anew only when this one changes. */
export function useParam(name: string): string {
  const [value, change] = useState(() => here().params.get(name) ?? "");
  useEffect(() => {
    const listen = () => change(here().params.get(name) ?? "");
    listen();
    heard.add(listen);
    return () => void heard.delete(listen);
  }, [name]);
  return value;
}

export function go(to: string, replace = false): void {
  if (to === location.pathname + location.search) return;
  history[replace ? "replaceState" : "pushState"](null, "", to);
  if (!replace) scrollTo(0, 0);
  tell();
}

/** Changes parameters of the address; null takes one away. */
export function set(patch: Record<string, string | null | undefined>, replace = true): void {
  const params = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null || value === undefined || value === "") params.delete(name);
    else params.set(name, value);
  }
  const query = readable(params);
  const to = location.pathname + (query ? `?${query}` : "");
  if (to === location.pathname + location.search) return;
  history[replace ? "replaceState" : "pushState"](null, "", to);
  tell();
}

/** Colons, commas and slashes need no escape in a query, and an address is read by people. */
export const readable = (params: URLSearchParams): string =>
  params.toString().replace(/%3A/g, ":").replace(/%2C/g, ",").replace(/%2F/g, "/");

/** The address of another view under the same filter. */
export function under(path: string, extra: Record<string, string> = {}): string {
  const now = new URLSearchParams(location.search);
  const params = new URLSearchParams();
  for (const name of ["q", "from", "to", "dates"]) {
    const value = now.get(name);
    if (value) params.set(name, value);
  }
  for (const [name, value] of Object.entries(extra)) params.set(name, value);
  const query = readable(params);
  return query ? `${path}?${query}` : path;
}

/** Follows links of the desk without loading the page anew. */
export function followLinks(): void {
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
    const raw = link.getAttribute("href") ?? "";
    if (raw.startsWith("#") || link.pathname.startsWith("/api/")) return;
    event.preventDefault();
    go(link.pathname + link.search);
  });
}
