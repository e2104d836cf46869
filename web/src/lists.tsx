import { useEffect, useRef, useState } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { ask, get, Problem } from "./api";
import type { List } from "./types";
import { Trouble, Waiting } from "./frame";

export interface Paged<Item> { items: Item[]; total: number | null; more: (() => void) | null; problem: Problem | null; busy: boolean; again: () => void }

/** A list page by page. */
export function useList<Item>(path: string, params: Record<string, string | number | null>): Paged<Item> {
  const url = ask(path, params);
  const [items, setItems] = useState<Item[]>([]);
  const [total, setTotal] = useState<number | null>(null);
  const [next, setNext] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(true);
  const turn = useRef(0);
  const load = (cursor: string | null) => {
    const mine = cursor ? turn.current : ++turn.current;
    setBusy(true);
    get<List<Item>>(ask(path, { ...params, cursor })).then(
      (page) => {
        if (mine !== turn.current) return;
        setItems((old) => (cursor ? [...old, ...page.items] : page.items));
        setNext(page.next ?? null);
        if (page.total !== null && page.total !== undefined) setTotal(page.total);
        setProblem(null);
        setBusy(false);
      },
      (error: unknown) => {
        if (mine !== turn.current) return;
        if (error instanceof Problem) setProblem(error);
        setBusy(false);
      });
  };
  useEffect(() => { load(null); }, [url]);
  return { items, total, problem, busy, more: next ? () => load(next) : null, again: () => load(null) };
}

/** What stands under a list: trouble, waiting, or the way to more. */
export function ListEnd<Item>({ list, what, none }: { list: Paged<Item>; what: string; none: ComponentChildren }) {
  if (list.problem) return <Trouble problem={list.problem} again={list.again} />;
  if (list.busy && !list.items.length) return <Waiting what={what} />;
  if (!list.items.length) return <p class="nothing">{none}</p>;
  return list.more ? <p class="more"><button type="button" class="button" onClick={list.more} disabled={list.busy}>More {what}</button></p> : null;
}
