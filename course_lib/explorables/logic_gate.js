import { draggableLine } from "./drag.js";
import { button, html, legend, write } from "./elements.js";
import { step } from "./formulas.js";
import { onWrongSide, scoreWithoutNoise } from "./line.js";
import { equation, fixed, SUBSCRIPTS, term } from "./numbers.js";
import { Plane } from "./plane.js";
import * as SIGNS from "./signs.js";
import { explorable, keepDrawn, layout, lineOf, setAll } from "./wiring.js";

// The weights that count: a gate with one input has no second weight.
const used = (w, gate) => w.slice(0, gate.inputs[0].length);

const wrongRows = ({ gate, w, b }) => onWrongSide(used(w, gate), b, gate.inputs, gate.outputs);

export function describe({ gate, w, b }) {
  const weights = used(w, gate);
  const rows = gate.inputs.map((x, i) => {
    const [z, wanted] = [scoreWithoutNoise(weights, b, x), gate.outputs[i]];
    const right = step(z) === wanted ? "right" : "wrong";
    return `Inputs ${x.join(" ")}: score ${fixed(z, 1)}, output ${step(z)}, wanted ${wanted}, ${right}.`;
  });
  const line = weights.some(Boolean) ? "line " : "";
  return [`Gate ${gate.name}, ${line}${equation(weights, b)}.`, ...rows, verdict({ gate, w, b })].join(" ");
}

export function verdict({ gate, w, b }) {
  const n = gate.inputs.length;
  const right = n - wrongRows({ gate, w, b }).filter(Boolean).length;
  const count = `${right} of ${n} rows right`;
  if (right === n) return `${count}: your neuron is ${gate.name}.`;
  if (gate.name !== "XOR" || right < 3) return `${count}.`;
  return (
    `${count}. For XOR no line gets more. The corners that want 1 lie across from each other, and so do those ` +
    "that want 0: any line leaves at least one corner on the wrong side."
  );
}

// Where the rows of a gate lie in the picture; a single input has the middle line to itself.
const places = (gate) => gate.inputs.map((x) => (x.length === 2 ? x : [x[0], 0.5]));

function render({ model, el }) {
  const gates = model.get("gates");
  const state = () => ({ gate: gates[model.get("gate_index")], ...lineOf(model) });
  const drawn = () => ({ w: state().gate.inputs[0].length === 2 ? state().w : [state().w[0], 0], b: state().b });

  const { figure, panel, words } = layout(el);
  legend(figure, { "wants 1": SIGNS.one, "wants 0": SIGNS.zero, wrong: SIGNS.ring });
  const span = [-0.5, 1.5];
  const picture = new Plane(figure, {
    markSize: 9,
    window: { x: span, y: span },
    sides: ["output 0", "output 1"],
    title: "The rows of the gate, divided by the line",
  });
  const line = draggableLine(picture, {
    state: drawn,
    limits: model.get("limits"),
    arrowScale: 36,
    onMove: (values) => setAll(model, values),
  });
  const hint = html("p", { class: "cx-hint" }, figure);
  const table = truthTable(panel, () => setAll(model, model.get("start")));
  let shown = null;

  return keepDrawn({
    model,
    el,
    figure,
    words,
    traits: ["gate_index", "w1", "w2", "b"],
    resize: (width) => picture.resize(width),
    describe: () => describe(state()),
    draw() {
      const { gate, w, b } = state();
      if (gate !== shown) {
        shown = gate;
        const two = gate.inputs[0].length === 2;
        picture.show({
          points: places(gate),
          labels: gate.outputs,
          ticks: { x: [0, 1], y: two ? [0, 1] : [] },
          names: ["x₁", two ? "x₂" : ""],
        });
        write(hint, two ? "Drag the line, or turn it by its round handles." : "Drag the line.");
        table.show(gate);
      }
      const root = el.closest(".cx-explorable") ?? el;
      root.classList.toggle("cx-one-input", gate.inputs[0].length === 1);
      picture.showSides(drawn().w, b);
      line.draw(drawn());
      picture.showWrong(wrongRows({ gate, w, b }));
    },
    drawRest: () => table.draw(state()),
  });
}

// A row for each input: the score worked out, the output, what is wanted, right or wrong.
function truthTable(panel, onReset) {
  const bar = html("div", { class: "cx-toolbar" }, panel);
  button(bar, "Reset", onReset);
  const line = html("p", { class: "cx-equation" }, panel);
  const table = html("table", { class: "cx-table" }, panel);
  const heads = html("tr", {}, html("thead", {}, table));
  const body = html("tbody", {}, table);
  const result = html("p", { class: "cx-result" }, panel);
  let cells = [];

  function show(gate) {
    const inputs = gate.inputs[0].map((_, i) => `x${SUBSCRIPTS[i + 1]}`);
    heads.replaceChildren();
    for (const head of [...inputs, "score z", "output", "wanted", ""]) html("th", { scope: "col", text: head }, heads);
    heads.lastChild.append(html("span", { class: "cx-hidden", text: "right or wrong" }));
    body.replaceChildren();
    cells = gate.inputs.map((x, i) => {
      const row = html("tr", {}, body);
      for (const input of x) html("td", { text: input }, row);
      const cell = html("td", { class: "cx-score" }, row);
      const sum = html("span", { class: "cx-soft" }, cell);
      cell.append(" ");
      const z = html("strong", {}, cell);
      const [output, , mark] = [html("td", {}, row), html("td", { text: gate.outputs[i] }, row), html("td", {}, row)];
      return { sum, z, output, mark };
    });
  }

  function draw({ gate, w, b }) {
    const weights = used(w, gate);
    write(line, equation(weights, b));
    gate.inputs.forEach((x, i) => {
      const terms = weights.map((weight, k) => (k ? term : fixed)(weight * x[k], 1));
      const z = scoreWithoutNoise(weights, b, x);
      write(cells[i].sum, `${terms.join(" ")} ${term(b, 1)} =`);
      write(cells[i].z, fixed(z, 1));
      write(cells[i].output, String(step(z)));
      write(cells[i].mark, step(z) === gate.outputs[i] ? "✓ right" : "✗ wrong");
    });
    write(result, verdict({ gate, w, b }));
  }

  return { show, draw };
}

export default explorable(render);
