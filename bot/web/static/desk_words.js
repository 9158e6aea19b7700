// Words for an applicant are lost by no slip: whoever presses something else while they stand in a form is asked first.
// The form itself is sent without a question; a file that is saved leaves the page as it is.

const ASK = "您在另一处写的内容还没有提交，这样会丢掉。要丢掉它继续吗？";
const SAVING = 2_000; // until a browser has begun to save a file
const forms = [...document.querySelectorAll("form[data-words]")];
let leaving = false;

function differs(field) {
  if (field.type === "hidden" || field.tagName === "BUTTON") return false;
  if (field.tagName === "SELECT") {
    const first = [...field.options].some((option) => option.defaultSelected) ? null : field.options[0];
    return [...field.options].some((one) => one.selected !== (one.defaultSelected || one === first));
  }
  return field.type === "checkbox" || field.type === "radio"
    ? field.checked !== field.defaultChecked
    : field.value !== field.defaultValue;
}

// What was typed and refused stands there as it was shown, and is as little sent as what is typed now.
const isUnsent = (form) => form.dataset.unsent !== undefined || [...form.elements].some(differs);

if (forms.length) {
  document.addEventListener("submit", (event) => {
    const stays = event.target.dataset.stays !== undefined;
    const others = forms.filter((form) => form !== event.target && isUnsent(form));
    if (!stays && others.length && !confirm(ASK)) {
      event.preventDefault();
      return;
    }
    leaving = true;
    if (stays) setTimeout(() => (leaving = false), SAVING);
  });
  addEventListener("beforeunload", (event) => {
    if (!leaving && forms.some(isUnsent)) event.preventDefault();
  });
  addEventListener("pageshow", () => (leaving = false)); // back again by the browser's own button
}
