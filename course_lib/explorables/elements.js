// Making elements of the page, and the marks that stand for a label.

const SVG = "http://www.w3.org/2000/svg";

// Sets attributes, and the text where one is called "text".
export function fill(element, attributes, parent = null) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") element.textContent = value;
    else element.setAttribute(name, value);
  }
  parent?.append(element);
  return element;
}

export const html = (tag, attributes = {}, parent = null) => fill(document.createElement(tag), attributes, parent);

export const svg = (tag, attributes = {}, parent = null) =>
  fill(document.createElementNS(SVG, tag), attributes, parent);

export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function button(parent, label, onClick) {
  const element = html("button", { type: "button", class: "cx-button", text: label }, parent);
  element.addEventListener("click", onClick);
  return element;
}

// Admitted (or 1) is a blue circle, rejected (or 0) a vermillion cross: always colour and shape. The outline shows on a
// coloured ground only.
export function marker(label, parent, size = 5) {
  const group = svg("g", { class: label === 1 ? "cx-mark cx-one" : "cx-mark cx-zero" }, parent);
  const cross = `M${-size},${-size}L${size},${size}M${-size},${size}L${size},${-size}`;
  const [tag, shape] = label === 1 ? ["circle", { r: size }] : ["path", { d: cross }];
  svg(tag, { class: "cx-outline", ...shape }, group);
  svg(tag, shape, group);
  return group;
}

// What several explorables draw, as a legend shows it.
export const SIGNS = {
  one: (parent) => marker(1, parent),
  zero: (parent) => marker(0, parent),
  ring: (parent) => svg("circle", { class: "cx-ring cx-shown", r: 8 }, parent),
  halo: (parent) => svg("circle", { class: "cx-halo cx-shown", r: 8 }, parent),
  guided(parent) {
    svg("circle", { class: "cx-halo cx-shown", cx: 3, cy: -3, r: 6 }, parent);
    svg("path", { class: "cx-guides", d: "M3,-3V11M3,-3H-11" }, parent);
  },
  contour: (parent) => svg("path", { class: "cx-contour", d: "M-10,0H10" }, parent),
};

// A legend: beside each of the words what draws the sign that they explain.
export function legend(parent, entries) {
  const row = html("div", { class: "cx-legend", "aria-hidden": "true" }, parent);
  for (const [words, draw] of Object.entries(entries)) {
    const entry = html("span", { class: "cx-entry" }, row);
    draw(svg("svg", { width: 22, height: 22, viewBox: "-11 -11 22 22" }, entry));
    entry.append(words);
  }
}
