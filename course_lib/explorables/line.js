// The geometry of the line w·x + b = 0 in a window {x: [low, high], y: [low, high]}.

import { score, step } from "./formulas.js";

// The score by a line that sliders set, and 0 for who is on the line: there the sum of tenths leaves a noise of floats.
export function scoreWithoutNoise(w, b, x) {
  const z = score(w, b, x);
  const size = score(w.map(Math.abs), Math.abs(b), x.map(Math.abs));
  return Math.abs(z) <= 1e-12 * size ? 0 : z;
}

// Whether each student is on the wrong side of a line that sliders set.
export const onWrongSide = (w, b, X, y) => X.map((x, i) => step(scoreWithoutNoise(w, b, x)) !== y[i]);

const corners = ({ x, y }) => [
  [x[0], y[0]],
  [x[1], y[0]],
  [x[1], y[1]],
  [x[0], y[1]],
];

// Where the line w·x + b = 0 crosses each side of the window, beginning with the lower one; null where it does not.
function crossings(w, b, window) {
  return corners(window).map((here, i, around) => {
    const next = around[(i + 1) % 4];
    const [a, c] = [score(w, b, here), score(w, b, next)];
    return a >= 0 !== c >= 0 ? here.map((value, k) => value + (a / (a - c)) * (next[k] - value)) : null;
  });
}

// The part of the window where the score is at least 0, as a polygon; empty where there is none.
export function positiveSide(w, b, window) {
  const crossed = crossings(w, b, window);
  return corners(window)
    .flatMap((corner, i) => [score(w, b, corner) >= 0 ? corner : null, crossed[i]])
    .filter(Boolean);
}

// The two ends of the line inside the window, left end first (lower end first where it is vertical); or null where it
// misses the window or only touches a corner.
export function lineEnds(w, b, window) {
  const ends = crossings(w, b, window)
    .filter(Boolean)
    .sort((p, q) => p[0] - q[0] || p[1] - q[1]);
  if (ends.length < 2) return null;
  const [across, up] = ["x", "y"].map((name, k) => (ends[1][k] - ends[0][k]) / (window[name][1] - window[name][0]));
  return Math.hypot(across, up) > 1e-6 ? ends : null;
}

// The corner of the window that lies deepest on the given side (+1 or -1), or null where nothing lies there.
export function deepestCorner(w, b, window, side) {
  const best = corners(window).reduce((p, q) => (side * score(w, b, q) > side * score(w, b, p) ? q : p));
  const z = score(w, b, best);
  return (side > 0 ? z >= 0 : z < 0) ? best : null;
}
