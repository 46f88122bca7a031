// A line and its steepness k: all three numbers are multiplied by it, which keeps the line and makes the model surer.

import { fixed, withoutNoise } from "./numbers.js";

export function steeper({ w, b }, k) {
  return { w: w.map((weight) => withoutNoise(k * weight)), b: withoutNoise(k * b) };
}

// Three digits, and honest words where they would say 0 or 1, which a sigmoid never does.
export function probabilityInWords(p) {
  const words = fixed(p, 3);
  return { "1.000": "above 0.999", "0.000": "below 0.001" }[words] ?? words;
}
