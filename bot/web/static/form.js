// Saves the form by itself a moment after something was typed, and says so. Without this script the buttons do the same.

const PAUSE = 1200; // milliseconds without typing
const form = document.querySelector("form.filling");
const told = form?.querySelector("[data-saving]");
let timer = 0;
let running = false;
let again = false;

const hidden = (name) => form.elements.namedItem(name);

const isDirty = () =>
  [...form.elements].some((one) => {
    const key = one.name?.startsWith("f.") && one.name.slice(2);
    return key && one.value !== hidden(`was.${key}`).value && one.value !== hidden(`shown.${key}`)?.value;
  });

function tell(words) {
  if (told) told.textContent = words;
}

function show(answer, sent) {
  hidden("rev").value = answer.rev;
  hidden("was_ready").value = answer.ready.join("\n");
  const clashing = new Set(answer.clashes.map((one) => one.key));
  for (const [key, { value, was }] of Object.entries(answer.values)) {
    const field = hidden(`f.${key}`);
    if (!field || clashing.has(key)) continue;
    // what was typed since the form was sent stays, and goes with the next sending
    if (field.value === sent.get(`f.${key}`) && field.value !== value) field.value = value;
    hidden(`was.${key}`).value = was;
  }
  for (const place of form.querySelectorAll("[data-about]")) {
    const remarks = answer.remarks[place.dataset.about] ?? [];
    place.replaceChildren(
      ...remarks.map((one) => {
        const line = document.createElement("p");
        line.className = `remark ${one.kind}`;
        line.textContent = (one.kind === "error" ? "请改正：" : "请留意：") + one.text;
        return line;
      }),
    );
  }
  if (answer.clashes.length || answer.refused.length) {
    tell(answer.refused[0] ?? "有一栏刚刚在别处改过，请点保存看两边的内容。");
  } else {
    tell("已自动保存");
  }
}

async function save() {
  if (running) {
    again = true;
    return;
  }
  if (!isDirty()) return;
  running = true;
  const sent = new FormData(form);
  sent.set("key", crypto.randomUUID?.() ?? String(Math.random()));
  tell("正在保存……");
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(sent),
      headers: { Accept: "application/json" },
    });
    if (!response.ok) throw new Error(String(response.status));
    show(await response.json(), sent);
  } catch {
    tell("还没有保存上，会自动再试。请不要关这个页面。");
    timer = setTimeout(save, PAUSE * 5);
  } finally {
    running = false;
    if (again) {
      again = false;
      save();
    }
  }
}

form?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
});
form?.addEventListener("change", () => {
  clearTimeout(timer);
  timer = setTimeout(save, 200);
});
addEventListener("beforeunload", (leaving) => {
  if (form && isDirty() && !form.dataset.leaving) leaving.preventDefault();
});
form?.addEventListener("submit", () => {
  form.dataset.leaving = "yes";
});
