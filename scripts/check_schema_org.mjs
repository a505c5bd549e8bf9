// Checks schema.org markup against the vocabulary, offline: the types of npm `schema-dts` (schema.org as TypeScript)
// and the TypeScript compiler. A property that a class does not have, and a value of a wrong kind, is an error.
//
//     node scripts/check_schema_org.mjs NODE_MODULES FILE...
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, ...files] = process.argv.slice(2);
const require = createRequire(pathToFileURL(resolve(modules, "package.json")));
const ts = require("typescript");
const options = {
  noEmit: true,
  strict: true,
  skipLibCheck: true,
  types: [],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
};
const beside = (file, at) => resolve(modules, "..", `checked-${at}.ts`);
const sources = new Map(
  files.map((file, at) => {
    const markup = JSON.parse(readFileSync(file, "utf8"));
    if (!markup["@graph"]?.length) throw new Error(`${file}: nothing in it`);
    const text = `import type { Graph } from "schema-dts";\nexport const markup: Graph = ${JSON.stringify(markup, null, 1)};\n`;
    return [beside(file, at), text];
  }),
);
const host = ts.createCompilerHost(options);
const { getSourceFile, fileExists, readFile } = host;
host.fileExists = (name) => sources.has(name) || fileExists(name);
host.readFile = (name) => sources.get(name) ?? readFile(name);
host.getSourceFile = (name, version, ...rest) =>
  sources.has(name) ? ts.createSourceFile(name, sources.get(name), version) : getSourceFile(name, version, ...rest);
const program = ts.createProgram([...sources.keys()], options, host);
const faults = ts.getPreEmitDiagnostics(program);
for (const fault of faults.slice(0, 20)) {
  const line = fault.file ? fault.file.getLineAndCharacterOfPosition(fault.start).line : 0;
  console.error(`line ${line}: ${ts.flattenDiagnosticMessageText(fault.messageText, " ").slice(0, 300)}`);
}
console.log(`${files.join(", ")}: ${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
