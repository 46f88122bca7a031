import { Chart } from "./chart.js";
import { button, grown, html, legend, renew, svg, write } from "./elements.js";
import { Network } from "./network.js";
import { fixed, term, withoutNoise } from "./numbers.js";
import { explorable, keepDrawn, layout, setAll } from "./wiring.js";

const TRUTH = ["rejected", "admitted"];
const LOSS_NAMES = ["log-loss", "squared error"];
const HIDDEN = ["h₁", "h₂"];
const TRAITS = ["path", "aim", "stage", "edge_index", "truth_index", "loss_index", "learning_rate"];

const product = (values) => values.reduce((all, value) => all * value, 1);
const dot = (one, other) => one.reduce((sum, value, i) => sum + value * other[i], 0);
const slope = (a) => a * (1 - a);

// A function that works out both passes for a list of parameters: six weights and three biases.
export function solver(features, y, loss) {
  const network = new Network([2, 2, 1], { activation: "logistic", output: "sigmoid", loss });
  const [X, Y] = [Float64Array.from(features), Float64Array.of(y)];
  return (parameters) => {
    network.parameters.set(parameters);
    network.forward(X);
    network.backward(Y);
    const [hidden, last] = network.layers;
    return {
      z: [...hidden.z, ...last.z],
      a: [...hidden.a, ...last.a],
      loss: network.loss(Y),
      deltas: [...hidden.delta, ...last.delta],
      gradients: [...network.gradients],
    };
  };
}

// All that is shown, from the traits of a model.
export function situation(model) {
  const [edges, losses, features, last, nudge, path, stage] = [
    "edges",
    "losses",
    "features",
    "last",
    "nudge",
    "path",
    "stage",
  ].map((name) => model.get(name));
  const [edge, y, lossIndex] = ["edge_index", "truth_index", "loss_index"].map((name) => model.get(name));
  const rate = withoutNoise(model.get("learning_rate"));
  const solve = solver(features, y, losses[lossIndex]);
  const w = path.at(-1);
  const steps = path.map(solve);
  const solved = steps.at(-1);
  const squared = lossIndex === 1;
  const now = { features, last, stage, edge, edgeName: edges[edge], y, squared, rate, w, path, steps, ...solved };
  const factors = factorsOf(now);
  const nudged = [nudge, -nudge].map((by) => solve(w.map((value, i) => (i === edge ? value + by : value))).loss);
  const squares = dot(solved.gradients, solved.gradients);
  return {
    ...now,
    factors,
    known: factors.every((factor) => factor.step <= stage),
    gradient: product(factors.map((factor) => factor.value)),
    nudge,
    nudged,
    measured: (nudged[0] - nudged[1]) / (2 * nudge),
    squares,
    promised: solved.loss - rate * squares,
    most: model.get("most"),
    updated: path.length > 1,
    before: path.length > 1 && same(model.get("aim"), aimOf(model)) ? lastPromise(path, steps) : null,
  };
}

// The truth and the loss that an update is for.
const aimOf = (model) => ["truth_index", "loss_index"].map((name) => model.get(name));

const same = (one, other) => one.join() === other.join();

// The loss that the slopes promised of the last update.
function lastPromise(path, steps) {
  const [before, after] = path.slice(-2);
  const { loss, gradients } = steps.at(-2);
  return (
    loss +
    dot(
      gradients,
      after.map((value, i) => value - before[i]),
    )
  );
}

// The factors of the chosen edge's gradient along its path to the loss, each with the step from which it is known.
function factorsOf({ features, edgeName, y, squared, w, a }) {
  const [source, target] = edgeName.split("→");
  const sources = { 1: [1, 0], "x₁": [features[0], 0], "x₂": [features[1], 0], "h₁": [a[0], 1], "h₂": [a[1], 2] };
  const found = [[source, ...sources[source]]];
  const j = HIDDEN.indexOf(target);
  if (j >= 0) found.push([`${target}(1 − ${target})`, slope(a[j]), 6 + j], [`weight ${target}→ŷ`, w[4 + j], 0]);
  found.push(["ŷ − y", a[2] - y, 5]);
  if (squared) found.push(["ŷ(1 − ŷ)", slope(a[2]), 5]);
  return found.map(([name, value, step]) => ({ name, value, step }));
}

const four = (value) => fixed(value, 4);
const two = (value) => fixed(value, 2);

const worked = (pairs, bias, z) =>
  `${pairs.map(([value, weight]) => `${four(value)} · ${four(weight)}`).join(" + ")} ${term(bias, 4)} = ${four(z)}`;

// What the step that is shown does, with its numbers.
function stepInWords({ stage, features, y, squared, w, z, a, loss, deltas }) {
  const unit = (j) => [
    [features[0], w[j]],
    [features[1], w[2 + j]],
  ];
  if (stage === 0) return "The features come in. Step forward: one unit at a time.";
  if (stage <= 2) {
    const j = stage - 1;
    return `${HIDDEN[j]}: z = ${worked(unit(j), w[6 + j], z[j])}, a = σ(z) = ${four(a[j])}.`;
  }
  if (stage === 3) {
    const pairs = [
      [a[0], w[4]],
      [a[1], w[5]],
    ];
    return `ŷ: z = ${worked(pairs, w[8], z[2])}, ŷ = σ(z) = ${four(a[2])}.`;
  }
  const error = four(a[2] - y);
  if (stage === 4) {
    const formula = squared ? "(ŷ − y)² / 2" : `−ln ${y ? "ŷ" : "(1 − ŷ)"}`;
    return `Loss: E = ${formula} = ${four(loss)}.`;
  }
  if (stage === 5) {
    const difference = `ŷ − y = ${four(a[2])} − ${y} = ${error}`;
    if (!squared) return `δ of ŷ = ${difference}.`;
    return `${difference}, and δ of ŷ = ${error} · ŷ(1 − ŷ) = ${error} · ${four(slope(a[2]))} = ${four(deltas[2])}.`;
  }
  const j = stage - 6;
  const parts = [deltas[2], w[4 + j], slope(a[j])].map(four).join(" · ");
  return `δ of ${HIDDEN[j]} = δ of ŷ · weight · a(1 − a) = ${parts} = ${four(deltas[j])}.`;
}

function edgeInWords({ edge, edgeName, w, factors, known, gradient, measured }) {
  const named = factors.map(({ name, value }) => `${name} ${four(value)}`).join(" · ");
  const found = known ? `gradient = ${named} = ${four(gradient)}` : "its gradient is not known yet";
  return `Edge ${edgeName}, weight ${four(w[edge])}: ${found}; by nudging: ${four(measured)}.`;
}

const promiseInWords = ({ rate, loss, squares, promised }) =>
  `An update with η = ${fixed(rate, 1)} promises the loss ${four(loss)} − ${fixed(rate, 1)} · ${four(squares)} = ${four(promised)}.`;

function lastInWords({ updated, before, loss }) {
  if (!updated) return "No update yet.";
  if (before === null) return "The last update was for another truth or loss.";
  return `The last update promised ${four(before)} and brought ${four(loss)}.`;
}

export function describe(now) {
  return [
    `A network with two features, two hidden units and one output, step ${now.stage} of ${now.last}.`,
    `The student has x₁ = 1 and x₂ = 2 and was ${TRUTH[now.y]}; the loss is the ${LOSS_NAMES[Number(now.squared)]}.`,
    stepInWords(now),
    edgeInWords(now),
    lastInWords(now),
    promiseInWords(now),
  ].join(" ");
}

function render({ model, el }) {
  const { figure, panel, words } = layout(el);
  legend(figure, LEGEND);
  const graph = networkGraph(figure, model.get("edges"), (edge) => setAll(model, { edge_index: edge }));
  const stepLine = html("p", { class: "cx-worked" }, figure);
  passes(panel, model);
  const chosen = edgePanel(panel);
  const updates = updatePanel(panel);
  let now = null;

  return keepDrawn({
    model,
    el,
    figure,
    words,
    traits: TRAITS,
    resize(width) {
      graph.resize(width);
      updates.resize(panel.clientWidth || width);
    },
    describe: () => describe(situation(model)),
    draw() {
      now = situation(model);
      graph.draw(now);
    },
    drawRest() {
      write(stepLine, stepInWords(now));
      chosen.draw(now);
      updates.draw(now);
    },
  });
}

const lineSign = (name) => (parent) => svg("path", { class: `cx-edge ${name}`, d: "M-10,0H10" }, parent);
const LEGEND = {
  "gradient > 0": lineSign("cx-up"),
  "gradient < 0": lineSign("cx-down"),
  "edge chosen": lineSign("cx-chosen"),
};

// The buttons that go through both passes, and the one that moves all numbers.
function passes(panel, model) {
  const bar = html("div", { class: "cx-toolbar" }, panel);
  const jump = (by) => {
    const stage = Math.min(model.get("last"), Math.max(0, model.get("stage") + by));
    setAll(model, { stage });
  };
  button(bar, "Reset", () => setAll(model, { path: [model.get("start")], stage: 0 }));
  button(bar, "Step back", () => jump(-1));
  button(bar, "Step forward", () => jump(1));
  button(bar, "Update", () => {
    const { path, w, rate, gradients } = situation(model);
    const moved = w.map((value, i) => value - rate * gradients[i]);
    const kept = [...path, moved].slice(-model.get("most") - 1);
    setAll(model, { path: kept, aim: aimOf(model), stage: model.get("last") });
  });
}

const HEIGHT = 350;
const UNITS = [
  { name: "x₁", across: 0.1, down: 60 },
  { name: "x₂", across: 0.1, down: 170 },
  { name: "1", across: 0.1, down: 290 },
  { name: "h₁", across: 0.52, down: 80 },
  { name: "h₂", across: 0.52, down: 205 },
  { name: "1", across: 0.52, down: 315 },
  { name: "ŷ", across: 0.88, down: 145 },
];
const SOURCES = { "x₁": 0, "x₂": 1, "h₁": 3, "h₂": 4, ŷ: 6 };
const KNOWN_FROM = [0, 0, 0, 1, 2, 0, 3]; // the step from which a unit's number is known
const BLAMED_FROM = { 3: 6, 4: 7, 6: 5 };
const ACTIVE = [null, 3, 4, 6, 6, 6, 3, 4]; // the unit at which each step works

const endsOf = (name) => {
  const [source, target] = name.split("→");
  const to = SOURCES[target];
  return [source === "1" ? (to === 6 ? 5 : 2) : SOURCES[source], to];
};

function networkGraph(parent, edges, onChoose) {
  const title = "The network, with what its units say and the blame that comes back";
  const root = svg("svg", { class: "cx-plane cx-net", role: "img", "aria-label": title, height: HEIGHT }, parent);
  const ends = edges.map(endsOf);
  const radius = () => Math.min(27, 0.085 * width);
  const place = (unit) => [UNITS[unit].across * width, UNITS[unit].down];
  let width = 400;
  let drawn = null;
  root.addEventListener("click", (event) => {
    const edge = /** @type {Element} */ (event.target).getAttribute("data-edge");
    if (edge !== null) onChoose(Number(edge));
  });

  const line = ([from, to], attributes) => {
    const [[x1, y1], [x2, y2]] = [place(from), place(to)];
    return ["line", { x1, y1, x2, y2, ...attributes }];
  };
  function edgeShapes({ stage, edge, w, gradients }) {
    const known = (i) => stage >= BLAMED_FROM[ends[i][1]];
    const largest = Math.max(...gradients.map(Math.abs)) || 1;
    const onward = ends.findIndex(([from, to]) => from === ends[edge][1] && to === 6);
    const behind = [line(ends[edge], { class: "cx-edge cx-chosen" })];
    if (onward >= 0) behind.push(line(ends[onward], { class: "cx-edge cx-onward" }));
    const lines = ends.map((pair, i) => {
      const sign = known(i) && gradients[i] ? (gradients[i] > 0 ? " cx-up" : " cx-down") : "";
      const thick = known(i) ? 1.5 + (4 * Math.abs(gradients[i])) / largest : 1.5;
      return line(pair, { class: `cx-edge${sign}`, style: `stroke-width:${thick.toFixed(2)}` });
    });
    const labels = ends.map(([from, to], i) => {
      const [[x1, y1], [x2, y2]] = [place(from), place(to)];
      const [x, y] = [x1 + 0.35 * (x2 - x1), y1 + 0.35 * (y2 - y1) + 4];
      return ["text", { class: "cx-tick cx-outlined", x, y, text: two(w[i]) }];
    });
    const hits = ends.map((pair, i) => line(pair, { class: "cx-hit", "data-edge": i }));
    return [...behind, ...lines, ...labels, ...hits];
  }
  function unitShapes({ stage, features, a, deltas, loss }) {
    const values = [...features, 1, a[0], a[1], 1, a[2]];
    const blame = { 3: deltas[0], 4: deltas[1], 6: deltas[2] };
    return UNITS.flatMap(({ name }, unit) => {
      const [x, y] = place(unit);
      const isOne = name === "1";
      const r = isOne ? 13 : radius();
      const halo =
        stage > 0 && ACTIVE[stage] === unit ? [["circle", { class: "cx-halo cx-shown", cx: x, cy: y, r: r + 4 }]] : [];
      const circle = ["circle", { class: "cx-unit", cx: x, cy: y, r }];
      if (isOne) return [...halo, circle, ["text", { class: "cx-value", x, y: y + 4, text: "1" }]];
      const value = stage >= KNOWN_FROM[unit] ? (unit < 2 ? fixed(values[unit], 1) : four(values[unit])) : "?";
      const shapes = [
        ...halo,
        circle,
        ["text", { class: "cx-tick cx-outlined", x, y: y - r - 6, text: name }],
        ["text", { class: "cx-value", x, y: y + 4, text: value }],
      ];
      if (stage >= (BLAMED_FROM[unit] ?? Infinity))
        shapes.push(["text", { class: "cx-delta", x, y: y + r + 16, text: `δ ${four(blame[unit])}` }]);
      if (unit === 6 && stage >= 4)
        shapes.push(["text", { class: "cx-tick cx-outlined", x, y: y - r - 24, text: `E ${four(loss)}` }]);
      return shapes;
    });
  }

  function draw(now) {
    drawn = now;
    renew(root, [...edgeShapes(now), ...unitShapes(now)]);
  }
  return {
    draw,
    resize(wide) {
      width = grown(root, wide, HEIGHT);
      if (drawn) draw(drawn);
    },
  };
}

// The chosen edge: its gradient as a product of named factors, and beneath it the slope by nudging.
function edgePanel(panel) {
  const table = html("table", { class: "cx-sum cx-factors" }, panel);
  const caption = html("caption", {}, table);
  const rows = Array.from({ length: 5 }, () => rowOf(table, ""));
  const total = rowOf(table, "∂E/∂w, their product", "cx-total");
  const nudging = rowOf(table, "the slope, by nudging w");
  const how = html("p", { class: "cx-soft" }, panel);

  function draw({ stage, edge, edgeName, w, factors, known, gradient, nudge, nudged, measured }) {
    write(caption, `Edge ${edgeName}: w = ${four(w[edge])}`);
    rows.forEach(({ row, name, value }, i) => {
      row.hidden = i >= factors.length;
      if (row.hidden) return;
      write(name, `${i ? "× " : ""}${factors[i].name}`);
      write(value, factors[i].step <= stage ? four(factors[i].value) : "?");
    });
    write(total.value, known ? four(gradient) : "?");
    write(nudging.value, four(measured));
    const [up, down] = nudged.map((loss) => fixed(loss, 8));
    write(how, `E at w + ${nudge} is ${up}, at w − ${nudge} it is ${down}: their difference, divided by ${2 * nudge}.`);
  }
  return { draw };
}

function rowOf(table, text, className = "") {
  const row = html("tr", className ? { class: className } : {}, table);
  const name = html("th", { scope: "row", text }, row);
  return { row, name, value: html("td", {}, row) };
}

// What an update promises, what the last one brought, and the loss after each.
function updatePanel(panel) {
  const lines = html("div", { class: "cx-tally" }, panel);
  const [last, next] = [0, 1].map(() => html("p", {}, lines));
  const chart = new Chart(panel, {
    title: "The loss after each update, and what the next one promises",
    height: 150,
    x: { low: 0, high: 4, label: "update" },
    y: { low: 0, high: 1, label: "loss E" },
  });

  function draw(now) {
    const losses = now.steps.map((step, k) => [k, step.loss]);
    const k = losses.length - 1;
    write(last, lastInWords(now));
    write(next, promiseInWords(now));
    const label = k < now.most ? "update" : `of the last ${now.most} updates`; // earlier ones are not kept
    const highest = Math.max(...losses.map(([, loss]) => loss));
    chart.draw({
      x: { low: 0, high: Math.max(4, k + 1), label },
      y: { low: 0, high: Math.max(0.2, 1.1 * highest), label: "loss E" },
      curves: [
        { points: losses },
        {
          points: [
            [k, now.loss],
            [k + 1, now.promised],
          ],
          dashed: true,
          hue: "accent",
        },
      ],
      marks: [{ at: [k, now.loss] }],
    });
  }
  return { draw, resize: (width) => chart.resize(width) };
}

export default explorable(render);
