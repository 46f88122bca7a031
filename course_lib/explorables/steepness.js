// A line and its steepness k: all three numbers are multiplied by it, which keeps the line and makes the model surer.

import { withoutNoise } from "./numbers.js";

export function steeper({ w, b }, k) {
  return { w: w.map((weight) => withoutNoise(k * weight)), b: withoutNoise(k * b) };
}
