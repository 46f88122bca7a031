import { Chart } from "./chart.js";
import { drag } from "./drag.js";
import { blocksOf, drawStroke, inkOf, missing, PEN, PIXELS, packed, SIDE, shiftDigits, unpacked } from "./drawing.js";
import { button, fill, html, isTheBrowsers, layersOf, picture, svg, write } from "./elements.js";
import { Network } from "./network.js";
import { fixed, probabilityInWords, withoutNoise } from "./numbers.js";
import { explorable, keepDrawn, layout, setAll } from "./wiring.js";

const PREPARATION_NAMES = ["as drawn", "to size", "to size, thick"];
const TRAITS = ["drawing", "source_index", "digit", "preparation_index", "right", "down", "unit"];
const HINT = "Draw with the mouse or a finger. Keys: arrows move the pen, Space puts it down and lifts it.";
const [DIGITS, FEATURES] = [10, PIXELS * PIXELS];
const A = "a".charCodeAt(0); // the letter for no ink
const MIDDLE = SIDE / 2;

// --- What the network makes of it ------------------------------------------------------------------------------------

// A function from what is set to all that is shown.
export function reader(units, activation, parameters) {
  const network = new Network([FEATURES, units, DIGITS], { activation, output: "softmax" });
  network.parameters.set(parameters);
  const shares = new Float64Array(FEATURES);
  const [hidden, last] = network.layers;

  return (counts, unit) => {
    for (let i = 0; i < FEATURES; i++) shares[i] = counts[i] / 16;
    network.forward(shares);
    const [said, second] = firstTwo(last.a);
    const adds = Array.from(hidden.a, (a, j) => withoutNoise(a * last.weights[j * DIGITS + said]));
    const j = unit - 1;
    const chosen = {
      z: withoutNoise(hidden.z[j]),
      a: withoutNoise(hidden.a[j]),
      weight: last.weights[j * DIGITS + said],
    };
    return { p: last.a, said, second, adds, chosen, open: hidden.a };
  };
}

function firstTwo(p) {
  let [said, second] = p[1] > p[0] ? [1, 0] : [0, 1];
  for (let i = 2; i < p.length; i++) {
    if (p[i] > p[said]) [said, second] = [i, said];
    else if (p[i] > p[second]) second = i;
  }
  return [said, second];
}

const countsOf = (letters) => Float64Array.from(letters, (letter) => letter.charCodeAt(0) - A);

// --- In words --------------------------------------------------------------------------------------------------------

const whatInWords = ({ isDrawing, bitmap, preparation, digit, total, truth }) =>
  isDrawing
    ? `Drawing of ${inkOf(bitmap)} cells, prepared: ${PREPARATION_NAMES[preparation]}.`
    : `Held-out digit ${digit} of ${total}, actually ${truth === 8 ? "an" : "a"} ${truth}.`;

const verdictInWords = ({ isDrawing, truth }, { p, said, second }) =>
  `It says ${said} (${probabilityInWords(p[said])}), then ${second} (${probabilityInWords(p[second])})` +
  `${isDrawing ? "" : `: ${said === truth ? "right" : "wrong"}`}.`;

const unitInWords = ({ unit }, { said, adds, chosen }) =>
  `Hidden unit ${unit}: score ${fixed(chosen.z, 3)}, says ${fixed(chosen.a, 3)}; times its weight ` +
  `${fixed(chosen.weight, 3)}, it adds ${fixed(adds[unit - 1], 3)} to the score of ${said}.`;

export function describe(now, found) {
  if (now.wanted) return `${whatInWords(now)} ${now.wanted} The network gets nothing.`;
  const shifted = `shifted by ${fixed(now.right, 0)} right and ${fixed(now.down, 0)} down`;
  const gets = `The network gets, ${shifted}, in sixteenths: ${Array.from(now.counts).join(" ")}.`;
  return `${whatInWords(now)} ${gets} ${verdictInWords(now, found)} ${unitInWords(now, found)}`;
}

// --- The view --------------------------------------------------------------------------------------------------------

function render({ model, el }) {
  const [units, activation, parameters, digits, labels, example, mistakes] = [
    "units",
    "activation",
    "parameters",
    "digits",
    "labels",
    "example",
    "mistakes",
  ].map((name) => model.get(name));
  const read = reader(units, activation, parameters);
  const bitmapOf = remembered(unpacked);
  const state = () => situation(model, digits, labels, bitmapOf);
  const drawn = (bitmap) => setAll(model, { drawing: packed(bitmap), source_index: 0 });

  const { figure, panel, words } = layout(el);
  const pad = drawingPad(figure, { state, mistakes, onDraw: drawn });
  const bar = html("div", { class: "cx-toolbar" }, figure);
  button(bar, "Clear", () => drawn(new Uint8Array(SIDE * SIDE)));
  button(bar, "Example", () => setAll(model, { drawing: example, source_index: 0 }));
  const verdict = html("p", { class: "cx-equation cx-reading" }, figure);
  const chart = new Chart(figure, {
    title: "The ten probabilities",
    height: 170,
    x: { low: -0.6, high: 9.6, label: "digit", ticks: Array.from({ length: DIGITS }, (_, i) => i) },
    y: { low: 0, high: 1, label: "probability" },
  });
  const sheet = unitSheet(panel, { units, parameters, onChoose: (unit) => setAll(model, { unit }) });
  const part = html("p", { class: "cx-part-of-unit" }, panel);
  let [now, found] = [null, null];

  return keepDrawn({
    model,
    el,
    figure,
    words,
    traits: TRAITS,
    resize(width) {
      pad.resize(width);
      chart.resize(width);
      sheet.resize(Math.min(panel.clientWidth || width, 440));
    },
    describe: () => describe(now, found),
    draw() {
      now = state();
      showControls(el, now);
      pad.draw(now);
    },
    drawRest() {
      found = now.wanted ? null : read(now.counts, now.unit);
      sheet.draw(now, found);
      chart.draw({ bars: found ? barsOf(found) : [] });
      write(verdict, found ? verdictInWords(now, found) : `${now.wanted} Draw a digit in the frame.`);
      write(part, found ? unitInWords(now, found) : "");
    },
  });
}

const barsOf = ({ p, said }) =>
  Array.from(p, (value, i) => ({
    value,
    x: i,
    text: value >= 0.005 ? fixed(value, 2) : "",
    hue: i === said ? "accent" : "soft",
  }));

// The last result, for the same argument again: a drawing is unpacked once, whatever slider moves.
function remembered(f) {
  let [asked, answer] = [null, null];
  return (value) => {
    if (value !== asked) [asked, answer] = [value, f(value)];
    return answer;
  };
}

function situation(model, digits, labels, bitmapOf) {
  const [drawing, source, digit, preparation, right, down, unit] = TRAITS.map((name) => model.get(name));
  const isDrawing = source === 0;
  const bitmap = bitmapOf(drawing);
  const wanted = isDrawing ? missing(bitmap) : "";
  const whole = wanted ? null : isDrawing ? blocksOf(bitmap, preparation) : countsOf(digits[digit - 1]);
  return {
    isDrawing,
    bitmap,
    wanted,
    digit,
    preparation,
    right,
    down,
    unit,
    total: digits.length,
    truth: labels[digit - 1],
    whole,
    counts: whole && shiftDigits(whole, right, down),
  };
}

// A drawing is prepared, a held-out digit is chosen.
function showControls(el, { isDrawing }) {
  const { dataset } = el.closest(".cx-explorable") ?? el;
  dataset.source = isDrawing ? "drawing" : "digit";
}

// The frame to draw in, and beside it what the network gets.
function drawingPad(figure, { state, mistakes, onDraw }) {
  const pair = html("div", { class: "cx-pair" }, figure);
  const pad = captioned(pair, "your drawing");
  const gets = captioned(pair, "what the network gets");
  const hint = html("p", { class: "cx-hint cx-pen-hint", role: "status", text: HINT }, figure);
  fill(pad.root, { role: "application", tabindex: 0, "aria-label": `frame to draw in. ${HINT}` });
  fill(gets.root, { role: "img", "aria-label": "what the network gets, 8 by 8 shares of ink" });
  const grey = greys(svg("g", {}, pad.layer));
  const ink = svg("path", { class: "cx-inked" }, pad.layer);
  const pen = svg("circle", { class: "cx-knob cx-pen", r: PEN }, pad.layer);
  const pixels = greys(svg("g", {}, gets.layer));
  frameOf(pad.layer);
  frameOf(gets.layer);
  let [at, last, isDown, wasDrawing] = [[MIDDLE, MIDDLE], [MIDDLE, MIDDLE], false, true];

  // From one place to the next; what was a held-out digit gives way to a new drawing.
  function stroke(from, to) {
    const { isDrawing, bitmap } = state();
    const inked = isDrawing ? Uint8Array.from(bitmap) : new Uint8Array(SIDE * SIDE);
    drawStroke(inked, from, to);
    onDraw(inked);
  }
  function moveTo(place, draws) {
    const from = at;
    at = place.map((value) => Math.min(SIDE, Math.max(0, value)));
    if (draws && !(isOut(place) && isOut(last))) stroke(from, at);
    last = place;
    placePen();
  }
  function placePen() {
    fill(pen, { cx: at[0].toFixed(2), cy: at[1].toFixed(2) });
    pen.classList.toggle("cx-pen-down", isDown);
  }
  function tell() {
    write(hint, `Pen ${isDown ? "down" : "up"}, column ${cellOf(at[0])}, row ${cellOf(at[1])}.`);
  }

  const cellOf = (value) => Math.min(SIDE - 1, Math.floor(value));
  const isOut = (place) => place.some((value) => value < 0 || value > SIDE);
  const inCells = (place) => place.map((value) => (value * SIDE) / (pad.root.clientWidth || 1));
  const hand = {
    root: pad.root,
    dragged: false,
    place(event) {
      const box = pad.root.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    },
  };
  drag(hand, pad.root, (start) => {
    pad.root.focus({ preventScroll: true });
    at = inCells(start);
    moveTo(at, true);
    return (place) => place && moveTo(inCells(place), true);
  });

  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  pad.root.addEventListener("keydown", (event) => {
    if (isTheBrowsers(event)) return;
    const step = STEPS[event.key];
    if (event.key === " " || event.key === "Enter") {
      isDown = !isDown;
      moveTo(at, isDown);
    } else if (step) {
      const far = event.shiftKey ? 4 : 1;
      moveTo([at[0] + far * step[0], at[1] + far * step[1]], isDown);
    } else return;
    event.preventDefault();
    tell();
  });

  function draw({ isDrawing, bitmap, whole, counts }) {
    fill(ink, { d: isDrawing ? runs(bitmap) : "" });
    grey(isDrawing ? null : whole);
    pixels(counts);
    pad.caption(isDrawing ? "your drawing" : "a held-out digit");
    if (isDrawing !== wasDrawing) write(hint, isDrawing ? HINT : `The first ${mistakes} are misread.`);
    wasDrawing = isDrawing;
    placePen();
  }

  return {
    draw,
    resize(width) {
      const side = Math.floor(Math.min(260, (width - 12) / 2));
      for (const each of [pad, gets]) fill(each.layer, { width: side, height: side });
    },
  };
}

// A square picture of 32x32 units with its words above.
function captioned(parent, words) {
  const box = html("div", {}, parent);
  const head = html("p", { class: "cx-soft", text: words }, box);
  const root = html("div", { class: "cx-plane cx-pad" }, box);
  const layer = svg("svg", { class: "cx-layer", viewBox: `0 0 ${SIDE} ${SIDE}` }, root);
  return { root, layer, caption: (text) => write(head, text) };
}

const frameOf = (layer) =>
  svg(
    "rect",
    { class: "cx-frame", x: 0, y: 0, width: SIDE, height: SIDE, "vector-effect": "non-scaling-stroke" },
    layer,
  );

// The inked cells, run by run, as one path.
function runs(bitmap) {
  let d = "";
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++) {
      if (!bitmap[row * SIDE + column]) continue;
      const start = column;
      while (column < SIDE && bitmap[row * SIDE + column]) column++;
      d += `M${start},${row}h${column - start}v1h${start - column}z`;
    }
  }
  return d;
}

// Returns the function that shows counts of ink as 8x8 grey squares; null for none.
function greys(group) {
  const size = SIDE / PIXELS;
  const squares = Array.from({ length: FEATURES }, (_, i) => {
    const place = { x: size * (i % PIXELS), y: size * Math.floor(i / PIXELS), width: size, height: size };
    return svg("rect", { class: "cx-inked", "fill-opacity": 0, ...place }, group);
  });
  return (counts) => squares.forEach((square, i) => fill(square, { "fill-opacity": counts ? counts[i] / 16 : 0 }));
}

// The hidden units: the weights of each as a picture, and beneath it a bar for what it adds to the digit that is said.
function unitSheet(panel, { units, parameters, onChoose }) {
  html(
    "p",
    { class: "cx-soft cx-sheet-head", text: "hidden units: weights, and what each adds to the digit said" },
    panel,
  );
  const root = picture(
    panel,
    "cx-units",
    "The weights of each hidden unit, and what it adds to the digit that is said",
  );
  const across = 8;
  const [wide, high] = [11, 12.5]; // of a unit with its bar and its rim, in pixels of the weights
  const rows = Math.ceil(units / across);
  // The pictures stand still: their layer is painted once.
  const layers = layersOf(root, 2);
  for (const layer of layers) fill(layer, { viewBox: `0 0 ${across * wide} ${rows * high}` });
  const made = Array.from({ length: units }, (_, j) => {
    const transform = `translate(${(j % across) * wide + 1.5},${Math.floor(j / across) * high + 1})`;
    const weights = Array.from({ length: FEATURES }, (__, i) => parameters[i * units + j]);
    const still = svg("g", { transform }, layers[0]);
    svg("path", { class: "cx-weight-up", d: squaresOf(weights, 1) }, still);
    svg("path", { class: "cx-weight-down", d: squaresOf(weights, -1) }, still);
    svg("line", { class: "cx-adds-zero", x1: 4, x2: 4, y1: 8.9, y2: 11.3 }, still);
    const group = svg("g", { class: "cx-hidden-unit", transform, "data-unit": j + 1 }, layers[1]);
    svg("rect", { class: "cx-unit-frame", x: -0.4, y: -0.4, width: 8.8, height: 8.8 }, group);
    const bar = svg("rect", { class: "cx-adds", y: 9.3, height: 1.6, x: 4, width: 0 }, group);
    group.addEventListener("click", () => onChoose(j + 1));
    return { group, bar };
  });

  function draw({ unit }, found) {
    const most = found ? Math.max(1e-9, ...found.adds.map(Math.abs)) : 1;
    made.forEach(({ group, bar }, j) => {
      const adds = found ? (4 * found.adds[j]) / most : 0;
      group.classList.toggle("cx-chosen", j + 1 === unit);
      fill(bar, { x: Math.min(4, 4 + adds).toFixed(2), width: Math.abs(adds).toFixed(2) });
      bar.classList.toggle("cx-down", adds < 0);
    });
  }

  return {
    draw,
    resize(width) {
      for (const layer of layers) fill(layer, { width, height: (width * rows * high) / (across * wide) });
    },
  };
}

// Squares for the weights of one sign, the larger the further from 0: full ones, or for the other sign crosses.
function squaresOf(weights, sign) {
  const most = Math.max(1e-9, ...weights.map(Math.abs));
  let d = "";
  weights.forEach((weight, i) => {
    const half = 0.45 * Math.sqrt(Math.abs(weight) / most);
    if (Math.sign(weight) !== sign || half < 0.09) return;
    const [x, y] = [(i % PIXELS) + 0.5, Math.floor(i / PIXELS) + 0.5];
    const at = (right, down) => `${(x + right * half).toFixed(2)},${(y + down * half).toFixed(2)}`;
    d +=
      sign > 0
        ? `M${at(-1, -1)}L${at(1, -1)}L${at(1, 1)}L${at(-1, 1)}z`
        : `M${at(-1, -1)}L${at(1, 1)}M${at(1, -1)}L${at(-1, 1)}`;
  });
  return d;
}

export default explorable(render);
