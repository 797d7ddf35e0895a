"use strict";
// Lets files be dropped anywhere on a page, and shows how much of them has been sent. The form of the page Import works without it.

const cover = document.getElementById("drop");
if (cover) {
  const form = document.getElementById("import");
  const bar = cover.querySelector("progress");
  const note = cover.querySelector("[role=alert]");
  const close = cover.querySelector("button");
  const live = document.getElementById("said");
  let sending = null;
  let focused = null;

  const hasFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  const show = () => {
    if (cover.hidden) focused = document.activeElement;
    cover.hidden = false;
  };
  const hide = () => {
    cover.hidden = note.hidden = bar.hidden = close.hidden = true;
    if (focused && focused.isConnected) focused.focus();
  };
  const stop = () => {
    if (sending) sending.abort();
    sending = null;
    live.textContent = "";
    hide();
  };
  const failed = (text) => {
    sending = null;
    bar.hidden = true;
    live.textContent = "";
    note.textContent = text;
    note.hidden = close.hidden = false;
    close.focus();
  };
  // Returns the message of an error page.
  const message = (page) => new DOMParser().parseFromString(page, "text/html").querySelector(".note.bad")?.textContent;

  const send = (fields, files) => {
    if (!files.length || sending) return;
    const body = new FormData();
    for (const field of fields) {
      if (field.name && field.type !== "file" && (field.type !== "checkbox" || field.checked)) body.append(field.name, field.value);
    }
    for (const file of files) {
      body.append("modified", String(file.lastModified));
      body.append("file", file, file.name);
    }
    show();
    const request = (sending = new XMLHttpRequest());
    note.hidden = true;
    bar.hidden = close.hidden = false;
    live.textContent = cover.dataset.sending;
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) {
        bar.max = event.total;
        bar.value = event.loaded;
      }
    });
    request.addEventListener("load", () => {
      if (request.status === 200 && /\/import\/(jobs|waiting)\//.test(request.responseURL)) location.assign(request.responseURL);
      else failed(message(request.responseText) || cover.dataset.failed);
    });
    request.addEventListener("error", () => failed(cover.dataset.failed));
    request.open("POST", cover.action);
    request.send(body);
  };

  // What was typed into the form of the page is meant; the shop that the page is about is only proposed.
  const dropped = () => {
    const fields = [...cover.querySelectorAll("input")];
    if (!form) return fields;
    const own = [...form.querySelectorAll("input")].filter((field) => field.name !== "csrf");
    return [...fields, ...own.filter((field) => field.name !== "shop" || field.value !== field.defaultValue)];
  };

  // Files that leave the window have nowhere to go to.
  window.addEventListener("dragenter", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    show();
  });
  const left = () => {
    if (!cover.hidden && !sending && note.hidden) hide();
  };
  window.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) left();
  });
  // While something is dragged, the mouse does not move.
  window.addEventListener("mousemove", left);
  window.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    show();
  });
  window.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    show();
    // A folder has an entry and no content.
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.());
    const files = [...event.dataTransfer.files].filter((_, index) => !entries[index]?.isDirectory);
    if (!files.length) failed(cover.dataset.kinds);
    else send(dropped(), files);
  });
  close.addEventListener("click", stop);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !cover.hidden) stop();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) stop();
  });

  if (form) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form.querySelectorAll("input"), form.querySelector("input[type=file]").files);
    });
  }
}
