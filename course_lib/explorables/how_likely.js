import { Chart } from "./chart.js";
import { draggableLine } from "./drag.js";
import { button, html, legend, svg, write } from "./elements.js";
import { LinearFieldPlane } from "./field.js";
import { logLoss, score, sigmoid, step } from "./formulas.js";
import { equation, features, fixed, probabilityInWords, withoutNoise, workedScore } from "./numbers.js";
import { selectByClick } from "./plane.js";
import * as SIGNS from "./signs.js";
import { steeper } from "./steepness.js";
import { explorable, keepDrawn, layout, lineOf, setAll, studentsOf } from "./wiring.js";

const TRUTH = ["rejected", "admitted"];
const MOVES = 60;
const LEGEND = {
  admitted: SIGNS.one,
  rejected: SIGNS.zero,
  "mistake of the line": SIGNS.ring,
  "chosen student": SIGNS.guided,
  "p = 0.1, 0.5, 0.9": SIGNS.contourLine,
};
// As wide as the "0.8" of the chart below, so that the same move stands at the same place in both.
const COUNTS = [0, 6, 12].map((count) => [count, String(count).padStart(3)]);
const SUPERSCRIPTS = { "-": "⁻", ...[..."⁰¹²³⁴⁵⁶⁷⁸⁹"] };

// What the model makes of every student: score, probability of the true label and cost; and of all of them together.
export function judged({ points, labels, w, b, k }) {
  const line = steeper({ w, b }, k);
  const each = points.map((point, i) => {
    const z = withoutNoise(score(line.w, line.b, point));
    const [p, truth] = [sigmoid(z), sigmoid(labels[i] === 1 ? z : -z)];
    return { z, p, truth, cost: logLoss(labels[i], z), wrong: step(z) !== labels[i] };
  });
  const cost = each.reduce((sum, one) => sum + one.cost, 0);
  return { line, each, cost, loss: cost / points.length, mistakes: each.filter((one) => one.wrong).length };
}

// e to the power of -cost: "0.000893 = 8.93 · 10⁻⁴". From its logarithm, so that it is right where a float is already 0.
export function productInWords(cost) {
  const tens = -cost / Math.LN10;
  let exponent = Math.floor(tens);
  let mantissa = fixed(10 ** (tens - exponent), 2);
  if (mantissa === "10.00") [mantissa, exponent] = ["1.00", exponent + 1];
  const power = `${mantissa} · 10${[...String(exponent)].map((sign) => SUPERSCRIPTS[sign]).join("")}`;
  if (exponent < -6) return power;
  const written = fixed(Math.exp(-cost), 2 - exponent);
  return exponent >= -2 ? written : `${written} = ${power}`;
}

// As it is shown: 0.2996 reads 0.300.
const isReached = (loss, goal) => Number(loss.toFixed(3)) < goal;

const goalInWords = (loss, goal, lowest) =>
  isReached(loss, goal)
    ? `Goal reached: the log-loss is below ${fixed(goal, 2)}. The best of all lines comes to ${lowest}.`
    : `Goal: a log-loss below ${fixed(goal, 2)}.`;

const mistakesInWords = (mistakes) => `${mistakes} ${mistakes === 1 ? "mistake" : "mistakes"}`;

export function describe(state) {
  const { points, labels, names, people, digits, w, b, k, student, goal, lowest } = state;
  const { line, each, cost, loss, mistakes } = judged(state);
  const [n, x, one] = [points.length, points[student], each[student]];
  const isLine = w[0] !== 0 || w[1] !== 0;
  return [
    isLine
      ? `The line ${equation(w, b)}, with x₁ = ${names[0]} and x₂ = ${names[1]}.`
      : "Both weights are 0, so there is no line.",
    `Steepness ${fixed(k, 1)}.`,
    `Probabilities of the true labels: ` +
      `${each.map(({ truth }, i) => `${people[i]} ${probabilityInWords(truth)}`).join(", ")}.`,
    `Their product is ${productInWords(cost)}; minus its logarithm is ${fixed(cost, 2)}, and divided by`,
    `${n} that is the log-loss, ${fixed(loss, 3)}; for a coin it is ${fixed(Math.LN2, 3)}.`,
    `${isLine ? "The line" : "The same answer for everyone"} makes ${mistakesInWords(mistakes)}.`,
    goalInWords(loss, goal, lowest),
    `${people[student]} (${features(names, x, digits)}): score ${workedScore(line, x, { line: 2, x: digits })} = ${fixed(one.z, 2)}, ` +
      `p = ${probabilityInWords(one.p)}; actually ${TRUTH[labels[student]]}, which had the probability ` +
      `${probabilityInWords(one.truth)} and costs ${fixed(one.cost, 2)}.`,
  ].join(" ");
}

function render({ model, el }) {
  const students = studentsOf(model);
  const [people, goal, lowest] = ["people", "goal", "lowest"].map((name) => model.get(name));
  const state = () => ({
    ...students,
    ...lineOf(model),
    people,
    goal,
    lowest,
    k: withoutNoise(model.get("steepness")),
    student: model.get("student"),
  });
  const change = (values) => setAll(model, values);
  const select = (student) => change({ student });

  const { figure, panel, words } = layout(el);
  legend(figure, LEGEND);
  const plane = lineOnField(figure, { state, limits: model.get("limits"), onMove: change, onSelect: select });
  const moves = lastMoves(figure);
  button(html("div", { class: "cx-toolbar" }, panel), "Reset", () => {
    change(model.get("start"));
    moves.restart(judged(state()));
  });
  const bars = barsChart(panel, people, select);
  const numbers = numbersPanel(panel);
  let [now, found] = [null, null];

  return keepDrawn({
    model,
    el,
    figure,
    words,
    traits: ["w1", "w2", "b", "steepness", "student"],
    resize(width) {
      for (const each of [plane, moves]) each.resize(width);
      bars.resize(panel.clientWidth || width);
    },
    describe: () => describe(state()),
    draw() {
      now = state();
      found = judged(now);
      plane.draw(now, found);
      moves.note(found);
    },
    drawRest() {
      moves.draw();
      for (const each of [bars, numbers]) each.draw(now, found);
    },
  });
}

// The students, each with the first letter of the name, on the probabilities of the line, which a hand moves.
function lineOnField(figure, { state, limits, onMove, onSelect }) {
  const { points, labels, people, window, ticks, axisNames } = state();
  const picture = new LinearFieldPlane(figure, {
    window,
    sides: ["reject", "admit"],
    title: "Twelve students, and how sure the model is at each place",
  });
  picture.show({ points, labels, letters: people.map((name) => name[0]), ticks, names: axisNames });
  const line = draggableLine(picture, { state, limits, arrowScale: 14, onMove });
  const hint = "Drag the line, or turn it by its round handles. Click a student or a bar.";
  html("p", { class: "cx-hint", text: hint }, figure);
  selectByClick(picture, onSelect);

  function draw(now, found) {
    picture.showLinearModel(found.line);
    picture.showSides(now.w, now.b);
    line.draw(now);
    picture.showWrong(found.each.map(({ wrong }) => wrong));
    picture.select(now.student);
  }

  return { draw, resize: (width) => picture.resize(width) };
}

// Mistakes and log-loss of the last moves, one above the other: the one stands still while the other moves.
function lastMoves(figure) {
  const x = { low: -1, high: MOVES, ticks: [] };
  const counted = new Chart(figure, {
    title: "Mistakes after each of the last moves",
    height: 92,
    x,
    y: { low: 0, high: 12, ticks: COUNTS, label: "mistakes" },
  });
  const measured = new Chart(figure, {
    title: "Log-loss after each of the last moves",
    height: 122,
    x: { ...x, label: "the last moves" },
    y: { low: 0, high: 1, label: "log-loss" },
  });
  let past = [];

  function note({ loss, mistakes, line }) {
    const where = JSON.stringify(line);
    if (past.at(-1)?.where !== where) past = [...past, { where, loss, mistakes }].slice(-MOVES);
  }
  function draw() {
    const { loss, mistakes } = past.at(-1);
    const highest = Math.max(...past.map((move) => move.loss));
    const path = (name) => past.map((move, i) => [i, move[name]]);
    const end = past.length - 1;
    counted.draw({ curves: [{ points: path("mistakes"), hue: "soft" }], marks: [{ at: [end, mistakes] }] });
    measured.draw({
      y: { low: 0, high: Math.max(0.8, 1.1 * highest), label: "log-loss" },
      curves: [{ points: path("loss"), hue: "accent" }],
      marks: [{ at: [end, loss] }],
      guides: [{ y: Math.LN2, text: "a coin" }],
    });
  }

  return {
    note,
    draw,
    restart(now) {
      past = [];
      note(now);
      draw();
    },
    resize(width) {
      counted.resize(width);
      measured.resize(width);
    },
  };
}

// A bar for the probability of each true label, and the product so far as a line that falls from bar to bar.
function barsChart(panel, people, onSelect) {
  legend(panel, {
    "probability of the true label": (parent) =>
      svg("path", { class: "cx-bar cx-hue-soft", d: "M-5,9V-8H5V9Z" }, parent),
    "their product so far": (parent) => svg("path", { class: "cx-curve cx-hue-accent", d: "M-9,-5L0,1L9,5" }, parent),
  });
  const chart = new Chart(panel, {
    title: "Probability of each true label, and their product so far",
    height: 220,
    x: { low: 0.5, high: people.length + 0.5, ticks: people.map((name, i) => [i + 1, name[0]]), label: "student" },
    y: { low: 0, high: 1, ticks: [0, 0.5, 1], label: "probability" },
  });
  chart.root.classList.add("cx-clickable");
  chart.root.addEventListener("click", (event) => {
    const at = event.clientX - chart.root.getBoundingClientRect().left;
    const far = people.map((_, i) => Math.abs(chart.px([i + 1, 0])[0] - at));
    onSelect(far.indexOf(Math.min(...far)));
  });

  function draw({ labels, student }, { each }) {
    let product = 1;
    const running = each.map(({ truth }, i) => {
      product *= truth;
      return [i + 1, product];
    });
    chart.draw({
      bars: each.map(({ truth }, i) => ({
        value: truth,
        label: labels[i],
        text: fixed(truth, 2),
        selected: i === student,
      })),
      curves: [{ points: running, hue: "accent" }],
    });
  }

  return { draw, resize: (width) => chart.resize(width) };
}

// From the product to the loss, the mistakes beside it, the goal, and the cost of the chosen student worked out.
function numbersPanel(panel) {
  const table = html("table", { class: "cx-sum cx-likely" }, panel);
  const rows = ["product of all", "minus its ln", "log-loss", "mistakes"].map((name) => {
    const row = html("tr", {}, table);
    html("th", { scope: "row", text: name }, row);
    const cell = html("td", {}, row);
    return { working: html("span", {}, cell), value: html("strong", {}, cell) };
  });
  const [product, negative, meanCost, wrong] = rows;
  const goalLine = html("p", { class: "cx-result cx-goal" }, panel);
  const chosen = html("table", { class: "cx-sum cx-likely" }, panel);
  const caption = html("caption", {}, chosen);
  const [scored, likely, truthful, priced] = ["score z", "probability p", "of the truth", "cost"].map((name) => {
    const row = html("tr", {}, chosen);
    html("th", { scope: "row", text: name }, row);
    const cell = html("td", {}, row);
    return { working: html("span", {}, cell), value: html("strong", {}, cell) };
  });

  function draw(
    { points, labels, names, people, digits, student, goal, lowest },
    { line, each, cost, loss, mistakes },
  ) {
    const [n, x, one, truth] = [points.length, points[student], each[student], labels[student]];
    write(product.value, productInWords(cost));
    write(negative.value, fixed(cost, 2));
    write(meanCost.working, `${fixed(cost, 2)} / ${n} = `);
    write(meanCost.value, fixed(loss, 3));
    write(wrong.value, `${mistakes} of ${n}`);
    write(goalLine, `${isReached(loss, goal) ? "✓ " : ""}${goalInWords(loss, goal, lowest)}`);
    write(caption, `${people[student]}: ${features(names, x, digits)}, ${TRUTH[truth]}`);
    write(scored.working, `${workedScore(line, x, { line: 2, x: digits })} = `);
    write(scored.value, fixed(one.z, 2));
    write(likely.working, "σ(z) = ");
    write(likely.value, probabilityInWords(one.p));
    write(truthful.working, truth === 1 ? "p = " : "1 − p = ");
    write(truthful.value, probabilityInWords(one.truth));
    write(priced.working, `−ln ${truth === 1 ? "p" : "(1 − p)"} = `);
    write(priced.value, fixed(one.cost, 2));
  }

  return { draw };
}

export default explorable(render);
