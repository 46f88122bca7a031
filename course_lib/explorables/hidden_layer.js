import { draggableLine } from "./drag.js";
import { button, fill, html, legend, svg, write } from "./elements.js";
import { FieldPlane, PROBABILITY } from "./field.js";
import { sigmoid } from "./formulas.js";
import { lineEnds } from "./line.js";
import { fieldOf, gridOf, Network } from "./network.js";
import { axisNames, equals, equation, features, fixed, niceTicks, percent, term, withoutNoise } from "./numbers.js";
import { Plane, selectByClick } from "./plane.js";
import * as SIGNS from "./signs.js";
import { explorable, keepDrawn, layout, setAll } from "./wiring.js";

const UNITS = [1, 2, 3];
const LINES = UNITS.flatMap((j) => [`w${j}1`, `w${j}2`, `b${j}`]);
const OUTPUT = [...UNITS.map((j) => `v${j}`), "c"];
const SQUARE = { window: { x: [-0.06, 1.06], y: [-0.06, 1.06] }, ticks: { x: [0, 0.5, 1], y: [0, 0.5, 1] } };
const HALF = { ...PROBABILITY, levels: [0.5] };
const LEGEND = {
  "admitted, or 1": SIGNS.one,
  "rejected, or 0": SIGNS.zero,
  mistake: SIGNS.ring,
  chosen: SIGNS.guided,
  "ŷ = 0.5": (parent) => svg("path", { class: "cx-contour cx-middle", d: "M-10,0H10" }, parent),
};

// --- The network -----------------------------------------------------------------------------------------------------

// The networks of two and three units, with the activation and without, made once: their numbers change.
export function networks() {
  const made = [2, 3].map((k) =>
    ["logistic", "identity"].map((activation) => new Network([2, k, 1], { activation, output: "sigmoid" })),
  );

  return ({ lines, v, c, activation }) => {
    const network = made[lines.length - 2][activation];
    const k = lines.length;
    lines.forEach(({ w, b }, j) => {
      network.parameters[j] = w[0];
      network.parameters[k + j] = w[1];
      network.parameters[2 * k + j] = v[j];
      network.parameters[3 * k + j] = b;
    });
    network.parameters[4 * k] = c;
    return network;
  };
}

// What the network makes of the students: `says`, a row of k numbers for each, the output's scores, who is wrong, and
// how many are right, beside the larger class.
export function judged(network, { flat, labels, lines }) {
  network.forward(flat);
  const [hidden, output] = network.layers;
  const wrong = labels.map((label, i) => withoutNoise(output.z[i]) >= 0 !== (label === 1));
  const right = wrong.filter((each) => !each).length;
  return { k: lines.length, scores: hidden.z, says: hidden.a, z: output.z, wrong, right, larger: largerClass(labels) };
}

// The one line that two layers without an activation come to.
export function multipliedOut({ lines, v, c }) {
  const sum = (of) => withoutNoise(lines.reduce((total, line, j) => total + v[j] * of(line), 0));
  return { w: [sum((line) => line.w[0]), sum((line) => line.w[1])], b: withoutNoise(sum((line) => line.b) + c) };
}

function oneLineInWords(now) {
  const { w, b } = multipliedOut(now);
  return w.some(Boolean)
    ? `Multiplied out, this is one line: ${equation(w, b, 2)}.`
    : "Multiplied out, no weight is left, so there is no line.";
}

const called = (name, row) => `${name === "XOR" ? "Corner" : "Student"} ${row}`;

function largerClass(labels) {
  const ones = labels.filter(Boolean).length;
  const label = Number(2 * ones > labels.length);
  return { label, count: label ? ones : labels.length - ones };
}

// --- In words --------------------------------------------------------------------------------------------------------

export function describe(now, found) {
  const { name, lines, v, c, activation, labels, verdict } = now;
  const n = labels.length;
  const { right, larger } = found;
  return [
    `${name[0].toUpperCase()}${name.slice(1)}, ${lines.length} hidden units.`,
    ...lines.map(({ w, b }, j) => `Line ${j + 1}: ${equation(w, b)}; it counts ${fixed(v[j], 1)}.`),
    `Bias of the output: ${fixed(c, 1)}. Hidden activation: ${activation ? "none" : "sigmoid"}.`,
    ...(activation === 1 ? [oneLineInWords(now)] : []),
    `Right for ${right} of ${n} (${percent(right, n)}); always saying ${verdict[larger.label]} is right for ` +
      `${larger.count} (${percent(larger.count, n)}).`,
    studentInWords(now, found),
  ].join(" ");
}

function studentInWords({ name, names, digits, points, labels, lines, v, c, row, verdict, truth }, found) {
  const { k, scores, says } = found;
  const z = withoutNoise(found.z[row]);
  const guess = Number(z >= 0);
  const of = (values, j) => values[row * k + j];
  const units = lines.map(
    (_, j) => `unit ${j + 1} has the score ${fixed(of(scores, j), 2)} and says ${fixed(of(says, j), 3)}`,
  );
  const terms = lines.map((_, j) => `${(j ? term : fixed)(v[j], 1)} · ${fixed(of(says, j), 3)}`);
  return (
    `${called(name, row)} (${features(axisNames(names), points[row], digits)}): ` +
    `${units.join("; ")}; ${terms.join(" ")} ${term(c, 1)} ≈ ${fixed(z, 3)}, ŷ ${equals(sigmoid(z))}, ` +
    `so ${verdict[guess]}; ${truth[labels[row]]}: ${guess === labels[row] ? "right" : "wrong"}.`
  );
}

// --- The view --------------------------------------------------------------------------------------------------------

function render({ model, el }) {
  const presets = model.get("presets").map((preset) => ({
    ...preset,
    flat: Float64Array.from(preset.points.flat()),
    grid: gridOf(preset.window),
  }));
  const state = () => stateOf(model, presets);
  const network = networks();
  const change = (values) => setAll(model, values);
  // A click may still be on one of many students where there are four corners by now.
  const select = (row) => {
    const { name, points } = state();
    if (row < points.length) change(name === "XOR" ? { corner: row } : { student: row });
  };

  const { figure, panel, words } = layout(el);
  const buttons = presetButtons(figure, presets, (preset) => change({ ...presets[preset].start, preset }));
  legend(figure, LEGEND);
  const plane = linesOnField(figure, { state, limits: model.get("limits"), onMove: change, onSelect: select });
  const numbers = numbersPanel(figure);
  const square = hiddenPlane(panel, select);
  let [now, found] = [null, null];

  return keepDrawn({
    model,
    el,
    figure,
    words,
    traits: ["preset", "line_index", "activation_index", "corner", "student", ...LINES, ...OUTPUT],
    resize(width) {
      plane.picture.resize(width);
      square.picture.resize(Math.min(panel.clientWidth || width, 400));
    },
    describe: () => describe(state(), found),
    draw() {
      now = state();
      const net = network(now);
      found = judged(net, now);
      showControlsOf(el, now);
      plane.draw(now, net, found);
    },
    drawRest() {
      buttons.draw(now.preset);
      numbers.draw(now, found);
      square.draw(now, found);
    },
  });
}

function stateOf(model, presets) {
  const value = (name) => withoutNoise(model.get(name));
  const preset = model.get("preset");
  const students = presets[preset];
  const units = UNITS.slice(0, students.units);
  return {
    ...students,
    preset,
    chosen: model.get("line_index"),
    activation: model.get("activation_index"),
    row: model.get(students.name === "XOR" ? "corner" : "student"),
    lines: units.map((j) => ({ w: [value(`w${j}1`), value(`w${j}2`)], b: value(`b${j}`) })),
    v: units.map((j) => value(`v${j}`)),
    c: value("c"),
  };
}

// Of the sliders only those of the chosen line are seen, and those of units and students that there are.
function showControlsOf(el, { chosen, name, lines }) {
  const { dataset } = el.closest(".cx-explorable") ?? el;
  Object.assign(dataset, { line: chosen + 1, units: lines.length, rows: name === "XOR" ? "corner" : "student" });
}

function presetButtons(figure, presets, onChoose) {
  const bar = html("div", { class: "cx-toolbar", role: "group", "aria-label": "start with" }, figure);
  const made = presets.map(({ name }, i) => button(bar, name, () => onChoose(i)));
  return {
    draw: (preset) => made.forEach((each, i) => fill(each, { "aria-pressed": i === preset })),
  };
}

// The students on what the network says of each place, with the lines of the hidden units, which a hand moves.
function linesOnField(figure, { state, limits, onMove, onSelect }) {
  const { window } = state();
  const title = "What the network says at each place, and its units' lines";
  const picture = new FieldPlane(figure, { window, title });
  const lines = UNITS.map((j) =>
    draggableLine(picture, {
      state: () => unitLine(state(), j - 1),
      limits,
      arrowScale: 8,
      onMove: (values) => onMove({ ...ofLine(j, values), line_index: j - 1 }),
    }),
  );
  const names = UNITS.map((j) => svg("text", { class: "cx-outlined cx-line-name", text: j }, picture.top));
  html("p", { class: "cx-hint", text: "Drag a line, or turn it by its handles. Click a student." }, figure);
  selectByClick(picture, onSelect);
  const fields = [new Float64Array(10_000), new Float64Array(10_000)];
  let [shown, drawn] = [null, ""];

  function show({ preset, points, labels, ticks, names: axes, window: wide }) {
    shown = preset;
    picture.window = wide;
    picture.markSize = points.length > 9 ? 4 : 9;
    picture.show({ points, labels, ticks, names: axisNames(axes) });
  }

  function draw(now, network, found) {
    if (now.preset !== shown) show(now);
    const numbers = `${now.preset} ${now.activation} ${network.parameters.join()}`;
    if (numbers !== drawn) {
      drawn = numbers;
      fields.reverse();
      picture.showField(fieldOf(network, now.grid, fields[0]), HALF);
    }
    lines.forEach((line, j) => line.draw(unitLine(now, j)));
    names.forEach((name, j) => nameLine(picture, name, unitLine(now, j), j === now.chosen));
    picture.showWrong(found.wrong);
    picture.select(now.row);
  }

  return { draw, picture };
}

// One that is nowhere where the network has fewer, even if a hand still holds it.
const unitLine = ({ lines }, j) => lines[j] ?? { w: [0, 0], b: 1 };

const ofLine = (j, { w1, w2, b }) =>
  w1 === undefined ? { [`b${j}`]: b } : { [`w${j}1`]: w1, [`w${j}2`]: w2, [`b${j}`]: b };

// The number of a line beside it, on the side of its yes, a quarter of the way along.
function nameLine(picture, name, line, chosen) {
  const ends = lineEnds(line.w, line.b, picture.window);
  name.style.display = ends ? "" : "none";
  name.classList.toggle("cx-chosen-line", chosen);
  if (!ends) return;
  const [[x, y], [toX, toY]] = ends.map((end) => picture.px(end));
  const [w1, w2] = line.w.map((weight) => (15 * weight) / Math.hypot(...line.w));
  fill(name, { x: x + 0.22 * (toX - x) + w1 - 4, y: y + 0.22 * (toY - y) - w2 + 5 });
}

// The same students by what the first two units say of them; the output's line is straight here.
function hiddenPlane(panel, onSelect) {
  const title = "The students by what two units say";
  const picture = new Plane(panel, { window: SQUARE.window, title });
  const line = svg("line", { class: "cx-line" }, picture.lines);
  const hint = html("p", { class: "cx-hint" }, panel);
  selectByClick(picture, onSelect);
  let [shown, places] = [null, []];

  function show({ preset, points, labels, ticks, verdict }) {
    shown = preset;
    places = points.map(() => [0, 0]);
    picture.markSize = points.length > 9 ? 4 : 9;
    picture.show({ points: places, labels, ticks, names: ["", ""] });
    picture.window = null; // so that it is framed anew
    picture.sideLabels.forEach((words, k) => write(words, verdict[k]));
  }

  function frame(window, ticks, letter) {
    picture.window = window;
    Object.assign(picture.content, { ticks, names: [`unit 1: ${letter}₁`, `unit 2: ${letter}₂`] });
    picture.arrange();
  }

  function draw(now, found) {
    if (now.preset !== shown) show(now);
    const { k, says, wrong } = found;
    places.forEach((place, i) => {
      place[0] = says[i * k];
      place[1] = says[i * k + 1];
    });
    const letter = now.activation === 0 ? "a" : "h";
    const { window, ticks } = now.activation === 0 ? SQUARE : aroundAll(places);
    if (window === picture.window) picture.placeStudents();
    else frame(window, ticks, letter);
    const third = k === 3 ? says[now.row * k + 2] : 0;
    const b = now.c + (now.v[2] ?? 0) * third;
    picture.showSides(now.v.slice(0, 2), b);
    picture.placeLine(line, now.v.slice(0, 2), b);
    picture.showWrong(wrong);
    picture.select(now.row);
    write(hint, hintOf(now, letter, third));
  }

  return { draw, picture };
}

function hintOf(now, letter, third) {
  if (now.activation === 1) return `Without an activation both layers are one. ${oneLineInWords(now)}`;
  if (now.lines.length === 2) return "The students by what the two units say. To the output the line is straight.";
  return `The line is drawn for ${letter}₃ = ${fixed(third, 3)}, what unit 3 says of the chosen one.`;
}

// A window around all places, with a rim, and its ticks.
function aroundAll(places) {
  const sides = ["x", "y"].map((name, i) => {
    const along = places.map((place) => place[i]);
    const [low, high] = [Math.min(...along), Math.max(...along)];
    const span = high - low > 1e-9 ? high - low : 1;
    return [name, [low - 0.06 * span, high + 0.06 * span]];
  });
  const window = Object.fromEntries(sides);
  const ticks = Object.fromEntries(sides.map(([name, [low, high]]) => [name, niceTicks(low, high, 4)]));
  return { window, ticks };
}

// The way of the chosen student through the network, and how many are right.
function numbersPanel(figure) {
  const table = html("table", { class: "cx-table cx-way" }, figure);
  const caption = html("caption", {}, table);
  const heads = html("tr", {}, html("thead", {}, table));
  for (const head of ["unit", "score", "says", "counts"]) html("th", { scope: "col", text: head }, heads);
  const body = html("tbody", {}, table);
  const rows = [...UNITS, "c", "sum"].map((name) => {
    const row = html("tr", {}, body);
    html("th", { scope: "row", text: name }, row);
    return { row, cells: [0, 1, 2].map(() => html("td", {}, row)) };
  });
  const verdict = html("p", { class: "cx-verdict" }, figure);
  const tally = html("p", {}, figure);
  const always = html("p", { class: "cx-soft" }, figure);

  function draw(now, { k, scores, says, z, right, larger }) {
    const { names, name, points, labels, digits, row, v, c, verdict: sides, truth } = now;
    write(caption, `${called(name, row)}: ${features(axisNames(names), points[row], digits)}`);
    UNITS.forEach((_, j) => {
      rows[j].row.style.display = j < k ? "" : "none";
      if (j >= k) return;
      const a = says[row * k + j];
      const [score, said, counted] = rows[j].cells;
      write(score, fixed(scores[row * k + j], 2));
      write(said, fixed(a, 3));
      write(counted, `${fixed(v[j], 1)} · ${fixed(a, 3)} ≈ ${fixed(v[j] * a, 3)}`);
    });
    write(rows[3].cells[2], fixed(c, 1));
    const sum = withoutNoise(z[row]);
    write(rows[4].cells[2], fixed(sum, 3));
    const guess = Number(sum >= 0);
    const judged = guess === labels[row] ? "✓ right" : "✗ wrong";
    write(
      verdict,
      `ŷ = σ(${fixed(sum, 3)}) ${equals(sigmoid(sum))}, so ${sides[guess]}; ${truth[labels[row]]}: ${judged}`,
    );
    const n = labels.length;
    write(tally, `${right} of ${n} right: ${percent(right, n)}`);
    write(always, `Always saying ${sides[larger.label]}: ${larger.count} of ${n}, ${percent(larger.count, n)}`);
  }

  return { draw };
}

export default explorable(render);
