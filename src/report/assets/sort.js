"use strict";
// Sorts the table of portfolios by the column whose heading is chosen: upwards, downwards, as typed.
(() => {
  const table = document.querySelector("table.sortable");
  if (!table) return;
  const heads = [...table.tHead.rows[0].cells];
  const typed = [...table.tBodies[0].rows];

  const number = text => parseFloat(text.replace(/[$,<>]/g, ""));
  const order = (column, upwards) => (first, second) => {
    const [a, b] = [first, second].map(row => row.cells[column].textContent.trim());
    // What is missing stands last, whichever way.
    if (a === "–" || b === "–") return (a === "–") - (b === "–");
    const difference = column === 0 ? a.localeCompare(b, "en", { numeric: true }) : number(a) - number(b);
    return upwards ? difference : -difference;
  };
  const NEXT = { none: "ascending", ascending: "descending", descending: "none" };

  heads.forEach((head, column) => {
    if (!head.hasAttribute("data-sorts")) return;
    head.setAttribute("aria-sort", "none");
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const next = NEXT[head.getAttribute("aria-sort")];
      heads.filter(other => other.hasAttribute("data-sorts")).forEach(other => other.setAttribute("aria-sort", "none"));
      head.setAttribute("aria-sort", next);
      const rows = next === "none" ? typed : [...typed].sort(order(column, next === "ascending"));
      table.tBodies[0].append(...rows);
    });
  });
  document.documentElement.classList.add("sorts");
})();
