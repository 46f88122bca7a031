// What several explorables draw, as a legend shows it.

import { marker, svg } from "./elements.js";

export const one = (parent) => marker(1, parent);
export const zero = (parent) => marker(0, parent);
export const ring = (parent) => svg("circle", { class: "cx-ring cx-shown", r: 8 }, parent);
export const halo = (parent) => svg("circle", { class: "cx-halo cx-shown", r: 8 }, parent);
export const contourLine = (parent) => svg("path", { class: "cx-contour", d: "M-10,0H10" }, parent);

export function guided(parent) {
  svg("circle", { class: "cx-halo cx-shown", cx: 3, cy: -3, r: 6 }, parent);
  svg("path", { class: "cx-guides", d: "M3,-3V11M3,-3H-11" }, parent);
}

export function heldOnes(parent) {
  for (const label of [0, 1]) marker(label, parent, 5, { at: [label === 1 ? -5 : 5, 0], held: true });
}
