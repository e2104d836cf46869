// Natural Earth's countries from world-atlas, named by the ISO 3166-1 alpha-3 codes that a store uses.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const need = createRequire(import.meta.url);
const list = resolve(dirname(fileURLToPath(import.meta.url)), "../src/dateline/lexicon/countries.tsv");

// The atlas shortens some names in its own way.
const SHORT = {
  "Dem. Rep. Congo": "COD", "Dominican Rep.": "DOM", "Falkland Is.": "FLK", "Fr. S. Antarctic Lands": "ATF", "Côte d'Ivoire": "CIV",
  "Central African Rep.": "CAF", "Eq. Guinea": "GNQ", eSwatini: "SWZ", "Solomon Is.": "SLB", "Bosnia and Herz.": "BIH",
  Macedonia: "MKD", "S. Sudan": "SSD", "United States of America": "USA", Czechia: "CZE", Congo: "COG", Palestine: "PSE",
  "W. Sahara": "ESH", Kosovo: "XKX", "N. Cyprus": "CYP", Somaliland: "SOM", "Timor-Leste": "TLS", Turkey: "TUR", "São Tomé and Principe": "STP",
  "Antigua and Barb.": "ATG", "St. Vin. and Gren.": "VCT", "St. Kitts and Nevis": "KNA", "Marshall Is.": "MHL", "Cook Is.": "COK",
  Vatican: "VAT", "Cabo Verde": "CPV", Micronesia: "FSM", "Cayman Is.": "CYM", "Faeroe Is.": "FRO", "Fr. Polynesia": "PYF",
};

/** The topology as JSON text, with a country's code as the id of its shape. */
export async function atlas(scale) {
  const [head, ...rows] = (await readFile(list, "utf8")).trim().split("\n").map((line) => line.split("\t"));
  const at = (name) => head.indexOf(name);
  const codes = new Map(Object.entries(SHORT));
  for (const row of rows) {
    for (const name of [row[at("name")], ...(row[at("aliases")] ?? "").split("|")]) {
      if (name && !codes.has(name)) codes.set(name, row[at("iso3")]);
    }
  }
  const topology = JSON.parse(await readFile(need.resolve(`world-atlas/countries-${scale}.json`), "utf8"));
  for (const shape of topology.objects.countries.geometries) {
    const name = shape.properties.name;
    shape.id = codes.get(name) ?? null;
    shape.properties = { name };
  }
  delete topology.objects.land;
  return JSON.stringify(topology);
}
