// A plane whose ground is tinted by a number at every place: a probability, or the height of a landscape.

import { html, renew, svg } from "./elements.js";
import { sigmoid } from "./formulas.js";
import { lineEnds } from "./line.js";
import { fixed, rounded } from "./numbers.js";
import { Plane } from "./plane.js";

const SIZE = 100;
const PIECES = 50;
const BLUE = [0, 114, 178];
const VERMILLION = [213, 94, 0];
const PURPLE = [157, 144, 193];

// A scale says what a value looks like: its shade, from -1 (the first hue) by 0 (the page shines through) to 1 (the
// second hue); the levels that have a contour, the `middle` one drawn bolder, and the digits of their words. `measure`
// changes about evenly from one place of the grid to the next: for a probability that is the score, so that the contours
// of a linear model are straight however steep it is.
export const PROBABILITY = {
  levels: [0.1, 0.5, 0.9],
  middle: 0.5,
  digits: 1,
  hues: [VERMILLION, BLUE],
  shade: (p) => 2 * p - 1,
  measure: (p) => Math.log(Math.max(p, 1e-16) / Math.max(1 - p, 1e-16)),
};

// A landscape in one hue, a step darker from each level to the next. The levels rise.
export function heights(levels, digits) {
  function steps(value) {
    const next = levels.findIndex((level) => value < level);
    if (next === -1) return levels.length;
    return next === 0 ? 0 : next + (value - levels[next - 1]) / (levels[next] - levels[next - 1]);
  }
  return {
    levels,
    digits,
    hues: [PURPLE, PURPLE],
    shade: (value) => steps(value) / levels.length,
    measure: (value) => value,
  };
}

// The tint is a canvas beneath the picture. It lets the page shine through, so that it fits either theme.
export class FieldPlane extends Plane {
  constructor(parent, options) {
    super(parent, options);
    this.field = null;
    this.outlined = true;
    this.canvas = html("canvas", { class: "cx-field" });
    this.root.prepend(this.canvas);
    this.contours = svg("g", { class: "cx-contours" });
    this.guides.before(this.contours);
    this.contourWords = svg("g", { class: "cx-contours" });
    this.lines.after(this.contourWords);
  }

  /** @param {typeof PROBABILITY | ReturnType<typeof heights>} scale */
  // `grid`: the numbers, row by row from the lowest x2, as many rows as columns, the outer ones on the frame. They stay
  // until the next call.
  showField(grid, scale = PROBABILITY) {
    if (this.field?.grid === grid && this.field.scale === scale) return;
    const size = Math.sqrt(grid.length);
    this.tint({ grid, scale, size, contours: contoured(grid, size, scale) });
  }

  tint(field) {
    this.field = field;
    paint(this.canvas, field);
    this.root.classList.add("cx-has-field");
    this.placeField();
  }

  arrange() {
    super.arrange();
    if (this.field) this.placeField();
  }

  // The middles of the outer pixels lie on the frame, so that half a pixel is cut off all around.
  placeField() {
    const { left, top, width: side } = this.box;
    const pixel = side / (this.field.size - 1);
    const [x, y, width] = [left - pixel / 2, top - pixel / 2, side + pixel].map((value) => `${value}px`);
    Object.assign(this.canvas.style, { left: x, top: y, width, height: width, clipPath: `inset(${pixel / 2}px)` });
    this.drawContours(pixel);
  }

  drawContours(pixel) {
    const { left, bottom } = this.box;
    const placed = ([column, row]) => [left + pixel * column, bottom - pixel * row];
    const [taken, paths, words] = [[], [], []];
    for (const { level, segments } of this.field.contours) {
      const name = level === this.field.scale.middle ? "cx-contour cx-middle" : "cx-contour";
      const starts = segments.map(([from]) => placed(from));
      const d = segments.map(([, to], i) => `M${rounded(starts[i])}L${rounded(placed(to))}`).join("");
      paths.push(["path", { class: name, d }]);
      words.push(...this.nameOfContour(level, starts, taken));
    }
    renew(this.contours, paths);
    renew(this.contourWords, words);
  }

  // The level in words on its contour, at the rightmost place that is well within the frame and away from other words;
  // away from the students and their letters too, if there is such a place.
  nameOfContour(level, places, taken) {
    const { left, top, right, bottom } = this.box;
    const inside = ([x, y]) => x > left + 30 && x < right - 30 && y > top + 40 && y < bottom - 40;
    const apart =
      (others, wide, high) =>
      ([x, y]) =>
        others.every((other) => Math.abs(x - other[0]) > wide || Math.abs(y - other[1]) > high);
    const free = places
      .filter(inside)
      .filter(apart(taken, 30, 16))
      .sort((p, q) => q[0] - p[0]);
    const students = this.content.points.map((point) => this.px(point));
    const letters = students.filter((_, i) => this.content.letters[i]).map(([x, y]) => [x + 12, y - 11]);
    const [apartFromLetters, apartFromStudents] = [apart(letters, 17, 16), apart(students, 19, 14)];
    const place = free.find((each) => apartFromLetters(each) && apartFromStudents(each)) ?? free[0];
    if (!place) return [];
    taken.push(place);
    const words = { x: place[0], y: place[1] + 4, text: fixed(level, this.field.scale.digits) };
    return [["text", { class: "cx-tick", "text-anchor": "middle", ...words }]];
  }
}

// A field of the probabilities of a linear model. Their contours are known, straight lines: they need not be searched for.
export class LinearFieldPlane extends FieldPlane {
  showLinearModel({ w: [w1, w2], b }) {
    const grid = sampled((place) => sigmoid(w1 * place[0] + w2 * place[1] + b), this.window);
    const contours = PROBABILITY.levels.map((level) => {
      const ends = lineEnds([w1, w2], b - PROBABILITY.measure(level), this.window);
      return { level, segments: ends ? pieces(ends.map((end) => inCells(end, this.window))) : [] };
    });
    this.tint({ grid, scale: PROBABILITY, size: SIZE, contours });
  }
}

// --- From a function to a grid, and from a grid to pixels and lines --------------------------------------------------

// Loops over plain indices: they run ten thousand times for one picture, where taking arrays apart costs the most. For
// the same reason one array serves for all places; f must not keep it.
export function sampled(f, { x, y }) {
  const grid = new Float64Array(SIZE * SIZE);
  const [columns, rows] = [x, y].map(([low, high]) =>
    Array.from({ length: SIZE }, (_, i) => low + ((high - low) * i) / (SIZE - 1)),
  );
  const place = [0, 0];
  for (let row = 0; row < SIZE; row++) {
    place[1] = rows[row];
    for (let column = 0; column < SIZE; column++) {
      place[0] = columns[column];
      grid[row * SIZE + column] = f(place);
    }
  }
  return grid;
}

function paint(canvas, { grid, size, scale: { hues, shade } }) {
  if (canvas.width !== size) Object.assign(canvas, { width: size, height: size });
  const context = canvas.getContext("2d");
  const image = context.createImageData(size, size);
  const { data } = image;
  let i = 0;
  for (let row = size - 1; row >= 0; row--) {
    // the picture's first row is the grid's last
    for (let pixel = 4 * row * size; pixel < 4 * (row + 1) * size; pixel += 4) {
      const share = shade(grid[i++]);
      const hue = share < 0 ? hues[0] : hues[1];
      data[pixel] = hue[0];
      data[pixel + 1] = hue[1];
      data[pixel + 2] = hue[2];
      data[pixel + 3] = 255 * Math.abs(share);
    }
  }
  context.putImageData(image, 0, 0);
}

// A place of the window in columns and rows.
/** @type {(place: number[], window: any) => number[]} */
const inCells = ([x1, x2], { x, y }) =>
  [
    [x1, x],
    [x2, y],
  ].map(([value, [low, high]]) => ((SIZE - 1) * (value - low)) / (high - low));

// A straight line as a few segments, between which its name may stand.
/** @type {(ends: number[][]) => number[][][]} */
const pieces = ([from, to]) =>
  Array.from({ length: PIECES }, (_, i) =>
    [i, i + 1].map((k) => from.map((value, axis) => value + (k / PIECES) * (to[axis] - value))),
  );

// Where the grid crosses each level, as segments between places [column, row] (marching squares).
const contoured = (grid, size, { levels, measure }) =>
  levels.map((level) => ({ level, segments: contour(grid, size, level, measure) }));

function contour(grid, size, level, measure) {
  const above = new Uint8Array(grid.length);
  for (let i = 0; i < grid.length; i++) above[i] = Number(grid[i] >= level);
  const segments = [];
  for (let row = 0; row + 1 < size; row++) {
    for (let column = 0; column + 1 < size; column++) {
      const i = row * size + column;
      const corners = above[i] + above[i + 1] + above[i + size] + above[i + size + 1];
      if (corners === 0 || corners === 4) continue;
      const values = [grid[i], grid[i + 1], grid[i + size + 1], grid[i + size]];
      segments.push(...crossed([column, row], values, level, measure));
    }
  }
  return segments;
}

const AROUND = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];

// The segments in the cell at this column and row, whose corners have these values, in the order of AROUND. Where
// opposite corners are on the same side, the middle of the cell decides which of them are joined.
function crossed([column, row], values, level, measure) {
  const wanted = measure(level);
  const ends = [];
  for (let k = 0; k < 4; k++) {
    const next = (k + 1) % 4;
    if (values[k] >= level === values[next] >= level) continue;
    const from = measure(values[k]);
    const share = (wanted - from) / (measure(values[next]) - from);
    const [[x, y], [toX, toY]] = [AROUND[k], AROUND[next]];
    ends.push([column + (x + share * (toX - x)), row + (y + share * (toY - y))]);
  }
  if (ends.length === 2) return [ends];
  const [a, b, c, d] = ends;
  const middle = values.reduce((sum, value) => sum + measure(value), 0) / 4;
  return middle >= wanted === values[0] >= level
    ? [
        [a, b],
        [c, d],
      ]
    : [
        [d, a],
        [b, c],
      ];
}
