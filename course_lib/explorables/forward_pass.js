import { button, grown, html, legend, renew, svg, write } from "./elements.js";
import { Network } from "./network.js";
import { fixed, SUBSCRIPTS, term, withoutNoise } from "./numbers.js";
import { explorable, keepDrawn, layout, setAll } from "./wiring.js";

const RADIUS = 21;
const ROW = 84; // between units of a layer, in pixels
const SIDE = 34; // from the outermost units to the frame
const TOP = 18;
const CAPTION = 30;
const MOST_INPUTS = 4; // of one unit, in any of the networks
const INPUTS = ["x1", "x2", "x3"];
const edgeSign = (name) => (parent) => svg("path", { class: `cx-edge cx-into ${name}`, d: "M-11,0H11" }, parent);
const LEGEND = {
  "weight > 0": edgeSign("cx-above"),
  "weight < 0": edgeSign("cx-below"),
  "chosen unit": (parent) => svg("circle", { class: "cx-halo cx-shown", r: 8 }, parent),
};

// The browser's network of one of those in the model.
function built({ weights, biases, output }) {
  const sizes = [weights[0].length, ...biases.map((b) => b.length)];
  const network = new Network(sizes, { activation: "logistic", output });
  network.layers.forEach((layer, k) => {
    layer.weights.set(weights[k].flat());
    layer.biases.set(biases[k]);
  });
  return network;
}

const layerName = (k, layers) =>
  k === layers.length - 1 ? "Output" : layers.length > 2 ? `Hidden layer ${k + 1}` : "Hidden layer";

// Where a unit stands: its layer, and its number there. Units are counted from 0, layer after layer.
function placeOf(unit, layers) {
  let j = Math.min(unit, countUnits(layers) - 1);
  let k = 0;
  while (j >= layers[k].units) j -= layers[k++].units;
  return { k, j };
}

const countUnits = (layers) => layers.reduce((sum, layer) => sum + layer.units, 0);

// The sum of one unit: what comes in with its weights, the bias, the score, and what the activation makes of it.
export function worked({ network, x, unit }) {
  const { layers } = network;
  const { k, j } = placeOf(unit, layers);
  const { weights, biases, units, z, a } = layers[k];
  const before = k ? layers[k - 1].a : x;
  const softmax = k === layers.length - 1 && network.output === "softmax";
  return {
    name: `${layerName(k, layers)}, unit ${j + 1}`,
    terms: [...before].map((value, i) => ({ weight: weights[i * units + j], value })),
    digits: k ? 4 : 1,
    fromInputs: k === 0,
    bias: biases[j],
    z: z[j],
    a: a[j],
    softmax: softmax ? { power: Math.exp(z[j]), sum: z.reduce((sum, each) => sum + Math.exp(each), 0) } : null,
  };
}

const quotient = ({ power, sum }) => `${fixed(power, 4)} / ${fixed(sum, 4)}`;

export function describe({ name, network, x, unit }) {
  const inputs = x.map((value, i) => `x${SUBSCRIPTS[i + 1]} = ${fixed(value, 1)}`).join(", ");
  const said = network.layers.map(
    ({ a }, k) => `${layerName(k, network.layers)}: ${[...a].map((value) => fixed(value, 4)).join(", ")}.`,
  );
  const one = worked({ network, x, unit });
  const terms = one.terms.map(
    ({ weight, value }, i) => `${i ? term(weight, 1) : fixed(weight, 1)} · ${fixed(value, one.digits)}`,
  );
  const made = `${one.softmax ? `softmax ${quotient(one.softmax)}` : "σ(z)"} = ${fixed(one.a, 4)}`;
  const sum = `${one.name}: ${terms.join(" ")} ${term(one.bias, 1)} = ${fixed(one.z, 4)}, ${made}.`;
  return [`Network ${name} with ${inputs}.`, ...said, sum].join(" ");
}

function render({ model, el }) {
  const networks = model.get("networks").map((each) => ({ ...each, network: built(each) }));
  const state = () => {
    const { name, about, network } = networks[model.get("network_index")];
    const x = INPUTS.slice(0, network.layerSizes[0]).map((trait) => withoutNoise(model.get(trait)));
    network.forward(Float64Array.from(x));
    return { name, about, network, x, unit: Math.min(model.get("unit"), countUnits(network.layers) - 1) };
  };
  const choose = (unit) => setAll(model, { unit });
  const step = (by) => {
    const { unit, network } = state();
    const count = countUnits(network.layers);
    choose((unit + by + count) % count);
  };

  const { figure, panel, words } = layout(el);
  legend(figure, LEGEND);
  const graph = networkGraph(figure, choose);
  const bar = html("div", { class: "cx-toolbar" }, panel);
  button(bar, "Previous unit", () => step(-1));
  button(bar, "Next unit", () => step(1));
  button(bar, "Reset", () => setAll(model, model.get("start")));
  const numbers = numbersPanel(panel);
  let now = null;

  return keepDrawn({
    model,
    el,
    figure,
    words,
    traits: ["network_index", ...INPUTS, "unit"],
    resize: (width) => graph.resize(width),
    describe: () => describe(state()),
    draw() {
      now = state();
      const root = el.closest(".cx-explorable") ?? el;
      root.classList.toggle("cx-two-inputs", now.x.length === 2);
      graph.draw(now);
    },
    drawRest: () => numbers.draw(now),
  });
}

// A circle for each feature and unit with its number, an edge for each weight; a click chooses a unit.
function networkGraph(figure, onChoose) {
  const root = svg("svg", { class: "cx-plane cx-net", role: "img", "aria-label": "The network as a graph" }, figure);
  const [edges, nodes, values] = [0, 1, 2].map(() => svg("g", {}, root));
  let width = 400;
  root.addEventListener("click", (event) => {
    const unit = event.target.closest("[data-unit]")?.dataset.unit;
    if (unit !== undefined) onChoose(Number(unit));
  });

  function draw({ network, x, unit }) {
    const { layerSizes, layers } = network;
    const height = TOP + CAPTION + ROW * Math.max(...layerSizes);
    const wide = grown(root, width, height);
    const middle = TOP + (height - TOP - CAPTION) / 2;
    const at = (k, i) => [
      SIDE + (k * (wide - 2 * SIDE)) / (layerSizes.length - 1),
      middle + (i - (layerSizes[k] - 1) / 2) * ROW,
    ];
    const chosen = placeOf(unit, layers);
    renew(edges, edgeShapes(layers, at, chosen));
    renew(nodes, nodeShapes(network, x, at, chosen, height));
    renew(values, weightShapes(layers[chosen.k], at, chosen));
  }

  return {
    draw,
    resize(wide) {
      width = wide;
    },
  };
}

function edgeShapes(layers, at, chosen) {
  const largest = Math.max(...layers.flatMap(({ weights }) => [...weights].map(Math.abs)));
  return layers.flatMap(({ weights, units }, k) =>
    Array.from(weights, (weight, w) => {
      const [i, j] = [Math.floor(w / units), w % units];
      const [[x1, y1], [x2, y2]] = [at(k, i), at(k + 1, j)];
      const into = k === chosen.k && j === chosen.j ? " cx-into" : "";
      const name = `cx-edge ${weight < 0 ? "cx-below" : "cx-above"}${into}`;
      return ["line", { class: name, x1, y1, x2, y2, "stroke-width": 0.8 + (3 * Math.abs(weight)) / largest }];
    }),
  );
}

function nodeShapes({ layerSizes, layers }, x, at, chosen, height) {
  const captions = layerSizes.map((_, k) => {
    const text = k === 0 ? "input" : k === layers.length ? "output" : "hidden";
    return ["text", { class: "cx-tick", x: at(k, 0)[0], y: height - 8, text, "text-anchor": "middle" }];
  });
  let unit = 0;
  const circles = layerSizes.flatMap((size, k) =>
    Array.from({ length: size }, (_, i) => {
      const [value, digits] = k ? [layers[k - 1].a[i], 2] : [x[i], 1];
      const name = `cx-node${k ? " cx-unit" : ""}${k === chosen.k + 1 && i === chosen.j ? " cx-chosen" : ""}`;
      return [
        "g",
        { class: name, transform: `translate(${at(k, i).join(",")})`, ...(k ? { "data-unit": unit++ } : {}) },
        [
          ["circle", { r: RADIUS }],
          ["text", { "text-anchor": "middle", y: 4.5, text: fixed(value, digits) }],
        ],
      ];
    }),
  );
  return [...captions, ...circles];
}

// The weights into the chosen unit, near to where they come from, since there they are furthest apart.
function weightShapes({ weights, units, inputs }, at, { k, j }) {
  return Array.from({ length: inputs }, (_, i) => {
    const [[x1, y1], [x2, y2]] = [at(k, i), at(k + 1, j)];
    const [x, y] = [x1 + 0.36 * (x2 - x1), y1 + 0.36 * (y2 - y1)];
    const text = fixed(weights[i * units + j], 1);
    const width = 8 * text.length + 2;
    return [
      "g",
      {},
      [
        ["rect", { class: "cx-ground", x: x - width / 2, y: y - 9, width, height: 18 }],
        ["text", { class: "cx-weight", x, y: y + 4.5, text, "text-anchor": "middle" }],
      ],
    ];
  });
}

// What the network is, what it says, and the sum of the chosen unit term by term.
function numbersPanel(panel) {
  const says = html("p", { class: "cx-equation" }, panel);
  const table = html("table", { class: "cx-sum cx-terms" }, panel);
  const caption = html("caption", {}, table);
  const newRow = (name = "", kind = "") => {
    const row = html("tr", { class: kind }, table);
    const head = html("th", { scope: "row", text: name }, row);
    return { row, head, working: html("td", {}, row), value: html("td", {}, row) };
  };
  const terms = Array.from({ length: MOST_INPUTS }, () => newRow());
  const [bias, score] = [newRow("bias"), newRow("score z", "cx-total")];
  const made = newRow();
  const about = html("p", { class: "cx-soft cx-about" }, panel);

  function draw({ about: words, network, x, unit }) {
    const outputs = [...network.layers.at(-1).a];
    const many = outputs.length > 1;
    write(says, `ŷ = ${outputs.map((value) => fixed(value, many ? 2 : 4)).join(", ")}`);
    const one = worked({ network, x, unit });
    write(caption, one.name);
    terms.forEach(({ row, head, working, value }, i) => {
      row.style.display = i < one.terms.length ? "" : "none";
      if (i >= one.terms.length) return;
      const { weight, value: comes } = one.terms[i];
      write(head, one.fromInputs ? `x${SUBSCRIPTS[i + 1]}` : `unit ${i + 1}`);
      write(working, `${fixed(weight, 1)} · ${fixed(comes, one.digits)}`);
      write(value, i ? term(weight * comes, 4) : fixed(weight * comes, 4));
    });
    write(bias.value, term(one.bias, 4));
    write(score.value, fixed(one.z, 4));
    write(made.head, one.softmax ? "softmax" : "σ(z)");
    write(made.working, one.softmax ? quotient(one.softmax) : "");
    write(made.value, fixed(one.a, 4));
    write(about, words);
  }

  return { draw };
}

export default explorable(render);
