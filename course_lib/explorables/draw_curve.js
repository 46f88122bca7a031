import { Chart } from "./chart.js";
import { drag } from "./drag.js";
import { button, fill, html, isTheBrowsers, legend, svg, write } from "./elements.js";
import { sigmoid } from "./formulas.js";
import { fixed, withoutNoise } from "./numbers.js";
import { explorable, keepDrawn, layout, setAll } from "./wiring.js";

const MODES = ["fitted", "by hand"];
const PLACES = 201; // on which the error is measured
const TALLEST = 2; // of the picture
const STEPS = { ArrowUp: 0.1, ArrowRight: 0.1, ArrowDown: -0.1, ArrowLeft: -0.1, PageUp: 0.5, PageDown: -0.5 };
const line = (name) => (parent) => svg("path", { class: `cx-curve ${name}`, d: "M-10,0H10" }, parent);
const LEGEND = {
  "the curve": line("cx-hue-accent cx-dashed"),
  "the network": line("cx-hue-ink"),
  "its parts": line("cx-part"),
};

// --- The network -----------------------------------------------------------------------------------------------------

const placesTo = (end) => Float64Array.from({ length: PLACES }, (_, i) => (end * i) / (PLACES - 1));

// Straight from knob to knob, which stand at the whole numbers.
function curveThrough(knobs, x) {
  const y = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) {
    const k = Math.min(Math.floor(x[i]), knobs.length - 2);
    y[i] = knobs[k] + (x[i] - k) * (knobs[k + 1] - knobs[k]);
  }
  return y;
}

// The edges of bumps side by side, as course_lib.feedforward.fit_bumps has them: the outermost are a width further out.
// A single unit has one place, the middle.
function edgesOf(units, end) {
  if (units === 1) return [end / 2];
  const n = units / 2;
  const edges = Array.from({ length: n + 1 }, (_, i) => (end * i) / n);
  edges[0] -= end / n;
  edges[n] += end / n;
  return edges;
}

const climb = (x, place, steepness) => x.map((each) => sigmoid(steepness * (each - place)));

// The bumps of height 1: what each edge brings, minus what the next one takes away.
function bumpsOf(edges, x, steepness) {
  const climbs = edges.map((edge) => climb(x, edge, steepness));
  if (edges.length === 1) return climbs;
  return climbs.slice(1).map((fall, i) => climbs[i].map((rise, row) => rise - fall[row]));
}

// The factors with which the columns come closest to y: the normal equations, by Cholesky's way. Bumps overlap so little
// that nothing is lost in them.
function leastSquares(columns, y) {
  const n = columns.length;
  const dot = (one, other) => {
    let sum = 0;
    for (let i = 0; i < one.length; i++) sum += one[i] * other[i];
    return sum;
  };
  const L = columns.map((one) => columns.map((other) => dot(one, other)));
  const h = columns.map((one) => dot(one, y));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = L[i][j];
      for (let k = 0; k < j; k++) sum -= L[i][k] * L[j][k];
      L[i][j] = i === j ? Math.sqrt(sum) : sum / L[j][j];
    }
    for (let k = 0; k < i; k++) h[i] -= L[i][k] * h[k];
    h[i] /= L[i][i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) h[i] -= L[k][i] * h[k];
    h[i] /= L[i][i];
  }
  return h;
}

// What a network with so many units draws. Without heights of its own it gets those with the least squared error.
export function drawn({ units, sharpness, end, curve, x, heights = null }) {
  const n = Math.max(1, units / 2);
  const width = end / Math.floor(n);
  const steepness = sharpness / width;
  const edges = edgesOf(units, end);
  const bumps = bumpsOf(edges, x, steepness);
  const found = heights ? heights.slice(0, n) : leastSquares(bumps, curve);
  const sum = new Float64Array(x.length);
  bumps.forEach((bump, k) => {
    for (let i = 0; i < sum.length; i++) sum[i] += found[k] * bump[i];
  });
  let squared = 0;
  for (let i = 0; i < sum.length; i++) squared += (sum[i] - curve[i]) ** 2;
  return { edges, bumps, heights: found, sum, width, steepness, error: Math.sqrt(squared / sum.length) };
}

export function judged({ units, sharpness, end, x, knobs, bumps, mode }) {
  const curve = curveThrough(knobs, x);
  return { curve, ...drawn({ units, sharpness, end, curve, x, heights: mode === "by hand" ? bumps : null }) };
}

const unitsInWords = (units) => (units === 1 ? "1 hidden unit" : `${units} hidden units`);

const bumpsInWords = (units) => (units === 1 ? "a single step" : `${units / 2} ${units === 2 ? "bump" : "bumps"}`);

const HINTS = { 1: "Drag the knob of the step.", 2: "Drag the knob of the bump." };

const namedHeights = ({ length }) => (length === 1 ? "height" : "heights");

export function describe(state, { heights, steepness, error } = judged(state)) {
  const { units, knobs, mode, end } = state;
  return (
    `Heights of the curve at x = 0 to ${end}: ${knobs.map((height) => fixed(height, 1)).join(", ")}. ` +
    `${unitsInWords(units)}, ${bumpsInWords(units)}, ${mode}, with the steepness ${fixed(steepness, 2)} and the ${namedHeights(heights)} ` +
    `${heights.map((height) => fixed(height, 2)).join(", ")}. Error ${fixed(error, 3)}.`
  );
}

// --- The view --------------------------------------------------------------------------------------------------------

function render({ model, el }) {
  const [counts, end, highest] = ["counts", "end", "highest"].map((name) => model.get(name));
  const x = placesTo(end);
  const state = () => ({
    end,
    x,
    units: counts[model.get("units_index")],
    sharpness: withoutNoise(model.get("sharpness")),
    knobs: model.get("knobs").map(withoutNoise),
    bumps: model.get("bumps").map(withoutNoise),
    mode: MODES[model.get("mode_index")],
    single: model.get("parts_index") === 1,
  });

  const { figure, panel, words } = layout(el);
  legend(figure, LEGEND);
  const chart = new Chart(figure, {
    title: "The curve, the network that follows it, and its parts",
    height: 340,
    x: { low: 0, high: end, label: "x" },
    y: { low: -TALLEST, high: TALLEST, label: "y" },
  });
  const parts = partsIn(chart);
  const knobs = knobsOn(chart, { state, highest, end, onMove: (values) => setAll(model, values) });
  const hint = html("p", { class: "cx-hint" }, figure);
  button(html("div", { class: "cx-toolbar" }, panel), "Reset", () => setAll(model, model.get("start")));
  const numbers = numbersPanel(panel);
  const errors = errorChart(panel, counts);
  const heights = html("p", { class: "cx-heights" }, panel);
  let [now, found] = [null, null];

  return keepDrawn({
    model,
    el,
    figure,
    words,
    traits: ["units_index", "sharpness", "mode_index", "parts_index", "knobs", "bumps"],
    resize(width) {
      chart.resize(width);
      errors.resize(panel.clientWidth || width);
    },
    describe: () => describe(state()),
    draw() {
      now = state();
      found = judged(now);
      chart.draw({
        curves: [
          { points: now.knobs.map((height, i) => [i, height]), hue: "accent", dashed: true },
          { points: Array.from(x, (each, i) => [each, found.sum[i]]) },
        ],
      });
      parts.draw(now, found);
      knobs.draw(now);
      write(
        hint,
        now.mode === "fitted" ? "Drag the knobs of the curve." : (HINTS[now.units] ?? "Drag the knobs of the bumps."),
      );
    },
    drawRest() {
      numbers.draw(now, found);
      errors.draw(now, found);
      write(heights, `${namedHeights(found.heights)} ${found.heights.map((height) => fixed(height, 2)).join(", ")}`);
    },
  });
}

// Each bump, or what each unit adds to the sum, as one path beneath the curves.
function partsIn(chart) {
  const path = svg("path", { class: "cx-part" });
  chart.parts.curves.before(path);

  function draw({ x, single }, { edges, bumps, heights, steepness }) {
    const [x0, y0] = chart.px([0, 0]);
    const [x1, y1] = chart.px([1, 1]);
    const traced = (values, factor) => {
      let d = "";
      for (let i = 0; i < x.length; i += 2) {
        const y = Math.min(TALLEST, Math.max(-TALLEST, factor * values[i]));
        d += `${i ? "L" : "M"}${Math.round(10 * (x0 + (x1 - x0) * x[i])) / 10},${Math.round(10 * (y0 + (y1 - y0) * y)) / 10}`;
      }
      return d;
    };
    const shown =
      single && edges.length > 1 ? unitsOf(edges, heights, x, steepness) : heights.map((h, k) => [bumps[k], h]);
    fill(path, { d: shown.map(([values, factor]) => traced(values, factor)).join("") });
  }

  return { draw };
}

// Two units for each bump: the one climbs at its left with the weight +height, the other at its right with -height.
const unitsOf = (edges, heights, x, steepness) =>
  heights.flatMap((height, k) => [
    [climb(x, edges[k], steepness), height],
    [climb(x, edges[k + 1], steepness), -height],
  ]);

// What a hand or a key moves up and down: the knobs of the curve, or those of the bumps. Each is a slider.
function knobsOn(chart, { state, highest, end, onMove }) {
  fill(chart.root, { role: "group" }); // an image must not hold what can be focused
  const group = svg("g", { class: "cx-top" }, chart.layers.at(-1));
  const picture = {
    root: chart.root,
    place(event) {
      const box = chart.root.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    },
  };
  const most = Math.max(end + 1, state().bumps.length);
  const knobs = Array.from({ length: most }, (_, i) => {
    const knob = svg("g", { class: "cx-handle", role: "slider", tabindex: 0, "aria-label": `knob ${i + 1}` }, group);
    fill(knob, { "aria-valuemin": -highest, "aria-valuemax": highest, "aria-orientation": "vertical" });
    svg("circle", { class: "cx-reach", r: 13 }, knob);
    svg("circle", { class: "cx-knob", r: 6 }, knob);
    drag(picture, knob, () => (to) => to && move(i, heightAt(to)));
    knob.addEventListener("keydown", (event) => {
      const height = { Home: -highest, End: highest }[event.key] ?? moved()[i] + STEPS[event.key];
      if (Number.isNaN(height) || isTheBrowsers(event)) return;
      event.preventDefault();
      move(i, height);
    });
    return knob;
  });

  const moved = () => (state().mode === "fitted" ? state().knobs : state().bumps);
  function heightAt([, down]) {
    const [[, zero], [, one]] = [chart.px([0, 0]), chart.px([0, 1])];
    return (down - zero) / (one - zero);
  }
  function move(i, height) {
    const within = Math.round(10 * Math.min(highest, Math.max(-highest, height))) / 10;
    const values = moved().map((each, k) => (k === i ? within : each));
    onMove(state().mode === "fitted" ? { knobs: values } : { bumps: values });
  }

  function draw({ mode, units, knobs: heights, bumps }) {
    const n = Math.max(1, Math.floor(units / 2));
    const fitted = mode === "fitted";
    const count = fitted ? heights.length : n;
    knobs.forEach((knob, i) => {
      knob.style.display = i < count ? "" : "none";
      if (i >= count) return;
      const height = fitted ? heights[i] : bumps[i];
      const across = fitted ? i : units === 1 ? 0.9 * end : (end * (i + 0.5)) / n;
      const [px, py] = chart.px([across, height]);
      fill(knob, {
        transform: `translate(${px.toFixed(1)},${py.toFixed(1)})`,
        "aria-label": fitted ? `curve at x = ${i}` : `height of bump ${i + 1}`,
        "aria-valuenow": height,
        "aria-valuetext": fixed(height, 1),
      });
    });
  }

  return { draw };
}

// How many units and bumps, how steep, and how far the network is from the curve.
function numbersPanel(panel) {
  const error = html("p", { class: "cx-equation" }, panel);
  const [count, steep] = [0, 1].map(() => html("p", {}, panel));

  function draw({ units, sharpness }, { error: far, width, steepness }) {
    write(error, `error ${fixed(far, 3)}`);
    write(count, `${unitsInWords(units)}: ${bumpsInWords(units)}`);
    write(steep, `steepness ${fixed(sharpness, 1)} / ${fixed(width, 2)} = ${fixed(steepness, 2)}`);
  }

  return { draw };
}

// The error of the fitted network against the number of its units, and where the present one is.
function errorChart(panel, counts) {
  const axis = { low: 0, high: counts.at(-1), label: "hidden units" };
  const chart = new Chart(panel, {
    title: "Error of the fitted network against the number of hidden units",
    height: 170,
    x: axis,
    y: { low: 0, high: 1, label: "error" },
  });
  let [known, errors] = ["", []];

  function draw({ units, sharpness, end, x, knobs }, { curve, error }) {
    const asked = JSON.stringify([sharpness, knobs]);
    if (asked !== known) errors = counts.map((n) => drawn({ units: n, sharpness, end, curve, x }).error);
    known = asked;
    chart.draw({
      y: { low: 0, high: 1.1 * Math.max(0.3, error, ...errors), label: "error" },
      curves: [{ points: counts.map((n, i) => [n, errors[i]]), hue: "accent" }],
      marks: [{ at: [units, error] }],
    });
  }

  return { draw, resize: (width) => chart.resize(width) };
}

export default explorable(render);
