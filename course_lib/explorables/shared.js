// What every explorable shares: formulas, numbers as words, the plane with its students, and the wiring to the model.

// --- Formulas, named as in course_lib.activations and course_lib.perceptron ------------------------------------------

export const step = (z) => (z >= 0 ? 1 : 0);

export const score = (w, b, x) => w.reduce((sum, weight, i) => sum + weight * x[i], 0) + b;

export const predict = (w, b, x) => step(score(w, b, x));

export function perceptronTrick(w, b, x, y, learningRate) {
  const error = y - predict(w, b, x);
  return { w: w.map((weight, i) => weight + learningRate * error * x[i]), b: b + learningRate * error };
}

export const countMistakes = (w, b, X, y) => X.filter((x, i) => predict(w, b, x) !== y[i]).length;

// --- Numbers as a reader wants them ----------------------------------------------------------------------------------

// A proper minus sign, no float noise, and never a minus before zero.
export function fixed(value, digits) {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

// The next term of a sum: "+ 1.0" or "− 18.0".
export function term(value, digits) {
  const text = fixed(value, digits);
  return text.startsWith("−") ? `− ${text.slice(1)}` : `+ ${text}`;
}

export const percent = (part, whole) => `${fixed((100 * part) / whole, 1)} %`;

// "test 7.0, grades 6.0"
export const features = (names, x, digits) => names.map((name, i) => `${name} ${fixed(x[i], digits)}`).join(", ");

export const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";

export function equation(w, b, digits = 1) {
  if (w.every((weight) => weight === 0)) return "no line: every weight is 0";
  const terms = w.map((weight, i) => `${i ? term(weight, digits) : fixed(weight, digits)}·x${SUBSCRIPTS[i + 1]}`);
  return `${terms.join(" ")} ${term(b, digits)} = 0`;
}

// The score of one student as one line: "2.0 · 7.0 + 1.0 · 6.0 − 18.0 = 2.00"; how many digits the line, x and z show.
export function workedScore(w, b, x, { line, digits, score: scoreDigits }) {
  const terms = w.map((weight, i) => `${i ? term(weight, line) : fixed(weight, line)} · ${fixed(x[i], digits)}`);
  return `${terms.join(" ")} ${term(b, line)} = ${fixed(score(w, b, x), scoreDigits)}`;
}

// "2.00 ≥ 0", and honest words where a negative score is too small to show.
export function comparison(z, digits) {
  if (z >= 0) return `${fixed(z, digits)} ≥ 0`;
  return Number(z.toFixed(digits)) === 0 ? "a hair below 0" : `${fixed(z, digits)} < 0`;
}

// How many decimals these numbers need, at most three.
const decimals = (values) =>
  [0, 1, 2].find((digits) => values.every((value) => Math.abs(value - value.toFixed(digits)) < 1e-9)) ?? 3;

// --- Elements --------------------------------------------------------------------------------------------------------

const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, parent) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") element.textContent = value;
    else element.setAttribute(name, value);
  }
  parent?.append(element);
  return element;
}

export const html = (tag, attributes = {}, parent = null) => fill(document.createElement(tag), attributes, parent);

export const svg = (tag, attributes = {}, parent = null) =>
  fill(document.createElementNS(SVG, tag), attributes, parent);

export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function button(parent, label, onClick) {
  const element = html("button", { type: "button", class: "cx-button", text: label }, parent);
  element.addEventListener("click", onClick);
  return element;
}

// Admitted (or 1) is a blue circle, rejected (or 0) a vermillion cross: always colour and shape.
export function marker(label, parent, size = 5) {
  const group = svg("g", { class: label === 1 ? "cx-mark cx-one" : "cx-mark cx-zero" }, parent);
  if (label === 1) svg("circle", { r: size }, group);
  else svg("path", { d: `M${-size},${-size}L${size},${size}M${-size},${size}L${size},${-size}` }, group);
  return group;
}

// A legend entry: the mark itself beside its word.
export function legendEntry(parent, words, draw) {
  const entry = html("span", { class: "cx-entry" }, parent);
  draw(svg("svg", { width: 22, height: 22, viewBox: "-11 -11 22 22", "aria-hidden": "true" }, entry));
  entry.append(words);
  return entry;
}

// --- Geometry of a line in a window {x: [low, high], y: [low, high]} -------------------------------------------------

const corners = ({ x, y }) => [[x[0], y[0]], [x[1], y[0]], [x[1], y[1]], [x[0], y[1]]];

// Where the line w·x + b = 0 crosses each side of the window, beginning with the lower one; null where it does not.
function crossings(w, b, window) {
  return corners(window).map((here, i, around) => {
    const next = around[(i + 1) % 4];
    const [a, c] = [score(w, b, here), score(w, b, next)];
    return a >= 0 !== c >= 0 ? here.map((value, k) => value + (a / (a - c)) * (next[k] - value)) : null;
  });
}

// The part of the window where the score is at least 0, as a polygon; empty where there is none.
export function positiveSide(w, b, window) {
  const crossed = crossings(w, b, window);
  return corners(window).flatMap((corner, i) => [score(w, b, corner) >= 0 ? corner : null, crossed[i]]).filter(Boolean);
}

// The two ends of the line inside the window, left end first (lower end first where it is vertical); or null where it
// misses the window or only touches a corner.
export function lineEnds(w, b, window) {
  const ends = crossings(w, b, window).filter(Boolean).sort((p, q) => p[0] - q[0] || p[1] - q[1]);
  if (ends.length < 2) return null;
  const [across, up] = ["x", "y"].map((name, k) => (ends[1][k] - ends[0][k]) / (window[name][1] - window[name][0]));
  return Math.hypot(across, up) > 1e-6 ? ends : null;
}

// The corner of the window that lies deepest on the given side (+1 or -1), or null where nothing lies there.
export function deepestCorner(w, b, window, side) {
  const best = corners(window).reduce((p, q) => (side * score(w, b, q) > side * score(w, b, p) ? q : p));
  const z = score(w, b, best);
  return (side > 0 ? z >= 0 : z < 0) ? best : null;
}

// --- The plane: axes, half-planes, line, students --------------------------------------------------------------------

const MARGIN = { left: 46, right: 10, top: 10, bottom: 44 };

// A square picture as wide as its parent, with nobody in it before show(); every method redraws one thing at once.
export class Plane {
  constructor(parent, { window, sides, title, markSize = 5 }) {
    Object.assign(this, { window, markSize, points: [], labels: [], marks: [], selected: null, side: 360 });
    this.content = { ticks: { x: [], y: [] }, names: ["", ""] };
    this.root = svg("svg", { class: "cx-plane", role: "img", "aria-label": title }, parent);
    this.zeroField = svg("rect", { class: "cx-field-zero" }, this.root);
    this.oneField = svg("polygon", { class: "cx-field-one" }, this.root);
    this.axes = svg("g", {}, this.root);
    this.guides = svg("path", { class: "cx-guides" }, this.root);
    [this.lines, this.students, this.top] = ["cx-lines", "cx-students", "cx-top"].map((name) =>
      svg("g", { class: name }, this.root));
    this.sideLabels = ["cx-side-zero", "cx-side-one"].map((name, k) =>
      svg("text", { class: `cx-side ${name}`, text: sides[k] }, this.top));
  }

  // From features to pixels, and back.
  px([x, y]) {
    const [across, down] = [x - this.window.x[0], this.window.y[1] - y];
    const [width, height] = [this.window.x[1] - this.window.x[0], this.window.y[1] - this.window.y[0]];
    return [MARGIN.left + (across / width) * this.side, MARGIN.top + (down / height) * this.side];
  }

  unpx([x, y]) {
    const [width, height] = [this.window.x[1] - this.window.x[0], this.window.y[1] - this.window.y[0]];
    const [across, down] = [(x - MARGIN.left) / this.side, (y - MARGIN.top) / this.side];
    return [this.window.x[0] + across * width, this.window.y[1] - down * height];
  }

  // The place of a pointer, in pixels of the picture.
  place(event) {
    const box = this.root.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  show({ points, labels, ticks, names }) {
    Object.assign(this, { points, labels, content: { ticks, names }, selected: null });
    this.students.replaceChildren();
    this.marks = points.map((point, i) => {
      const group = svg("g", { class: "cx-student", "data-row": i }, this.students);
      svg("circle", { class: "cx-halo", r: this.markSize + 7 }, group);
      svg("circle", { class: "cx-ring", r: 1.1 * this.markSize + 3.5 }, group);
      marker(labels[i], group, this.markSize);
      return group;
    });
    this.arrange();
  }

  resize(width) {
    this.side = Math.max(160, width - MARGIN.left - MARGIN.right);
    const [wide, high] = [MARGIN.left + this.side + MARGIN.right, MARGIN.top + this.side + MARGIN.bottom];
    fill(this.root, { width: wide, height: high });
    fill(this.zeroField, { x: MARGIN.left, y: MARGIN.top, width: this.side, height: this.side });
    this.arrange();
  }

  arrange() {
    this.drawAxes();
    this.marks.forEach((mark, i) => mark.setAttribute("transform", `translate(${this.px(this.points[i]).join(",")})`));
    this.drawGuides();
  }

  drawAxes() {
    const { axes, side, content: { ticks, names } } = this;
    const [left, top, bottom] = [MARGIN.left, MARGIN.top, MARGIN.top + side];
    const words = (text, x, y, more) => svg("text", { x, y, text, "text-anchor": "middle", ...more }, axes);
    const grid = (x1, x2, y1, y2) => svg("line", { class: "cx-grid", x1, x2, y1, y2 }, axes);
    const digits = { x: decimals(ticks.x), y: decimals(ticks.y) };
    axes.replaceChildren();
    svg("rect", { class: "cx-frame", x: left, y: top, width: side, height: side }, axes);
    for (const tick of ticks.x) {
      const [x] = this.px([tick, 0]);
      grid(x, x, top, bottom);
      words(fixed(tick, digits.x), x, bottom + 17, { class: "cx-tick" });
    }
    for (const tick of ticks.y) {
      const [, y] = this.px([0, tick]);
      grid(left, left + side, y, y);
      words(fixed(tick, digits.y), left - 8, y + 4, { class: "cx-tick", "text-anchor": "end" });
    }
    words(names[0], left + side / 2, bottom + 37);
    words(names[1], 14, top + side / 2, { transform: `rotate(-90 14 ${top + side / 2})` });
  }

  // From the selected student to both axes.
  drawGuides() {
    if (this.selected === null) return this.guides.setAttribute("d", "");
    const [x, y] = this.px(this.points[this.selected]);
    this.guides.setAttribute("d", `M${x},${y}L${x},${MARGIN.top + this.side}M${x},${y}L${MARGIN.left},${y}`);
  }

  showSides(w, b) {
    const polygon = positiveSide(w, b, this.window).map((corner) => this.px(corner).join(","));
    this.oneField.setAttribute("points", polygon.join(" "));
    this.sideLabels.forEach((words, k) => {
      const corner = deepestCorner(w, b, this.window, k === 1 ? 1 : -1);
      words.style.display = corner ? "" : "none";
      if (!corner) return;
      const [x, y] = this.px(corner);
      const [atRight, atTop] = [corner[0] === this.window.x[1], corner[1] === this.window.y[1]];
      const anchor = { "text-anchor": atRight ? "end" : "start" };
      fill(words, { x: x + (atRight ? -7 : 7), y: y + (atTop ? 16 : -7), ...anchor });
    });
  }

  // Places an SVG line element; returns its ends in pixels, or null where the line misses the window.
  placeLine(element, w, b) {
    const ends = lineEnds(w, b, this.window)?.map((end) => this.px(end)) ?? null;
    element.style.display = ends ? "" : "none";
    if (ends) fill(element, { x1: ends[0][0], y1: ends[0][1], x2: ends[1][0], y2: ends[1][1] });
    return ends;
  }

  showMistakes(w, b) {
    const wrong = this.points.map((point, i) => predict(w, b, point) !== this.labels[i]);
    wrong.forEach((isWrong, i) => this.marks[i].classList.toggle("cx-wrong", isWrong));
    return wrong.filter(Boolean).length;
  }

  // Points out one student, above all others; null for nobody.
  select(row) {
    if (row === this.selected) return;
    this.marks[this.selected]?.classList.remove("cx-selected");
    this.selected = row;
    if (row !== null) {
      this.marks[row].classList.add("cx-selected");
      this.students.append(this.marks[row]);
    }
    this.drawGuides();
  }

  // The row of the student nearest to a place in pixels, if one is within reach; else null.
  nearest([x, y], reach) {
    const far = this.points.map((point) => Math.hypot(this.px(point)[0] - x, this.px(point)[1] - y));
    const row = far.indexOf(Math.min(...far));
    return far[row] <= reach ? row : null;
  }
}

// A student is selected by a click or a tap near it; the click that ends a drag selects nobody.
export function selectByClick(picture, onSelect) {
  picture.root.addEventListener("pointerdown", () => { picture.dragged = false; }, true);
  picture.root.addEventListener("click", (event) => {
    if (picture.dragged) return;
    const row = picture.nearest(picture.place(event), event.pointerType === "touch" ? 26 : 16);
    if (row !== null) onSelect(row);
  });
}

// Follows one pointer from press to release: start(place) returns what to do on each move, or nothing to let it pass.
export function drag(picture, element, start) {
  element.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
  element.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary || event.button !== 0) return;
    const move = start(picture.place(event));
    if (!move) return;
    event.preventDefault();
    element.setPointerCapture(event.pointerId);
    picture.root.classList.add("cx-dragging");
    const onMove = (e) => {
      picture.dragged = true;
      move(picture.place(e));
    };
    const onEnd = () => {
      element.removeEventListener("pointermove", onMove);
      for (const name of ["pointerup", "pointercancel"]) element.removeEventListener(name, onEnd);
      picture.root.classList.remove("cx-dragging");
      move(null);
    };
    element.addEventListener("pointermove", onMove);
    for (const name of ["pointerup", "pointercancel"]) element.addEventListener(name, onEnd);
  });
}

// --- A line to drag --------------------------------------------------------------------------------------------------

// The line through `pivot` that also passes through `pointer`, on the sliders' grid. The length of w is kept as far as
// the sliders reach; `towards` is the old w, so that the admitted side stays on its side.
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

// The line that a model holds. A slider adds up its steps: 1.2999999999999998 where 1.3 is meant, -1.4e-16 for 0.
export const lineOf = (model) => ({ w: [clean(model.get("w1")), clean(model.get("w2"))], b: clean(model.get("b")) });

const clean = (value) => Math.round(value * 1e9) / 1e9;

export const onGrid = (value, limit) => Math.round(10 * Math.min(limit, Math.max(-limit, value))) / 10;

// The line, the arrow along w, and the handles by which a hand moves them.
export function draggableLine(picture, { state, limits, arrowScale, onMove }) {
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

  // Points where the score grows, and is as long as w, in `arrowScale` pixels to one.
  function drawArrow([x, y], [dx, dy], w, b) {
    const grows = score(w, b, picture.unpx([x + dy, y - dx])) > score(w, b, picture.unpx([x - dy, y + dx]));
    const [nx, ny] = grows ? [dy, -dx] : [-dy, dx];
    const length = arrowScale * Math.hypot(...w);
    const [endX, endY] = [x + nx * length, y + ny * length];
    fill(shaft, { x1: x, y1: y, x2: endX - 6 * nx, y2: endY - 6 * ny });
    tip.setAttribute("transform", `translate(${endX},${endY}) rotate(${(Math.atan2(ny, nx) * 180) / Math.PI})`);
  }

  return { draw };
}

// --- Wiring ----------------------------------------------------------------------------------------------------------

export function setAll(model, values) {
  for (const [name, value] of Object.entries(values)) model.set(name, value);
  model.save_changes();
}

// The frame of every explorable: a picture, a panel of numbers, and words for those who cannot see the picture.
export function layout(el) {
  el.classList.add("cx-view");
  const figure = html("div", { class: "cx-figure" }, el);
  const panel = html("div", { class: "cx-panel" }, el);
  const words = html("p", { class: "cx-words", role: "status", "aria-live": "polite" }, el);
  return { figure, panel, words };
}

// ipywidgets leaves its slider handles, read-outs and toggle buttons without names; names them after their labels.
function nameControls(root) {
  for (const control of root.querySelectorAll(".cx-controls > *")) {
    const name = control.querySelector(".widget-label")?.textContent;
    const [handle, readout] = [control.querySelector("[role=slider]"), control.querySelector(".widget-readout")];
    if (!name) continue;
    if (handle) fill(handle, { "aria-label": name, "aria-valuetext": readout.textContent });
    if (readout) fill(readout, { role: "textbox", "aria-label": `${name}, value` });
    const toggles = control.querySelectorAll(".widget-toggle-button");
    if (toggles.length) fill(control, { role: "group", "aria-label": name });
    for (const toggle of toggles) toggle.setAttribute("aria-pressed", String(toggle.classList.contains("mod-active")));
  }
}

// Escape leads back to the cell, where JupyterLab's keys work: Tab alone would have to go all the way round.
const leave = (event) => { if (event.key === "Escape") event.currentTarget.closest(".jp-Cell")?.focus(); };

// Draws once now and once after each change of `traits`, in the very turn of the event: no frame is waited for.
// The words follow when the hand rests; describe() may say null while something plays, and `watch` tells when it stops.
// Returns the function that takes everything down again.
export function keepDrawn({ model, el, figure, words, traits, draw, resize, describe, watch, onEnd }) {
  let queued = false;
  let resting = null;
  let width = 0;
  const dressed = new MutationObserver(dress);

  function dress() {
    const root = el.closest(".cx-explorable");
    if (!root) return;
    root.dataset.lmSuppressShortcuts = "true";
    root.onkeydown = leave;
    nameControls(root);
    for (const box of [root, ...root.querySelectorAll(".cx-controls")]) dressed.observe(box, { childList: true });
  }
  function redraw() {
    queued = false;
    draw();
    const root = el.closest(".cx-explorable");
    if (root) nameControls(root);
    el.dispatchEvent(new CustomEvent("drawn", { bubbles: true }));
    clearTimeout(resting);
    resting = setTimeout(() => write(words, describe() ?? words.textContent), 400);
  }
  function queue() {
    if (!queued) queueMicrotask(redraw);
    queued = true;
  }
  function fit(wide) {
    if (wide === width) return;
    width = wide;
    resize(wide);
    redraw();
  }
  const size = new ResizeObserver(() => {
    dress();
    if (figure.clientWidth) fit(figure.clientWidth);
  });

  for (const name of traits) model.on(`change:${name}`, queue);
  watch?.(queue);
  fit(figure.clientWidth || 420);
  width = null;
  write(words, describe());
  size.observe(figure);
  return () => {
    queued = true; // so that nothing is drawn any more
    for (const name of traits) model.off(`change:${name}`, queue);
    size.disconnect();
    dressed.disconnect();
    clearTimeout(resting);
    onEnd?.();
  };
}
