// Asks now and then, while the page is looked at, whether something has happened to what it shows, and says so. Nothing
// on the page changes by itself: what is being typed stays.

const EVERY = 10_000;
const OVER = {
  401: "登录已经到期，这一页不再更新。写了的内容请先复制下来。",
  404: "没有找到这个案件，可能申请人已经把它删除了。",
};
const bar = document.querySelector("[data-news]");
let timer = 0;

function say(words, way, address) {
  bar.textContent = words;
  if (!way) return;
  const link = document.createElement("a");
  link.href = address;
  link.textContent = way;
  bar.append(link);
}

// Whether there is anything more to ask for.
async function isOpen() {
  const { news, seen, words, way, latest } = bar.dataset;
  try {
    const response = await fetch(news, { headers: { accept: "application/json" } });
    if (response.status in OVER) {
      say(OVER[response.status]);
      return false;
    }
    if (!response.ok || String((await response.json()).seen) === seen) return true;
    say(words, way, latest);
    return false;
  } catch {
    return true; // no connection: it is asked again
  }
}

async function look() {
  clearTimeout(timer);
  if (document.hidden) return;
  if (await isOpen()) timer = setTimeout(look, EVERY);
  else document.removeEventListener("visibilitychange", look);
}

if (bar) {
  timer = setTimeout(look, EVERY);
  document.addEventListener("visibilitychange", look);
}
