import {
  button, comparison, countMistakes, drag, equation, fixed, html, keepDrawn, layout, legendEntry, marker, percent, plane,
  predict, score, selectByClick, setAll, svg, term, workedScore, write,
} from "./shared.js";

const VERDICT = ["reject", "admit"];
const TRUTH = ["rejected", "admitted"];

// The line through `pivot` that also passes through `pointer`, on the sliders' grid. The length of w is kept as far as the
// sliders reach; `towards` is the old w, so that the admitted side stays on its side.
export function turnedLine(pivot, pointer, towards, limits) {
  let normal = [pivot[1] - pointer[1], pointer[0] - pivot[0]];
  const length = Math.hypot(...normal);
  if (length === 0) return null;
  normal = normal.map((value) => value / length);
  if (normal[0] * towards[0] + normal[1] * towards[1] < 0) normal = normal.map((value) => -value);
  const offset = -(normal[0] * pivot[0] + normal[1] * pivot[1]);
  const scale = Math.min(
    Math.max(1, Math.hypot(...towards)),
    limits.w / Math.max(...normal.map(Math.abs)),
    limits.b / Math.abs(offset),
  );
  const w = normal.map((value) => onGrid(value * scale, limits.w));
  return { w1: w[0], w2: w[1], b: onGrid(-(w[0] * pivot[0] + w[1] * pivot[1]), limits.b) };
}

// The line moved in parallel until the score at `place` is z.
export const movedLine = (w, place, z, limits) => ({ b: onGrid(z - (w[0] * place[0] + w[1] * place[1]), limits.b) });

const onGrid = (value, limit) => Math.round(10 * Math.min(limit, Math.max(-limit, value))) / 10;

export function describe({ points, labels, names, w, b, student, digits }) {
  const right = points.length - countMistakes(w, b, points, labels);
  const larger = largerClass(labels);
  const [x, y] = [points[student], labels[student]];
  const guess = predict(w, b, x);
  return [
    lineInWords(w, b, names),
    `Right for ${right} of ${points.length} students (${percent(right, points.length)}); ` +
      `always saying ${VERDICT[larger.label]} is right for ${larger.count} (${percent(larger.count, points.length)}).`,
    `Student ${student} (${names[0]} ${fixed(x[0], digits)}, ${names[1]} ${fixed(x[1], digits)}): ` +
      `${workedScore(w, b, x, digits, digits + 1)}, ${comparison(score(w, b, x), digits + 1)}, so ${VERDICT[guess]}; ` +
      `in truth ${TRUTH[y]}: ${guess === y ? "right" : "wrong"}.`,
  ].join(" ");
}

function lineInWords(w, b, names) {
  if (w[0] === 0 && w[1] === 0) {
    return `Both weights are 0, so there is no line: everyone has the score ${fixed(b, 1)} ` +
      `and the answer is always ${VERDICT[predict(w, b, [0, 0])]}.`;
  }
  return `The line ${equation(w, b)}, with x₁ = ${names[0]} and x₂ = ${names[1]}, parts admit from reject.`;
}

function largerClass(labels) {
  const ones = labels.filter((label) => label === 1).length;
  return 2 * ones > labels.length ? { label: 1, count: ones } : { label: 0, count: labels.length - ones };
}

function render({ model, el }) {
  const [points, labels, names, digits] = ["points", "labels", "names", "digits"].map((name) => model.get(name));
  const limits = model.get("limits");
  const state = () => ({
    points, labels, names, digits,
    w: [model.get("w1"), model.get("w2")], b: model.get("b"), student: model.get("student"),
  });

  const { figure, panel, words } = layout(el);
  legend(figure);
  const picture = plane(figure, {
    window: model.get("window"), ticks: model.get("ticks"), names: names.map((name, i) => `${name} x${"₁₂"[i]}`),
    points, labels, sides: VERDICT, title: `Students by ${names.join(" and ")}, parted by the line`,
  });
  const line = draggableLine(picture, state, limits, (values) => setAll(model, values));
  html("p", { class: "cx-hint", text: "Drag the line, or turn it by its round handles. Click a student." }, figure);
  selectByClick(picture, (row) => setAll(model, { student: row }));
  const numbers = numbersPanel(panel, names, () => setAll(model, model.get("start")));

  return keepDrawn({
    model, el, figure, words, traits: ["w1", "w2", "b", "student"],
    resize: picture.resize,
    describe: () => describe(state()),
    draw() {
      const now = state();
      picture.showSides(now.w, now.b);
      line.draw(now);
      picture.select(now.student);
      numbers.draw(now, picture.showMistakes(now.w, now.b));
    },
  });
}

function legend(figure) {
  const row = html("div", { class: "cx-legend", "aria-hidden": "true" }, figure);
  legendEntry(row, "admitted", (svg) => marker(1, svg));
  legendEntry(row, "rejected", (svg) => marker(0, svg));
  legendEntry(row, "mistake of the line", (parent) => svg("circle", { class: "cx-ring cx-shown", r: 8 }, parent));
}

// The line, the arrow along w, and the handles by which a hand moves them.
function draggableLine(picture, state, limits, onMove) {
  const arrow = svg("g", { class: "cx-arrow" }, picture.lines);
  const [shaft, tip] = [svg("line", {}, arrow), svg("path", { d: "M0,0L-9,-4.5L-9,4.5Z" }, arrow)];
  const shown = svg("line", { class: "cx-line" }, picture.lines);
  const grip = svg("line", { class: "cx-grip" }, picture.lines);
  const handles = [0, 1].map(() => {
    const knob = svg("g", { class: "cx-handle" }, picture.top);
    svg("circle", { class: "cx-reach", r: 18 }, knob);
    svg("circle", { class: "cx-knob", r: 7 }, knob);
    return { knob, at: [0, 0] };
  });
  let held = null;

  drag(picture, grip, (from) => {
    const { w, b } = state();
    const z = score(w, b, picture.unpx(from));
    return (to) => to && onMove(movedLine(w, picture.unpx(to), z, limits));
  });
  handles.forEach((handle, i) => drag(picture, handle.knob, () => {
    const { w } = state();
    const pivot = handles[1 - i].at;
    return (to) => {
      held = to && { i, to, pivot };
      const turned = to && turnedLine(picture.unpx(pivot), picture.unpx(to), w, limits);
      if (turned) onMove(turned);
      draw(state());
    };
  }));

  function draw({ w, b }) {
    const ends = picture.placeLine(shown, w, b);
    picture.placeLine(grip, w, b);
    for (const element of [arrow, ...handles.map((handle) => handle.knob)]) element.style.display = ends ? "" : "none";
    if (!ends) return;
    const [[x1, y1], [x2, y2]] = ends;
    const along = [(x2 - x1) / Math.hypot(x2 - x1, y2 - y1), (y2 - y1) / Math.hypot(x2 - x1, y2 - y1)];
    placeHandles(ends, along);
    drawArrow([(x1 + x2) / 2, (y1 + y2) / 2], along, w, b);
  }

  // Near the ends of the line; while one is held, it stays beneath the hand and the other one stays where it was.
  function placeHandles([start, end], along) {
    const inset = Math.min(12, Math.hypot(end[0] - start[0], end[1] - start[1]) / 4);
    handles[0].at = [start[0] + inset * along[0], start[1] + inset * along[1]];
    handles[1].at = [end[0] - inset * along[0], end[1] - inset * along[1]];
    if (held) {
      const length = Math.hypot(end[0] - start[0], end[1] - start[1]);
      const projected = (held.to[0] - start[0]) * along[0] + (held.to[1] - start[1]) * along[1];
      const reach = Math.min(length, Math.max(0, projected));
      handles[held.i].at = [start[0] + reach * along[0], start[1] + reach * along[1]];
      handles[1 - held.i].at = held.pivot;
    }
    for (const { knob, at } of handles) knob.setAttribute("transform", `translate(${at.join(",")})`);
  }

  // Points where the score grows, and is as long as w.
  function drawArrow([x, y], [dx, dy], w, b) {
    const grows = score(w, b, picture.unpx([x + dy, y - dx])) > score(w, b, picture.unpx([x - dy, y + dx]));
    const [nx, ny] = grows ? [dy, -dx] : [-dy, dx];
    const length = 14 * Math.hypot(...w);
    const [endX, endY] = [x + nx * length, y + ny * length];
    for (const [name, value] of Object.entries({ x1: x, y1: y, x2: endX - 6 * nx, y2: endY - 6 * ny })) {
      shaft.setAttribute(name, value);
    }
    tip.setAttribute("transform", `translate(${endX},${endY}) rotate(${(Math.atan2(ny, nx) * 180) / Math.PI})`);
  }

  return { draw };
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
  const tally = html("div", { class: "cx-tally" }, panel);
  const right = html("p", {}, tally);
  const track = html("div", { class: "cx-track", "aria-hidden": "true" }, tally);
  const [filled, base] = [html("i", { class: "cx-filled" }, track), html("i", { class: "cx-base" }, track)];
  const always = html("p", { class: "cx-soft" }, tally);

  function draw({ points, labels, digits, w, b, student }, mistakes) {
    write(line, w[0] === 0 && w[1] === 0 ? "w = (0, 0): no line" : equation(w, b));
    const [x, y] = [points[student], labels[student]];
    const z = score(w, b, x);
    write(caption, `Student ${student}: ${names[0]} ${fixed(x[0], digits)}, ${names[1]} ${fixed(x[1], digits)}`);
    w.forEach((weight, i) => {
      write(rows[i][0], `${fixed(weight, 1)} · ${fixed(x[i], digits)}`);
      write(rows[i][1], i ? term(weight * x[i], digits + 1) : fixed(weight * x[i], digits + 1));
    });
    write(rows[2][1], term(b, digits + 1));
    write(rows[3][1], fixed(z, digits + 1));
    const guess = predict(w, b, x);
    write(decision, `${comparison(z, digits + 1)}, so ${VERDICT[guess]}.`);
    write(truth, `In truth ${TRUTH[y]}: ${guess === y ? "✓ right" : "✗ wrong"}`);
    verdict.classList.toggle("cx-bad", guess !== y);
    const n = points.length;
    const larger = largerClass(labels);
    write(right, `${n - mistakes} of ${n} right: ${percent(n - mistakes, n)}`);
    write(always, `Always saying ${VERDICT[larger.label]}: ${larger.count} of ${n}, ${percent(larger.count, n)}`);
    filled.style.width = `${(100 * (n - mistakes)) / n}%`;
    base.style.left = `${(100 * larger.count) / n}%`;
  }

  return { draw };
}

export default { render };
