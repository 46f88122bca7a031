import { Chart } from "./chart.js";
import { button, html, legend, svg, write } from "./elements.js";
import { numberFields } from "./fields.js";
import { sigmoid } from "./formulas.js";
import { fixed, SUBSCRIPTS, term, withoutNoise } from "./numbers.js";
import { playback, playerBar } from "./player.js";
import { explorable, keepDrawn, layout, setAll } from "./wiring.js";

const GATES = ["i", "f", "g", "o"];
const UNIT_AND_GATES = ["", ...GATES];
const NUMBERS = UNIT_AND_GATES.flatMap((part) => ["w", "u", "b"].map((letter) => letter + part));
const SQUASHED = ["σ", "σ", "tanh", "σ"];
const SLOPES = { low: 1e-5, high: 10, log: true, label: "slope", ticks: [[0.0001, "0.0001"], 0.001, 0.01, 0.1, 1] };

const LEGEND = {
  "x, what comes in": (parent) =>
    svg("rect", { class: "cx-bar cx-hue-soft", x: -3, y: -8, width: 6, height: 16 }, parent),
};

// --- What both make of a sequence ------------------------------------------------------------------------------------

// The states of a plain unit, 0 before the first step, and the slope of each by the first input.
function readPlain(x, weights) {
  const [w, u, b] = weights;
  const [h, slopes] = [[0], [0]];
  for (let t = 0; t < x.length; t++) {
    h.push(Math.tanh(w * x[t] + u * h[t] + b));
    slopes.push((1 - h[t + 1] ** 2) * ((t === 0 ? w : 0) + u * slopes[t]));
  }
  return { h, slopes };
}

// The numbers of an LSTM cell after each step, and dh and dc, the slopes of h and c by the first input; `weights` holds
// w, u and b of i, f, g and o.
function readCell(x, weights) {
  const cells = [{ h: 0, c: 0, i: 0, f: 0, g: 0, o: 0, dh: 0, dc: 0 }];
  for (let t = 0; t < x.length; t++) cells.push(lstmStep(x[t], cells[t], weights, t === 0 ? 1 : 0));
  return cells;
}

function lstmStep(x, before, weights, dx) {
  const [zi, zf, zg, zo] = weights.map(([w, u, b]) => w * x + u * before.h + b);
  const [si, sf, sg, so] = weights.map(([w, u]) => w * dx + u * before.dh);
  const [i, f, g, o] = [sigmoid(zi), sigmoid(zf), Math.tanh(zg), sigmoid(zo)];
  const c = f * before.c + i * g;
  const shown = Math.tanh(c);
  const dc = f * (1 - f) * sf * before.c + f * before.dc + i * (1 - i) * si * g + i * (1 - g * g) * sg;
  const dh = o * (1 - o) * so * shown + o * (1 - shown * shown) * dc;
  return { h: o * shown, c, i, f, g, o, dh, dc };
}

// All that is shown, from the traits of a model.
export function situation(model) {
  const [sequence, step, tiny, part] = ["sequence", "step", "tiny", "part_index"].map((name) => model.get(name));
  const x = sequence.map(withoutNoise);
  const numbers = NUMBERS.map((name) => withoutNoise(model.get(name)));
  const [plain, ...weights] = UNIT_AND_GATES.map((_, k) => numbers.slice(3 * k, 3 * k + 3));
  return {
    x,
    step: Math.min(step, x.length),
    tiny,
    part,
    plain,
    weights,
    unit: readPlain(x, plain),
    cells: readCell(x, weights),
  };
}

const three = (value) => fixed(value, 3);

const sum = ([w, u, b], x, h) => `${fixed(w, 1)} · ${fixed(x, 2)} ${term(u, 1)} · ${three(h)} ${term(b, 1)}`;

// Four decimals, and honest words where they would make 0 of it.
const left = (slope, tiny) => (slope !== 0 && Math.abs(slope) < tiny ? "almost 0" : fixed(slope, 4));

// One line for each sum at the step shown; none before the first step.
function worked({ x, step, tiny, plain, weights, unit, cells }) {
  if (step === 0) return [];
  const [before, now, input] = [cells[step - 1], cells[step], x[step - 1]];
  const gates = GATES.map(
    (name, k) => `${name} = ${SQUASHED[k]}(${sum(weights[k], input, before.h)}) = ${three(now[name])}.`,
  );
  const kept = `${three(now.f)} · ${three(before.c)} + ${three(now.i)} · ${three(now.g)}`;
  return [
    `Plain unit: h = tanh(${sum(plain, input, unit.h[step - 1])}) = ${three(unit.h[step])}.`,
    `LSTM cell: ${gates[0]}`,
    ...gates.slice(1),
    `c = f · c + i · g = ${kept} = ${three(now.c)}.`,
    `h = o · tanh c = ${three(now.o)} · ${three(Math.tanh(now.c))} = ${three(now.h)}.`,
    `Slope of h with respect to the first input: plain unit ${left(unit.slopes[step], tiny)}, LSTM cell ${left(now.dh, tiny)}.`,
  ];
}

export function describe(now) {
  const { x, step, plain, weights } = now;
  const head = `Sequence ${x.map((value) => fixed(value, 2)).join(", ")}; step ${step} of ${x.length}.`;
  if (step > 0) return `${head} ${worked(now).join(" ")}`;
  const all = [plain, ...weights].map(
    ([w, u, b], k) => `${UNIT_AND_GATES[k] || "h"} has w = ${fixed(w, 1)}, u = ${fixed(u, 1)}, b = ${fixed(b, 1)}.`,
  );
  return `${head} Nothing has been read yet: h = 0 and c = 0. ${all.join(" ")}`;
}

// --- The view --------------------------------------------------------------------------------------------------------

function render({ model, el }) {
  const { figure, panel, words } = layout(el);
  const player = playback({
    position: () => Math.min(model.get("step"), model.get("sequence").length),
    total: () => model.get("sequence").length,
    go: (step) => setAll(model, { step }),
  });
  legend(figure, LEGEND);
  const states = stateChart(figure);
  const tape = playerBar(figure, player, { label: "step" });
  const rest = [gateChart(figure), slopeChart(figure)];
  const presets = html("div", { class: "cx-toolbar" }, panel);
  for (const [name, numbers] of model.get("presets")) {
    button(presets, name, () => setAll(model, numbers));
  }
  const inputs = sequenceFields(panel, model);
  const lines = linesIn(panel);

  return keepDrawn({
    model,
    el,
    figure,
    words,
    traits: ["sequence", "step", "part_index", ...NUMBERS],
    resize(width) {
      for (const chart of [states, ...rest]) chart.resize(width);
    },
    describe: () => (player.playing() ? null : describe(situation(model))),
    draw() {
      const now = situation(model);
      showControls(el, now);
      states.draw(now);
    },
    drawRest() {
      const now = situation(model);
      tape.draw(now.step, now.x.length);
      inputs.draw();
      for (const chart of rest) chart.draw(now);
      lines.draw(now);
    },
    watch: player.watch,
    onEnd: tape.letGo,
  });
}

// The sliders of one part at a time.
function showControls(el, { part }) {
  const { dataset } = el.closest(".cx-explorable") ?? el;
  dataset.part = UNIT_AND_GATES[part] || "h";
}

// What comes in, to be edited; as many fields as the sequence is long.
function sequenceFields(panel, model) {
  const box = html("div", { class: "cx-sequence" }, panel);
  let [made, length] = [null, 0];
  function draw() {
    const sequence = model.get("sequence");
    if (sequence.length !== length) {
      box.replaceChildren();
      length = sequence.length;
      made = numberFields(box, {
        label: "sequence",
        names: sequence.map((_, t) => inputName(t + 1)),
        limit: model.get("largest"),
        numbers: () => model.get("sequence").map(withoutNoise),
        onChange: (numbers) => setAll(model, { sequence: numbers }),
      });
      made.fields.forEach(({ cell }, t) => cell.prepend(html("span", { class: "cx-soft", text: inputName(t + 1) })));
    }
    made.draw();
  }
  return { draw };
}

const inputName = (t) => `x${[...String(t)].map((digit) => SUBSCRIPTS[digit]).join("")}`;

function linesIn(panel) {
  const box = html("div", { class: "cx-tally cx-gate-lines" }, panel);
  const lines = Array.from({ length: 8 }, () => html("p", {}, box));
  return {
    draw(now) {
      const all = now.step === 0 ? ["Nothing has been read yet: h = 0 and c = 0."] : worked(now);
      lines.forEach((line, k) => write(line, all[k] ?? ""));
    },
  };
}

const upTo = (step, values, from = 0) => values.slice(from, step + 1).map((value, t) => [t + from, value]);

const stepAxis = ({ x }) => ({ low: 0, high: x.length + 0.3, label: "step", ticks: x.map((_, t) => t + 1) });

// A chart of steps: chart.draw(what) draws what `content` makes of it.
function chartOf(parent, title, height, content) {
  const chart = new Chart(parent, { title, height });
  return {
    draw: (now) => chart.draw({ x: stepAxis(now), guides: [{ x: now.step }], ...content(now) }),
    resize: (width) => chart.resize(width),
  };
}

const stateChart = (parent) =>
  chartOf(parent, "What comes in, and the states of both", 230, ({ x, step, unit, cells }) => {
    const c = cells.map((cell) => cell.c);
    const highest = Math.max(1, ...[...c, ...x].map(Math.abs));
    return {
      y: { low: -highest, high: highest, label: "state" },
      bars: x.slice(0, step).map((value, t) => ({ x: t + 1, width: 0.3, value })),
      curves: [
        { points: upTo(step, unit.h), label: "plain h", hue: "zero", dashed: true },
        {
          points: upTo(
            step,
            cells.map((cell) => cell.h),
          ),
          label: "LSTM h",
          hue: "one",
        },
        { points: upTo(step, c), label: "c", hue: "accent" },
      ],
    };
  });

const gateChart = (parent) =>
  chartOf(parent, "The gates of the LSTM cell", 150, ({ step, cells }) => ({
    y: { low: 0, high: 1, label: "gate", ticks: [0, 0.5, 1] },
    curves: [
      { name: "i", hue: "one" },
      { name: "f", hue: "accent" },
      { name: "o", hue: "soft", dashed: true },
    ].map(({ name, ...look }) => ({
      points: upTo(
        step,
        cells.map((cell) => cell[name]),
        1,
      ),
      label: name,
      ...look,
    })),
  }));

const slopeChart = (parent) =>
  chartOf(parent, "How much of the first input is left in h", 170, ({ step, unit, cells }) => {
    const [plain, cell] = [unit.slopes, cells.map(({ dh }) => dh)].map((all) => all.map(Math.abs));
    return {
      y: SLOPES,
      curves: [
        { points: upTo(step, plain, 1), label: "plain", hue: "zero", dashed: true },
        { points: upTo(step, cell, 1), label: "LSTM", hue: "one" },
      ],
    };
  });

export default explorable(render);
