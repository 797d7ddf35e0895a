"use strict";
// Sorts tables in place. Without this file, and where the page does not have all rows, the server sorts them.

const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

// Returns what a row is sorted by: a number, a text, or null where nothing is known.
const sortValue = (row, index) => {
  const cell = row.cells[index];
  const value = cell.dataset.v;
  if (value === undefined) return cell.textContent;
  return value === "" ? null : Number(value);
};

// Numbers come before texts. What is unknown comes last either way.
const compare = (one, other, sign) => {
  if (one === null || other === null) return (one === null) - (other === null);
  const numbers = [one, other].map((value) => typeof value === "number");
  if (numbers[0] && numbers[1]) return sign * (one - other);
  if (numbers[0] || numbers[1]) return sign * (numbers[1] - numbers[0]);
  return sign * collator.compare(one, other);
};

const sort = (table, heading) => {
  const ascending = heading.ariaSort ? heading.ariaSort === "descending" : !heading.classList.contains("n");
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row) => [sortValue(row, heading.cellIndex), row]);
  rows.sort((one, other) => compare(one[0], other[0], ascending ? 1 : -1));
  body.append(...rows.map(([, row]) => row));
  for (const other of table.querySelectorAll("th[aria-sort]")) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", ascending ? "ascending" : "descending");
  const said = ascending ? table.dataset.ascending : table.dataset.descending;
  document.getElementById("said").textContent = `${heading.textContent.trim()} ${said}`;
  const address = new URL(location.href);
  address.searchParams.set("sort", heading.dataset.key);
  address.searchParams.set("order", ascending ? "asc" : "desc");
  history.replaceState(null, "", address);
};

document.addEventListener("click", (event) => {
  const link = event.target.closest("table[data-whole] thead th a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  sort(link.closest("table"), link.closest("th"));
});
