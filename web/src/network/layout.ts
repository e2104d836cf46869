/** Where the parties of a network stand: friends near each other, blocs together, the same on every visit. */
import type { Network } from "../studies";

export interface Spot { x: number; y: number }
const TURNS = 260;

/** Places within a box of 1 by 1; forces of springs between friends, and of charges between all. */
export function place(network: Network): Map<string, Spot> {
  const blocs = Math.max(1, network.blocs.length);
  const spots = network.parties.map((one, at) => {
    const turn = one.bloc === null ? (at * 2.399963) % (2 * Math.PI) : (2 * Math.PI * (one.bloc + ((at * 0.618034) % 1) * 0.6)) / blocs;
    const far = one.bloc === null ? 0.5 : 0.3;
    return { x: 0.5 + far * Math.cos(turn), y: 0.5 + far * Math.sin(turn) };
  });
  const at = new Map(network.parties.map((one, index) => [one.party, index]));
  const most = Math.max(1, ...network.ties.map((one) => one.acts));
  const springs = network.ties.flatMap((one) => {
    const left = at.get(one.left), right = at.get(one.right);
    return left === undefined || right === undefined ? [] : [{ left, right, pull: (0.25 + Math.sqrt(one.acts / most)) * (1 + 0.6 * one.balance) }];
  });
  const near = 0.62 / Math.sqrt(Math.max(1, spots.length));
  for (let turn = 0; turn < TURNS; turn++) step(spots, springs, near, 0.06 * (1 - turn / TURNS));
  return new Map(network.parties.map((one, index) => [one.party, fit(spots, index)]));
}

function step(spots: Spot[], springs: { left: number; right: number; pull: number }[], near: number, most: number): void {
  const push = spots.map((one) => ({ x: (0.5 - one.x) * 0.06, y: (0.5 - one.y) * 0.06 }));
  const move = (from: number, to: number, by: number, x: number, y: number) => {
    const a = push[from] as Spot, b = push[to] as Spot;
    a.x += x * by; a.y += y * by; b.x -= x * by; b.y -= y * by;
  };
  for (let one = 0; one < spots.length; one++) for (let other = one + 1; other < spots.length; other++) {
    const a = spots[one] as Spot, b = spots[other] as Spot, x = a.x - b.x || 1e-4 * (one - other), y = a.y - b.y || 1e-4, far = Math.hypot(x, y);
    move(one, other, (near * near) / (far * far) * 0.5, x, y);
  }
  for (const { left, right, pull } of springs) {
    const a = spots[left] as Spot, b = spots[right] as Spot, x = b.x - a.x, y = b.y - a.y;
    move(left, right, (pull * Math.hypot(x, y)) / near * 0.16, x, y);
  }
  spots.forEach((one, index) => {
    const by = push[index] as Spot, length = Math.hypot(by.x, by.y) || 1, cut = Math.min(length, most) / length;
    one.x += by.x * cut; one.y += by.y * cut;
  });
}

/** The spot, with all of them stretched to fill the box. */
function fit(spots: Spot[], index: number): Spot {
  const xs = spots.map((one) => one.x), ys = spots.map((one) => one.y);
  const stretch = (value: number, all: number[]) => (value - Math.min(...all)) / (Math.max(...all) - Math.min(...all) || 1);
  const one = spots[index] as Spot;
  return spots.length < 2 ? { x: 0.5, y: 0.5 } : { x: stretch(one.x, xs), y: stretch(one.y, ys) };
}
