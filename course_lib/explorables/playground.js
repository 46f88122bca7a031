import { Chart } from "./chart.js";
import { button, fill, html, isTheBrowsers, legend, renew, svg, write } from "./elements.js";
import { FieldPlane, PROBABILITY } from "./field.js";
import { sigmoid } from "./formulas.js";
import { Adam, Batches, fieldOf, gridOf, Network, randomNumbers, SGD } from "./network.js";
import { axisNames, decimals, equals, features, fixed, percent, rounded } from "./numbers.js";
import { playback, playerBar } from "./player.js";
import * as SIGNS from "./signs.js";
import { explorable, keepDrawn, layout, setAll } from "./wiring.js";

const HIDDEN_ACTIVATIONS = ["relu", "tanh", "logistic", "identity"];
const OPTIMIZERS = { plain: "SGD", momentum: "momentum", adam: "Adam" };
const GROUPS = ["training", "held out"];
const CLICKS = ["chooses a point", "adds ○", "adds ×", "removes a point"];
const SETTINGS = [
  "data_index",
  "layers",
  "units1",
  "units2",
  "units3",
  "activation_index",
  "solver_index",
  "rate_index",
];
const MORE = ["alpha_index", "batch_index", "seed"];
const REST = ["own", "epoch", "batch", "point", "unit", "click_index"];
const GRID = 40; // places along each side of the field
const THUMB = GRID / 2;
const MOST_LAYERS = 3;
const MOST_UNITS = 8;
const PACE = 40; // milliseconds from one epoch to the next
const AT_A_TIME = 8; // milliseconds of training before the picture is drawn again
const CURVE = 80; // points of a curve, at most
const HALF = { ...PROBABILITY, levels: [0.5] };
const LEGEND = {
  "class 1": SIGNS.one,
  "class 0": SIGNS.zero,
  "held out": SIGNS.heldOnes,
  "wrong side": SIGNS.ring,
  chosen: SIGNS.guided,
};

// --- What is learned, and by what ------------------------------------------------------------------------------------

// Which points are held out: every third one of each class.
function heldOut(labels) {
  const seen = [0, 0];
  return labels.map((label) => seen[label]++ % 3 === 2);
}

// The points in two groups, scaled by the mean and the spread of the training points; null where a class is missing.
export function problemOf({ points, labels, window }) {
  if (!labels.includes(0) || !labels.includes(1)) return null;
  const held = heldOut(labels);
  const rows = labels.map((_, row) => row);
  const training = rows.filter((row) => !held[row]);
  const [mean, std] = scaleOf(training.map((row) => points[row]));
  const scaled = (places) => {
    const found = Float64Array.from(places);
    for (let i = 0; i < found.length; i++) found[i] = (found[i] - mean[i % 2]) / std[i % 2];
    return found;
  };
  const groups = [training, rows.filter((row) => held[row])].map((members) => {
    const y = Float64Array.from(members, (row) => labels[row]);
    const ones = y.reduce((sum, label) => sum + label, 0);
    return {
      rows: members,
      X: scaled(members.flatMap((row) => points[row])),
      y,
      commoner: Math.max(ones, y.length - ones),
    };
  });
  return { held, groups, scaled, all: scaled(points.flat()), grid: scaled(gridOf(window, GRID)) };
}

function scaleOf(points) {
  const mean = [0, 1].map((i) => points.reduce((sum, point) => sum + point[i], 0) / points.length);
  const std = mean.map((centre, i) => {
    const values = points.map((point) => point[i]);
    if (Math.max(...values) === Math.min(...values)) return 1;
    return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / values.length);
  });
  return [mean, std];
}

// A training run. It goes on from where it is, and keeps the parameters after each epoch, so that one can wind back.
export class Run {
  constructor(problem, settings, most) {
    this.problem = problem;
    this.settings = settings;
    this.most = most;
    const { sizes, activation, alpha, size } = settings;
    const [{ X, y }] = problem.groups;
    this.live = new Network(sizes, { activation, output: "sigmoid", alpha });
    this.shown = new Network(sizes, { activation, output: "sigmoid", alpha });
    this.batches = new Batches(X, y, 2, 1, size);
    this.perEpoch = Math.ceil(y.length / this.batches.size);
    this.kept = new Float64Array(0);
    this.losses = GROUPS.map(() => new Float64Array(most + 1));
    this.known = -1; // the last epoch that is kept
    this.restart();
  }

  restart() {
    const { solver, rate, seed } = this.settings;
    this.random = randomNumbers(seed);
    this.live.drawWeights(this.random);
    this.optimizer = coarser(
      solver === "adam"
        ? new Adam({ learningRate: rate })
        : new SGD({ learningRate: rate, momentum: solver === "momentum" ? 0.9 : 0 }),
    );
    this.batches.order.forEach((_, i, order) => {
      order[i] = i;
    });
    this.epoch = 0;
    this.batch = 0;
    this.start = 0;
    this.keep();
  }

  keep() {
    const { live, epoch, problem, losses } = this;
    if (epoch <= this.known) return;
    const size = live.parameters.length;
    if (this.kept.length < (epoch + 1) * size) {
      const room = new Float64Array(Math.min(this.most + 1, 2 * (epoch + 32)) * size);
      room.set(this.kept);
      this.kept = room;
    }
    this.kept.set(live.parameters, epoch * size);
    this.known = epoch;
    problem.groups.forEach(({ X, y }, k) => {
      live.forward(X);
      losses[k][epoch] = y.length ? live.loss(y) : NaN;
    });
  }

  step() {
    if (this.batch === 0) this.batches.shuffle(this.random);
    this.start = this.batches.step(this.live, this.optimizer, this.start);
    this.batch += 1;
    if (this.batch < this.perEpoch) return;
    this.epoch += 1;
    this.batch = 0;
    this.start = 0;
    this.keep();
  }

  // Shows the network after so many epochs, and batches of the next; trains until then, but no longer than `patience`
  // milliseconds. Returns whether it has come so far.
  show(epoch, batch, patience = Infinity) {
    const size = this.shown.parameters.length;
    if (batch === 0 && epoch <= this.known) {
      this.shown.parameters.set(this.kept.subarray(epoch * size, (epoch + 1) * size));
      return true;
    }
    const wanted = epoch * this.perEpoch + batch;
    const made = () => this.epoch * this.perEpoch + this.batch;
    if (made() > wanted) this.restart();
    const end = performance.now() + patience;
    while (made() < wanted && (this.batch > 0 || performance.now() < end)) this.step();
    this.shown.parameters.set(this.live.parameters);
    return made() === wanted;
  }
}

// An optimizer that keeps what two languages agree on: their last bits differ, and hundreds of steps would make another
// network of that. As in Python.
const coarser = (optimizer) => ({
  step(parameters, gradients) {
    round(gradients, 2 ** 30);
    optimizer.step(parameters, gradients);
    round(parameters, 2 ** 24);
  },
});

function round(numbers, parts) {
  numbers.forEach((value, i) => {
    numbers[i] = Math.floor(value * parts + 0.5) / parts;
  });
}

// How good the network that is shown is: for both groups its loss, and who is wrong.
export function judged({ shown, problem }) {
  const wrong = problem.held.map(() => false);
  const groups = problem.groups.map(({ rows, X, y, commoner }) => {
    const n = y.length;
    if (!n) return { n, loss: NaN, right: 0, commoner };
    shown.forward(X);
    const { z } = shown.layers.at(-1);
    let right = n;
    for (let i = 0; i < n; i++) {
      if (z[i] >= 0 === (y[i] === 1)) continue;
      wrong[rows[i]] = true;
      right -= 1;
    }
    return { n, loss: shown.loss(y), right, commoner };
  });
  return { groups, wrong };
}

// The gradient of each layer of the network that is shown, in size.
function gradientSizes({ shown, problem }) {
  const [{ X, y }] = problem.groups;
  shown.forward(X);
  shown.backward(y);
  return shown.layers.map((layer) => norm(layer.weightsGradient));
}

function norm(values) {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
  return Math.sqrt(sum);
}

// --- In words --------------------------------------------------------------------------------------------------------

const DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

// A number, if it is one that a computer can hold.
const told = (value, digits) => (Number.isFinite(value) ? fixed(value, digits) : "too large");

// "0.0123", and "1.2·10⁻⁵" where four decimals would not do. Below 10⁻¹² lies what the last bits of a sum leave.
export function size(value) {
  if (!Number.isFinite(value)) return told(value);
  if (value < 1e-12 || (value >= 0.001 && value < 1000)) return fixed(value, 4);
  const [digits, power] = value.toExponential(1).split("e");
  return `${digits}·10${[...power.replace("+", "")].map((each) => DIGITS[each] ?? "⁻").join("")}`;
}

const counted = (n, noun) => `${n} ${noun}${n === 1 ? "" : "s"}`;

const nameOfNetwork = ({ sizes, activation }) => `${sizes.join("-")}, ${activation}`;

const sizeOfBatches = ({ batchName }) => (batchName === "all" ? "all points at once" : `batches of ${batchName}`);

const progress = (epoch, batch) =>
  `Epoch ${epoch}${batch ? ` and ${counted(batch, "batch").replace(/hs$/, "hes")}` : ""}`;

function whyNot({ labels }) {
  if (!labels.length) return "There are no points yet. Add some of each class.";
  const missing = labels[0] === 1 ? "×, class 0" : "○, class 1";
  return `${labels.length === 1 ? "The only point is" : `All ${labels.length} points are`} of class ${labels[0]}. A network learns to tell two classes apart: add points of the other one, ${missing}.`;
}

function pointInWords({ points, labels, names, digits }, { held }, row, p) {
  const place = features(axisNames(names), points[row], digits);
  return `Point ${row} (${place}), ${GROUPS[Number(held[row])]}, class ${labels[row]}: ŷ ${equals(p)}.`;
}

// The hidden layer and the place there of a unit; units are counted through all layers.
function placeOfUnit(sizes, unit) {
  const hidden = sizes.slice(1, -1);
  const total = hidden.reduce((sum, units) => sum + units, 0);
  if (!total) return null;
  let j = Math.min(unit, total - 1);
  let k = 0;
  while (j >= hidden[k]) j -= hidden[k++];
  return { k, j };
}

export function unitInWords({ layers }, sizes, unit) {
  const at = placeOfUnit(sizes, unit);
  if (!at) return "There is no hidden unit: the boundary is a line.";
  const { weights, units } = layers[at.k + 1];
  const outgoing = Array.from({ length: units }, (_, j) => told(weights[at.j * units + j], 2));
  const many = units === 1 ? "weight" : "weights";
  return `Unit ${at.j + 1} of layer ${at.k + 1} hands on what it says with the ${many} ${outgoing.join(", ")}.`;
}

const BURST = "The numbers have grown past all bounds: take a smaller learning rate.";
const burst = ({ groups, sizes }) => ![groups[0].loss, ...sizes].every((value) => value < 1e9);

function describe({ data, problem, settings, epoch, batch, row, unit }, found) {
  if (!problem) return `Playground, ${data.name}. ${whyNot(data)}`;
  const [training, held] = problem.groups;
  const judgements = found.groups.map(({ n, loss, right, commoner }, k) =>
    n
      ? `${k ? "Held out" : "Training"}: log-loss ${fixed(loss, 3)}, accuracy ${percent(right, n)}, base rate ${percent(commoner, n)}.`
      : "No point is held out yet.",
  );
  return [
    `Playground, ${data.name}: ${counted(training.y.length, "point")} for training, ${held.y.length} held out.`,
    `Network ${nameOfNetwork(settings)}, seed ${settings.seed}.`,
    `${OPTIMIZERS[settings.solver]}, learning rate ${settings.rate}, alpha ${settings.alpha}, ${sizeOfBatches(settings)}.`,
    `${progress(epoch, batch)}.`,
    ...(burst(found)
      ? [BURST]
      : [
          ...judgements,
          `Gradient of each layer: ${found.sizes.map(size).join(", ")}.`,
          pointInWords(data, problem, row, found.p),
          unitInWords(found.network, settings.sizes, unit),
        ]),
  ].join(" ");
}

const ownPoints = ({ given, points, labels }) =>
  given ? "X, y" : `X=[${points.map((point) => `[${point.join(", ")}]`).join(", ")}], y=[${labels.join(", ")}]`;

// The lines of Python that make this playground, and a network of the same kind.
function inPython({ data, settings, epoch, batch }) {
  const { sizes, activation, solver, rate, alpha, batchName, seed, size: batchSize } = settings;
  const hidden = sizes.slice(1, -1);
  const layers = `(${hidden.join(", ")}${hidden.length === 1 ? "," : ""})`;
  const named =
    data.names.join() === "x₁,x₂"
      ? ""
      : `, feature_names=(${data.names.map((name) => JSON.stringify(name)).join(", ")})`;
  const first = data.own ? ownPoints(data) + named : `data="${data.name}"`;
  const network = `hidden_layer_sizes=${layers}, activation="${activation}"`;
  const chance = `alpha=${alpha}, batch_size=${batchName === "all" ? '"all"' : batchName}, random_state=${seed}`;
  const steps = `epoch=${epoch}${batch ? `, batch=${batch}` : ""}`;
  const momentum = { adam: "", momentum: ", momentum=0.9, nesterovs_momentum=False", plain: ", momentum=0.0" }[solver];
  const name = solver === "adam" ? "adam" : "sgd";
  return [
    `Playground(${first}, ${network}, solver="${solver}", learning_rate_init=${rate}, ${chance}, ${steps})`,
    `MLPClassifier(${network}, solver="${name}"${momentum}, learning_rate_init=${rate}, alpha=${alpha}, ` +
      `batch_size=${batchSize}, max_iter=${Math.max(1, epoch)}, random_state=${seed})`,
  ];
}

// --- The view --------------------------------------------------------------------------------------------------------

// What the model says, with the run that belongs to it.
function stateOf(model) {
  const get = (name) => model.get(name);
  const datasets = get("datasets");
  const own = get("data_index") === datasets.length;
  const data = own ? { ...get("own"), own } : datasets[get("data_index")];
  const source = own ? get("own") : data;
  const last = model.last ?? {};
  const problem = source === last.source ? last.problem : problemOf(data);
  const settings = problem && settingsOf(get, problem);
  const key = JSON.stringify(settings);
  const same = source === last.source && key === last.key;
  const run = same ? last.run : problem && new Run(problem, settings, get("most"));
  if (!same) model.last = { source, problem, key, run };
  const row = Math.min(get("point"), data.labels.length - 1);
  const [epoch, unit, click] = [get("epoch"), get("unit"), get("click_index")];
  const batch = run && epoch < run.most ? Math.min(get("batch"), run.perEpoch - 1) : 0; // of larger ones there are fewer
  return { data, source, problem, settings, run, epoch, batch, row, unit, click };
}

function settingsOf(get, { groups }) {
  const n = groups[0].y.length;
  const batchName = get("batches")[get("batch_index")];
  const hidden = [get("units1"), get("units2"), get("units3")].slice(0, get("layers"));
  return {
    sizes: [2, ...hidden, 1],
    activation: HIDDEN_ACTIVATIONS[get("activation_index")],
    solver: Object.keys(OPTIMIZERS)[get("solver_index")],
    rate: get("rates")[get("rate_index")],
    alpha: get("alphas")[get("alpha_index")],
    batchName,
    size: batchName === "all" ? n : Math.min(n, batchName),
    seed: get("seed"),
  };
}

function render({ model, el }) {
  const state = () => stateOf(model);
  const most = model.get("most");
  const change = (values) => setAll(model, values);
  const { figure, panel, words } = layout(el);
  legend(figure, LEGEND);
  const plane = pointsOnField(figure, {
    state,
    change,
    room: model.get("room"),
    ownIndex: model.get("datasets").length,
  });
  const player = playback({
    position: () => model.get("epoch"),
    total: () => (state().problem ? most : 0),
    go: (epoch) => change({ epoch, batch: 0 }),
    pace: PACE,
  });
  const oneBatch = () => {
    player.pause();
    const { run, epoch, batch } = state();
    if (!run || epoch >= most) return;
    change(batch + 1 < run.perEpoch ? { batch: batch + 1 } : { epoch: epoch + 1, batch: 0 });
  };
  const tape = playerBar(figure, player, {
    label: "epoch",
    steps: { Back: player.back, Step: oneBatch, Epoch: player.step },
  });
  const graph = networkGraph(figure, (unit) => change({ unit }));
  const numbers = numbersPanel(panel);
  const losses = lossChart(panel);
  const sizes = gradientChart(panel);
  const code = codePanel(panel);
  let [now, found, behind, frame, queue] = [null, null, false, 0, null];

  function draw() {
    now = state();
    const { run, epoch, batch } = now;
    showControlsOf(el, now);
    behind = Boolean(run) && !run.show(epoch, batch, AT_A_TIME);
    el.classList.toggle("cx-behind", behind);
    if (behind) Object.assign(now, { epoch: run.epoch, batch: run.batch });
    found = run && look(now);
    plane.draw(now, found);
    cancelAnimationFrame(frame);
    if (behind && queue) frame = requestAnimationFrame(queue);
  }
  function drawRest() {
    const { run, problem, epoch } = now;
    tape.draw(epoch, problem ? Math.max(20, run.known) : 0);
    plane.drawCross(now);
    if (found) found.sizes = gradientSizes(run);
    graph.draw(now, found);
    numbers.draw(now, found);
    losses.draw(now);
    sizes.draw(found);
    code.draw(now);
  }

  return keepDrawn({
    model,
    el,
    figure,
    words,
    draw,
    drawRest,
    traits: [...SETTINGS, ...MORE, ...REST],
    resize(width) {
      plane.resize(width);
      graph.resize(width);
      for (const chart of [losses, sizes]) chart.resize(panel.clientWidth || width);
    },
    describe: () => (player.playing() || behind ? null : describe(state(), found)),
    watch(again) {
      queue = again;
      player.watch(again);
    },
    onEnd() {
      cancelAnimationFrame(frame);
      tape.letGo();
    },
  });
}

// What the network that is shown makes of the points, of the chosen one, and of every place.
function look({ run, problem, row }) {
  const found = judged(run);
  run.one ??= new Float64Array(2);
  run.one[0] = problem.all[2 * row];
  run.one[1] = problem.all[2 * row + 1];
  run.shown.forward(run.one);
  const p = sigmoid(run.shown.layers.at(-1).z[0]);
  run.fields ??= [new Float64Array(GRID * GRID), new Float64Array(GRID * GRID)];
  run.fields.reverse();
  const field = fieldOf(run.shown, problem.grid, run.fields[0]);
  return { ...found, p, network: run.shown, field, says: run.shown.layers.map(({ a }) => a) };
}

// Only the sliders of layers that there are, are seen.
function showControlsOf(el, { settings, data }) {
  const { dataset } = el.closest(".cx-explorable") ?? el;
  if (settings) dataset.layers = String(settings.sizes.length - 2);
  dataset.rows = data.labels.length ? "some" : "none";
}

// --- The plane -------------------------------------------------------------------------------------------------------

const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };

// The points on what the network says of each place, and a cross that keys move. What a click does, Enter does there.
function pointsOnField(figure, { state, change, room, ownIndex }) {
  const title = "The points, and what the network says at each place";
  const picture = new FieldPlane(figure, { window: state().data.window, title });
  fill(picture.root, { role: "group" }); // an image must not hold what can be focused
  const { act, clear } = editor(picture, { state, change, room, ownIndex });
  const cross = crossOn(picture, figure, { state, act, room });
  const bar = html("div", { class: "cx-toolbar cx-clear" }, figure);
  button(bar, "Clear points", clear);
  let shown = null;

  function show(now) {
    const { data, problem } = now;
    shown = now.source;
    picture.window = data.window;
    picture.markSize = data.labels.length > 40 ? 4 : 6;
    const { points, labels, ticks, names } = data;
    picture.show({ points, labels, held: problem?.held, ticks, names: axisNames(names) });
  }

  function draw(now, found) {
    if (now.source !== shown) show(now);
    picture.root.classList.toggle("cx-has-field", Boolean(found));
    if (found) picture.showField(found.field, HALF);
    picture.showWrong(found?.wrong ?? []);
    picture.select(now.row >= 0 ? now.row : null);
  }

  return { draw, drawCross: cross.draw, resize: (width) => picture.resize(width) };
}

// What a click does at a place: it chooses a point, adds one, or removes one. Whoever edits has points of their own.
function editor(picture, { state, change, room, ownIndex }) {
  function edit(made, others = {}) {
    const { own, ...data } = state().data;
    const [points, labels] = made(data);
    const digits = Math.max(data.digits, decimals(points.flat()));
    const values = { ...others, own: { ...data, name: "own points", points, labels, digits, given: false } };
    change(own ? values : { ...values, data_index: ownIndex });
  }

  function act(place, reach) {
    const { data, click, row } = state();
    const near = data.labels.length ? picture.nearest(picture.px(place), reach) : null;
    if (click === 0) return near !== null && change({ point: near });
    if (click === 3)
      return (
        near !== null &&
        edit(({ points, labels }) => [without(points, near), without(labels, near)], {
          point: row - Number(near < row),
        })
      );
    if (data.labels.length < room) {
      edit(({ points, labels }) => [
        [...points, place],
        [...labels, click === 1 ? 1 : 0],
      ]);
    }
  }

  return { act, clear: () => edit(() => [[], []]) };
}

// A cross that keys move, and that a click brings along; `act` is what both do at its place.
function crossOn(picture, figure, { state, act, room }) {
  const cross = svg("g", { class: "cx-cross", role: "button", tabindex: 0 }, picture.top);
  svg("circle", { class: "cx-reach", r: 13 }, cross);
  svg("path", { class: "cx-cross-lines", d: "M-9,0H-3M3,0H9M0,-9V-3M0,3V9" }, cross);
  const hint = html("p", { class: "cx-hint cx-place" }, figure);
  let at = [0.5, 0.5]; // in parts of the window

  /** @type {(now: any) => [number, number]} */
  function placeOf({ data: { window } }) {
    const along = ([low, high], part) => toDigits(low + part * (high - low), [low, high]);
    return [along(window.x, at[0]), along(window.y, at[1])];
  }

  picture.root.addEventListener("click", (event) => {
    const { data } = state();
    const place = picture.unpx(picture.place(event));
    const parts = ["x", "y"].map((axis, i) => {
      const [low, high] = data.window[axis];
      return (place[i] - low) / (high - low);
    });
    if (parts.some((part) => part < 0 || part > 1)) return;
    at = parts;
    act(placeOf(state()), picture.reach);
    draw(state());
  });
  cross.addEventListener("keydown", (event) => {
    if (isTheBrowsers(event)) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      act(placeOf(state()), Infinity);
    } else if (MOVES[event.key]) {
      event.preventDefault();
      const by = event.shiftKey ? 0.1 : 0.02;
      at = at.map((part, i) => Math.min(1, Math.max(0, part + by * MOVES[event.key][i])));
    } else {
      return;
    }
    draw(state());
  });

  function draw(now) {
    const place = placeOf(now);
    const { data, click } = now;
    const where =
      features(axisNames(data.names), place, Math.max(...[data.window.x, data.window.y].map(digitsOf))) +
      saidAt(place, now);
    const label = `cross at ${where}; arrow keys move it, Enter ${CLICKS[click]}`;
    fill(cross, { transform: `translate(${rounded(picture.px(place))})`, "aria-label": label });
    const full = data.labels.length >= room ? ` There is room for ${room} points only.` : "";
    write(hint, `cross: ${where}. A click, or Enter, ${CLICKS[click]}.${full}`);
  }

  return { draw };
}

// The probability there in words, where there is a network.
function saidAt(place, { run, problem }) {
  if (!run) return "";
  run.shown.forward(problem.scaled(place));
  const p = sigmoid(run.shown.layers.at(-1).z[0]);
  return Number.isNaN(p) ? "" : `: ŷ ${equals(p)}`;
}

const without = (list, at) => list.filter((_, i) => i !== at);

// How many decimals tell a thousandth of an axis.
const digitsOf = ([low, high]) => Math.min(99, Math.max(0, 2 - Math.floor(Math.log10(high - low))));

const toDigits = (value, axis) => Number(value.toFixed(digitsOf(axis)));

// --- The network, with what each hidden unit says of every place -----------------------------------------------------

const FACE = 30; // pixels of a thumbnail on the page
const PITCH = 24; // pixels of a strip's canvas from one thumbnail to the next
const ROW = (PITCH * FACE) / THUMB;
const WIRE_NAMES = ["cx-wire", "cx-wire cx-minus", "cx-wire cx-outgoing", "cx-wire cx-minus cx-outgoing"];
const ENDS = 26; // from the outermost columns to the frame

function networkGraph(figure, onSelect) {
  const root = html("div", { class: "cx-net", role: "group", "aria-label": "the hidden units" }, figure);
  const drawing = svg("svg", { class: "cx-layer", "aria-hidden": "true" }, root);
  const [lines, ends] = [0, 1].map(() => svg("g", {}, drawing));
  const strips = Array.from({ length: MOST_LAYERS }, (_, k) => strip(root, k));
  const sentence = html("p", { class: "cx-hint cx-unit-words" }, figure);
  let [width, arranged, wires] = [400, "", []];

  function arrange(sizes) {
    const high = Math.max(2, ...sizes) * ROW + 8;
    const place = placesIn(sizes, width, high);
    fill(drawing, { width, height: high });
    wires = wiresBetween(sizes, place, lines);
    renew(ends, endsOf(sizes, place));
    let before = 0;
    strips.forEach(({ canvas, faces, show }, k) => {
      const units = k < sizes.length - 2 ? sizes[k + 1] : 0;
      show(units);
      canvas.style.display = units ? "" : "none";
      faces.forEach((made, j) => {
        made.style.display = j < units ? "" : "none";
        if (j >= units) return;
        const [own, [x, y]] = [before + j, place(k + 1, j)];
        made.onclick = () => onSelect(own);
        Object.assign(made.style, { left: `${x - FACE / 2}px`, top: `${y - FACE / 2}px` });
        if (j === 0) Object.assign(canvas.style, { left: `${x - FACE / 2}px`, top: `${y - FACE / 2}px` });
      });
      before += units;
    });
  }

  function draw({ settings, unit }, found) {
    root.style.display = sentence.style.display = found ? "" : "none";
    if (!found) return;
    const { sizes, activation } = settings;
    const asked = `${sizes} ${width}`;
    if (asked !== arranged) arrange(sizes);
    arranged = asked;
    const chosen = placeOfUnit(sizes, unit);
    drawWires(wires, found.network.layers, chosen);
    strips.forEach(({ faces, paint }, k) => {
      if (k >= sizes.length - 2) return;
      paint(found.says[k], activation);
      faces.forEach((made, j) => fill(made, { "aria-pressed": String(chosen.k === k && chosen.j === j) }));
    });
    write(sentence, unitInWords(found.network, sizes, unit));
  }

  return {
    draw,
    resize(wide) {
      width = wide;
    },
  };
}

// One canvas for all units of a layer, with a gap between each and the next, and a button upon each of them: to put
// pixels onto many canvases takes several times as long.
function strip(root, k) {
  const canvas = html("canvas", { class: "cx-strip", width: THUMB, "aria-hidden": "true" }, root);
  const faces = Array.from({ length: MOST_UNITS }, (_, j) =>
    html("button", { type: "button", class: "cx-face", "aria-label": `layer ${k + 1}, unit ${j + 1}` }, root),
  );
  let [units, image] = [0, null];

  function show(count) {
    units = count;
    if (!units) return;
    const high = units * PITCH - (PITCH - THUMB);
    canvas.height = high;
    canvas.style.height = `${(high * FACE) / THUMB}px`;
    image = canvas.getContext("2d").createImageData(THUMB, high);
  }

  function paint(a, activation) {
    for (let j = 0; j < units; j++) paintFace(image.data, a, { units, j, activation });
    canvas.getContext("2d").putImageData(image, 0, 0);
  }

  return { canvas, faces, show, paint };
}

// Where a unit stands, from its layer and its number there.
const placesIn = (sizes, width, high) => (layer, i) => [
  ENDS + (layer * (width - 2 * ENDS)) / (sizes.length - 1),
  high / 2 + (i - (sizes[layer] - 1) / 2) * ROW,
];

// An edge is the wider the larger its weight; a negative one is orange and dashed. An edge knows its layer, and which of
// the layer's weights is its own.
function wiresBetween(sizes, place, parent) {
  parent.replaceChildren();
  const wires = [];
  for (let k = 0; k + 1 < sizes.length; k++) {
    for (let i = 0; i < sizes[k]; i++) {
      for (let j = 0; j < sizes[k + 1]; j++) {
        const [[x1, y1], [x2, y2]] = [place(k, i), place(k + 1, j)];
        const line = svg("line", { x1, y1, x2, y2 }, parent);
        wires.push({ line, k, i, at: i * sizes[k + 1] + j, thick: -1, name: "" });
      }
    }
  }
  return wires;
}

// Only what has changed is written.
function drawWires(wires, layers, chosen) {
  for (const wire of wires) {
    const weight = layers[wire.k].weights[wire.at];
    const thick = Math.max(0.5, Math.min(6, Math.round(4 * Math.abs(weight)) / 2)) || 6; // of one past all numbers
    const outgoing = chosen && wire.k === chosen.k + 1 && wire.i === chosen.j;
    const name = WIRE_NAMES[Number(weight < 0) + 2 * Number(outgoing)];
    if (thick !== wire.thick) wire.line.setAttribute("stroke-width", thick);
    if (name !== wire.name) wire.line.setAttribute("class", name);
    wire.thick = thick;
    wire.name = name;
  }
}

function endsOf(sizes, place) {
  const end = (layer, i, text) => {
    const [x, y] = place(layer, i);
    return [
      "g",
      { transform: `translate(${x},${y})` },
      [
        ["circle", { class: "cx-end", r: 15 }],
        ["text", { y: 4, "text-anchor": "middle", text }],
      ],
    ];
  };
  return [end(0, 0, "x₁"), end(0, 1, "x₂"), end(sizes.length - 1, 0, "ŷ")];
}

// What the unit says of every second place: blue above 0, or above a half; orange below.
function paintFace(data, a, { units, j, activation }) {
  let largest = 1e-12;
  if (activation === "relu" || activation === "identity") {
    for (let i = j; i < a.length; i += units) if (Math.abs(a[i]) > largest) largest = Math.abs(a[i]);
  }
  for (let row = 0, pixel = 4 * THUMB * PITCH * j; row < THUMB; row++) {
    for (let column = 0; column < THUMB; column++, pixel += 4) {
      const says = a[((GRID - 1 - 2 * row) * GRID + 2 * column) * units + j];
      const shade = activation === "tanh" ? says : activation === "logistic" ? 2 * says - 1 : says / largest;
      data[pixel] = shade < 0 ? 213 : 0;
      data[pixel + 1] = shade < 0 ? 94 : 114;
      data[pixel + 2] = shade < 0 ? 0 : 178;
      data[pixel + 3] = 255 * Math.abs(shade);
    }
  }
}

// --- Numbers and curves ----------------------------------------------------------------------------------------------

function numbersPanel(panel) {
  const where = html("p", { class: "cx-equation" }, panel);
  const table = html("table", { class: "cx-sum cx-update cx-groups" }, panel);
  const head = html("tr", {}, table);
  html("td", {}, head);
  const heads = GROUPS.map(() => html("th", { scope: "col" }, head));
  const [losses, accuracies, baseRates] = ["log-loss", "accuracy", "base rate"].map((name) => {
    const row = html("tr", {}, table);
    html("th", { scope: "row", text: name }, row);
    return GROUPS.map(() => html("td", {}, row));
  });
  const point = html("p", { class: "cx-tally" }, panel);

  function draw({ data, problem, epoch, batch, row }, found) {
    write(where, found ? progress(epoch, batch) : "Nothing to learn yet");
    table.style.display = found ? "" : "none";
    if (!found) write(point, whyNot(data));
    else write(point, burst(found) ? BURST : pointInWords(data, problem, row, found.p));
    found?.groups.forEach(({ n, loss, right, commoner }, k) => {
      write(heads[k], `${GROUPS[k]} (${n})`);
      write(losses[k], n ? told(loss, 3) : "none");
      write(accuracies[k], n ? percent(right, n) : "none");
      write(baseRates[k], n ? percent(commoner, n) : "none");
    });
  }

  return { draw };
}

function lossChart(panel) {
  const chart = new Chart(panel, {
    title: "Log-loss of both groups after each epoch",
    height: 160,
    x: { low: 0, high: 20, label: "epoch" },
    y: { low: 0, high: 0.8, label: "log-loss" },
  });

  function draw({ run, epoch }) {
    chart.root.style.display = run ? "" : "none";
    if (!run) return;
    const curves = run.losses.map((values) => thinned(values, run.known));
    let highest = 0.76;
    for (const curve of curves) for (const [, loss] of curve) if (loss > highest) highest = loss;
    chart.draw({
      x: { low: 0, high: Math.max(20, run.known), label: "epoch" },
      y: { low: 0, high: 1.05 * Math.min(2, highest), label: "log-loss" },
      curves: curves.map((points, k) => ({ points, label: GROUPS[k], ...(k ? { dashed: true, hue: "accent" } : {}) })),
      guides: [{ x: Math.min(epoch, run.known) }],
    });
  }

  return { draw, resize: (width) => chart.resize(width) };
}

// At most so many points of a curve that the picture is drawn in time, the last one always among them.
function thinned(values, last) {
  const every = Math.ceil((last + 1) / CURVE);
  const points = [];
  for (let epoch = 0; epoch < last; epoch += every) points.push([epoch, values[epoch]]);
  points.push([last, values[last]]);
  return points;
}

const GRADIENT_TICKS = [
  [1e-6, "10⁻⁶"],
  [1e-4, "10⁻⁴"],
  [1e-2, "0.01"],
  [1, "1"],
];

function gradientChart(panel) {
  const chart = new Chart(panel, {
    title: "Size of the gradient in each layer",
    height: 130,
    x: { low: 0.5, high: 2.5 },
    y: { low: 1e-6, high: 10, log: true, label: "gradient", ticks: GRADIENT_TICKS },
  });

  function draw(found) {
    chart.root.style.display = found ? "" : "none";
    if (!found) return;
    const n = found.sizes.length;
    chart.draw({
      x: {
        low: 0.5,
        high: n + 0.5,
        ticks: found.sizes.map((_, k) => [k + 1, k + 1 < n ? `layer ${k + 1}` : "output"]),
      },
      bars: found.sizes.map((value) => ({ value: Math.max(value || 0, 1e-6), text: size(value), width: 0.5 })),
    });
  }

  return { draw, resize: (width) => chart.resize(width) };
}

function codePanel(panel) {
  const lines = ["what you see, in Python", "a network of the same kind"].map((name) => {
    html("p", { class: "cx-soft", text: `${name}:` }, panel);
    return html(
      "textarea",
      { class: "cx-code", readonly: "", rows: 4, "aria-label": name, spellcheck: "false" },
      panel,
    );
  });

  function draw(now) {
    const texts = now.problem ? inPython(now) : ["", ""];
    lines.forEach((line, i) => {
      if (line.value !== texts[i]) line.value = texts[i];
    });
  }

  return { draw };
}

export default explorable(render);
