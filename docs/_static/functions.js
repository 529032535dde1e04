// The table of functions: a field to search it, and headings to sort it by. Without
// this script the table is all there, in the order of names.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  for (const table of document.querySelectorAll("table.functions")) {
    if (rowsOf(table).length > 20) {
      addSearch(table);
    }
    addSorting(table);
  }
});

function rowsOf(table) {
  return Array.from(table.tBodies[0].rows);
}

function addSearch(table) {
  const label = document.createElement("label");
  const field = document.createElement("input");
  const count = document.createElement("output");
  label.className = "function-search";
  field.type = "search";
  field.placeholder = "PyList, steals, borrowed from dict, 3.13 ...";
  label.append("Search ", field, count);
  (table.closest(".table-wrapper") || table).before(label);
  const texts = rowsOf(table).map((row) => row.textContent.toLowerCase());
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/);
    let shown = 0;
    rowsOf(table).forEach((row, i) => {
      const text = row.dataset.text || (row.dataset.text = texts[i]);
      row.hidden = !words.every((word) => text.includes(word));
      shown += !row.hidden;
    });
    count.textContent = field.value ? ` ${shown} found` : "";
  });
}

function addSorting(table) {
  Array.from(table.tHead.rows[0].cells).forEach((cell, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...cell.childNodes);
    cell.append(button);
    button.addEventListener("click", () => {
      const ascending = cell.getAttribute("aria-sort") !== "ascending";
      for (const other of table.tHead.rows[0].cells) {
        other.removeAttribute("aria-sort");
      }
      cell.setAttribute("aria-sort", ascending ? "ascending" : "descending");
      const text = (row) => row.cells[column].textContent.trim();
      // What is empty stays below, whichever way.
      const order = (a, b) =>
        (!text(a) - !text(b)) || (ascending ? 1 : -1) * text(a).localeCompare(text(b));
      table.tBodies[0].append(...rowsOf(table).sort(order));
    });
  });
}
