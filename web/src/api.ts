/** Asks the server. Nothing else of the page does. */
import { useEffect, useRef, useState } from "preact/hooks";

export class Problem extends Error {
  constructor(readonly status: number, title: string, readonly detail: string) {
    super(title);
  }
}

async function answer(reply: Response): Promise<unknown> {
  const type = reply.headers.get("content-type") ?? "";
  const body: unknown = type.includes("json") ? await reply.json() : await reply.text();
  if (reply.ok) return body;
  const told = (typeof body === "object" && body !== null ? body : {}) as { title?: string; detail?: unknown };
  const detail = typeof told.detail === "string" ? told.detail : "";
  throw new Problem(reply.status, told.title ?? `The server answered ${reply.status}.`, detail);
}

const lost = (error: unknown): Problem =>
  error instanceof Problem ? error : new Problem(0, "The server does not answer.", "Is `dateline serve` still running?");

export async function get<Answer>(url: string, signal?: AbortSignal): Promise<Answer> {
  try {
    return (await answer(await fetch(url, signal ? { signal } : {}))) as Answer;
  } catch (error) {
    if (error instanceof DOMException) throw error;
    throw lost(error);
  }
}

export async function post<Answer>(url: string, body: unknown, signal?: AbortSignal): Promise<Answer> {
  const form = body instanceof FormData;
  try {
    const reply = await fetch(url, {
      method: "POST", body: form ? body : JSON.stringify(body),
      ...(form ? {} : { headers: { "content-type": "application/json" } }), ...(signal ? { signal } : {}),
    });
    return (await answer(reply)) as Answer;
  } catch (error) {
    if (error instanceof DOMException) throw error;
    throw lost(error);
  }
}

export interface Asked<Answer> { data: Answer | null; problem: Problem | null; busy: boolean; again: () => void }

const kept = new Map<string, unknown>();
const remember = (url: string, data: unknown) => {
  kept.delete(url);
  kept.set(url, data);
  if (kept.size > 60) kept.delete(kept.keys().next().value as string);
};

const pending = new Map<string, Promise<unknown>>();

/** One question at a time: who asks the same while it is on its way waits for the same answer. */
function shared<Answer>(url: string): Promise<Answer> {
  const known = pending.get(url) ?? get<Answer>(url).finally(() => pending.delete(url));
  pending.set(url, known);
  return known as Promise<Answer>;
}

/** Forgets answers, after a write has changed what the store holds. */
export function forget(): void {
  for (const url of [...kept.keys()]) if (!url.startsWith("/api/reports/r-") && url !== "/api/info") kept.delete(url);
}
/** Forgets one answer. */
export const forgetOne = (url: string): void => void kept.delete(url);

/** Asks ahead, for what will be wanted next. */
export function prefetch(url: string): void {
  if (!kept.has(url)) shared(url).then((data) => remember(url, data), () => undefined);
}

/** The answer of a GET; the last one stays on the page until the next has come, so that nothing flickers. */
export function useGet<Answer>(url: string | null): Asked<Answer> {
  const [state, set] = useState<{ url: string | null; data: Answer | null; problem: Problem | null; busy: boolean }>(
    () => ({ url, data: url ? (kept.get(url) as Answer | undefined) ?? null : null, problem: null, busy: Boolean(url) }));
  const [turn, setTurn] = useState(0);
  const last = useRef(0);
  useEffect(() => {
    if (!url) return;
    const known = kept.get(url) as Answer | undefined;
    set((old) => ({ url, data: known ?? old.data, problem: null, busy: true }));
    const mine = ++last.current;
    if (known !== undefined && url === "/api/info") return set({ url, data: known, problem: null, busy: false });
    shared<Answer>(url).then(
      (data) => { remember(url, data); if (mine === last.current) set({ url, data, problem: null, busy: false }); },
      (error: unknown) => {
        if (mine !== last.current) return;
        set({ url, data: null, problem: lost(error), busy: false });
      });
    return () => { last.current++; };
  }, [url, turn]);
  return { data: url ? state.data : null, problem: state.problem, busy: state.busy, again: () => setTurn((old) => old + 1) };
}

/** A query string from what is known. */
export function ask(path: string, params: Record<string, string | number | null | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== null && value !== undefined && value !== "") query.set(name, String(value));
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}
