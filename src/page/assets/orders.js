"use strict";
// Makes the list of orders more convenient. Everything but saved filters can be done without this file.

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

// Filters that were saved under a name stay in this browser. They keep no words that were searched for, since those may be of a buyer.
const saved = document.querySelector("[data-saved]");
if (saved) {
  const key = "shopkit-filters";
  const read = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(key) || "[]");
      return Array.isArray(kept) ? kept.filter((one) => typeof one.name === "string" && typeof one.query === "string") : [];
    } catch {
      return [];
    }
  };
  const write = (filters) => {
    try {
      localStorage.setItem(key, JSON.stringify(filters));
    } catch {
      // A browser that keeps nothing has no saved filters.
    }
    show();
  };
  const current = () => {
    const query = new URLSearchParams(location.search);
    for (const name of ["q", "at", "key", "shop", "on"]) query.delete(name);
    for (const [name, value] of [...query]) if (!value) query.delete(name);
    return query.toString();
  };
  const list = saved.querySelector("ul");
  const form = saved.querySelector("form");
  const show = () => {
    list.replaceChildren(
      ...read().map((one) => {
        const item = document.createElement("li");
        item.className = "one";
        const link = document.createElement("a");
        const query = new URLSearchParams(one.query);
        const shop = new URLSearchParams(location.search).get("shop");
        if (shop) query.set("shop", shop);
        link.href = `/orders?${query}`;
        link.textContent = one.name;
        const remove = document.createElement("button");
        remove.type = "button";
        remove.textContent = "×";
        remove.setAttribute("aria-label", `${saved.dataset.remove}: ${one.name}`);
        remove.addEventListener("click", () => write(read().filter((other) => other.name !== one.name)));
        item.append(link, remove);
        return item;
      }),
    );
    form.hidden = !current();
    saved.hidden = form.hidden && !list.children.length;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const name = form.elements.name.value.trim();
    if (!name) return;
    write([...read().filter((one) => one.name !== name), { name, query: current() }]);
    form.reset();
    document.getElementById("said").textContent = saved.dataset.done;
  });
  show();
}
