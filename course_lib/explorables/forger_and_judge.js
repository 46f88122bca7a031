import { Chart } from "./chart.js";
import { button, html, legend, svg, write } from "./elements.js";
import { sigmoid } from "./formulas.js";
import { normal, randomNumbers } from "./network.js";
import { fixed, probabilityInWords, term } from "./numbers.js";
import { playback, playerBar } from "./player.js";
import { explorable, keepDrawn, layout, setAll } from "./wiring.js";

const SETTINGS = ["discriminator_index", "generator_index", "seed"];
const PACE = 40; // milliseconds a step
const MANY = 25; // steps at one press of a button
const EVERY = 4; // steps that share a point of a chart
const PLACES = 121; // of a curve
const line = (name) => (parent) => svg("path", { class: `cx-curve ${name}`, d: "M-10,0H10" }, parent);
const LEGEND = {
  "real numbers": line("cx-hue-one"),
  "forged numbers": line("cx-hue-zero cx-dashed"),
  "the judge": line("cx-hue-accent"),
};
const NAMES = ["shift", "scale", "w0", "w1", "w2", "judgeLoss", "forgerLoss"];

// --- The two ---------------------------------------------------------------------------------------------------------

// What is drawn in each step, as far as it has been asked for: normal noise, and real numbers.
function drawsOf(seed, { real, total, batch }) {
  const random = randomNumbers(seed);
  const [noise, chosen] = [0, 1].map(() => new Float64Array(total * batch));
  let steps = 0;
  function upTo(count) {
    for (; steps < count; steps++) {
      const [from, to] = [steps * batch, (steps + 1) * batch];
      for (let i = from; i < to; i++) noise[i] = normal(random);
      for (let i = from; i < to; i++) chosen[i] = real[Math.floor(real.length * random())];
    }
  }
  return { noise, chosen, upTo };
}

// All that happens from a start, as far as it has been asked for: for each step both as they were before it, and the
// losses in it.
export function fight(draws, { start, total, batch, rates }) {
  /** @type {any} */
  const run = Object.fromEntries(NAMES.map((name) => [name, new Float64Array(total + 1)]));
  [run.shift[0], run.scale[0]] = start;
  let steps = 0;
  function upTo(count) {
    draws.upTo(count);
    for (; steps < count; steps++) {
      teachJudge(run, steps, draws, batch, rates[0]);
      teachForger(run, steps, draws, batch, rates[1]);
    }
    return run;
  }
  return { upTo };
}

// Both losses are sums of ln(1 + e) - yz + max(z, 0), with e = e^-|z|; of each 1 + e, from 1 to 2, the product is taken,
// so that one logarithm is enough for a batch.

// The judge goes downhill on the log-loss of its judgements, with the label 1 for real numbers and 0 for forged ones.
function teachJudge({ shift, scale, w0, w1, w2, judgeLoss }, t, { noise, chosen }, batch, rate) {
  let [loss, product, g0, g1, g2] = [0, 1, 0, 0, 0];
  for (let i = 0; i < 2 * batch; i++) {
    const y = i < batch ? 1 : 0;
    const x = y ? chosen[t * batch + i] : shift[t] + scale[t] * noise[(t - 1) * batch + i];
    const z = w0[t] + w1[t] * x + w2[t] * x * x;
    const e = Math.exp(-Math.abs(z));
    const delta = (z >= 0 ? 1 : e) / (1 + e) - y;
    loss += Math.max(z, 0) - y * z;
    product *= 1 + e;
    g0 += delta;
    g1 += delta * x;
    g2 += delta * x * x;
  }
  const step = rate / (2 * batch);
  judgeLoss[t] = (loss + Math.log(product)) / (2 * batch);
  w0[t + 1] = w0[t] - step * g0;
  w1[t + 1] = w1[t] - step * g1;
  w2[t + 1] = w2[t] - step * g2;
}

// The forger goes downhill on the mean of -ln D over its numbers; the blame goes back through the judge.
function teachForger({ shift, scale, w0, w1, w2, forgerLoss }, t, { noise }, batch, rate) {
  const [bias, slope, bend] = [w0[t + 1], w1[t + 1], w2[t + 1]];
  let [loss, product, byShift, byScale] = [0, 1, 0, 0];
  for (let i = t * batch; i < (t + 1) * batch; i++) {
    const x = shift[t] + scale[t] * noise[i];
    const z = bias + slope * x + bend * x * x;
    const e = Math.exp(-Math.abs(z));
    const blame = ((z >= 0 ? 1 : e) / (1 + e) - 1) * (slope + 2 * bend * x);
    loss += Math.max(z, 0) - z;
    product *= 1 + e;
    byShift += blame;
    byScale += blame * noise[i];
  }
  forgerLoss[t] = (loss + Math.log(product)) / batch;
  shift[t + 1] = shift[t] - (rate / batch) * byShift;
  scale[t + 1] = scale[t] - (rate / batch) * byScale;
}

// A function from the traits of a model to all that is shown. What was worked out for one setting is kept until the next.
export function arena(model) {
  const [rates, real, start, batch, total] = ["rates", "real", "start", "batch", "total"].map((name) =>
    model.get(name),
  );
  const [mean, spread] = [model.get("mean"), model.get("spread")];
  let [draws, drawn, fought, setting] = [null, null, null, null];
  return () => {
    const [judge, forger, seed] = SETTINGS.map((name) => model.get(name));
    const step = model.get("step");
    if (seed !== drawn) draws = drawsOf(seed, { real, total, batch });
    if (setting !== `${judge} ${forger} ${seed}`) {
      fought = fight(draws, { start, total, batch, rates: [rates[judge], rates[forger]] });
    }
    [drawn, setting] = [seed, `${judge} ${forger} ${seed}`];
    const run = fought.upTo(step);
    const [shift, scale, ...w] = NAMES.slice(0, 5).map((name) => run[name][step]);
    return { rates: [rates[judge], rates[forger]], seed, step, total, mean, spread, run, shift, scale, w };
  };
}

const judged = ([w0, w1, w2], x) => sigmoid(w0 + w1 * x + w2 * x * x);

const curveInWords = ([w0, w1, w2]) => `σ(${fixed(w0, 2)} ${term(w1, 2)} x ${term(w2, 2)} x²)`;

const spotsInWords = ({ mean, spread, shift, scale }) =>
  `Real numbers lie around ${fixed(mean, 2)} with a spread of ${fixed(spread, 2)}, forged ones around ` +
  `${fixed(shift, 2)} with a spread of ${fixed(Math.abs(scale), 2)}.`;

const judgeInWords = ({ w, mean, shift }) =>
  `The judge says D = ${curveInWords(w)}: ${probabilityInWords(judged(w, mean))} in the middle of the real ones, ` +
  `${probabilityInWords(judged(w, shift))} in that of the forged ones.`;

const lossesInWords = ({ step, run }) =>
  step === 0
    ? "No step has been taken yet."
    : `In the last step the judge's loss was ${fixed(run.judgeLoss[step - 1], 3)}, the forger's ` +
      `${fixed(run.forgerLoss[step - 1], 3)}.`;

export const describe = (now) =>
  `Judge's learning rate ${now.rates[0]}, forger's ${now.rates[1]}, seed ${now.seed}, step ${now.step} of ` +
  `${now.total}. ${spotsInWords(now)} ${judgeInWords(now)} ${lossesInWords(now)}`;

// --- The view --------------------------------------------------------------------------------------------------------

function render({ model, el }) {
  const look = arena(model);
  const { figure, panel, words } = layout(el);
  const player = playback({
    position: () => model.get("step"),
    total: () => model.get("total"),
    go: (step) => setAll(model, { step }),
    pace: PACE,
  });
  legend(figure, LEGEND);
  const inFigure = [numberChart(figure, model.get("window")), pathChart(figure)];
  const steps = {
    Back: player.back,
    Step: player.step,
    [`${MANY} steps`]: () => player.jump(model.get("step") + MANY),
  };
  const tape = playerBar(figure, player, { label: "step", steps });
  const presets = html("div", { class: "cx-toolbar" }, panel);
  for (const [name, rates] of model.get("presets")) button(presets, name, () => setAll(model, rates));
  const where = html("p", { class: "cx-equation" }, panel);
  const lines = html("div", { class: "cx-tally cx-duel-lines" }, panel);
  const [spots, judge, losses] = [0, 1, 2].map(() => html("p", {}, lines));
  const chart = lossChart(panel);
  let now = null;

  return keepDrawn({
    model,
    el,
    figure,
    words,
    traits: ["step", ...SETTINGS],
    resize(width) {
      for (const each of inFigure) each.resize(width);
      chart.resize(panel.clientWidth || width);
    },
    describe: () => (player.playing() ? null : describe(look())),
    draw() {
      now = look();
      for (const each of inFigure) each.draw(now);
    },
    drawRest() {
      chart.draw(now);
      tape.draw(now.step, now.total);
      write(where, `Step ${now.step} of ${now.total}`);
      write(spots, spotsInWords(now));
      write(judge, judgeInWords(now));
      write(losses, lossesInWords(now));
    },
    watch: player.watch,
    onEnd: tape.letGo,
  });
}

// The height of a normal curve; a spread of 0 would have none.
function density(x, mean, spread) {
  const width = Math.max(Math.abs(spread), 1e-3);
  const far = (x - mean) / width;
  return Math.exp(-far * far * 0.5) / (width * Math.sqrt(2 * Math.PI));
}

// Both densities, and the curve of the judge.
function numberChart(figure, window) {
  const [low, high] = window;
  const chart = new Chart(figure, {
    title: "Where the real and the forged numbers lie, and what the judge says of each",
    height: 240,
    x: { low, high, label: "number x" },
    y: { low: 0, high: 1.05, label: "how many, and D", ticks: [0, 0.5, 1] },
  });
  const x = Array.from({ length: PLACES }, (_, i) => low + ((high - low) * i) / (PLACES - 1));
  const curve = (height) => x.map((place) => [place, height(place)]);
  const real = {};
  return {
    resize: (width) => chart.resize(width),
    draw({ mean, spread, shift, scale, w }) {
      real.points ??= curve((place) => density(place, mean, spread));
      chart.draw({
        curves: [
          { points: real.points, hue: "one" },
          { points: curve((place) => density(place, shift, scale)), hue: "zero", dashed: true },
          { points: curve((place) => judged(w, place)), hue: "accent", label: "D" },
        ],
        guides: [{ x: mean }, { x: shift }].filter((guide) => within(guide.x, { low, high })),
      });
    },
  };
}

// Every fourth value, and the last one.
function thinned(values, from, step) {
  const points = [];
  for (let t = from; t < step; t += EVERY) points.push([t, values[t - from]]);
  if (step >= from) points.push([step, values[step - from]]);
  return points;
}

const within = (value, { low, high }) => low <= value && value <= high;

// The way of the forger through shift and scale, towards what would be right. It may lead far out of the picture.
function pathChart(figure) {
  const [x, y] = [
    { low: -3, high: 4, label: "shift" },
    { low: -2, high: 3, label: "scale" },
  ];
  const title = "The path of the forger: shift and scale after each step";
  const chart = new Chart(figure, { title, height: 200, x, y });
  return {
    resize: (width) => chart.resize(width),
    draw({ run, step, mean, spread, shift, scale }) {
      const scales = thinned(run.scale, 0, step);
      chart.draw({
        curves: [{ points: scales.map(([t, height]) => [run.shift[t], height]), hue: "zero" }],
        guides: [{ x: mean }, { y: spread, text: "real" }],
        marks: within(shift, x) && within(scale, y) ? [{ at: [shift, scale] }] : [],
      });
    },
  };
}

function lossChart(panel) {
  const chart = new Chart(panel, { title: "Both losses after each step", height: 190 });
  return {
    resize: (width) => chart.resize(width),
    draw({ run, step, total }) {
      const shown = [run.judgeLoss, run.forgerLoss].flatMap((losses) => [...losses.subarray(0, step)]);
      chart.draw({
        x: { low: 0, high: total, label: "step" },
        y: { low: 0, high: Math.max(2, ...shown), label: "loss" },
        curves: [
          { points: thinned(run.judgeLoss, 1, step), label: "judge", hue: "accent" },
          { points: thinned(run.forgerLoss, 1, step), label: "forger", hue: "zero", dashed: true },
        ],
        guides: [{ y: Math.LN2, text: "ln 2" }, { x: step }],
      });
    },
  };
}

export default explorable(render);
