// Saves the form by itself a moment after something was typed, and says so. Without this script the buttons do the same.

const PAUSE = 1_200; // milliseconds without typing
const AGAIN = 5_000; // until what failed is tried again, longer each time
const SELDOM = 60_000;
const NOT_YET = "还没有保存上，会自动再试。请不要关这个页面。";
const NOT_DONE = "这个页面现在不能保存了。";
const MOVED = "有一条刚刚在别处删掉了。请先复制这里没保存的内容，再重新打开这一页。";
const FILE_TOO_LARGE = "这个文件太大。每个文件最多 10 MB；可以降低扫描的清晰度，或者分成几个文件。";

const form = document.querySelector("form.filling");
const told = form?.querySelector("[data-saving]");
const stopped = document.querySelector("[data-stopped]");
const file = document.querySelector("#file");
let timer = 0;
let running = false;
let again = false;
let wait = AGAIN;
let over = false;

const hidden = (name) => form.elements.namedItem(name);
const fields = () => [...form.elements].filter((one) => one.name?.startsWith("f."));
const keyOf = (field) => field.name.slice(2);
const boxes = () => [...form.querySelectorAll("input[name=ready]")];
const linesOf = (words) => new Set(words.split(/\r?\n/).filter(Boolean));

const isTyped = (field) =>
  field.value !== hidden(`was.${keyOf(field)}`).value && field.value !== hidden(`shown.${keyOf(field)}`)?.value;

function isDirty() {
  const ready = linesOf(hidden("was_ready").value);
  return fields().some(isTyped) || boxes().some((box) => box.checked !== ready.has(box.value));
}

function tell(words) {
  if (told.textContent !== words) told.textContent = words;
}

// What nobody has typed follows the rest of the form, and is not sent as if somebody had.
function keepShown(key, value, was) {
  hidden(`was.${key}`).value = was;
  let shown = hidden(`shown.${key}`);
  if (value === was) {
    shown?.remove();
    return;
  }
  if (!shown) {
    shown = document.createElement("input");
    shown.type = "hidden";
    shown.name = `shown.${key}`;
    hidden(`was.${key}`).after(shown);
  }
  shown.value = value;
}

// What was typed or ticked since the form was sent stays, and goes with the next sending.
function showValues(answer, sent, skipped) {
  for (const [key, { value, was }] of Object.entries(answer.values)) {
    const field = hidden(`f.${key}`);
    if (!field || skipped(key)) continue;
    if (field.value === sent.get(field.name) && field.value !== value) field.value = value;
    keepShown(key, value, was);
  }
}

function showTicks(answer, sent) {
  const ready = new Set(answer.ready);
  const before = new Set(sent.getAll("ready"));
  for (const box of boxes()) {
    if (box.checked === before.has(box.value)) box.checked = ready.has(box.value);
  }
  hidden("was_ready").value = answer.ready.join("\n");
}

function remark({ kind, text, source }) {
  const line = document.createElement("p");
  line.className = `remark ${kind}`;
  line.textContent = (kind === "error" ? "请改正：" : "请留意：") + text;
  if (source) {
    const words = document.createElement("span");
    words.className = "source";
    words.textContent = source;
    line.append(words);
  }
  return line;
}

const plain = (element) => element.textContent.replace(/\s+/g, "");

// Only what has changed is put there anew: it is read out.
function showRemarks(answer) {
  for (const place of form.querySelectorAll("[data-about]")) {
    const listed = answer.remarks[place.dataset.about] ?? [];
    const made = document.createElement("div");
    made.append(...listed.map(remark));
    if (plain(place) !== plain(made)) place.replaceChildren(...made.children);
    const field = hidden(`f.${place.dataset.about}`);
    if (!field) continue;
    const wrong = listed.some((one) => one.kind === "error");
    if (wrong) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    const cell = place.closest(".cell");
    cell.classList.toggle("error", wrong);
    cell.classList.toggle("warning", !wrong && listed.length > 0);
  }
}

function show(answer, sent) {
  hidden("rev").value = answer.rev;
  const clashing = new Set(answer.clashes.map((one) => one.key));
  const shape = (group) => hidden(`shape.${group}`);
  const moved = (group) => shape(group) && Number(shape(group).value) !== (answer.shape[group] ?? 0);
  showValues(answer, sent, (key) => clashing.has(key) || moved(key.split(".")[0]));
  showTicks(answer, sent);
  showRemarks(answer);
  if (Object.keys(answer.shape).some(moved)) tell(MOVED);
  else if (answer.refused.length) tell(answer.refused[0]);
  else if (clashing.size) tell("有一栏刚刚在别处改过，请点保存看两边的内容。");
  else tell("已自动保存");
}

// Nothing can be saved from here any more: what was typed stays on the page, and can be copied.

const called = (field) => form.querySelector(`label[for="${CSS.escape(field.id)}"]`)?.textContent ?? "";

function stop(why) {
  over = true;
  clearTimeout(timer);
  tell("没有保存");
  stopped.querySelector("[data-why]").textContent = why;
  const typed = fields().filter((field) => field.value.trim());
  stopped.querySelector("textarea").value = typed.map((field) => `${called(field)}：${field.value}`).join("\n");
  stopped.hidden = false;
}

stopped?.querySelector("[data-copy]").addEventListener("click", async (event) => {
  const kept = stopped.querySelector("textarea");
  kept.select();
  try {
    await navigator.clipboard.writeText(kept.value);
    event.target.textContent = "已复制";
  } catch {
    event.target.textContent = "已选中，请按复制键"; // not every browser lets a page copy by itself
  }
});

async function reasonOf(response) {
  const words = await response.text();
  if (response.headers.get("content-type")?.startsWith("application/json")) return JSON.parse(words).message;
  return new DOMParser().parseFromString(words, "text/html").querySelector("[data-message]")?.textContent;
}

function later(words, seconds = 0) {
  tell(words);
  clearTimeout(timer);
  timer = setTimeout(save, Math.max(wait, seconds * 1_000));
  wait = Math.min(wait * 2, SELDOM);
}

async function send() {
  const sent = new FormData(form);
  sent.set("key", crypto.randomUUID?.() ?? String(Math.random()));
  tell("正在保存……");
  let response;
  try {
    const body = new URLSearchParams(sent);
    response = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (response.ok) {
      show(await response.json(), sent);
      wait = AGAIN;
      return;
    }
  } catch {
    later(NOT_YET);
    return;
  }
  if (response.status === 429 || response.status >= 500) later(NOT_YET, Number(response.headers.get("retry-after")));
  else stop((await reasonOf(response).catch(() => "")) || NOT_DONE);
}

async function save() {
  if (running) {
    again = true;
    return;
  }
  if (over || !isDirty()) return;
  running = true;
  await send();
  running = false;
  if (again) {
    again = false;
    soon(PAUSE);
  }
}

function soon(milliseconds) {
  if (over || wait > AGAIN) return; // what failed is tried again in its own time
  clearTimeout(timer);
  timer = setTimeout(save, milliseconds);
}

form?.addEventListener("input", () => soon(PAUSE));
form?.addEventListener("change", () => soon(200));
addEventListener("online", () => {
  if (form && wait > AGAIN) save();
});
addEventListener("beforeunload", (leaving) => {
  if (form && isDirty() && !form.dataset.leaving) leaving.preventDefault();
});
form?.addEventListener("submit", () => {
  form.dataset.leaving = "yes";
});

// A file that is too large is not sent at all.
file?.addEventListener("change", () => {
  const large = [...file.files].some((one) => one.size > Number(file.dataset.most));
  file.setCustomValidity(large ? FILE_TOO_LARGE : "");
  if (large) file.reportValidity();
});
