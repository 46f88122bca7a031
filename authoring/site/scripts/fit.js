// What is taller than its slide gets smaller type; a picture gets the whole width too, and its parts stand in columns.

const SMALLEST = 0.8; // of the type of other slides, for the last row has to read it
const LARGE = 0.9;
const COLUMNS = [0, 3, 4]; // none, or so many: the first in which the type stays large, else those where it is largest
const PARTS = ".cx-controls, :is(.cx-figure, .cx-panel) > :not(.cx-words, .cx-hidden)";

const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

let turns = 0;

export async function fit(slide) {
  const turn = ++turns; // the next one ends this one
  const { style } = document.documentElement;
  const room = () => (turn === turns ? slide.clientHeight / slide.scrollHeight : 1);
  const share = async (columns, type) => {
    if (turn !== turns) return 1;
    slide.style.setProperty("--columns", String(columns));
    slide.classList.toggle("columns", columns > 0);
    style.setProperty("--type", String(type));
    await painted();
    return room();
  };
  slide.classList.remove("whole-width", "held");
  for (const part of slide.querySelectorAll(".begins-column")) part.classList.remove("begins-column");
  style.removeProperty("--type");
  slide.classList.remove("columns");
  await painted();
  if (room() >= 1 || slide.querySelector(".explorable:not(.alive)")) return;
  const lives = slide.querySelector(".explorable.alive");
  slide.classList.toggle("whole-width", Boolean(lives));
  let best = { columns: 0, type: 0 };
  for (const columns of lives ? COLUMNS : [0]) {
    const type = await largestType((type) => share(columns, type), Math.max(SMALLEST, best.type));
    if (type > best.type) best = { columns, type };
    if (best.type >= LARGE) break;
  }
  await share(best.columns, best.type || 1);
  if (turn === turns && best.columns) holdColumns(slide, best.columns);
}

/** Return the largest type with which all fits, above or at the smallest; 0 where there is none. */
async function largestType(share, smallest) {
  let [type, fits] = [1, await share(1)];
  while (fits < 1 && type > smallest) {
    type = Math.max(smallest, type * Math.min(0.97, fits));
    fits = await share(type);
  }
  return fits < 1 ? 0 : type;
}

/** Keep each part in its column, or words that get longer under a hand would move the picture out of it. */
function holdColumns(slide, columns) {
  const box = slide.querySelector(".cx-explorable").getBoundingClientRect();
  let last = 0;
  for (const part of slide.querySelectorAll(PARTS)) {
    const column = Math.floor(((part.getBoundingClientRect().left - box.left) / box.width) * columns);
    part.classList.toggle("begins-column", column > last);
    last = Math.max(last, column);
  }
  slide.classList.add("held");
}
