import {
  button, countMistakes, equation, features, fixed, html, keepDrawn, layout, legendEntry, marker, perceptronTrick,
  Plane, score, setAll, step, svg, term, workedScore, write,
} from "./shared.js";

const FIRST_STEP = "Press Step: the line moves at the next student it gets wrong.";
const CALM = "Your system asks for less motion: Play takes one step a second.";
const DECIDES = ["reject", "admit"];

// The lines of a run, the start first: the trick applied to the very students that course_lib's Perceptron corrected.
export function replay({ rows }, { points, labels }, start, learningRate) {
  const lines = [{ w: [start.w1, start.w2], b: start.b }];
  for (const row of rows) {
    const { w, b } = lines.at(-1);
    lines.push(perceptronTrick(w, b, points[row], labels[row], learningRate));
  }
  return lines;
}

// What a reader is told of the update that made line number `update`; null before the first. Only mistakes are
// corrected, so the truth says what was predicted, and the sign of the error.
export function workings(run, update) {
  if (update === 0) return null;
  const row = run.rows[update - 1];
  const [x, truth, old, now] = [run.points[row], run.labels[row], run.lines[update - 1], run.lines[update]];
  const z = score(old.w, old.b, x);
  return { row, x, truth, old, now, z, error: truth === 1 ? 1 : -1, ...whereabouts(run, update) };
}

// Epoch of an update, and which mistake of that epoch it is: every mistake is one update.
export function whereabouts({ mistakes }, update) {
  let [epoch, before] = [0, 0];
  while (before + mistakes[epoch] < update) before += mistakes[epoch++];
  return { epoch: epoch + 1, inEpoch: update - before };
}

// "0.1 · 7.3" with the sign of the error before it, as the next term of a sum.
const move = (error, learningRate, value, digits) =>
  `${error > 0 ? "+" : "−"} ${learningRate}${value === null ? "" : ` · ${fixed(value, digits)}`}`;

export function ending({ mistakes, separable }, update, total) {
  if (update < total) return "";
  const n = mistakes.length;
  return separable
    ? `Epoch ${n} made no mistake: the algorithm stops.`
    : `After ${n} epochs it still makes mistakes. No line parts these students, so it never settles.`;
}

export function describe(run, update, { learningRate, names, digits }) {
  const total = run.rows.length;
  const line = run.lines[update];
  const wrong = countMistakes(line.w, line.b, run.points, run.labels);
  const now = `The line ${equation(line.w, line.b, 3)} is wrong for ${wrong} of ${run.points.length} students.`;
  const data = run.separable ? "separable" : "not separable";
  const where = `Perceptron trick on ${data} data, learning rate ${learningRate}, update ${update} of ${total}.`;
  const it = workings(run, update);
  if (!it) return `${where} ${now}`;
  const told = [
    where,
    `Epoch ${it.epoch}, mistake ${it.inEpoch}: student ${it.row} ` +
      `(${features(names, it.x, digits)}) has the score ${fixed(it.z, 3)}, ` +
      `so ${DECIDES[1 - it.truth]}; wanted ${DECIDES[it.truth]}; error ${signedError(it.error)}.`,
    `w₁ = ${fixed(it.old.w[0], 3)} ${move(it.error, learningRate, it.x[0], digits)} = ${fixed(it.now.w[0], 3)},`,
    `w₂ = ${fixed(it.old.w[1], 3)} ${move(it.error, learningRate, it.x[1], digits)} = ${fixed(it.now.w[1], 3)},`,
    `b = ${fixed(it.old.b, 3)} ${move(it.error, learningRate, null)} = ${fixed(it.now.b, 3)}.`,
    now,
    ending(run, update, total),
  ];
  return told.filter(Boolean).join(" ");
}

const errorInWords = ({ truth, error }) =>
  `predicted ${1 - truth}, truth ${truth}: error = ${truth} − ${1 - truth} = ${signedError(error)}`;

const signedError = (error) => (error > 0 ? "+1" : "−1");

function render({ model, el }) {
  const get = (name) => model.get(name);
  const [names, digits, rates] = [get("names"), get("digits"), get("rates")];
  const cache = new Map();
  const setting = () => `${get("data_index")} ${get("rate_index")} ${get("seed")}`;

  function run() {
    if (!cache.has(setting())) {
      const students = get("data")[get("data_index")];
      const found = get("runs")[get("data_index")][get("rate_index")][get("seed")];
      const lines = replay(found, students, get("start"), rates[get("rate_index")]);
      cache.set(setting(), { ...students, ...found, lines });
    }
    return cache.get(setting());
  }
  const told = () => ({ learningRate: rates[get("rate_index")], names, digits });

  const { figure, panel, words } = layout(el);
  legend(figure);
  const picture = new Plane(figure, {
    window: get("window"), sides: DECIDES, title: "Students, the old line and the new line",
  });
  const [old, line] = ["cx-line cx-old", "cx-line"].map((name) => svg("line", { class: name }, picture.lines));
  const player = playback({
    position: () => get("update"), total: () => run().rows.length, go: (update) => setAll(model, { update }),
  });
  const tape = playerBar(figure, player);
  const numbers = numbersPanel(panel);
  const chart = mistakesChart(panel);
  let [shown, data] = [null, null];

  function settle() {
    if (shown === setting()) return;
    if (shown !== null) {
      player.pause();
      setAll(model, { update: 0 });
    }
    shown = setting();
    if (data === get("data_index")) return;
    data = get("data_index");
    const { points, labels } = run();
    picture.show({ points, labels, ticks: get("ticks"), names: names.map((name, i) => `${name} x${"₁₂"[i]}`) });
  }

  return keepDrawn({
    model, el, figure, words, traits: ["update", "data_index", "rate_index", "seed"],
    resize(width) {
      picture.resize(width);
      chart.resize(panel.clientWidth || width);
    },
    describe: () => (player.playing() ? null : describe(run(), get("update"), told())),
    watch: player.watch,
    onEnd() {
      player.pause();
      tape.letGo();
    },
    draw() {
      settle();
      const now = run();
      const update = Math.min(get("update"), now.rows.length);
      const { w, b } = now.lines[update];
      const it = workings(now, update);
      picture.showSides(w, b);
      const hidden = [];
      if (!picture.placeLine(line, w, b)) hidden.push("new");
      if (!it) old.style.display = "none";
      else if (!picture.placeLine(old, it.old.w, it.old.b)) hidden.push("old");
      picture.select(it?.row ?? null);
      const wrong = picture.showMistakes(w, b);
      tape.draw(update, now.rows.length);
      chart.draw(now, update);
      numbers.draw(now, update, it, wrong, hidden, told());
    },
  });
}

function legend(figure) {
  const row = html("div", { class: "cx-legend", "aria-hidden": "true" }, figure);
  legendEntry(row, "admitted", (parent) => marker(1, parent));
  legendEntry(row, "rejected", (parent) => marker(0, parent));
  legendEntry(row, "wrong side", (parent) => svg("circle", { class: "cx-ring cx-shown", r: 8 }, parent));
  legendEntry(row, "corrected now", (parent) => svg("circle", { class: "cx-halo cx-shown", r: 8 }, parent));
  legendEntry(row, "old line", (parent) => svg("line", { class: "cx-line cx-old", x1: -10, x2: 10 }, parent));
  legendEntry(row, "new line", (parent) => svg("line", { class: "cx-line", x1: -10, x2: 10 }, parent));
}

// Steps, plays and pauses. Someone who asked for less motion gets one step a second.
function playback({ position, total, go }) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const watchers = [];
  let timer = null;

  const pace = () => (calm.matches ? 1000 : Math.min(400, Math.max(80, 25000 / total())));
  const changed = () => watchers.forEach((watch) => watch(timer !== null));
  function pause() {
    clearInterval(timer);
    timer = null;
    changed();
  }
  function advance() {
    if (position() < total()) go(position() + 1);
    if (position() >= total()) pause();
  }
  function play() {
    if (position() >= total()) go(0);
    timer = setInterval(advance, pace());
    changed();
  }
  const jump = (update) => {
    pause();
    go(Math.min(total(), Math.max(0, update)));
  };
  return {
    calm, pause, jump,
    playing: () => timer !== null,
    toggle: () => (timer === null ? play() : pause()),
    step: () => jump(position() + 1),
    back: () => jump(position() - 1),
    reset: () => jump(0),
    watch: (watcher) => watchers.push(watcher),
  };
}

// Bars of mistakes, one for each epoch; the one of the running epoch grows.
function mistakesChart(parent) {
  const root = svg("svg", { class: "cx-plane cx-chart", role: "img", "aria-label": "Mistakes in each epoch" }, parent);
  const [height, left, bottom, top] = [140, 30, 38, 20];
  const axes = svg("g", {}, root);
  const bars = svg("g", {}, root);
  let width = 400;
  let [drawn, counts, y] = [null, [], null];

  function frame({ mistakes }) {
    const highest = Math.max(...mistakes);
    const across = width - left - 10;
    const x = (epoch) => left + (epoch / mistakes.length) * across;
    const y = (count) => top + (1 - count / highest) * (height - top - bottom);
    const words = (text, left, top, more) =>
      svg("text", { x: left, y: top, text, "text-anchor": "middle", ...more }, axes);
    axes.replaceChildren();
    for (const tick of [0, highest]) {
      svg("line", { class: "cx-grid", x1: left, x2: left + across, y1: y(tick), y2: y(tick) }, axes);
      words(tick, left - 8, y(tick) + 4, { class: "cx-tick", "text-anchor": "end" });
    }
    mistakes.forEach((_, i) => words(i + 1, x(i + 0.5), height - bottom + 16, { class: "cx-tick" }));
    words("mistakes in each epoch", left + across / 2, height - 5);
    bars.replaceChildren();
    counts = mistakes.map((_, i) => ({
      bar: svg("rect", { class: "cx-bar", x: x(i + 0.12), width: (0.76 * across) / mistakes.length }, bars),
      number: svg("text", { class: "cx-tick", x: x(i + 0.5), "text-anchor": "middle" }, bars),
    }));
    return y;
  }

  function draw(run, update) {
    if (drawn !== run) y = frame(run);
    drawn = run;
    const at = update ? whereabouts(run, update) : { epoch: 0, inEpoch: 0 };
    const reached = update === run.rows.length ? run.mistakes.length : at.epoch;
    run.mistakes.forEach((count, i) => {
      const seen = i + 1 < at.epoch ? count : i + 1 === at.epoch ? at.inEpoch : 0;
      const { bar, number } = counts[i];
      bar.setAttribute("y", y(seen));
      bar.setAttribute("height", y(0) - y(seen));
      bar.classList.toggle("cx-running", i + 1 === at.epoch && seen < count);
      number.setAttribute("y", y(seen) - 4);
      write(number, i + 1 <= reached ? String(seen) : "");
    });
  }

  return {
    draw,
    resize(wide) {
      width = wide;
      root.setAttribute("width", wide);
      root.setAttribute("height", height);
      drawn = null;
    },
  };
}

// The buttons and the slider that winds through the updates.
function playerBar(parent, player) {
  const bar = html("div", { class: "cx-toolbar cx-player" }, parent);
  button(bar, "Reset", player.reset);
  button(bar, "Back", player.back);
  button(bar, "Step", player.step);
  const playing = button(bar, "Play", player.toggle);
  player.watch((isPlaying) => write(playing, isPlaying ? "Pause" : "Play"));
  const scrub = html("input", { type: "range", min: 0, step: 1, class: "cx-scrub", "aria-label": "update" }, parent);
  scrub.addEventListener("input", () => player.jump(Number(scrub.value)));
  const calm = html("p", { class: "cx-soft", text: CALM }, parent);
  const askCalm = () => { calm.hidden = !player.calm.matches; };
  askCalm();
  player.calm.addEventListener("change", askCalm);

  function draw(update, total) {
    scrub.max = total;
    scrub.value = update;
    scrub.style.setProperty("--cx-done", `${(100 * update) / total}%`);
  }

  return { draw, letGo: () => player.calm.removeEventListener("change", askCalm) };
}

// The arithmetic of the update.
function numbersPanel(panel) {
  const where = html("p", { class: "cx-equation" }, panel);
  const steps = html("div", { class: "cx-steps" }, panel);
  const [student, scored, error] = [0, 1, 2].map(() => html("p", {}, steps));
  const table = html("table", { class: "cx-sum cx-update" }, panel);
  const head = html("tr", {}, table);
  html("td", {}, head);
  const [, , newest] = ["old", "± η · x", "new"].map((text) => html("th", { scope: "col", text }, head));
  const rows = ["w₁", "w₂", "b"].map((name) => {
    const row = html("tr", {}, table);
    html("th", { scope: "row", text: name }, row);
    return [html("td", {}, row), html("td", {}, row), html("td", {}, row)];
  });
  const tally = html("div", { class: "cx-tally" }, panel);
  const [counted, wrongNow] = [html("p", {}, tally), html("p", {}, tally)];
  const result = html("p", { class: "cx-result" }, panel);

  function draw(run, update, it, wrong, hidden, { learningRate, names, digits }) {
    const total = run.rows.length;
    const line = run.lines[update];
    write(where, it ? `Update ${update} of ${total}, epoch ${it.epoch}` : `Update 0 of ${total}`);
    write(student, it ? `Student ${it.row}: ${features(names, it.x, digits)}` : FIRST_STEP);
    write(scored, it ? `score z = ${workedScore(it.old.w, it.old.b, it.x, { line: 3, digits, score: 3 })}` : "");
    write(error, it ? errorInWords(it) : "");
    write(newest, it ? "new" : "start");
    const now = [...line.w, line.b];
    const old = it && [...it.old.w, it.old.b];
    rows.forEach((cells, i) => {
      write(cells[0], it ? fixed(old[i], 3) : "");
      write(cells[1], it ? move(it.error, learningRate, i < 2 ? it.x[i] : null, digits) : "");
      write(cells[2], fixed(now[i], 3));
    });
    write(counted, `Mistakes so far: ${update}${it ? `, of these ${it.inEpoch} in epoch ${it.epoch}` : ""}`);
    write(wrongNow, `The ${it ? "new" : "first"} line is wrong for ${wrong} of ${run.points.length} students`);
    const unseen = hidden.map((which) => `The ${which} line lies outside the picture.`).join(" ");
    write(result, ending(run, update, total) || unseen);
  }

  return { draw };
}

export default { render };
