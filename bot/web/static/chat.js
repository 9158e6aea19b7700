// What the page does by itself: sends without loading anew, shows provisions beside the conversation, and asks now and
// then whether something has come. Without any of it the page works all the same.

const LOOK = 5_000;
const SELDOM = 60_000;
const WIDE = matchMedia("(min-width: 64rem)");
const CALM = matchMedia("(prefers-reduced-motion: reduce)");
const UNSAID = "r0"; // the greeting, for somebody who has said nothing yet
const PART = { headers: { "x-part": "1" } };
const NO_CONNECTION = "没有连上，这一条还没有发出去。请检查网络再发；您写的内容还在。";

const body = document.body;
const talk = document.querySelector(".talk");
const log = talk.querySelector(".log");
const field = talk.querySelector("textarea");
const toast = talk.querySelector(".toast");
const panel = document.querySelector(".panel");
const inside = panel.querySelector(".inside");

let sending = false;
let pause = LOOK;
let timer = 0;
let opener = null;

function tell(words) {
  clearTimeout(tell.timer);
  toast.textContent = words;
  toast.hidden = !words;
  tell.timer = setTimeout(() => (toast.hidden = true), 8_000);
}

function article(classes) {
  const made = document.createElement("article");
  made.className = `said ${classes}`;
  log.append(made);
  return made;
}

function echo(words) {
  const mine = article("mine");
  mine.append(document.createElement("p"));
  mine.firstChild.textContent = words;
  const dots = article("waiting");
  dots.setAttribute("aria-label", "助手正在回答");
  dots.innerHTML = '<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>';
  return [mine, dots];
}

function goTo(element) {
  element?.scrollIntoView({ behavior: CALM.matches ? "auto" : "smooth", block: "start" });
}

// Adds what the server has made of it; the first new bubble, or null where nothing is to be read.
function add(html) {
  const part = new DOMParser().parseFromString(html, "text/html").querySelector("[data-last]");
  if (!part) return null;
  log.dataset.last = part.dataset.last;
  for (const form of log.querySelectorAll(".choices.held")) {
    if (form.closest(".said").id !== part.dataset.live) form.remove();
  }
  for (const key of document.querySelectorAll("input[name=key]")) key.value = part.dataset.key;
  const greeting = log.querySelectorAll(`[id="${UNSAID}"]`);
  const fresh = [...part.children].filter((each) => !document.getElementById(each.id));
  if (fresh.length) for (const each of greeting) each.remove(); // it comes with the rest, as it is kept
  log.append(...fresh);
  if (part.dataset.passing) tell(part.dataset.passing);
  const own = greeting.length ? fresh.find((each) => each.classList.contains("mine")) : null;
  return own ?? fresh[0] ?? null;
}

function reason(html) {
  return new DOMParser().parseFromString(html, "text/html").querySelector("[data-message]")?.textContent;
}

async function send(form, button) {
  if (sending) return;
  const typed = form.contains(field);
  const words = typed ? field.value : button.lastElementChild.textContent;
  if (typed && !words.trim()) return;
  sending = true;
  clearTimeout(timer);
  const said = new URLSearchParams(new FormData(form, button));
  said.set("after", log.dataset.last);
  const shown = button?.name === "lasting" ? [] : echo(words);
  if (typed) field.value = "";
  goTo(shown[0]);
  let first = null;
  try {
    const answer = await fetch("/say", { method: "POST", body: said, ...PART });
    const html = await answer.text();
    for (const each of shown) each.remove();
    if (answer.ok) {
      first = add(html);
      if (button?.name === "lasting") vote(button);
    } else {
      tell(reason(html) ?? NO_CONNECTION);
      if (typed) field.value = words;
    }
  } catch {
    for (const each of shown) each.remove();
    tell(NO_CONNECTION);
    if (typed) field.value = words;
  }
  sending = false;
  wait(LOOK);
  if (!first) return;
  goTo(first);
  const reply = log.lastElementChild;
  if (!typed) {
    reply.tabIndex = -1;
    reply.focus({ preventScroll: true });
  }
}

function vote(button) {
  for (const each of button.form.querySelectorAll("[aria-label]")) each.removeAttribute("aria-pressed");
  if (button.hasAttribute("aria-label")) button.setAttribute("aria-pressed", "true");
}

talk.addEventListener("submit", (event) => {
  event.preventDefault();
  send(event.target, event.submitter);
});

field.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  field.form.requestSubmit();
});

// Provisions beside the conversation, where there is room for them.

async function open(link) {
  const answer = await fetch(link.href, PART);
  if (!answer.ok) {
    location.href = link.href;
    return;
  }
  inside.innerHTML = await answer.text();
  panel.hidden = false;
  body.classList.add("open");
  panel.scrollTop = 0;
  inside.querySelector("h2").focus({ preventScroll: true });
  const aim = inside.querySelector("mark, .aim");
  if (aim) panel.scrollTop = aim.getBoundingClientRect().top - panel.getBoundingClientRect().top - panel.clientHeight / 3;
}

function close() {
  panel.hidden = true;
  body.classList.remove("open");
  opener?.focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.cite");
  if (!link || !WIDE.matches || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (!panel.contains(link)) opener = link;
  open(link).catch(() => (location.href = link.href));
});

panel.querySelector(".close").addEventListener("click", close);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !panel.hidden) close();
});

// What comes by itself: an answer of staff, a reminder.

function wait(milliseconds) {
  clearTimeout(timer);
  pause = milliseconds;
  timer = setTimeout(look, pause);
}

async function look() {
  if (document.hidden || sending) return;
  try {
    const answer = await fetch(`/new?after=${log.dataset.last}`, PART);
    if (answer.status === 200 && !sending) {
      add(await answer.text());
      wait(LOOK);
      return;
    }
  } catch {
    // the next look tells
  }
  if (!sending) wait(Math.min(pause * 1.3, SELDOM));
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden && !sending) look();
});

if (Number(log.dataset.last) > 0) wait(LOOK);
if (!location.hash) document.getElementById("latest")?.scrollIntoView();
