// The page: it hands files to the worker and shows what comes back. Nothing is sent anywhere.
const MOST = 25 * 1024 * 1024;
const $ = (id) => document.getElementById(id);
const worker = new Worker("worker.js", { type: "module" });
const waiting = new Map();
// Whether this browser keeps the page, to open it again without a network.
const kept = "serviceWorker" in navigator
  ? navigator.serviceWorker.register("sw.js").then(() => navigator.serviceWorker.ready)
  : Promise.reject(new Error("this browser keeps no pages"));
let last = 0;

function busy(is) {
  for (const button of document.querySelectorAll("button")) button.disabled = is;
}

worker.onmessage = ({ data }) => {
  if (data.kind === "answer") {
    waiting.get(data.id)?.(data.answer);
    waiting.delete(data.id);
    return;
  }
  $("state").textContent = data.text;
  if (data.kind === "progress") $("progress").value = data.value;
  if (data.kind === "failed") $("state").className = "bad";
  if (data.kind !== "progress") $("progress").hidden = true;
  if (data.kind === "ready") ready(data.text);
};
worker.onerror = (event) => {
  const why = event.message || "a file is missing";
  $("state").textContent = `The page cannot work: ${why}. Reload it; your files are where they were.`;
  $("state").className = "bad";
  for (const [id, resolve] of waiting) resolve({ code: 1, said: `This did not work: ${why}. Reload the page.`, files: {} });
  waiting.clear();
};

function ready(text) {
  busy(false);
  kept.then(
    () => { $("state").textContent = `${text} You may go offline now, and open the page again without a network.`; },
    () => { $("state").textContent = `${text} You may go offline now, as long as the page stays open.`; },
  );
}

function ask(question) {
  last += 1;
  const id = last;
  return new Promise((resolve) => {
    waiting.set(id, resolve);
    worker.postMessage({ id, ...question });
  });
}

async function given(options) {
  const files = {};
  for (const [option, input] of Object.entries(options)) {
    const file = input.files[0];
    if (!file) continue;
    if (file.size > MOST) {
      throw new Error(`${file.name} has ${(file.size / 1048576).toFixed(0)} MB. A browser takes up to 25 MB; use the command line for more.`);
    }
    files[option] = [file.name, new Uint8Array(await file.arrayBuffer())];
  }
  return files;
}

async function work(said, question) {
  busy(true);
  said.className = "said";
  said.textContent = "Working… To stop it, reload the page.";
  try {
    const answer = await ask(await question());
    said.textContent = answer.said;
    if (answer.code !== 0) said.className = "said bad";
    return answer;
  } catch (error) {
    said.textContent = error.message;
    said.className = "said bad";
    return null;
  } finally {
    busy(false);
  }
}

const TYPES = { html: "text/html", csv: "text/csv", json: "application/json", xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" };

function offer(place, files) {
  for (const link of place.querySelectorAll("a")) URL.revokeObjectURL(link.href);
  place.replaceChildren();
  for (const [name, bytes] of Object.entries(files)) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes], { type: TYPES[name.split(".").pop()] ?? "text/plain" }));
    link.download = name;
    link.textContent = name;
    place.append(link, " ");
  }
}

function fill(table, rows) {
  const body = table.tBodies[0];
  body.replaceChildren();
  for (const cells of rows) {
    const row = body.insertRow();
    cells.forEach((cell, number) => {
      const made = number === 0 ? document.createElement("th") : document.createElement("td");
      if (number === 0) made.scope = "row";
      made.textContent = cell;
      row.append(made);
    });
  }
  table.hidden = rows.length === 0;
}

// A question that comes to nothing takes nothing away: what was made before stays, and that is said.
function stays(said, shown) {
  if (!shown.hidden) said.textContent += "\nWhat stands below is from before.";
}

async function report(question) {
  const answer = await work($("report-said"), question);
  const frame = $("report-page");
  const page = answer?.files["report.html"];
  document.body.dataset.report = String(answer?.code ?? 1);
  if (!page) return stays($("report-said"), frame);
  offer($("report-files"), answer.files);
  URL.revokeObjectURL(frame.src);
  frame.src = URL.createObjectURL(new Blob([page], { type: "text/html" }));
  frame.hidden = false;
}

$("example").onclick = () => report(async () => ({ ask: "example", on: $("on").value }));
$("report-form").onsubmit = (event) => {
  event.preventDefault();
  report(async () => {
    const files = await given({ staff: $("staff"), training: $("training"), evidence: $("evidence"), catalogue: $("catalogue") });
    if (!files.staff) throw new Error("Choose a staff list first, or use the example.");
    return { ask: "report", files, on: $("on").value, options: $("options").value };
  });
};
$("titles-form").onsubmit = async (event) => {
  event.preventDefault();
  const answer = await work($("titles-said"), async () => {
    if (!$("titles").value.trim()) throw new Error("Write a job title first.");
    return { ask: "titles", text: $("titles").value };
  });
  if (!answer || answer.code !== 0) return stays($("titles-said"), $("titles-table"));
  const found = JSON.parse(answer.told);
  fill($("titles-table"), found.map((match) => [
    match.title ?? "",
    match.role_category ?? (match.candidates?.length ? match.candidates.map((one) => one.role_category ?? "outside the Pathway").join(" or ") : "not recognised"),
    (match.reasons ?? []).map((reason) => reason.text ?? reason).join("; "),
  ]));
};
$("courses-form").onsubmit = async (event) => {
  event.preventDefault();
  const answer = await work($("courses-said"), async () => {
    const files = await given({ courses: $("courses") });
    if (!files.courses) throw new Error("Choose a course catalogue first.");
    return { ask: "courses", files, options: $("courses-options").value };
  });
  const text = answer?.files["alignment.json"];
  if (!text) return stays($("courses-said"), $("courses-table"));
  offer($("courses-files"), answer.files);
  const aligned = JSON.parse(new TextDecoder().decode(text));
  fill($("courses-table"), (aligned.alignments ?? []).map((one) => [
    one.course?.title ?? one.title ?? "",
    one.relevance ?? "",
    (one.themes ?? []).map((match) => match.id).join(", "),
  ]));
};

// A file that misses its field would take the place of the page, and of what was made in it.
for (const kind of ["dragover", "drop"]) {
  addEventListener(kind, (event) => {
    if (event.target.type === "file") return;
    event.preventDefault();
    if (kind === "drop") $("report-said").textContent = "Drop a file on the field that it is for.";
  });
}

busy(true);
$("on").value = "";
