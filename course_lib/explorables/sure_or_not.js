import { Chart } from "./chart.js";
import { draggableLine } from "./drag.js";
import { button, html, legend, write } from "./elements.js";
import { LinearFieldPlane } from "./field.js";
import { score, sigmoid, step } from "./formulas.js";
import {
  comparison,
  equation,
  features,
  fixed,
  niceTicks,
  probabilityInWords,
  withoutNoise,
  workedScore,
} from "./numbers.js";
import { selectByClick } from "./plane.js";
import * as SIGNS from "./signs.js";
import { steeper } from "./steepness.js";
import { explorable, keepDrawn, layout, lineOf, setAll, studentsOf } from "./wiring.js";

const VERDICT = ["reject", "admit"];
const TRUTH = ["rejected", "admitted"];
const LEGEND = {
  admitted: SIGNS.one,
  rejected: SIGNS.zero,
  "chosen student": SIGNS.guided,
  "p = 0.1, 0.5, 0.9": SIGNS.contourLine,
};

// Score, length of w, signed distance from the line (null where there is no line) and probability of one student.
export function sureness(w, b, x) {
  const z = withoutNoise(score(w, b, x));
  const length = Math.hypot(...w);
  return { z, length, d: length === 0 ? null : withoutNoise(z / length), p: sigmoid(z) };
}

export function describe({ points, labels, names, digits, w, b, k, student }) {
  const now = steeper({ w, b }, k);
  const [x, y] = [points[student], labels[student]];
  const { z, d, p } = sureness(now.w, now.b, x);
  return [
    d === null
      ? `Both weights are 0, so there is no line: everyone has the probability ${probabilityInWords(p)}.`
      : `The line ${equation(w, b)}, with x₁ = ${names[0]} and x₂ = ${names[1]}.`,
    `Steepness ${fixed(k, 1)}: w = (${now.w.map((weight) => fixed(weight, 2)).join(", ")}), b = ${fixed(now.b, 2)}.`,
    `Student ${student} (${features(names, x, digits)}):`,
    `score ${workedScore(now, x, { line: 2, x: digits })} = ${fixed(z, 2)},`,
    d === null ? "" : `distance from the line ${fixed(d, 2)},`,
    `probability of admission ${probabilityInWords(p)};`,
    `${comparison(z, 2)}, so the step says ${VERDICT[step(z)]}; actually ${TRUTH[y]}.`,
  ]
    .filter(Boolean)
    .join(" ");
}

function render({ model, el }) {
  const students = studentsOf(model);
  const { points, labels, window, ticks, axisNames } = students;
  const state = () => ({
    ...students,
    ...lineOf(model),
    k: withoutNoise(model.get("steepness")),
    student: model.get("student"),
  });

  const { figure, panel, words } = layout(el);
  legend(figure, LEGEND);
  const picture = new LinearFieldPlane(figure, {
    window,
    sides: VERDICT,
    title: "Students, and how sure the model is at each place",
  });
  picture.show({ points, labels, ticks, names: axisNames });
  const line = draggableLine(picture, {
    state,
    limits: model.get("limits"),
    arrowScale: 14,
    onMove: (values) => setAll(model, values),
  });
  const hint = "Drag the line, or turn it by its round handles. Click a student.";
  html("p", { class: "cx-hint", text: hint }, figure);
  selectByClick(picture, (row) => setAll(model, { student: row }));
  const bar = html("div", { class: "cx-toolbar" }, panel);
  button(bar, "Reset", () => setAll(model, model.get("start")));
  const factor = html("p", { class: "cx-soft" }, panel);
  const multiplied = html("p", { class: "cx-equation" }, panel);
  const curves = curvesChart(panel);
  const workings = workingsPanel(panel);

  return keepDrawn({
    model,
    el,
    figure,
    words,
    traits: ["w1", "w2", "b", "steepness", "student"],
    resize(width) {
      picture.resize(width);
      curves.resize(panel.clientWidth || width);
    },
    describe: () => describe(state()),
    draw() {
      const now = state();
      const { w, b } = steeper(now, now.k);
      picture.showLinearModel({ w, b });
      picture.showSides(now.w, now.b);
      line.draw(now);
      picture.select(now.student);
    },
    drawRest() {
      const now = state();
      const { w, b } = steeper(now, now.k);
      write(factor, `All three numbers of the line, multiplied by k\u00a0=\u00a0${fixed(now.k, 1)}:`);
      write(multiplied, equation(w, b, 2));
      curves.draw(now, w, b);
      workings.draw(now, w, b);
    },
  });
}

// Step and sigmoid over the distance from the line, wide enough for every student; the chosen one stands on both.
function curvesChart(panel) {
  const x = { low: -7, high: 5, label: "distance from the line" };
  const y = { low: -0.08, high: 1.08, ticks: [0, 0.5, 1], label: "answer" };
  const chart = new Chart(panel, { title: "Step and sigmoid against the distance from the line", height: 210, x, y });

  function draw({ points, labels, student }, w, b) {
    const { d, p, length, z } = sureness(w, b, points[student]);
    const far = points.map((point) => sureness(w, b, point).d ?? 0);
    const [low, high] = [Math.min(-4, Math.floor(Math.min(...far))), Math.max(4, Math.ceil(Math.max(...far)))];
    const places = Array.from({ length: 241 }, (_, i) => low + ((high - low) * i) / 240);
    const height = (distance) => (d === null ? p : sigmoid(length * distance));
    const jump =
      d === null
        ? [
            [low, step(z)],
            [high, step(z)],
          ]
        : [
            [low, 0],
            [0, 0],
            [0, 1],
            [high, 1],
          ];
    chart.draw({
      x: { ...x, low, high, ticks: niceTicks(low, high, 8) },
      curves: [
        { points: jump, label: "step", hue: "soft", dashed: true },
        { points: places.map((distance) => [distance, height(distance)]), label: "sigmoid", hue: "accent" },
      ],
      guides: d === null ? [] : [{ x: d }],
      marks: d === null ? [] : [{ at: [d, step(z)] }, { at: [d, p], label: labels[student], selected: true }],
    });
  }

  return { draw, resize: (width) => chart.resize(width) };
}

// Score, distance, probability and decision of the chosen student, each worked out.
function workingsPanel(panel) {
  const workings = html("div", { class: "cx-tally" }, panel);
  const caption = html("p", {}, workings);
  const [scored, away, likely, stepped, truth] = [0, 1, 2, 3, 4].map(() => {
    const row = html("p", {}, workings);
    return { working: html("span", {}, row), value: html("strong", {}, row) };
  });

  function draw({ points, labels, names, digits, student }, w, b) {
    const [x, y] = [points[student], labels[student]];
    const { z, d, p, length } = sureness(w, b, x);
    write(caption, `Student ${student}: ${features(names, x, digits)}`);
    write(scored.working, `score z = ${workedScore({ w, b }, x, { line: 2, x: digits })} = `);
    write(scored.value, fixed(z, 2));
    write(away.working, d === null ? "distance d: " : `distance d = z / |w| = ${fixed(z, 2)} / ${fixed(length, 2)} = `);
    write(away.value, d === null ? "there is no line" : fixed(d, 2));
    write(likely.working, `probability p = σ(z) = 1 / (1 + e^(${fixed(-z, 2)})): `);
    write(likely.value, probabilityInWords(p));
    write(stepped.working, `step: ${comparison(z, 2)}, so `);
    write(stepped.value, `${step(z)}, ${VERDICT[step(z)]}`);
    stepped.value.className = step(z) === 1 ? "cx-says-one" : "cx-says-zero";
    write(truth.working, "actually ");
    write(truth.value, `${y}, ${TRUTH[y]}`);
  }

  return { draw };
}

export default explorable(render);
