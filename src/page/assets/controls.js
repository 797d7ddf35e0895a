"use strict";
// Applies choices at once. Without this file their forms have a button.

// The pause after which a choice that was made with the keys counts.
const PAUSE = 600;

for (const form of document.querySelectorAll("form[data-at-once]")) {
  let byKey = false;
  let timer = 0;
  const send = () => {
    // The page that comes has the same field, which takes the focus again.
    const field = document.activeElement;
    if (form.contains(field)) sessionStorage.setItem("field", field.name);
    form.requestSubmit();
  };
  for (const button of form.querySelectorAll("button")) button.hidden = true;
  form.addEventListener("keydown", () => {
    byKey = true;
    clearTimeout(timer);
  });
  form.addEventListener("pointerdown", () => {
    byKey = false;
  });
  form.addEventListener("change", (event) => {
    clearTimeout(timer);
    // The arrow keys pass by values that are not meant.
    if (byKey && event.target.matches("select")) timer = setTimeout(send, PAUSE);
    else send();
  });
}
const field = sessionStorage.getItem("field");
sessionStorage.removeItem("field");
if (field) document.querySelector(`form[data-at-once] [name="${CSS.escape(field)}"]:not([type=hidden])`)?.focus({ preventScroll: true });

// Closes the two dates by Escape and by a click elsewhere.
for (const own of document.querySelectorAll("details.own")) {
  document.addEventListener("click", (event) => {
    if (!own.contains(event.target)) own.open = false;
  });
  own.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !own.open) return;
    own.open = false;
    own.querySelector("summary").focus();
  });
}
