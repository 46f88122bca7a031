// A line and its steepness k: all three numbers are multiplied by it, which keeps the line and makes the model surer.

import { fixed, withoutNoise } from "./numbers.js";

export function steeper({ w, b }, k) {
  return { w: w.map((weight) => withoutNoise(k * weight)), b: withoutNoise(k * b) };
}

// Three digits, and honest words where they would say 0 or 1, which a sigmoid never does.
export function probabilityInWords(p) {
  if (p > 0.9995) return "above 0.999";
  return p < 0.0005 ? "below 0.001" : fixed(p, 3);
}
