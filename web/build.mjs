// Builds the page into src/dateline/web/static. `node build.mjs [--watch] [--into FOLDER]`.
import { context, build } from "esbuild";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { atlas } from "./atlas.mjs";

const here = dirname(fileURLToPath(import.meta.url));
export const source = resolve(here, "..", "src", "dateline");

/** Lets the page import the project's own word lists, so that each is kept in one place only. */
const tables = {
  name: "tables",
  setup(to) {
    to.onLoad({ filter: /\.yaml$/ }, async ({ path }) => ({
      contents: JSON.stringify(parse(await readFile(path, "utf8"))), loader: "json",
    }));
    to.onLoad({ filter: /countries\.tsv$/ }, async ({ path }) => {
      const [head, ...rows] = (await readFile(path, "utf8")).trim().split("\n").map((line) => line.split("\t"));
      const code = head.indexOf("iso3"), name = head.indexOf("name");
      return { contents: JSON.stringify(Object.fromEntries(rows.map((row) => [row[code], row[name]]))), loader: "json" };
    });
  },
};

/** The licences of the packages whose code or data is in the built files, as they ask to be told. */
async function notices(inputs) {
  const names = new Set(["world-atlas"]);
  for (const path of inputs) {
    const found = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path);
    if (found) names.add(found[1]);
  }
  const parts = ["The built page holds code and data of these packages. The shapes of countries are Natural Earth's (public domain)."];
  for (const name of [...names].sort()) {
    const folder = join(here, "node_modules", name);
    const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const file = (await readdir(folder)).find((one) => /^licen[cs]e/i.test(one));
    const text = file ? (await readFile(join(folder, file), "utf8")).trim() : "";
    parts.push(`${name} ${version} (${license})\n\n${text}`);
  }
  return `${parts.join(`\n\n${"-".repeat(72)}\n\n`)}\n`;
}

/** Writes every file of the page into `folder`. */
export async function make(folder, watch = false) {
  await mkdir(folder, { recursive: true });
  const old = new Set(await readdir(folder));
  const options = {
    absWorkingDir: here, entryPoints: { desk: "src/main.tsx", theme: "src/theme.ts" }, outdir: folder, bundle: true,
    format: "esm", target: ["es2022"], loader: { ".md": "text" }, minify: true, legalComments: "none", charset: "utf8", plugins: [tables],
    jsx: "automatic", jsxImportSource: "preact", logLevel: "warning",
  };
  await cp(join(here, "static"), folder, { recursive: true });
  for (const scale of ["110m", "50m"]) await writeFile(join(folder, `countries-${scale}.json`), await atlas(scale));
  if (!watch) {
    const { metafile } = await build({ ...options, metafile: true });
    await writeFile(join(folder, "NOTICE.txt"), await notices(Object.keys(metafile.inputs)));
    const made = ["NOTICE.txt", ...Object.keys(metafile.outputs).map((path) => basename(path)), ...(await readdir(join(here, "static"))), "countries-110m.json", "countries-50m.json"];
    for (const name of old) if (!made.includes(name)) await rm(join(folder, name), { recursive: true });
    return;
  }
  await (await context(options)).watch();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const at = process.argv.indexOf("--into");
  await make(at > 0 ? resolve(process.argv[at + 1]) : join(source, "web", "static"), process.argv.includes("--watch"));
}
