// Gradient descent on the landscape of the log-loss: the path over (w1, w2), the gradient, and the loss after each step.

import { Chart } from "./chart.js";
import { drag } from "./drag.js";
import { fill, html, legend, svg, write } from "./elements.js";
import { FieldPlane, heights } from "./field.js";
import { gradient, logLossFromScores, score } from "./formulas.js";
import { fixed, withoutNoise } from "./numbers.js";
import { playback, playerBar } from "./player.js";
import { explorable, keepDrawn, layout, setAll } from "./wiring.js";

const FIRST_STEP = "Press Step: the dot goes against the gradient, as far as the learning rate says.";
const SETTINGS = ["w1", "w2", "rate_index", "size_index", "seed"];
const UPHILL = 70; // pixels of the arrow for a gradient of length 1
const DIAMOND = "M0,-7L7,0L0,7L-7,0Z";
const LEGEND = {
  start: (parent) => svg("circle", { class: "cx-knob", r: 6 }, parent),
  now: (parent) => svg("circle", { class: "cx-dot", r: 5 }, parent),
  "lowest loss": (parent) => svg("path", { class: "cx-lowest", d: DIAMOND }, parent),
  "gradient (uphill)"(parent) {
    svg("path", { class: "cx-uphill", d: "M-10,0H10" }, parent);
    svg("path", { class: "cx-uphill-tip", d: "M10,0L2,-4.5L2,4.5Z" }, parent);
  },
  "next step": (parent) => svg("path", { class: "cx-next", d: "M-10,0H10" }, parent),
};
const NARROW = 2; // the highest loss on the chart, unless the path gets higher

// --- The walk --------------------------------------------------------------------------------------------------------

// The gradient over w1 and w2 of the students whom step number `step` asks: all, or the next ones in the order drawn.
export function slopeOf({ points, labels, bias, order, size }, w, step) {
  if (size === points.length) return gradient(w, bias, points, labels).w;
  const rows = order.slice(step * size, (step + 1) * size);
  return gradient(
    w,
    bias,
    rows.map((row) => points[row]),
    rows.map((row) => labels[row]),
  ).w;
}

const lossAt = ({ points, labels, bias }, w) =>
  logLossFromScores(
    labels,
    points.map((x) => score(w, bias, x)),
  );

export const begin = (walk) => ({ places: [walk.start], losses: [lossAt(walk, walk.start)] });

// Goes on to a step: the weights before the first step and after each, and the loss at each place. Nine decimals are
// kept: the leaps of a large rate would blow up the last bit, in which the browser and NumPy differ.
export function descend(walk, { places, losses }, step) {
  for (let done = places.length - 1; done < step; done++) {
    const slope = slopeOf(walk, places[done], done);
    places.push(places[done].map((weight, k) => withoutNoise(weight - walk.rate * slope[k])));
    losses.push(lossAt(walk, places[done + 1]));
  }
}

// --- Words -----------------------------------------------------------------------------------------------------------

const inside = (window, [w1, w2]) => window.x[0] <= w1 && w1 <= window.x[1] && window.y[0] <= w2 && w2 <= window.y[1];

function news({ window, lowest, arrived, idle }, { places, losses }, step) {
  const where = inside(window, places[step]) ? "" : "The dot has left the picture. ";
  if (step === 0) return FIRST_STEP;
  const [first, before, now] = [losses[0], losses[step - 1], losses[step]];
  const length = Math.hypot(places[step][0] - places[step - 1][0], places[step][1] - places[step - 1][1]);
  if (now > first) return `${where}The loss has grown: it is higher than at the start.`;
  if (now <= arrived * lowest.loss) return `${where}Arrived: the loss is within 1 % of the lowest.`;
  if (step > 1 && length > 1 && Math.abs(now - losses[step - 2]) < idle)
    return `${where}The dot leaps to and fro, and gets no lower.`;
  const [from, to] = [before, now].map((loss) => fixed(loss, 4));
  if (now > before && from === to) return `${where}The last step led up: the loss rose by less than 0.0001.`;
  if (now > before) return `${where}The last step led up: the loss rose from ${from} to ${to}.`;
  if (length === 0) return `${where}The last step changed nothing: its gradient was almost 0.`;
  return `${where}The loss falls.`;
}

const students = (size, all) => (size === all ? `all ${all} students` : size === 1 ? "1 student" : `${size} students`);

const pair = ([w1, w2], digits) => `(${fixed(w1, digits)}, ${fixed(w2, digits)})`;

export function describe(walk, path, step) {
  const { rate, size, points, start, bias, lowest, total } = walk;
  const [w1, w2] = path.places[step];
  return [
    `Gradient descent with the learning rate ${rate}, ${students(size, points.length)} a step, step ${step} of ${total}.`,
    `At w₁ = ${fixed(w1, 3)}, w₂ = ${fixed(w2, 3)}, with the bias ${fixed(bias, 2)}, the loss is ` +
      `${fixed(path.losses[step], 4)}. At the start, ${pair(start, 1)}, it was ${fixed(path.losses[0], 4)}. The lowest ` +
      `is ${fixed(lowest.loss, 4)}, at ${pair(lowest.place, 2)}.`,
    `The gradient of ${students(size, points.length)} is ${pair(slopeOf(walk, path.places[step], step), 4)}.`,
    news(walk, path, step),
  ].join(" ");
}

// --- The picture -----------------------------------------------------------------------------------------------------

// The walk of the settings that are chosen, with its path as far as the step that is shown.
function walks(model) {
  const [points, labels, bias, window, lowest, total, arrived, idle] = [
    "points",
    "labels",
    "bias",
    "window",
    "lowest",
    "total",
    "arrived",
    "idle",
  ].map((name) => model.get(name));
  const [rates, sizes, orders] = ["rates", "sizes", "orders"].map((name) => model.get(name));
  let [walk, path, shown] = [null, null, ""];

  function current() {
    const [w1, w2, rate, size, seed] = SETTINGS.map((name) => model.get(name));
    const setting = [w1, w2, rate, size, seed].join();
    if (shown !== setting) {
      const start = [w1, w2].map((weight) => Math.floor(10 * weight + 0.5) / 10);
      const chosen = { start, rate: rates[rate], size: sizes[size], order: orders[seed] };
      walk = { points, labels, bias, window, lowest, total, arrived, idle, ...chosen };
      path = begin(walk);
    }
    shown = setting;
    descend(walk, path, model.get("step"));
    return { walk, path };
  }
  return current;
}

function render({ model, el }) {
  const current = walks(model);
  const position = () => model.get("step");
  const total = model.get("total");

  const { figure, panel, words } = layout(el);
  legend(figure, LEGEND);
  const landscape = walkerOnLandscape(figure, model);
  const player = playback({ position, total: () => total, go: (step) => setAll(model, { step }) });
  const tape = playerBar(figure, player, { label: "step" });
  const numbers = numbersPanel(panel);
  const chart = new Chart(panel, { title: "The loss after each step", height: 170, ...axes([], total) });

  return keepDrawn({
    model,
    el,
    figure,
    words,
    traits: [...SETTINGS, "step"],
    resize(width) {
      landscape.resize(width);
      chart.resize(panel.clientWidth || width);
    },
    describe() {
      const { walk, path } = current();
      return player.playing() ? null : describe(walk, path, position());
    },
    watch: player.watch,
    onEnd: tape.letGo,
    draw() {
      const [{ walk, path }, step] = [current(), position()];
      const slope = slopeOf(walk, path.places[step], step);
      landscape.draw(path.places.slice(0, step + 1), slope, walk.rate);
    },
    drawRest() {
      const [{ walk, path }, step] = [current(), position()];
      tape.draw(step, total);
      chart.draw(curve(path.losses, step, walk.lowest.loss, total));
      numbers.draw(walk, path, step, slopeOf(walk, path.places[step], step));
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
  picture.root.addEventListener("click", (event) => {
    const at = picture.unpx(picture.place(event));
    if (!picture.dragged && inside(picture.window, at)) put(at);
  });
}

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

// The landscape of the loss; the path over it, the dot, and what the dot feels.
function walkerOnLandscape(figure, model) {
  const [window, lowest, losses, levels] = ["window", "lowest", "losses", "levels"].map((name) => model.get(name));
  const picture = new FieldPlane(figure, { window, title: "The landscape of the loss, and the path of the dot" });
  picture.show({ ticks: model.get("ticks"), names: model.get("names") });
  picture.showField(losses, heights(levels, 1));
  const bottom = svg("path", { class: "cx-lowest", d: DIAMOND }, picture.lines);
  const [trail, dots] = ["cx-path", "cx-path cx-trail"].map((name) => svg("path", { class: name }, picture.lines));
  const next = svg("path", { class: "cx-next" }, picture.lines);
  const uphill = uphillArrow(picture);
  const beyond = svg("path", { class: "cx-dot cx-beyond", d: "M9,0L-5,-7L-5,7Z" }, picture.top);
  const handle = svg("g", { class: "cx-handle" }, picture.top);
  svg("circle", { class: "cx-reach", r: 18 }, handle);
  svg("circle", { class: "cx-knob", r: 8 }, handle);
  const now = svg("circle", { class: "cx-dot", r: 5 }, picture.top);
  startByHand(picture, handle, (start) => setAll(model, start));

  function draw(places, slope, rate) {
    const here = places.at(-1);
    place(bottom, picture.px(lowest.place));
    place(handle, picture.px(places[0]));
    trail.setAttribute(
      "d",
      places
        .slice(1)
        .map((to, i) => wayOn(picture, places[i], to))
        .join(""),
    );
    dots.setAttribute("d", places.map((at) => wayOn(picture, at, at)).join(""));
    next.setAttribute(
      "d",
      wayOn(
        picture,
        here,
        here.map((weight, k) => weight - rate * slope[k]),
      ),
    );
    uphill.draw(here, slope);
    const isInside = inside(window, here);
    for (const [element, isShown] of [
      [now, isInside],
      [beyond, !isInside],
    ])
      show(element, isShown);
    if (isInside) place(now, picture.px(here));
    else pointBeyond(picture, beyond, here);
  }

  return { draw, resize: (width) => picture.resize(width) };
}

/** @type {(element: Element, place: number[], turn?: number) => void} */
const place = (element, [x, y], turn = 0) => fill(element, { transform: `translate(${x},${y}) rotate(${turn})` });

const show = (element, isShown) => {
  element.style.display = isShown ? "" : "none";
};

const degrees = (x, y) => (Math.atan2(y, x) * 180) / Math.PI;

// The way from one place to another as far as it lies in the window, as the d of a path.
function wayOn(picture, from, to) {
  const ends = clipped(from, to, picture.window);
  return ends
    ? `M${ends
        .map((end) =>
          picture
            .px(end)
            .map((value) => value.toFixed(1))
            .join(),
        )
        .join("L")}`
    : "";
}

// From the rim towards a dot that has left the picture.
function pointBeyond(picture, element, here) {
  const { x, y } = picture.window;
  const edge = picture.px(
    [
      [here[0], x],
      [here[1], y],
    ].map(([value, [low, high]]) => Math.min(high, Math.max(low, value))),
  );
  const there = picture.px(here);
  place(element, edge, degrees(there[0] - edge[0], there[1] - edge[1]));
}

// From the dot in the direction of the gradient, and as long as it is.
function uphillArrow(picture) {
  const shaft = svg("path", { class: "cx-uphill" }, picture.top);
  const tip = svg("path", { class: "cx-uphill-tip", d: "M0,0L-9,-5L-9,5Z" }, picture.top);

  function draw(here, slope) {
    const isSeen = inside(picture.window, here) && UPHILL * Math.hypot(...slope) >= 3;
    for (const element of [shaft, tip]) show(element, isSeen);
    if (!isSeen) return;
    const [x, y] = picture.px(here);
    const [, end] = clipped(here, picture.unpx([x + UPHILL * slope[0], y - UPHILL * slope[1]]), picture.window);
    shaft.setAttribute("d", wayOn(picture, here, end));
    place(tip, picture.px(end), degrees(slope[0], -slope[1]));
  }

  return { draw };
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
    write(
      loss,
      `loss E = ${fixed(path.losses[step], 4)}, at the start ${fixed(path.losses[0], 4)}, ` +
        `lowest ${fixed(lowest.loss, 4)}`,
    );
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

export default explorable(render);
