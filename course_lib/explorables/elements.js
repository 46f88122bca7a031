// Making elements of the page, and the marks that stand for a label.

import { rounded } from "./numbers.js";

const SVG = "http://www.w3.org/2000/svg";

// Keys with one of these belong to the browser, as Alt with an arrow does, which goes back a page.
export const isTheBrowsers = (event) => event.altKey || event.ctrlKey || event.metaKey;

// Sets attributes, and the text where one is called "text". What is the same already is left alone: a browser lays out
// anew what is written, even if nothing about it has changed.
export function fill(element, attributes, parent = null) {
  for (const name in attributes) put(element, name, attributes[name]);
  parent?.append(element);
  return element;
}

function put(element, name, value) {
  if (name === "text") write(element, value);
  else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
}

export const html = (tag, attributes = {}, parent = null) => fill(document.createElement(tag), attributes, parent);

export const svg = (tag, attributes = {}, parent = null) =>
  fill(document.createElementNS(SVG, tag), attributes, parent);

export const picture = (parent, name, title) =>
  html("div", { class: `cx-plane ${name}`, role: "img", "aria-label": title }, parent);

// The layers of a picture, one above the other. A browser paints a layer anew when something in it has changed, so that
// what stands still has one of its own.
export const layersOf = (root, count) => Array.from({ length: count }, () => svg("svg", { class: "cx-layer" }, root));

// Writes into the text that is there already, since another one in its place would have to be styled too.
export function write(element, text) {
  if (element.textContent === text) return;
  if (element.childNodes.length === 1 && element.firstChild.nodeType === Node.TEXT_NODE) element.firstChild.data = text;
  else element.textContent = text;
}

const lastShapes = new WeakMap(); // what renew() has drawn in an element

// Draws the shapes [tag, attributes, shapes within] in a group. An element that is there already is kept, and only what
// has changed is written: to make all of them anew costs several times as long, most of all the styles and the words.
export function renew(group, shapes) {
  const before = lastShapes.get(group) ?? [];
  if (shapes === before) return;
  shapes.forEach(([tag, attributes, within], i) => {
    const [oldTag, oldAttributes] = before[i] ?? [];
    if (tag === oldTag) {
      rewrite(group.children[i], attributes, oldAttributes);
    } else {
      group.children[i]?.remove();
      group.insertBefore(svg(tag, attributes), group.children[i] ?? null);
    }
    if (within) renew(group.children[i], within);
  });
  before.slice(shapes.length).forEach(() => group.lastChild.remove());
  lastShapes.set(group, shapes);
}

function rewrite(element, attributes, before) {
  for (const name in before) if (!(name in attributes)) element.removeAttribute(name);
  for (const name in attributes) {
    if (attributes[name] === before[name]) continue;
    if (name === "text") write(element, attributes[name]);
    else element.setAttribute(name, attributes[name]);
  }
}

// How large the page's type is beside that of 16 pixels, for which pictures are laid out: on slides it grows with the
// window, and some readers set it larger.
export const typeScale = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;

export function button(parent, label, onClick) {
  const element = html("button", { type: "button", class: "cx-button", text: label }, parent);
  element.addEventListener("click", onClick);
  return element;
}

// Admitted (or 1) is a blue circle, rejected (or 0) a vermillion cross: always colour and shape. The outline shows on a
// coloured ground only.
export function marker(label, parent, size = 5, options = {}) {
  const [tag, attributes, within] = markerShape(label, size, options);
  const group = svg(tag, attributes, parent);
  renew(group, within);
  return group;
}

// It stands at a place of the picture, and not in a group that is moved there: for each such group that a page holds,
// the browser takes longer to put a frame together. A mark of a held-out point is smaller and paler.
export function markerShape(label, size, { at: [x, y] = [0, 0], held = false, outlined = false } = {}) {
  const r = held ? 0.65 * size : size;
  const cross = `M${rounded([x - r, y - r])}l${2 * r},${2 * r}m0,${-2 * r}l${-2 * r},${2 * r}`;
  const [tag, shape] = label === 1 ? ["circle", { cx: x, cy: y, r }] : ["path", { d: cross }];
  const name = label === 1 ? "cx-mark cx-one" : "cx-mark cx-zero";
  return [
    "g",
    { class: held ? `${name} cx-held` : name },
    [...(outlined ? [[tag, { class: "cx-outline", ...shape }]] : []), [tag, shape]],
  ];
}

// A legend: beside each of the words what draws the sign that they explain.
export function legend(parent, entries) {
  const row = html("div", { class: "cx-legend", "aria-hidden": "true" }, parent);
  for (const [words, draw] of Object.entries(entries)) {
    const entry = html("span", { class: "cx-entry" }, row);
    draw(svg("svg", { width: 22, height: 22, viewBox: "-11 -11 22 22" }, entry));
    entry.append(words);
  }
}

// Lays out a picture whose words are part of it, so that it grows with them; returns its width in pixels of its own.
export function grown(root, width, height) {
  const em = typeScale();
  fill(root, { width, height: height * em, viewBox: `0 0 ${width / em} ${height}` });
  return width / em;
}
