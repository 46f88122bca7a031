// A plane whose ground is tinted by a number at every place: a probability, or the height of a landscape.

import { html, svg } from "./elements.js";
import { fixed } from "./numbers.js";
import { Plane } from "./plane.js";

const SIZE = 100;
const BLUE = [0, 114, 178];
const VERMILLION = [213, 94, 0];
const GREEN = [0, 120, 90];

// A scale says what a value looks like: the levels with a contour, the digits of their words, a colour (red, green, blue,
// and how much of it, from 0 to 255), and a measure that changes about evenly between neighbours in the grid.
// Score rather than probability, so that the contours of a linear model are straight however steep it is.
export const PROBABILITY = {
  levels: [0.1, 0.5, 0.9],
  digits: 1,
  colour: (p) => [...(p >= 0.5 ? BLUE : VERMILLION), 255 * Math.abs(2 * p - 1)],
  measure: (p) => Math.log(Math.max(p, 1e-16) / Math.max(1 - p, 1e-16)),
};

// A landscape in one hue, a step darker from each level to the next. The levels rise.
export function heights(levels, digits) {
  const above = (value) => levels.findLastIndex((level) => level <= value) + 1;
  const share = (value, i) => (value - levels[i - 1]) / (levels[i] - levels[i - 1]);
  function steps(value) {
    const i = above(value);
    return i === 0 || i === levels.length ? i : i + share(value, i);
  }
  return {
    levels,
    digits,
    colour: (value) => [...GREEN, (255 * steps(value)) / levels.length],
    measure: (value) => value,
  };
}

// The tint is a canvas beneath the picture. It lets the page shine through, so that it fits either theme.
export class FieldPlane extends Plane {
  constructor(parent, options) {
    super(parent, options);
    this.field = null;
    this.canvas = html("canvas", { class: "cx-field" });
    this.stage.prepend(this.canvas);
    this.contours = svg("g", { class: "cx-contours" });
    this.axes.after(this.contours);
    this.contourWords = svg("g", { class: "cx-contours" });
    this.students.before(this.contourWords);
  }

  // `values`: a function of a place [x1, x2], or the numbers themselves, row by row from the lowest x2, as many rows as
  // columns, the outer ones on the frame. They stay until the next call.
  showField(values, scale = PROBABILITY) {
    if (this.field?.values === values && this.field.scale === scale) return;
    const grid = typeof values === "function" ? sampled(values, this.window) : values;
    const size = Math.sqrt(grid.length);
    const contours = scale.levels.map((level) => ({ level, segments: contour(grid, size, level, scale.measure) }));
    this.field = { values, scale, size, contours };
    paint(this.canvas, grid, size, scale.colour);
    this.stage.classList.add("cx-has-field");
    this.placeField();
  }

  hideField() {
    this.field = null;
    this.stage.classList.remove("cx-has-field");
  }

  arrange() {
    super.arrange();
    if (this.field) this.placeField();
  }

  // The middles of the outer pixels lie on the frame, so that half a pixel is cut off all around.
  placeField() {
    const [left, top] = this.px([this.window.x[0], this.window.y[1]]);
    const pixel = this.side / (this.field.size - 1);
    const [x, y, width] = [left - pixel / 2, top - pixel / 2, this.side + pixel].map((value) => `${value}px`);
    Object.assign(this.canvas.style, { left: x, top: y, width, height: width, clipPath: `inset(${pixel / 2}px)` });
    this.drawContours([left, top + this.side], pixel);
  }

  drawContours([left, bottom], pixel) {
    const { contours, scale } = this.field;
    const placed = ([column, row]) => [left + pixel * column, bottom - pixel * row];
    const taken = [];
    this.contours.replaceChildren();
    this.contourWords.replaceChildren();
    for (const { level, segments } of contours) {
      const lines = segments.map((ends) => ends.map(placed));
      const d = lines.map(([from, to]) => `M${rounded(from)}L${rounded(to)}`).join("");
      svg("path", { class: scale === PROBABILITY && level === 0.5 ? "cx-contour cx-middle" : "cx-contour", d }, this.contours);
      const place = freePlace(lines.map(([from]) => from), taken, { left, bottom, side: this.side });
      if (!place) continue;
      taken.push(place);
      const [x, y] = [place[0], place[1] + 4];
      svg("text", { class: "cx-tick", x, y, text: fixed(level, scale.digits), "text-anchor": "middle" }, this.contourWords);
    }
  }
}

const rounded = (place) => place.map((value) => value.toFixed(1)).join(",");

// The rightmost of these places that lies well within the frame and away from the places taken.
function freePlace(places, taken, { left, bottom, side }) {
  const inside = ([x, y]) => x > left + 30 && x < left + side - 30 && y < bottom - 40 && y > bottom - side + 40;
  const alone = ([x, y]) => taken.every((other) => Math.abs(x - other[0]) > 30 || Math.abs(y - other[1]) > 16);
  return places.filter((place) => inside(place) && alone(place)).reduce((p, q) => (q[0] > (p?.[0] ?? 0) ? q : p), null);
}

// --- From a function to a grid, and from a grid to pixels and lines --------------------------------------------------

function sampled(f, { x, y }) {
  const grid = new Float64Array(SIZE * SIZE);
  const at = ([low, high], i) => low + ((high - low) * i) / (SIZE - 1);
  for (let row = 0; row < SIZE; row++) {
    for (let column = 0; column < SIZE; column++) grid[row * SIZE + column] = f([at(x, column), at(y, row)]);
  }
  return grid;
}

function paint(canvas, grid, size, colour) {
  if (canvas.width !== size || canvas.height !== size) Object.assign(canvas, { width: size, height: size });
  const context = canvas.getContext("2d");
  const image = context.createImageData(size, size);
  grid.forEach((value, i) => {
    const [row, column] = [Math.floor(i / size), i % size];
    image.data.set(colour(value), 4 * ((size - 1 - row) * size + column));
  });
  context.putImageData(image, 0, 0);
}

// Where the grid crosses a level, as segments between places [column, row] (marching squares).
function contour(grid, size, level, measure) {
  const segments = [];
  for (let row = 0; row + 1 < size; row++) {
    for (let column = 0; column + 1 < size; column++) {
      const i = row * size + column;
      const above = (grid[i] >= level) + (grid[i + 1] >= level) + (grid[i + size] >= level) + (grid[i + size + 1] >= level);
      if (above === 0 || above === 4) continue;
      const values = [grid[i], grid[i + 1], grid[i + size + 1], grid[i + size]];
      for (const ends of crossed(values, level, measure)) {
        segments.push(ends.map(([across, up]) => [column + across, row + up]));
      }
    }
  }
  return segments;
}

const AROUND = [[0, 0], [1, 0], [1, 1], [0, 1]];

// The segments in one cell, whose corners have these values, in the order of AROUND. Where opposite corners are on the
// same side, the middle of the cell decides which of them are joined.
function crossed(values, level, measure) {
  const [wanted, ...measured] = [level, ...values].map(measure);
  const ends = AROUND.map((here, k) => {
    const next = (k + 1) % 4;
    if (values[k] >= level === values[next] >= level) return null;
    const share = (wanted - measured[k]) / (measured[next] - measured[k]);
    return here.map((value, axis) => value + share * (AROUND[next][axis] - value));
  });
  const [a, b, c, d] = ends.filter(Boolean);
  if (!c) return [[a, b]];
  const middle = measured.reduce((sum, value) => sum + value) / 4;
  return middle >= wanted === values[0] >= level ? [[a, b], [c, d]] : [[d, a], [b, c]];
}
