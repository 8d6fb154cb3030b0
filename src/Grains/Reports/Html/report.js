// Sorts a table by the clicked heading. Values that are not numbers (NaN, no value) stay last both ways.
for (const heading of document.querySelectorAll("table.sortable th[data-sort]")) {
  const button = heading.querySelector("button");
  button.addEventListener("click", () => {
    const body = heading.closest("table").tBodies[0];
    const column = heading.cellIndex;
    const descending = heading.getAttribute("aria-sort") === "ascending";
    for (const other of heading.parentElement.cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", descending ? "descending" : "ascending");
    const numeric = heading.dataset.sort === "number";
    const key = row => { const text = row.cells[column].dataset.value ?? row.cells[column].textContent; return numeric ? parseFloat(text) : text; };
    const missing = value => numeric && !Number.isFinite(value);
    const rows = [...body.rows].sort((a, b) => {
      const x = key(a), y = key(b);
      if (missing(x) || missing(y)) return missing(x) - missing(y);
      const order = numeric ? x - y : x.localeCompare(y, undefined, { numeric: true });
      return descending ? -order : order;
    });
    body.append(...rows);
  });
}
