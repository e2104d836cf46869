import { ask, useGet } from "./api";
import { set, useParam } from "./router";
import type { DyadRow } from "./types";
import { country } from "./words";

/** The two countries of the address, or null. */
export function usePair(): [string, string] | null {
  const left = useParam("left"), right = useParam("right");
  return /^[A-Z]{3}$/.test(left) && /^[A-Z]{3}$/.test(right) ? [left, right] : null;
}

/** Chooses one of the pairs that the store tells of, and which of the two comes first. */
export function PairPick({ empty = "choose two countries" }: { empty?: string }) {
  const pair = usePair();
  const { data } = useGet<{ items: DyadRow[] }>(ask("/api/dyads", { limit: 300 }));
  const known = data?.items ?? [];
  const now = pair ? pair.join("-") : "";
  const listed = known.map((one) => [`${one.left}-${one.right}`, one] as const);
  const inList = listed.find(([name]) => name === now || name === [...(pair ?? [])].reverse().join("-"));
  const choose = (value: string) => { const [left, right] = value.split("-"); set({ left: left || null, right: right || null, country: null, story: null }, false); };
  return (
    <>
      <label class="pair-pick">Between whom
        <select value={inList?.[0] ?? now} onChange={(event) => choose(event.currentTarget.value)}>
          <option value="">{empty}</option>
          {pair && !inList && <option value={now}>{country(pair[0])} – {country(pair[1])}</option>}
          {listed.map(([name, one]) => <option key={name} value={name}>{one.left_name ?? country(one.left)} – {one.right_name ?? country(one.right)} ({one.happenings})</option>)}
        </select>
      </label>
      {pair && <button type="button" class="button" onClick={() => set({ left: pair[1], right: pair[0] }, false)}>Swap</button>}
    </>
  );
}
