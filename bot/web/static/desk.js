// Keys for the list and the case: J and K move between cases, the slash key searches, U goes back to the list.

const rows = [...document.querySelectorAll("[data-row] a")];
const search = document.querySelector("[data-search]");
const back = document.querySelector("[data-back]");

const isTyping = (target) => target.closest("input, select, textarea, [contenteditable]") !== null;

function move(step) {
  if (!rows.length) return;
  const at = rows.indexOf(document.activeElement);
  const next = at < 0 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1);
  rows[next].focus();
}

document.addEventListener("keydown", (pressed) => {
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey || isTyping(pressed.target)) return;
  const key = pressed.key.toLowerCase();
  if (key === "j") move(1);
  else if (key === "k") move(-1);
  else if (key === "/" && search) {
    pressed.preventDefault();
    search.focus();
  } else if (key === "u" && back) back.click();
});
