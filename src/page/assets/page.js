"use strict";
// Makes the page more convenient. Everything can be done without this file.

// Enables the buttons of a part of the page.
function enable(root) {
  for (const button of root.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}
enable(document);

// Fetches a slow part of the page. The server has escaped its text.
async function fill(part) {
  const address = part.dataset.part;
  try {
    const answer = await fetch(address, { headers: { accept: "text/html" } });
    const text = await answer.text();
    if (answer.ok) part.innerHTML = text;
    else {
      // The page of an error says why.
      const why = new DOMParser().parseFromString(text, "text/html").querySelector("main [role=alert]");
      part.replaceChildren(why || part.dataset.failed);
    }
  } catch {
    part.textContent = part.dataset.failed;
  }
  part.removeAttribute("aria-busy");
  enable(part);
  for (const inner of part.querySelectorAll("[data-part]")) fill(inner);
}
for (const part of document.querySelectorAll("[data-part]")) fill(part);

// Fetches the progress of a job until it is done.
const job = document.querySelector("[data-poll]");
if (job) {
  const live = document.getElementById("said");
  const html = (parts) => [...parts].map((part) => part.outerHTML);
  let shown = html(job.children);
  // Replaces only what has changed: the rest keeps its focus, its selection and its open details.
  const update = (text) => {
    const fetched = document.createElement("template");
    fetched.innerHTML = text;
    const next = html(fetched.content.children);
    [...fetched.content.children].forEach((part, index) => {
      if (index >= shown.length) job.append(part);
      else if (next[index] !== shown[index]) job.children[index].replaceWith(part);
    });
    while (job.children.length > next.length) job.lastElementChild.remove();
    shown = next;
  };
  const lost = () => {
    for (const bar of job.querySelectorAll("progress")) bar.remove();
    const note = document.createElement("p");
    note.className = "note bad";
    note.textContent = live.textContent = job.dataset.failed;
    job.prepend(note);
  };
  let failures = 0;
  const poll = async () => {
    try {
      const answer = await fetch(job.dataset.poll);
      if (!answer.ok) return lost();
      update(await answer.text());
      failures = 0;
      const done = job.querySelector("[data-done]");
      if (done) {
        live.textContent = done.dataset.done;
        return;
      }
    } catch {
      // The server may be busy for a moment; after some time it is gone.
      failures += 1;
      if (failures === 10) return lost();
    }
    setTimeout(poll, 400);
  };
  if (!job.querySelector("[data-done]")) setTimeout(poll, 150);
}

// "/" moves the focus to the search field.
document.addEventListener("keydown", (event) => {
  const field = document.querySelector("[data-search]");
  const typing = event.target.closest("input, select, textarea");
  if (event.key === "/" && field && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    field.focus();
  }
});
