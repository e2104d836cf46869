/** Codes in plain words, from the project's own lists. */
import contexts from "../../src/dateline/ontology/contexts.yaml";
import sectors from "../../src/dateline/ontology/sectors.yaml";
import countries from "../../src/dateline/lexicon/countries.tsv";
import words from "../../src/dateline/export/words.yaml";
import type { Status } from "./types";

type Table = Record<string, string>;
const TYPES = words.types as Table;
const MODES = words.modes as Record<string, Table>;
export const STANCES = words.stances as Table;
export const STANCES_PLURAL = words.stances_plural as Table;
export const KINDS = words.kinds as Table;
export const BASIS = words.basis as Table;
export const STATUSES = words.statuses as Table;
export const CONTEXTS = contexts as Table;
export const COUNTRIES = countries as Table;
export const SECTORS = sectors as Record<string, { name: string; definition: string }>;

export const TYPE_NAMES = Object.keys(TYPES);
export const modesOf = (type: string): string[] => Object.keys(MODES[type] ?? {});
export const modeWord = (type: string, mode: string): string => MODES[type]?.[mode] ?? mode;

/** What happened in a noun or two: 'air strike', 'recall or withdrawal'. */
export function sayType(type: string, modes: readonly string[] = []): string {
  return modes.length ? modes.map((mode) => modeWord(type, mode)).join(" and ") : TYPES[type] ?? type.toLowerCase();
}
export const typeWord = (type: string): string => TYPES[type] ?? type.toLowerCase();
export const country = (code: string | null | undefined): string => (code ? COUNTRIES[code] ?? code : "");
export const sector = (code: string): string => SECTORS[code]?.name ?? code;

/** A party's code in words: 'IRN', 'PAK MIL' and the like. */
export const party = (code: string): string =>
  code.split(/[\s/]+/).filter(Boolean).map((part) => COUNTRIES[part] ?? SECTORS[part]?.name ?? part).join(" · ");

export interface QuadClass { number: 1 | 2 | 3 | 4; short: string; name: string }
export const QUADS: readonly QuadClass[] = [
  { number: 1, short: "vp", name: "verbal cooperation" },
  { number: 2, short: "mp", name: "material cooperation" },
  { number: 3, short: "vc", name: "verbal conflict" },
  { number: 4, short: "mc", name: "material conflict" },
];
export const quadClass = (quad: number | null | undefined): string => QUADS.find((one) => one.number === quad)?.short ?? "oo";
export const quadName = (quad: number | null | undefined): string => QUADS.find((one) => one.number === quad)?.name ?? "other";

/** PLOVER types by quad class, as the ontology has them; the server's own list replaces it when it comes. */
export const STATUS_NAMES: readonly Status[] = ["current", "historical", "future", "hypothetical"];
export const statusWord = (status: string): string => STATUSES[status] ?? status;
