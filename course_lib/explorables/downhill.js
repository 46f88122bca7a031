// Gradient descent on the landscape of the log-loss: the path over (w1, w2), the gradient, and the loss after each step.

import { Chart } from "./chart.js";
import { drag } from "./drag.js";
import { fill, html, legendEntry, svg, write } from "./elements.js";
import { FieldPlane, heights } from "./field.js";
import { gradient, logLossFromScores, score } from "./formulas.js";
import { fixed } from "./numbers.js";
import { playback, playerBar } from "./player.js";
import { keepDrawn, layout, setAll } from "./wiring.js";

const FIRST_STEP = "Press Step: the dot goes against the gradient, as far as the learning rate says.";
const ARRIVED = 1.01; // a loss up to so many times the lowest
const UPHILL = 70; // pixels of the arrow for a gradient of length 1
const NARROW = 2; // the highest loss on the chart, unless the path gets higher

// --- The walk --------------------------------------------------------------------------------------------------------

// The gradient over w1 and w2 of the students whom step number `step` asks: all, or the next ones in the order drawn.
export function slopeOf({ points, labels, bias, order, size }, w, step) {
  if (size === points.length) return gradient(w, bias, points, labels).w;
  const rows = order.slice(step * size, (step + 1) * size);
  return gradient(w, bias, rows.map((row) => points[row]), rows.map((row) => labels[row])).w;
}

export const lossAt = ({ points, labels, bias }, w) => logLossFromScores(labels, points.map((x) => score(w, bias, x)));

export const begin = (walk) => ({ places: [walk.start], losses: [lossAt(walk, walk.start)] });

// Goes on to a step: the weights before the first step and after each, and the loss at each place. Nine decimals are
// kept: the leaps of a large rate would blow up the last bit, in which the browser and NumPy differ.
export function descend(walk, { places, losses }, step) {
  for (let done = places.length - 1; done < step; done++) {
    const slope = slopeOf(walk, places[done], done);
    places.push(places[done].map((weight, k) => kept(weight - walk.rate * slope[k])));
    losses.push(lossAt(walk, places[done + 1]));
  }
}

const kept = (weight) => Math.floor(weight * 1e9 + 0.5) / 1e9;

// --- Words -----------------------------------------------------------------------------------------------------------

const inside = (window, [w1, w2]) =>
  window.x[0] <= w1 && w1 <= window.x[1] && window.y[0] <= w2 && w2 <= window.y[1];

export function news({ window, lowest }, { places, losses }, step) {
  const where = inside(window, places[step]) ? "" : "The dot has left the picture. ";
  if (step === 0) return FIRST_STEP;
  const [first, before, now] = [losses[0], losses[step - 1], losses[step]];
  const length = Math.hypot(places[step][0] - places[step - 1][0], places[step][1] - places[step - 1][1]);
  if (now > first) return `${where}The loss has grown: it is higher than at the start.`;
  if (now <= ARRIVED * lowest.loss) return `${where}Arrived: the loss is within 1 % of the lowest.`;
  if (length > 1 && Math.abs(now - losses[step - 2]) < 0.00005) return `${where}The dot leaps to and fro, and gets no lower.`;
  if (now > before) return `${where}The last step led up: the loss rose from ${fixed(before, 4)} to ${fixed(now, 4)}.`;
  return `${where}The loss falls.`;
}

const students = (size, all) => (size === all ? `all ${all} students` : size === 1 ? "1 student" : `${size} students`);

const place = ([w1, w2], digits) => `(${fixed(w1, digits)}, ${fixed(w2, digits)})`;

export function describe(walk, path, step) {
  const { rate, size, points, start, bias, lowest, total } = walk;
  const [w1, w2] = path.places[step];
  return [
    `Gradient descent with the learning rate ${rate}, ${students(size, points.length)} a step, step ${step} of ${total}.`,
    `At w₁ = ${fixed(w1, 3)}, w₂ = ${fixed(w2, 3)}, with the bias ${fixed(bias, 2)}, the loss is ` +
      `${fixed(path.losses[step], 4)}. At the start, ${place(start, 1)}, it was ${fixed(path.losses[0], 4)}. The lowest ` +
      `is ${fixed(lowest.loss, 4)}, at ${place(lowest.place, 2)}.`,
    `The gradient of ${students(size, points.length)} is ${place(slopeOf(walk, path.places[step], step), 4)}.`,
    news(walk, path, step),
  ].join(" ");
}

// --- The picture -----------------------------------------------------------------------------------------------------

function render({ model, el }) {
  const get = (name) => model.get(name);
  const [window, lowest, rates, sizes, total] = ["window", "lowest", "rates", "sizes", "total"].map(get);
  const [points, labels, bias, orders] = ["points", "labels", "bias", "orders"].map(get);
  const height = heights(get("levels"), 1);
  let [walk, path, settled] = [null, null, ""];

  function settle() {
    const setting = ["w1", "w2", "rate_index", "size_index", "seed"].map(get).join();
    if (settled !== setting) {
      [settled, walk] = [setting, chosen()];
      path = begin(walk);
    }
    descend(walk, path, get("step"));
  }
  function chosen() {
    const start = [get("w1"), get("w2")].map((weight) => Math.floor(10 * weight + 0.5) / 10);
    const [rate, size] = [rates[get("rate_index")], sizes[get("size_index")]];
    return { points, labels, bias, window, lowest, total, start, rate, size, order: orders[get("seed")] };
  }

  settle();
  const { figure, panel, words } = layout(el);
  legend(figure);
  const picture = new FieldPlane(figure, { window, title: "The landscape of the loss, and the path of the dot" });
  picture.show({ ticks: get("ticks"), names: get("names") });
  picture.showField(get("losses"), height);
  const walker = walkerOn(picture, lowest.place);
  const player = playback({ position: () => get("step"), total: () => total, go: (step) => setAll(model, { step }) });
  const tape = playerBar(figure, player, { label: "step" });
  const numbers = numbersPanel(panel);
  const chart = new Chart(panel, { title: "The loss after each step", height: 170, ...axes([], total) });

  startByHand(picture, walker.handle, (start) => setAll(model, start));

  return keepDrawn({
    model, el, figure, words, traits: ["w1", "w2", "rate_index", "size_index", "seed", "step"],
    resize(width) {
      picture.resize(width);
      chart.resize(panel.clientWidth || width);
    },
    describe: () => (player.playing() ? null : describe(walk, path, get("step"))),
    watch: player.watch,
    onEnd() {
      player.pause();
      tape.letGo();
    },
    draw() {
      settle();
      const step = get("step");
      const slope = slopeOf(walk, path.places[step], step);
      walker.draw(path.places.slice(0, step + 1), slope, walk.rate, window);
      tape.draw(step, total);
      chart.draw(curve(path.losses, step, lowest.loss, total));
      numbers.draw(walk, path, step, slope);
    },
  });
}

function axes(losses, total) {
  const isHigh = Math.max(...losses) > NARROW;
  const ticks = isHigh ? [0.2, 1, 5, 20] : [0.2, 0.5, 1, 2];
  const y = { low: 0.15, high: isHigh ? 40 : NARROW, label: "loss E", log: true, ticks };
  return { x: { low: 0, high: total, label: "step" }, y };
}

const curve = (losses, step, lowest, total) => ({
  ...axes(losses, total),
  curves: [{ points: losses.slice(0, step + 1).map((loss, i) => [i, loss]) }],
  guides: [{ y: lowest }],
  marks: [{ at: [step, losses[step]] }],
});

// The start is dragged by its handle, or set by a click; the click that ends a drag sets nothing.
function startByHand(picture, handle, onMove) {
  const { x, y } = picture.window;
  const within = (value, [low, high]) => Math.round(10 * Math.min(high, Math.max(low, value))) / 10;
  const put = ([w1, w2]) => onMove({ w1: within(w1, x), w2: within(w2, y) });
  drag(picture, handle, () => (to) => to && put(picture.unpx(to)));
  picture.root.addEventListener("pointerdown", () => { picture.dragged = false; }, true);
  picture.root.addEventListener("click", (event) => {
    const at = picture.unpx(picture.place(event));
    if (!picture.dragged && inside(picture.window, at)) put(at);
  });
}

function legend(figure) {
  const row = html("div", { class: "cx-legend", "aria-hidden": "true" }, figure);
  legendEntry(row, "start", (parent) => svg("circle", { class: "cx-knob", r: 6 }, parent));
  legendEntry(row, "now", (parent) => svg("circle", { class: "cx-dot", r: 5 }, parent));
  legendEntry(row, "lowest loss", (parent) => svg("path", { class: "cx-lowest", d: DIAMOND }, parent));
  legendEntry(row, "gradient (uphill)", (parent) => {
    svg("path", { class: "cx-uphill", d: "M-10,0H10" }, parent);
    svg("path", { class: "cx-uphill-tip", d: "M10,0L2,-4.5L2,4.5Z" }, parent);
  });
  legendEntry(row, "next step", (parent) => svg("path", { class: "cx-next", d: "M-10,0H10" }, parent));
}

const DIAMOND = "M0,-7L7,0L0,7L-7,0Z";

// The part of the way from one place to another that lies in the window, or null (Liang and Barsky).
export function clipped(from, to, { x, y }) {
  let [enter, leave] = [0, 1];
  for (const [k, [low, high]] of [x, y].entries()) {
    const way = to[k] - from[k];
    if (way === 0) {
      if (from[k] < low || from[k] > high) return null;
      continue;
    }
    const [first, last] = [(low - from[k]) / way, (high - from[k]) / way].sort((a, b) => a - b);
    [enter, leave] = [Math.max(enter, first), Math.min(leave, last)];
  }
  const along = (share) => from.map((value, k) => value + share * (to[k] - value));
  return enter <= leave ? [along(enter), along(leave)] : null;
}

// The path, the dot, and what it feels: the gradient under it, and where the next step leads.
function walkerOn(picture, lowest) {
  const bottom = svg("path", { class: "cx-lowest", d: DIAMOND }, picture.lines);
  const [trail, dots] = ["cx-path", "cx-path cx-trail"].map((name) => svg("path", { class: name }, picture.lines));
  const next = svg("path", { class: "cx-next" }, picture.lines);
  const uphill = svg("path", { class: "cx-uphill" }, picture.top);
  const tip = svg("path", { class: "cx-uphill-tip", d: "M0,0L-9,-5L-9,5Z" }, picture.top);
  const beyond = svg("path", { class: "cx-dot cx-beyond", d: "M9,0L-5,-7L-5,7Z" }, picture.top);
  const handle = svg("g", { class: "cx-handle" }, picture.top);
  svg("circle", { class: "cx-reach", r: 18 }, handle);
  svg("circle", { class: "cx-knob", r: 8 }, handle);
  const now = svg("circle", { class: "cx-dot", r: 5 }, picture.top);
  const move = (element, [x, y], more = "") => fill(element, { transform: `translate(${x},${y})${more}` });
  const show = (element, isShown) => { element.style.display = isShown ? "" : "none"; };

  function line(from, to, window) {
    const ends = clipped(from, to, window);
    return ends ? `M${ends.map((end) => picture.px(end).map((value) => value.toFixed(1)).join()).join("L")}` : "";
  }

  function draw(places, slope, rate, window) {
    const here = places.at(-1);
    const isInside = inside(window, here);
    move(bottom, picture.px(lowest));
    move(handle, picture.px(places[0]));
    trail.setAttribute("d", places.slice(1).map((place, i) => line(places[i], place, window)).join(""));
    dots.setAttribute("d", places.filter((place) => inside(window, place)).map((place) => line(place, place, window)).join(""));
    next.setAttribute("d", line(here, here.map((weight, k) => weight - rate * slope[k]), window));
    drawGradient(here, slope, window, isInside);
    for (const [element, isShown] of [[now, isInside], [beyond, !isInside]]) show(element, isShown);
    if (isInside) return void move(now, picture.px(here));
    const within = (value, [low, high]) => Math.min(high, Math.max(low, value));
    const edge = picture.px([within(here[0], window.x), within(here[1], window.y)]);
    const [x, y] = picture.px(here);
    move(beyond, edge, ` rotate(${(Math.atan2(y - edge[1], x - edge[0]) * 180) / Math.PI})`);
  }

  // From the dot in the direction of the gradient, and as long as it is.
  function drawGradient(here, slope, window, isInside) {
    const [x, y] = picture.px(here);
    const length = Math.hypot(...slope);
    const end = picture.unpx([x + UPHILL * slope[0], y - UPHILL * slope[1]]);
    const isSeen = isInside && UPHILL * length >= 3;
    for (const element of [uphill, tip]) show(element, isSeen);
    if (!isSeen) return;
    const [, last] = clipped(here, end, window);
    uphill.setAttribute("d", line(here, last, window));
    move(tip, picture.px(last), ` rotate(${(Math.atan2(-slope[1], slope[0]) * 180) / Math.PI})`);
  }

  return { draw, handle };
}

// The arithmetic of the next step, and what the path has come to.
function numbersPanel(panel) {
  const where = html("p", { class: "cx-equation" }, panel);
  const [loss, who] = [html("p", {}, panel), html("p", { class: "cx-soft" }, panel)];
  const table = html("table", { class: "cx-sum cx-update cx-walk" }, panel);
  const head = html("tr", {}, table);
  html("td", {}, head);
  for (const text of ["now", "gradient", "− η · gradient", "next"]) html("th", { scope: "col", text }, head);
  const rows = ["w₁", "w₂"].map((name) => {
    const row = html("tr", {}, table);
    html("th", { scope: "row", text: name }, row);
    return [0, 1, 2, 3].map(() => html("td", {}, row));
  });
  const result = html("p", { class: "cx-result" }, panel);

  function draw(walk, path, step, slope) {
    const { rate, size, points, labels, order, lowest, total } = walk;
    write(where, `Step ${step} of ${total}`);
    write(loss, `loss E = ${fixed(path.losses[step], 4)}, at the start ${fixed(path.losses[0], 4)}, ` +
      `lowest ${fixed(lowest.loss, 4)}`);
    const row = order[step];
    const student = size === 1 ? `: student ${row}, ${labels[row] ? "admitted" : "rejected"}` : "";
    const soFar = `${step * size} asked so far`;
    write(who, `The next step asks ${students(size, points.length)}${student}; ${soFar}.`);
    path.places[step].forEach((weight, k) => {
      const move = -rate * slope[k];
      const values = [fixed(weight, 3), fixed(slope[k], 4), fixed(move, 3), fixed(weight + move, 3)];
      rows[k].forEach((cell, i) => write(cell, values[i]));
    });
    write(result, news(walk, path, step));
  }

  return { draw };
}

export default { render };
