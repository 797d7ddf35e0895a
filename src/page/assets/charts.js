"use strict";
// Lets the columns of charts answer the mouse, the finger and the keyboard. Without this file browsers show the title of a column.
(() => {
  const tip = document.createElement("div");
  tip.className = "tip";
  // Who has the focus on a column is told its name anyway.
  tip.setAttribute("aria-hidden", "true");
  let shown = null;

  const slots = (row) => [...row.querySelectorAll(":scope > .slot")];

  // Makes a chart one stop of the Tab key. The titles become names, so that browsers do not show them beside the values.
  const begin = (chart) => {
    let first = true;
    for (const slot of chart.querySelectorAll(".slot")) {
      const title = slot.querySelector(":scope > title");
      if (!title) continue;
      slot.setAttribute("aria-label", title.textContent);
      title.remove();
      slot.setAttribute("tabindex", first ? "0" : "-1");
      first = false;
    }
  };

  const show = (slot) => {
    const chart = slot.closest(".chart");
    shown = slot;
    tip.textContent = slot.getAttribute("aria-label");
    chart.append(tip);
    const frame = chart.getBoundingClientRect();
    const column = slot.getBoundingClientRect();
    const middle = column.left + column.width / 2 - frame.left;
    const left = Math.max(0, Math.min(middle - tip.offsetWidth / 2, frame.width - tip.offsetWidth));
    const above = column.top - frame.top - tip.offsetHeight - 4;
    tip.style.left = `${left}px`;
    tip.style.top = `${Math.max(above, -tip.offsetHeight)}px`;
  };

  const hide = () => {
    shown = null;
    tip.remove();
  };

  const focus = (slot) => {
    for (const other of slot.closest(".chart").querySelectorAll('.slot[tabindex="0"]')) other.setAttribute("tabindex", "-1");
    slot.setAttribute("tabindex", "0");
    slot.focus();
  };

  const slotOf = (event) => event.target instanceof Element && event.target.closest(".chart .slot");

  document.addEventListener("pointerover", (event) => {
    const slot = slotOf(event);
    if (slot) show(slot);
    else if (shown && document.activeElement !== shown) hide();
  });
  document.addEventListener("focusin", (event) => {
    const slot = slotOf(event);
    if (slot) show(slot);
  });
  document.addEventListener("focusout", (event) => {
    if (slotOf(event)) hide();
  });
  // The first touch of a column shows its value, the next one follows its link.
  let before = null;
  document.addEventListener("pointerdown", (event) => {
    before = document.activeElement;
  }, true);
  document.addEventListener("click", (event) => {
    const slot = slotOf(event);
    if (slot && event.pointerType === "touch" && before !== slot) {
      event.preventDefault();
      focus(slot);
    }
  });
  document.addEventListener("keydown", (event) => {
    const slot = slotOf(event);
    if (!slot || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return hide();
    const row = slots(slot.parentElement);
    const rows = [...slot.closest(".chart").querySelectorAll("svg.slots")];
    const at = row.indexOf(slot);
    const beside = (step) => {
      const other = rows[rows.indexOf(slot.parentElement) + step];
      return other && slots(other)[at];
    };
    const moves = {
      ArrowLeft: () => row[at - 1],
      ArrowRight: () => row[at + 1],
      ArrowUp: () => beside(-1),
      ArrowDown: () => beside(1),
      Home: () => row[0],
      End: () => row[row.length - 1],
    };
    const move = moves[event.key];
    if (!move) return;
    const to = move();
    // A chart of one row leaves the arrows up and down to the page.
    if (!to && rows.length === 1 && (event.key === "ArrowUp" || event.key === "ArrowDown")) return;
    event.preventDefault();
    if (to) focus(to);
  });

  // Parts of the page come later.
  const beginAll = (root) => {
    for (const chart of root.querySelectorAll(".chart")) begin(chart);
  };
  new MutationObserver((changes) => {
    for (const change of changes) {
      for (const node of change.addedNodes) if (node instanceof HTMLElement && node !== tip) beginAll(node.parentElement || node);
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
  beginAll(document);
})();
