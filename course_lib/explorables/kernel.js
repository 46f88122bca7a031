import { drag } from "./drag.js";
import { button, fill, html, isTheBrowsers, legend, svg, write } from "./elements.js";
import { numberFields } from "./fields.js";
import { decimals, fixed, term, withoutNoise } from "./numbers.js";
import { explorable, keepDrawn, layout, setAll } from "./wiring.js";

const [SIDE, SIZE, DIGIT, INK] = [16, 3, 8, 16]; // of the frame, the kernel, a digit; and the ink of a pixel, at most
const MAP = SIDE - SIZE + 1;
const POOL = MAP / 2;
const TRAITS = ["digit", "right", "down", "row", "column", "relu_index", "kernel"];
const A = "a".charCodeAt(0); // the letter for no ink
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
const HINT = "Click or drag on the digit or its map. Keys: the arrows move the kernel.";

const LEGEND = {
  "above 0": (parent) => svg("path", { class: "cx-fits", d: "M-6,-6h12v12h-12z" }, parent),
  "below 0": (parent) => svg("path", { class: "cx-unfit cx-sign", d: "M-6,-6L6,6M6,-6L-6,6" }, parent),
  "the largest": (parent) => svg("circle", { class: "cx-ring cx-shown", r: 8 }, parent),
};

// --- What the kernel finds -------------------------------------------------------------------------------------------

// A digit of 64 letters in the middle of its frame, shifted; what was in `image` is overwritten.
function frameDigit(letters, right, down, image) {
  const margin = (SIDE - DIGIT) / 2;
  image.fill(0);
  for (let i = 0; i < letters.length; i++) {
    const row = margin + down + Math.floor(i / DIGIT);
    image[row * SIDE + margin + right + (i % DIGIT)] = letters.charCodeAt(i) - A;
  }
}

// The sum of kernel times image at each place, into `found`, row by row; `side` of the image, which is square.
export function correlate(image, side, kernel, found) {
  const places = side - SIZE + 1;
  for (let row = 0; row < places; row++) {
    for (let column = 0; column < places; column++) {
      let sum = 0;
      for (let k = 0; k < kernel.length; k++) {
        sum += kernel[k] * image[(row + Math.floor(k / SIZE)) * side + column + (k % SIZE)];
      }
      found[row * places + column] = withoutNoise(sum);
    }
  }
}

// The largest of each block of four.
function poolBlocks(map, pool) {
  for (let i = 0; i < pool.length; i++) {
    const first = 2 * Math.floor(i / POOL) * MAP + 2 * (i % POOL);
    pool[i] = Math.max(map[first], map[first + 1], map[first + MAP], map[first + MAP + 1]);
  }
}

// A function from the traits of a model to all that is shown; its arrays stay the same.
function finder(digits) {
  const [image, sums, map, pool] = [SIDE * SIDE, MAP * MAP, MAP * MAP, POOL * POOL].map((n) => new Float64Array(n));
  return (model) => {
    const [digit, right, down, row, column, relu, numbers] = TRAITS.map((name) => model.get(name));
    const kernel = numbers.map(withoutNoise);
    frameDigit(digits[digit], right, down, image);
    correlate(image, SIDE, kernel, sums);
    let largest = 0;
    for (let i = 0; i < map.length; i++) {
      map[i] = relu ? Math.max(0, sums[i]) : sums[i];
      if (map[i] > map[largest]) largest = i;
    }
    poolBlocks(map, pool);
    const [at, block] = [row * MAP + column, Math.floor(row / 2) * POOL + Math.floor(column / 2)];
    const place = { row, column, at, block };
    return { digit, right, down, relu, kernel, image, sums, map, pool, largest, ...place, shown: decimals(kernel) };
  };
}

const inkBelow = ({ image, row, column }, k) => image[(row + Math.floor(k / SIZE)) * SIDE + column + (k % SIZE)];

const placeOf = (i) => `[${Math.floor(i / MAP)}, ${i % MAP}]`;

function sumInWords({ sums, map, at, relu, shown }) {
  const after = relu ? `, after ReLU ${fixed(map[at], shown)}` : "";
  return `${fixed(sums[at], shown)}${after}`;
}

const largestInWords = ({ map, largest, shown }) =>
  map[largest] === 0 && map.every((value) => value === 0)
    ? "The map is 0 everywhere."
    : `The largest in the map is ${fixed(map[largest], shown)}, at ${placeOf(largest)}.`;

const poolInWords = ({ pool, block, shown }) => `The pool keeps ${fixed(pool[block], shown)} from its block of four.`;

export function describe(now) {
  const { digit, right, down, kernel, at, shown } = now;
  const numbers = kernel.map((value) => fixed(value, shown));
  const rows = [0, 3, 6].map((k) => numbers.slice(k, k + 3).join(" ")).join("; ");
  const terms = kernel.map((value, k) => `${(k ? term : fixed)(value, shown)} · ${inkBelow(now, k)}`).join(" ");
  return (
    `${digit === 8 ? "An" : "A"} ${digit} in a frame of ${SIDE} by ${SIDE} pixels, with ink from 0 to ${INK}, shifted by ${fixed(right, 0)} ` +
    `right and ${fixed(down, 0)} down. Kernel ${rows}. map${placeOf(at)} = ${terms} = ${sumInWords(now)}. ` +
    `${largestInWords(now)} ${poolInWords(now)}`
  );
}

// --- The view --------------------------------------------------------------------------------------------------------

function render({ model, el }) {
  const find = finder(model.get("digits"));
  const go = (row, column) => {
    const within = (value) => Math.min(MAP - 1, Math.max(0, value));
    setAll(model, { row: within(row), column: within(column) });
  };
  let now = null;

  const { figure, panel, words } = layout(el);
  legend(figure, LEGEND);
  const pictures = picturesOf(figure, { go, place: () => now });
  const presets = html("div", { class: "cx-toolbar" }, panel);
  for (const [name, kernel] of model.get("presets")) {
    button(presets, name, () => setAll(model, { kernel }));
  }
  const grid = kernelGrid(panel, {
    limit: model.get("limit"),
    numbers: () => model.get("kernel").map(withoutNoise),
    onChange: (kernel) => setAll(model, { kernel }),
  });

  return keepDrawn({
    model,
    el,
    figure,
    words,
    traits: TRAITS,
    resize: pictures.resize,
    describe: () => describe(now),
    draw() {
      now = find(model);
      pictures.draw(now);
    },
    drawRest() {
      pictures.tell(now);
      grid.draw(now);
    },
  });
}

// The digit with the kernel's frame on it, its map beside it, and the pool below the map.
function picturesOf(figure, { go, place }) {
  const pair = html("div", { class: "cx-kernel-pair" }, figure);
  const digit = captioned(pair, `the digit, ${SIDE} × ${SIDE}`, SIDE);
  const map = captioned(pair, `the map, ${MAP} × ${MAP}`, MAP);
  const told = html("div", { class: "cx-kernel-told" }, pair);
  const pool = captioned(pair, `the pool, ${POOL} × ${POOL}`, POOL);
  html("p", { class: "cx-soft", text: HINT }, told);
  const bar = html("div", { class: "cx-toolbar" }, told);
  button(bar, "Largest", () => go(Math.floor(place().largest / MAP), place().largest % MAP));
  const largest = html("p", { class: "cx-largest" }, told);
  fill(digit.root, { role: "application", tabindex: 0, "aria-label": `the digit, under the kernel. ${HINT}` });
  fill(map.root, { role: "img", "aria-label": "the map: how well the kernel fits at each place" });
  fill(pool.root, { role: "img", "aria-label": "the pool: the largest of each block of four" });

  const grey = greysIn(digit.layer);
  const [fits, pooled] = [fitsIn(map.layer, MAP), fitsIn(pool.layer, POOL)];
  const ring = svg("circle", { class: "cx-ring cx-shown cx-thin", r: 0.7 }, map.layer);
  const block = outline(map.layer, "cx-block", 2);
  const [under, at, kept] = [digit, map, pool].map(({ layer }, i) => outline(layer, "cx-under", i ? 1 : SIZE));
  under.classList.add("cx-knob");

  chooseIn(digit, SIDE, -1, go);
  chooseIn(map, MAP, 0, go);
  digit.root.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step || isTheBrowsers(event)) return;
    event.preventDefault();
    go(place().row + step[0], place().column + step[1]);
  });

  function draw(now) {
    const { row, column } = now;
    const scale = largestSize(now.sums);
    grey(now.image);
    fits(now.map, scale);
    pooled(now.pool, scale);
    fill(under, { x: column, y: row });
    fill(at, { x: column, y: row });
    fill(block, { x: column - (column % 2), y: row - (row % 2) });
    fill(kept, { x: Math.floor(column / 2), y: Math.floor(row / 2) });
    fill(ring, { cx: (now.largest % MAP) + 0.5, cy: Math.floor(now.largest / MAP) + 0.5 });
    ring.classList.toggle("cx-shown", now.map[now.largest] !== 0);
  }

  return {
    draw,
    tell: (now) => write(largest, `${largestInWords(now)} ${poolInWords(now)}`),
    resize(width) {
      const cell = Math.floor(Math.min(15, (width - 12) / (SIDE + MAP)));
      pair.style.gridTemplateColumns = `${SIDE * cell}px ${MAP * cell}px`;
      fill(digit.layer, { width: SIDE * cell, height: SIDE * cell });
      for (const { layer } of [map, pool]) fill(layer, { width: MAP * cell, height: MAP * cell });
    },
  };
}

// A square picture of so many cells a side, with its words above.
function captioned(parent, words, side) {
  const box = html("div", {}, parent);
  html("p", { class: "cx-soft", text: words }, box);
  const root = html("div", { class: "cx-plane cx-cells" }, box);
  const layer = svg("svg", { class: "cx-layer", viewBox: `0 0 ${side} ${side}` }, root);
  outline(layer, "cx-frame", side);
  return { root, layer };
}

const outline = (layer, name, side) =>
  svg("rect", { class: name, x: 0, y: 0, width: side, height: side, "vector-effect": "non-scaling-stroke" }, layer);

// A press in a picture chooses a place, and dragging on takes it along; the kernel's middle lies below the hand.
function chooseIn({ root }, side, offset, go) {
  const hand = {
    root,
    dragged: false,
    place(event) {
      const box = root.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    },
  };
  const choose = ([x, y]) => {
    const cell = (root.firstChild.clientWidth || side) / side;
    go(Math.floor(y / cell) + offset, Math.floor(x / cell) + offset);
  };
  root.classList.add("cx-choosable");
  drag(hand, root, (start) => {
    root.focus({ preventScroll: true });
    choose(start);
    return (place) => place && choose(place);
  });
}

// Returns the function that shows ink as greys: a path for each shade.
function greysIn(layer) {
  const shades = Array.from({ length: INK }, (_, i) =>
    svg("path", { class: "cx-ink", "fill-opacity": (i + 1) / INK }, layer),
  );
  const paths = new Array(INK + 1);
  return (image) => {
    paths.fill("");
    for (let i = 0; i < image.length; i++) {
      if (image[i]) paths[image[i]] += `M${i % SIDE},${Math.floor(i / SIDE)}h1v1h-1z`;
    }
    for (let shade = 0; shade < INK; shade++) fill(shades[shade], { d: paths[shade + 1] });
  };
}

function largestSize(values) {
  let most = 1e-9;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  return most;
}

// Returns the function that shows numbers by size: full squares above 0, crosses below it.
function fitsIn(layer, side) {
  const [above, below] = ["cx-fits", "cx-unfit"].map((name) => svg("path", { class: name }, layer));
  return (values, most) => {
    let [squares, crosses] = ["", ""];
    for (let i = 0; i < values.length; i++) {
      if (values[i] === 0) continue;
      const half = Math.max(0.08, 0.45 * Math.sqrt(Math.abs(values[i]) / most));
      const [x, y, wide] = [(i % side) + 0.5 - half, Math.floor(i / side) + 0.5 - half, 2 * half].map(hundredths);
      if (values[i] > 0) squares += `M${x},${y}h${wide}v${wide}h${-wide}z`;
      else crosses += `M${x},${y}l${wide},${wide}m${-wide},0l${wide},${-wide}`;
    }
    fill(above, { d: squares });
    fill(below, { d: crosses });
  };
}

const hundredths = (value) => Math.round(100 * value) / 100;

// The nine numbers to edit, each with its term of the sum below it.
function kernelGrid(panel, { limit, numbers, onChange }) {
  const head = html("p", { class: "cx-equation" }, panel);
  const box = html("div", { class: "cx-kernel-grid" }, panel);
  const names = Array.from(
    { length: SIZE * SIZE },
    (_, k) => `kernel, row ${Math.floor(k / SIZE)}, column ${k % SIZE}`,
  );
  const grid = numberFields(box, { label: "kernel", names, limit, numbers, onChange });
  const terms = grid.fields.map(({ cell }) => html("span", { class: "cx-soft" }, cell));

  function draw(now) {
    const { kernel, at, shown } = now;
    grid.draw();
    terms.forEach((each, k) => {
      const ink = inkBelow(now, k);
      write(each, `× ${ink} = ${fixed(kernel[k] * ink, shown)}`);
    });
    write(head, `map${placeOf(at)} = ${sumInWords(now)}`);
  }
  return { draw };
}

export default explorable(render);
