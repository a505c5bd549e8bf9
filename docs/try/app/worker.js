// The package itself, in a thread of its own: the page stays alive while it works.
import { loadPyodide } from "./pyodide/pyodide.mjs";

const say = (message) => postMessage(message);

async function fetched(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path} is not here (${response.status}). Reload the page; whoever keeps it builds it with scripts/build_try.py`);
  return response;
}

const ready = (async () => {
  say({ kind: "progress", text: "Loading Python…", value: 5 });
  const listed = await (await fetched("files.json")).json();
  const pyodide = await loadPyodide({ indexURL: new URL("./pyodide/", import.meta.url).href });
  say({ kind: "progress", text: "Loading the package…", value: 60 });
  let done = 0;
  for (const wheel of listed.wheels) {
    const bytes = await (await fetched(wheel)).arrayBuffer();
    pyodide.unpackArchive(bytes, "wheel");
    done += 1;
    say({ kind: "progress", text: "Loading the package…", value: 60 + (30 * done) / listed.wheels.length });
  }
  pyodide.FS.writeFile("/home/pyodide/try_page.py", await (await fetched("try_page.py")).text());
  const page = pyodide.pyimport("try_page");
  say({ kind: "ready", text: `Ready: ${page.ready()}.` });
  return { pyodide, page };
})();
ready.catch((error) => say({ kind: "failed", text: String(error.message ?? error) }));

onmessage = async (event) => {
  const { id, ask, files = {}, text = "", on = "", options = "" } = event.data;
  try {
    const { pyodide, page } = await ready;
    const given = pyodide.toPy(files);
    const answer = page.answer(ask, given, text, on, options);
    const plain = answer.toJs({ dict_converter: Object.fromEntries });
    answer.destroy();
    given.destroy();
    say({ kind: "answer", id, answer: plain });
  } catch (error) {
    say({ kind: "answer", id, answer: { code: 1, said: `This did not work: ${error.message ?? error}. Reload the page.`, files: {} } });
  }
};
