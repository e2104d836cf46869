// Says whether the built files that are committed match the source; exit code 1 where they do not.
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { make, source } from "./build.mjs";

const MOST = 350 * 1024;
const built = join(source, "web", "static"), fresh = await mkdtemp(join(tmpdir(), "desk-"));
await make(fresh);
const names = new Set([...(await readdir(built)), ...(await readdir(fresh))]);
const differ = [];
for (const name of [...names].sort()) {
  const [old, now] = await Promise.all([built, fresh].map((folder) => readFile(join(folder, name)).catch(() => null)));
  if (!old || !now || !old.equals(now)) differ.push(name);
}
const size = async (name) => gzipSync(await readFile(join(fresh, name)), { level: 9 }).length;
const bundle = (await Promise.all(["index.html", "theme.js", "desk.js", "desk.css", "countries-110m.json"].map(size))).reduce((sum, one) => sum + one, 0);
await rm(fresh, { recursive: true });
console.log(`first load: ${(bundle / 1024).toFixed(1)} KB gzipped`);
if (bundle > MOST) differ.push(`a bundle of more than ${MOST / 1024} KB`);
if (differ.length) {
  console.error(`not what the source makes: ${differ.join(", ")} (run: npm run build)`);
  process.exit(1);
}
