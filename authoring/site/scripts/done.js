// What is done: a count and a bar for each lesson on the map of the course.

import * as memory from "./memory.js";

export const showDone = () => {
  const done = memory.done();
  for (const row of document.querySelectorAll("[data-lesson]")) {
    const { lesson, exercises } = /** @type {HTMLElement} */ (row).dataset;
    const names = exercises.split(" ");
    const count = names.filter((name) => `${lesson}/${name}` in done).length;
    row.querySelector("progress").value = count;
    row.querySelector(".count").textContent = `${count === names.length ? "✓ " : ""}${count} of ${names.length} done`;
  }
};
