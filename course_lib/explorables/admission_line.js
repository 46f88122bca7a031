import { draggableLine } from "./drag.js";
import { button, html, legend, write } from "./elements.js";
import { step } from "./formulas.js";
import { onWrongSide, scoreWithoutNoise } from "./line.js";
import { comparison, equation, features, fixed, percent, term, workedScore } from "./numbers.js";
import { Plane, selectByClick } from "./plane.js";
import * as SIGNS from "./signs.js";
import { explorable, keepDrawn, layout, lineOf, setAll, studentsOf } from "./wiring.js";

const VERDICT = ["reject", "admit"];
const TRUTH = ["rejected", "admitted"];
const LEGEND = {
  admitted: SIGNS.one,
  rejected: SIGNS.zero,
  "mistake of the line": SIGNS.ring,
  "chosen student": SIGNS.guided,
};

export function describe({ points, labels, names, w, b, student, digits }) {
  const right = points.length - onWrongSide(w, b, points, labels).filter(Boolean).length;
  const larger = largerClass(labels);
  const [x, y] = [points[student], labels[student]];
  const z = scoreWithoutNoise(w, b, x);
  const guess = step(z);
  return [
    lineInWords(w, b, names),
    `Right for ${right} of ${points.length} students (${percent(right, points.length)}); ` +
      `always saying ${VERDICT[larger.label]} is right for ${larger.count} (${percent(larger.count, points.length)}).`,
    `Student ${student} (${features(names, x, digits)}): ` +
      `${workedScore({ w, b }, x, { line: 1, x: digits })} = ${fixed(z, digits + 1)}, ` +
      `${comparison(z, digits + 1)}, so ${VERDICT[guess]}; ` +
      `actually ${TRUTH[y]}: ${guess === y ? "right" : "wrong"}.`,
  ].join(" ");
}

function lineInWords(w, b, names) {
  if (w[0] === 0 && w[1] === 0) {
    return (
      `Both weights are 0, so there is no line: everyone has the score ${fixed(b, 1)} ` +
      `and the answer is always ${VERDICT[step(b)]}.`
    );
  }
  return `The line ${equation(w, b)}, with x₁ = ${names[0]} and x₂ = ${names[1]}, separates admit from reject.`;
}

function largerClass(labels) {
  const ones = labels.filter((label) => label === 1).length;
  return 2 * ones > labels.length ? { label: 1, count: ones } : { label: 0, count: labels.length - ones };
}

function render({ model, el }) {
  const students = studentsOf(model);
  const { points, labels, names, window, ticks, axisNames } = students;
  const state = () => ({ ...students, ...lineOf(model), student: model.get("student") });

  const { figure, panel, words } = layout(el);
  legend(figure, LEGEND);
  const title = `Students by ${names.join(" and ")}, divided by the line`;
  const picture = new Plane(figure, { window, sides: VERDICT, title });
  picture.show({ points, labels, ticks, names: axisNames });
  const line = draggableLine(picture, {
    state,
    limits: model.get("limits"),
    arrowScale: 14,
    onMove: (values) => setAll(model, values),
  });
  html("p", { class: "cx-hint", text: "Drag the line, or turn it by its round handles. Click a student." }, figure);
  selectByClick(picture, (row) => setAll(model, { student: row }));
  const numbers = numbersPanel(panel, names, () => setAll(model, model.get("start")));
  let mistakes = 0;

  return keepDrawn({
    model,
    el,
    figure,
    words,
    traits: ["w1", "w2", "b", "student"],
    resize: (width) => picture.resize(width),
    describe: () => describe(state()),
    draw() {
      const now = state();
      picture.showSides(now.w, now.b);
      line.draw(now);
      picture.select(now.student);
      const wrong = onWrongSide(now.w, now.b, points, labels);
      picture.showWrong(wrong);
      mistakes = wrong.filter(Boolean).length;
    },
    drawRest: () => numbers.draw(state(), mistakes),
  });
}

// The equation, the score of the selected student term by term, and how many are right.
function numbersPanel(panel, names, onReset) {
  const bar = html("div", { class: "cx-toolbar" }, panel);
  button(bar, "Reset", onReset);
  const line = html("p", { class: "cx-equation" }, panel);
  const sum = html("table", { class: "cx-sum" }, panel);
  const caption = html("caption", {}, sum);
  const rows = ["w₁ · x₁", "w₂ · x₂", "b", "score z"].map((name, i) => {
    const row = html("tr", { class: i === 3 ? "cx-total" : "" }, sum);
    html("th", { scope: "row", text: name }, row);
    return [html("td", {}, row), html("td", {}, row)];
  });
  const verdict = html("p", { class: "cx-verdict" }, panel);
  const [decision, truth] = [html("span", {}, verdict), html("span", {}, verdict)];
  const [compared, answer] = [html("span", {}, decision), html("strong", {}, decision)];
  const tally = html("div", { class: "cx-tally" }, panel);
  const right = html("p", {}, tally);
  const track = html("div", { class: "cx-track", "aria-hidden": "true" }, tally);
  const [filled, base] = [html("i", { class: "cx-filled" }, track), html("i", { class: "cx-base" }, track)];
  const always = html("p", { class: "cx-soft" }, tally);

  function draw({ points, labels, digits, w, b, student }, mistakes) {
    write(line, equation(w, b));
    const [x, y] = [points[student], labels[student]];
    const z = scoreWithoutNoise(w, b, x);
    write(caption, `Student ${student}: ${features(names, x, digits)}`);
    w.forEach((weight, i) => {
      write(rows[i][0], `${fixed(weight, 1)} · ${fixed(x[i], digits)}`);
      write(rows[i][1], i ? term(weight * x[i], digits + 1) : fixed(weight * x[i], digits + 1));
    });
    write(rows[2][1], term(b, digits + 1));
    write(rows[3][1], fixed(z, digits + 1));
    const guess = step(z);
    write(compared, `${comparison(z, digits + 1)}, so `);
    write(answer, VERDICT[guess]);
    answer.className = guess === 1 ? "cx-says-one" : "cx-says-zero";
    write(truth, `Actually ${TRUTH[y]}: ${guess === y ? "✓ right" : "✗ wrong"}`);
    const n = points.length;
    const larger = largerClass(labels);
    write(right, `${n - mistakes} of ${n} right: ${percent(n - mistakes, n)}`);
    write(always, `Always saying ${VERDICT[larger.label]}: ${larger.count} of ${n}, ${percent(larger.count, n)}`);
    filled.style.width = `${(100 * (n - mistakes)) / n}%`;
    base.style.left = `${(100 * larger.count) / n}%`;
  }

  return { draw };
}

export default explorable(render);
