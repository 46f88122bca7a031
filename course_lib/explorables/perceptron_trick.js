import { Chart } from "./chart.js";
import { html, legend, svg, write } from "./elements.js";
import { countMistakes, perceptronTrick, predict, score } from "./formulas.js";
import { equation, features, fixed, workedScore } from "./numbers.js";
import { Plane } from "./plane.js";
import { playback, playerBar } from "./player.js";
import * as SIGNS from "./signs.js";
import { explorable, keepDrawn, layout, setAll, studentsOf } from "./wiring.js";

const FIRST_STEP = "Press Step: the line moves at the next student it gets wrong.";
const DECIDES = ["reject", "admit"];
const LEGEND = {
  admitted: SIGNS.one,
  rejected: SIGNS.zero,
  "wrong side": SIGNS.ring,
  "corrected now": SIGNS.halo,
  "old line": (parent) => svg("line", { class: "cx-line cx-old", x1: -10, x2: 10 }, parent),
  "new line": (parent) => svg("line", { class: "cx-line", x1: -10, x2: 10 }, parent),
};

// The lines of a run, the start first: the trick applied to the very students that course_lib's Perceptron corrected.
export function replay({ rows }, { points, labels }, start, learningRate) {
  const lines = [{ w: [start.w1, start.w2], b: start.b }];
  for (const row of rows) {
    const { w, b } = lines.at(-1);
    lines.push(perceptronTrick(w, b, points[row], labels[row], learningRate));
  }
  return lines;
}

// What a reader is told of the update that made line number `update`; null before the first. Only mistakes are
// corrected, so the truth says what was predicted, and the sign of the error.
export function workings(run, update) {
  if (update === 0) return null;
  const row = run.rows[update - 1];
  const [x, truth, old, now] = [run.points[row], run.labels[row], run.lines[update - 1], run.lines[update]];
  const z = score(old.w, old.b, x);
  return { row, x, truth, old, now, z, error: truth === 1 ? 1 : -1, ...whereabouts(run, update) };
}

// Epoch of an update, and which mistake of that epoch it is: every mistake is one update.
function whereabouts({ mistakes }, update) {
  let [epoch, before] = [0, 0];
  while (before + mistakes[epoch] < update) before += mistakes[epoch++];
  return { epoch: epoch + 1, inEpoch: update - before };
}

// "0.1 · 7.3" with the sign of the error before it, as the next term of a sum.
const move = (error, learningRate, value, digits) =>
  `${error > 0 ? "+" : "−"} ${learningRate}${value === null ? "" : ` · ${fixed(value, digits)}`}`;

function ending({ mistakes, separable }, update, total) {
  if (update < total) return "";
  const n = mistakes.length;
  return separable
    ? `Epoch ${n} made no mistake: the algorithm stops.`
    : `After ${n} epochs it still makes mistakes. No line separates these students, so it never settles.`;
}

export function describe(run, update, { learningRate, names, digits }) {
  const total = run.rows.length;
  const line = run.lines[update];
  const wrong = countMistakes(line.w, line.b, run.points, run.labels);
  const now = `The line ${equation(line.w, line.b, 3)} is wrong for ${wrong} of ${run.points.length} students.`;
  const data = run.separable ? "separable" : "not separable";
  const where = `Perceptron trick on ${data} data, learning rate ${learningRate}, update ${update} of ${total}.`;
  const it = workings(run, update);
  if (!it) return `${where} ${now}`;
  const told = [
    where,
    `Epoch ${it.epoch}, mistake ${it.inEpoch}: student ${it.row} ` +
      `(${features(names, it.x, digits)}) has the score ${fixed(it.z, 3)}, ` +
      `so ${DECIDES[1 - it.truth]}; wanted ${DECIDES[it.truth]}; error ${signedError(it.error)}.`,
    `w₁ = ${fixed(it.old.w[0], 3)} ${move(it.error, learningRate, it.x[0], digits)} = ${fixed(it.now.w[0], 3)},`,
    `w₂ = ${fixed(it.old.w[1], 3)} ${move(it.error, learningRate, it.x[1], digits)} = ${fixed(it.now.w[1], 3)},`,
    `b = ${fixed(it.old.b, 3)} ${move(it.error, learningRate, null)} = ${fixed(it.now.b, 3)}.`,
    now,
    ending(run, update, total),
  ];
  return told.filter(Boolean).join(" ");
}

const errorInWords = ({ truth, error }) =>
  `predicted ${1 - truth}, truth ${truth}: error = ${truth} − ${1 - truth} = ${signedError(error)}`;

const signedError = (error) => (error > 0 ? "+1" : "−1");

// The run of the settings that are chosen; each is replayed once.
function runs(model) {
  const chosen = () => ["data_index", "rate_index", "seed"].map((name) => model.get(name));
  const known = new Map();

  function learningRate() {
    return model.get("rates")[model.get("rate_index")];
  }
  function current() {
    const setting = chosen().join(" ");
    if (!known.has(setting)) {
      const [data, rate, seed] = chosen();
      const [students, found] = [model.get("data")[data], model.get("runs")[data][rate][seed]];
      const lines = replay(found, students, model.get("start"), learningRate());
      known.set(setting, { ...students, ...found, lines });
    }
    return known.get(setting);
  }
  return { current, learningRate };
}

function render({ model, el }) {
  const { current, learningRate } = runs(model);
  const updateOf = (run) => Math.min(model.get("update"), run.rows.length);
  const told = () => ({ learningRate: learningRate(), names: model.get("names"), digits: model.get("digits") });

  const { figure, panel, words } = layout(el);
  legend(figure, LEGEND);
  const plane = twoLines(figure, model);
  const player = playback({
    position: () => model.get("update"),
    total: () => current().rows.length,
    go: (update) => setAll(model, { update }),
  });
  const tape = playerBar(figure, player, { label: "update" });
  const numbers = numbersPanel(panel);
  const chart = mistakesChart(panel);
  let [shown, seen] = [null, null];

  function draw() {
    const run = current();
    if (shown !== null && shown !== run && model.get("update")) player.reset(); // Another run begins with its first line.
    shown = run;
    const update = updateOf(run);
    const it = workings(run, update);
    const { hidden, wrong } = plane.draw(run, update, it);
    seen = { run, update, it, wrong, hidden };
  }
  function drawRest() {
    const { run, update, it, wrong, hidden } = seen;
    tape.draw(update, run.rows.length);
    chart.draw(run, update);
    numbers.draw(run, update, it, wrong, hidden, told());
  }

  return keepDrawn({
    model,
    el,
    figure,
    words,
    draw,
    drawRest,
    traits: ["update", "data_index", "rate_index", "seed"],
    resize(width) {
      plane.resize(width);
      chart.resize(panel.clientWidth || width);
    },
    describe: () => (player.playing() ? null : describe(current(), updateOf(current()), told())),
    watch: player.watch,
    onEnd: tape.letGo,
  });
}

// The students with the old and the new line. draw() tells which line lies outside, and for how many the new is wrong.
function twoLines(figure, model) {
  const { window, ticks, axisNames } = studentsOf(model);
  const picture = new Plane(figure, { window, sides: DECIDES, title: "Students, the old line and the new line" });
  const [old, line] = ["cx-line cx-old", "cx-line"].map((name) => svg("line", { class: name }, picture.lines));

  let shown = null;

  function draw({ points, labels, lines }, update, it) {
    if (shown !== points) picture.show({ points, labels, ticks, names: axisNames });
    shown = points;
    const { w, b } = lines[update];
    const hidden = [];
    picture.showSides(w, b);
    if (!picture.placeLine(line, w, b)) hidden.push("new");
    if (!it) old.style.display = "none";
    else if (!picture.placeLine(old, it.old.w, it.old.b)) hidden.push("old");
    picture.select(it?.row ?? null);
    const wrong = points.map((x, i) => predict(w, b, x) !== labels[i]);
    picture.showWrong(wrong);
    return { hidden, wrong: wrong.filter(Boolean).length };
  }

  return { draw, resize: (width) => picture.resize(width) };
}

// Bars of mistakes, one for each epoch; the one of the running epoch grows.
function mistakesChart(parent) {
  const chart = new Chart(parent, { title: "Mistakes in each epoch", height: 140 });

  function draw({ rows, mistakes }, update) {
    const { epoch, inEpoch } = update ? whereabouts({ mistakes }, update) : { epoch: 0, inEpoch: 0 };
    const reached = update === rows.length ? mistakes.length : epoch;
    const [n, highest] = [mistakes.length, Math.max(...mistakes)];
    chart.draw({
      x: { low: 0.5, high: n + 0.5, ticks: mistakes.map((_, i) => i + 1), label: "mistakes in each epoch" },
      y: { low: 0, high: highest, ticks: [0, highest] },
      bars: mistakes.map((count, i) => {
        const value = i + 1 < epoch ? count : i + 1 === epoch ? inEpoch : 0;
        const running = i + 1 === epoch && value < count;
        return { value, text: i + 1 <= reached ? String(value) : "", hue: running ? "accent" : "soft" };
      }),
    });
  }

  return { draw, resize: (width) => chart.resize(width) };
}

// The arithmetic of the update.
function numbersPanel(panel) {
  const where = html("p", { class: "cx-equation" }, panel);
  const steps = html("div", { class: "cx-steps" }, panel);
  const [student, scored, error] = [0, 1, 2].map(() => html("p", {}, steps));
  const table = html("table", { class: "cx-sum cx-update" }, panel);
  const head = html("tr", {}, table);
  html("td", {}, head);
  const [, , newest] = ["old", "± η · x", "new"].map((text) => html("th", { scope: "col", text }, head));
  const rows = ["w₁", "w₂", "b"].map((name) => {
    const row = html("tr", {}, table);
    html("th", { scope: "row", text: name }, row);
    return [html("td", {}, row), html("td", {}, row), html("td", {}, row)];
  });
  const tally = html("div", { class: "cx-tally" }, panel);
  const [counted, wrongNow] = [html("p", {}, tally), html("p", {}, tally)];
  const result = html("p", { class: "cx-result" }, panel);

  function draw(run, update, it, wrong, hidden, { learningRate, names, digits }) {
    const total = run.rows.length;
    const line = run.lines[update];
    write(where, it ? `Update ${update} of ${total}, epoch ${it.epoch}` : `Update 0 of ${total}`);
    write(student, it ? `Student ${it.row}: ${features(names, it.x, digits)}` : FIRST_STEP);
    write(scored, it ? `score z = ${workedScore(it.old, it.x, { line: 3, x: digits })} = ${fixed(it.z, 3)}` : "");
    write(error, it ? errorInWords(it) : "");
    write(newest, it ? "new" : "start");
    const now = [...line.w, line.b];
    const old = it && [...it.old.w, it.old.b];
    rows.forEach((cells, i) => {
      write(cells[0], it ? fixed(old[i], 3) : "");
      write(cells[1], it ? move(it.error, learningRate, i < 2 ? it.x[i] : null, digits) : "");
      write(cells[2], fixed(now[i], 3));
    });
    write(counted, `Mistakes so far: ${update}${it ? `, ${it.inEpoch} of them in epoch ${it.epoch}` : ""}`);
    write(wrongNow, `The ${it ? "new" : "first"} line is wrong for ${wrong} of ${run.points.length} students`);
    const unseen = hidden.map((which) => `The ${which} line lies outside the picture.`).join(" ");
    write(result, ending(run, update, total) || unseen);
  }

  return { draw };
}

export default explorable(render);
