"use strict";
// Makes the list of orders more convenient. Everything can be done without this file.

// A list of words that is open closes with a click beside it, or with Escape.
for (const pick of document.querySelectorAll("[data-pick]")) {
  document.addEventListener("click", (event) => {
    if (!pick.contains(event.target)) pick.open = false;
  });
  pick.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && pick.open) {
      pick.open = false;
      pick.querySelector("summary").focus();
    }
  });
}

const filter = document.querySelector("form[data-orders]");
if (filter) {
  // An address has only what is filled in.
  filter.addEventListener("submit", () => {
    for (const field of filter.elements) if (field.name && !field.value) field.disabled = true;
  });
  // Going back must find the fields as they were.
  window.addEventListener("pageshow", () => {
    for (const field of filter.elements) field.disabled = false;
  });
}

// The columns that are shown can be moved up.
const chooser = document.querySelector("form[data-columns]");
if (chooser) {
  for (const item of chooser.querySelectorAll("li")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "↑";
    button.setAttribute("aria-label", `${item.dataset.up}: ${item.textContent.trim()}`);
    button.addEventListener("click", () => {
      item.previousElementSibling?.before(item);
      button.focus();
    });
    item.append(button);
  }
}
