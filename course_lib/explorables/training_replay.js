import { Chart } from "./chart.js";
import { html, legend, write } from "./elements.js";
import { LinearFieldPlane } from "./field.js";
import { logLossFromScores, predict, predictProba, score } from "./formulas.js";
import { equals, features, fixed, percent, probabilityInWords, workedScore } from "./numbers.js";
import { selectByClick } from "./plane.js";
import { playback, playerBar } from "./player.js";
import * as SIGNS from "./signs.js";
import { explorable, keepDrawn, layout, setAll, studentsOf } from "./wiring.js";

const LABELS = ["rejected", "admitted"];
const GROUPS = ["training", "held out"];
const SETTINGS = ["rate_index", "batch_index", "brake_index"];
const LEGEND = {
  admitted: SIGNS.one,
  rejected: SIGNS.zero,
  "held out": SIGNS.heldOnes,
  "wrong side": SIGNS.ring,
  "student chosen": SIGNS.halo,
};

// What does not change while it plays: the scaled features of everybody, and who belongs to which group.
export function classroom(model) {
  const [mean, std, held] = ["mean", "std", "held_out"].map((name) => model.get(name));
  const students = studentsOf(model);
  const scale = (x) => x.map((value, i) => (value - mean[i]) / std[i]);
  const scaled = students.points.map(scale);
  const rows = students.points.map((_, row) => row);
  const groups = [rows.filter((row) => !held.includes(row)), rows.filter((row) => held.includes(row))].map(
    (members) => {
      const y = members.map((row) => students.labels[row]);
      const ones = y.filter((label) => label === 1).length;
      return { rows: members, X: members.map((row) => scaled[row]), y, commoner: Math.max(ones, y.length - ones) };
    },
  );
  return { ...students, mean, std, scaled, groups, groupOf: (row) => (held.includes(row) ? 1 : 0) };
}

// The same line for features as they are, so that the field need not scale ten thousand places.
const unscaled = ({ w, b }, { mean, std }) => {
  const weights = w.map((weight, i) => weight / std[i]);
  return { w: weights, b: b - weights.reduce((sum, weight, i) => sum + weight * mean[i], 0) };
};

// The log-loss of each group after each epoch; the first is before training.
export const lossesOf = (lines, groups) =>
  groups.map(({ X, y }) =>
    lines.map(({ w, b }) =>
      logLossFromScores(
        y,
        X.map((x) => score(w, b, x)),
      ),
    ),
  );

// The run of the settings that are chosen: its lines, for scaled features, and its losses; each is worked out once.
function runs(model, groups) {
  const known = new Map();
  return () => {
    const [rate, batch, brake] = SETTINGS.map((name) => model.get(name));
    const setting = [rate, batch, brake].join(" ");
    if (!known.has(setting)) {
      const lines = model.get("runs")[rate][batch][brake].map(([w1, w2, b]) => ({ w: [w1, w2], b }));
      const losses = lossesOf(lines, groups);
      const highest = Math.max(...losses.flat());
      known.set(setting, {
        lines,
        losses,
        highest,
        rate: model.get("rates")[rate],
        batch: model.get("batches")[batch],
        brake: model.get("brakes")[brake],
      });
    }
    return known.get(setting);
  };
}

// How good one line is for one group.
function goodness({ w, b }, { X, y, commoner }) {
  const right = X.filter((x, i) => predict(w, b, x) === y[i]).length;
  return { accuracy: percent(right, y.length), baseRate: percent(commoner, y.length) };
}

const worked = (line, x) => `${workedScore(line, x, { line: 3, x: 2 })} ≈ ${fixed(score(line.w, line.b, x), 2)}`;

const capitalized = (text) => text[0].toUpperCase() + text.slice(1);

export function describe(room, run, epoch, row) {
  const { w, b } = run.lines[epoch];
  const x = room.scaled[row];
  const groups = room.groups.map((group, k) => {
    const { accuracy, baseRate } = goodness({ w, b }, group);
    const loss = fixed(run.losses[k][epoch], 3);
    return `${capitalized(GROUPS[k])}, ${group.y.length} students: log-loss ${loss}, accuracy ${accuracy}, base rate ${baseRate}.`;
  });
  return [
    `Training replay, learning rate ${run.rate}, ${run.batch}, ${run.brake}, epoch ${epoch} of ${run.lines.length - 1}.`,
    `For scaled features w₁ = ${fixed(w[0], 3)}, w₂ = ${fixed(w[1], 3)}, b = ${fixed(b, 3)}.`,
    ...groups,
    `Student ${row} (${features(room.names, room.points[row], room.digits)}), ${GROUPS[room.groupOf(row)]}, ` +
      `${LABELS[room.labels[row]]}: score z = ${worked({ w, b }, x)}, probability ${probabilityInWords(predictProba(w, b, x))}.`,
  ].join(" ");
}

function render({ model, el }) {
  const room = classroom(model);
  const current = runs(model, room.groups);
  const { figure, panel, words } = layout(el);
  legend(figure, LEGEND);
  const plane = studentsOnField(figure, room, (row) => setAll(model, { student: row }));
  const player = playback({
    position: () => model.get("epoch"),
    total: () => current().lines.length - 1,
    go: (epoch) => setAll(model, { epoch }),
  });
  const tape = playerBar(figure, player, { label: "epoch" });
  const numbers = numbersPanel(panel, room);
  const losses = lossChart(panel);
  const followed = studentPanel(panel, room);

  const state = () => [current(), model.get("epoch"), model.get("student")];

  function draw() {
    const [run, epoch, row] = state();
    plane.draw(run.lines[epoch], row);
  }
  function drawRest() {
    const [run, epoch, row] = state();
    tape.draw(epoch, run.lines.length - 1);
    numbers.draw(run, epoch);
    losses.draw(run, epoch);
    followed.draw(run, epoch, row);
  }

  return keepDrawn({
    model,
    el,
    figure,
    words,
    draw,
    drawRest,
    traits: ["epoch", "student", ...SETTINGS],
    resize(width) {
      plane.resize(width);
      for (const chart of [losses, followed]) chart.resize(panel.clientWidth || width);
    },
    describe: () => (player.playing() ? null : describe(room, current(), model.get("epoch"), model.get("student"))),
    watch: player.watch,
    onEnd: tape.letGo,
  });
}

// The students on the probabilities of one line; the held-out ones are drawn smaller and paler.
function studentsOnField(figure, room, onSelect) {
  const { points, labels, ticks, axisNames, window, scaled } = room;
  const picture = new LinearFieldPlane(figure, {
    window,
    title: "Students and the probability of a yes at every place",
  });
  const held = labels.map((_, row) => room.groups[1].rows.includes(row));
  picture.show({ points, labels, held, ticks, names: axisNames });
  selectByClick(picture, onSelect);
  let shown = null;

  function draw(line, row) {
    const { w, b } = line;
    if (shown !== line) {
      picture.showLinearModel(unscaled(line, room));
      picture.showWrong(scaled.map((x, i) => predict(w, b, x) !== labels[i]));
    }
    shown = line;
    picture.select(row);
  }
  return { draw, resize: (width) => picture.resize(width) };
}

// The epoch, and both groups side by side.
function numbersPanel(panel, { groups }) {
  const where = html("p", { class: "cx-equation" }, panel);
  const table = html("table", { class: "cx-sum cx-update cx-groups" }, panel);
  const head = html("tr", {}, table);
  html("td", {}, head);
  groups.forEach(({ y }, k) => html("th", { scope: "col", text: `${GROUPS[k]} (${y.length})` }, head));
  const [losses, accuracies, baseRates] = ["log-loss", "accuracy", "base rate"].map((name) => {
    const row = html("tr", {}, table);
    html("th", { scope: "row", text: name }, row);
    return groups.map(() => html("td", {}, row));
  });
  const weights = html("p", { class: "cx-tally" }, panel);

  function draw(run, epoch) {
    const line = run.lines[epoch];
    write(where, `Epoch ${epoch} of ${run.lines.length - 1}`);
    groups.forEach((group, k) => {
      const { accuracy, baseRate } = goodness(line, group);
      write(losses[k], fixed(run.losses[k][epoch], 3));
      write(accuracies[k], accuracy);
      write(baseRates[k], baseRate);
    });
    write(
      weights,
      `w₁ = ${fixed(line.w[0], 3)}, w₂ = ${fixed(line.w[1], 3)}, b = ${fixed(line.b, 3)}, for scaled features`,
    );
  }
  return { draw };
}

const along = (values) => values.map((value, epoch) => [epoch, value]);

function lossChart(panel) {
  const chart = new Chart(panel, {
    title: "Log-loss of both groups after each epoch",
    height: 170,
    x: { low: 0, high: 1, label: "epoch" },
    y: { low: 0, high: 1, label: "log-loss" },
  });
  function draw({ lines, losses, highest }, epoch) {
    chart.draw({
      x: { low: 0, high: lines.length - 1, label: "epoch" },
      y: { low: 0, high: Math.max(0.8, 1.05 * highest), label: "log-loss" },
      curves: losses.map((values, k) => ({
        points: along(values),
        label: GROUPS[k],
        ...(k ? { dashed: true, hue: "accent" } : {}),
      })),
      guides: [{ x: epoch }],
      marks: losses.map((values) => ({ at: [epoch, values[epoch]] })),
    });
  }
  return { draw, resize: (width) => chart.resize(width) };
}

// One student's probability through the epochs.
function studentPanel(panel, room) {
  const box = html("div", { class: "cx-tally" }, panel);
  const [who, sum, sure] = [0, 1, 2].map(() => html("p", {}, box));
  const chart = new Chart(panel, {
    title: "The probability of the chosen student after each epoch",
    height: 130,
    x: { low: 0, high: 1, label: "epoch" },
    y: { low: 0, high: 1, label: "p", ticks: [0, 0.5, 1] },
  });
  function draw({ lines }, epoch, row) {
    const [x, label] = [room.scaled[row], room.labels[row]];
    const sureness = lines.map(({ w, b }) => predictProba(w, b, x));
    const { w, b } = lines[epoch];
    write(who, `Student ${row}, ${GROUPS[room.groupOf(row)]}: ${features(room.names, room.points[row], room.digits)}`);
    write(sum, `score z = ${worked({ w, b }, x)}`);
    write(sure, `p = σ(z) ${equals(sureness[epoch])}; truth: ${label}, ${LABELS[label]}`);
    chart.draw({
      x: { low: 0, high: lines.length - 1, label: "epoch" },
      curves: [{ points: along(sureness), hue: label === 1 ? "one" : "zero" }],
      guides: [{ x: epoch }, { y: 0.5 }],
      marks: [{ at: [epoch, sureness[epoch]], label }],
    });
  }
  return { draw, resize: (width) => chart.resize(width) };
}

export default explorable(render);
