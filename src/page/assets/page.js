"use strict";
// Makes the page quicker to use. Every job can be done without this file.

// Makes the fields and buttons of a part of the page work.
function ready(root) {
  for (const button of root.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}
ready(document);

// Parts that take a moment to work out are fetched once the page stands. Their text was escaped where it was written.
async function fill(part) {
  const address = part.dataset.part;
  try {
    const answer = await fetch(address, { headers: { accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    part.innerHTML = await answer.text();
  } catch {
    part.textContent = part.dataset.failed;
  }
  part.removeAttribute("aria-busy");
  ready(part);
}
for (const part of document.querySelectorAll("[data-part]")) fill(part);

// How far a job has come is asked for again until it is done.
const job = document.querySelector("[data-poll]");
if (job) {
  const live = document.getElementById("said");
  const written = (parts) => [...parts].map((part) => part.outerHTML);
  let stands = written(job.children);
  // Only what changed is put anew: the rest keeps its focus, its selection and what is open in it.
  const renew = (text) => {
    const come = document.createElement("template");
    come.innerHTML = text;
    const next = written(come.content.children);
    [...come.content.children].forEach((part, at) => {
      if (at >= stands.length) job.append(part);
      else if (next[at] !== stands[at]) job.children[at].replaceWith(part);
    });
    while (job.children.length > next.length) job.lastElementChild.remove();
    stands = next;
  };
  const lost = () => {
    for (const bar of job.querySelectorAll("progress")) bar.remove();
    const told = document.createElement("p");
    told.className = "note bad";
    told.textContent = live.textContent = job.dataset.failed;
    job.prepend(told);
  };
  let missed = 0;
  const ask = async () => {
    try {
      const answer = await fetch(job.dataset.poll);
      if (!answer.ok) return lost();
      renew(await answer.text());
      missed = 0;
      const done = job.querySelector("[data-done]");
      if (done) {
        live.textContent = done.dataset.done;
        return;
      }
    } catch {
      // It may be busy for a moment; after some time it is gone.
      missed += 1;
      if (missed === 10) return lost();
    }
    setTimeout(ask, 400);
  };
  if (!job.querySelector("[data-done]")) setTimeout(ask, 150);
}

// Files are dropped anywhere on their form, and it tells how much of them is sent.
const drop = document.querySelector("form[data-drop]");
if (drop) {
  const chooser = drop.querySelector("input[type=file]");
  const zone = drop.querySelector(".drop");
  const bar = drop.querySelector("progress");
  const live = document.getElementById("said");
  const stop = (event) => event.preventDefault();
  // What a page of ours says that refuses.
  const said = (page) => new DOMParser().parseFromString(page, "text/html").querySelector(".note.bad")?.textContent;
  const send = (files) => {
    if (!files.length || zone.classList.contains("busy")) return;
    const form = new FormData();
    for (const field of drop.querySelectorAll("input:not([type=file])")) {
      if (field.type !== "checkbox" || field.checked) form.append(field.name, field.value);
    }
    for (const file of files) {
      form.append("modified", String(file.lastModified));
      form.append("file", file, file.name);
    }
    const request = new XMLHttpRequest();
    bar.hidden = false;
    zone.classList.add("busy");
    live.textContent = drop.dataset.sending;
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) {
        bar.max = event.total;
        bar.value = event.loaded;
      }
    });
    const failed = (text) => {
      bar.hidden = true;
      zone.classList.remove("busy");
      live.textContent = "";
      const told = drop.querySelector("[role=alert]");
      told.textContent = text;
      told.hidden = false;
    };
    request.addEventListener("load", () => {
      if (request.status === 200 && request.responseURL.includes("/import/jobs/")) location.assign(request.responseURL);
      else failed(said(request.responseText) || drop.dataset.failed);
    });
    request.addEventListener("error", () => failed(drop.dataset.failed));
    request.open("POST", drop.action);
    request.send(form);
  };
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => {
      stop(event);
      zone.classList.add("over");
    });
  }
  drop.addEventListener("dragleave", (event) => {
    if (!drop.contains(event.relatedTarget)) zone.classList.remove("over");
  });
  drop.addEventListener("drop", (event) => {
    stop(event);
    zone.classList.remove("over");
    send(event.dataTransfer.files);
  });
  // Elsewhere on the page a dropped file would leave it.
  for (const name of ["dragover", "drop"]) window.addEventListener(name, stop);
  drop.addEventListener("submit", (event) => {
    event.preventDefault();
    send(chooser.files);
  });
}

// "/" leads to the field that one searches with.
document.addEventListener("keydown", (event) => {
  const field = document.querySelector("[data-search]");
  const typing = event.target.closest("input, select, textarea");
  if (event.key === "/" && field && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    field.focus();
  }
});
