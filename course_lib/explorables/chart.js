// Curves, marks and bars beside the plane.

import { axesShapes } from "./axes.js";
import { fill, layersOf, markerShape, picture, renew, svg, typeScale } from "./elements.js";
import { decimals, fixed, logTicks, niceTicks, rounded } from "./numbers.js";

const LETTER = 6.8; // pixels, about, of one letter beside a curve
const PARTS = ["axes", "guides", "bars", "curves", "values", "marks"]; // The values of bars stand before any curve.

// As wide as its parent, `height` pixels high. Ticks are numbers or pairs [value, words], round numbers where they are
// left out; y may be logarithmic.
/** @typedef {{low: number, high: number, label?: string, ticks?: any[], log?: boolean, digits?: number}} Axis */
export class Chart {
  /** @param {{title: string, height?: number, x?: Axis, y?: Axis}} frame - the axes may come with draw() */
  constructor(parent, frame) {
    const { title, height = 180, x, y } = frame;
    this.ownHeight = height;
    this.axes = null;
    /** @type {any} */
    this.content = { x, y };
    this.root = picture(parent, "cx-chart", title);
    this.layers = layersOf(this.root, 2);
    const group = (name) =>
      svg(name === "curves" ? "svg" : "g", { class: `cx-${name}` }, this.layers[Number(name !== "axes")]);
    this.parts = Object.fromEntries(PARTS.map((name) => [name, group(name)]));
    this.resize(400);
  }

  // Draws all there is to see:
  // curves [{points, label, dashed, hue}], broken where a point is not finite; the label stands at the end;
  // marks [{at, label, text, selected, wrong}], the shape of class `label`, or a dot without one;
  // guides [{x or y, text}], lines across;
  // bars [{value, x, width, label, text, hue, selected}], bar i at x = i + 1 unless it says where; a label gives it its
  // class's colour, and the class's shape beneath its foot.
  // The hues: ink, soft, accent, one, zero. The axes x and y stay as they were where they are left out.
  draw(content) {
    const { x, y } = this.content;
    this.content = { curves: [], marks: [], guides: [], bars: [], x, y, ...content };
    this.arrange();
  }

  resize(width) {
    this.width = width;
    this.em = typeScale();
    this.height = (this.ownHeight * (1 + this.em)) / 2; // the words take more of it
    for (const layer of this.layers) fill(layer, { width, height: this.height });
    if (this.content.curves) this.arrange();
  }

  // From values to pixels.
  /** @param {number[]} place */
  px([x, y]) {
    const { left, top, width, height } = this.box;
    return [left + width * share(this.content.x, x), top + height * (1 - share(this.content.y, y))];
  }

  arrange() {
    const { x, y, bars, curves, guides, marks } = this.content;
    const feet = bars.some((bar) => bar.label !== undefined) ? 20 * this.em : 0;
    const ticks = { x: worded(x), y: worded(y) };
    this.box = this.measured(ticks, feet);
    const placed = {
      x: ticks.x.map(([value, words]) => [this.px([value, y.low])[0], words]),
      y: ticks.y.map(([value, words]) => [this.px([x.low, value])[1], words]),
    };
    this.shapes = Object.fromEntries(PARTS.map((name) => [name, []]));
    this.shapes.axes = this.axesOnce(placed, [x.label ?? "", y.label ?? ""], feet);
    guides.forEach((guide) => this.drawGuide(guide));
    bars.forEach((bar, i) => this.drawBar({ x: i + 1, width: 0.76, ...bar }));
    this.drawCurves(curves);
    marks.forEach((mark) => this.drawMark(mark));
    for (const name of PARTS) renew(this.parts[name], this.shapes[name]);
  }

  // The axes, which seldom change from one drawing to the next.
  axesOnce(placed, names, feet) {
    const what = JSON.stringify([this.box, placed, names, feet]);
    if (what !== this.axes?.what) this.axes = { what, shapes: axesShapes(this.box, placed, names, feet) };
    return this.axes.shapes;
  }

  // The frame, with room around it for the words.
  measured(ticks, feet) {
    const { em } = this;
    const { x, y, bars, curves } = this.content;
    const longest = (words) => em * LETTER * Math.max(0, ...words.map((each) => each?.length ?? 0));
    const left = em * (y.label ? 24 : 4) + longest(ticks.y.map(([, words]) => words)) + 8;
    const right = Math.max(12, longest(curves.map((curve) => curve.label)) + 8);
    const bottom = 5 + feet + em * ((ticks.x.length ? 20 : 0) + (x.label ? 19 : 0));
    const width = Math.max(60, this.width - left - right);
    this.upright = longest(bars.map((bar) => bar.text)) < width / (x.high - x.low);
    const top = this.upright ? (bars.length ? 20 * em : 10) : longest(bars.map((bar) => bar.text)) + 6;
    return { left, top, width, height: this.height - top - bottom, em };
  }

  drawGuide({ x, y, text = "" }) {
    const { left, top, width, height } = this.box;
    const [right, bottom] = [left + width, top + height];
    if (x === undefined) {
      const [, down] = this.px([0, y]);
      this.shapes.guides.push(["line", { class: "cx-guide", x1: left, x2: right, y1: down, y2: down }]);
      this.drawWords(text, right - 5, down - 5, true);
      return;
    }
    const [across] = this.px([x, 1]);
    const isRight = across > left + width / 2;
    this.shapes.guides.push(["line", { class: "cx-guide", x1: across, x2: across, y1: top, y2: bottom }]);
    this.drawWords(text, across + (isRight ? -5 : 5), top + 13 * this.em, isRight);
  }

  drawWords(text, x, y, endsHere) {
    const anchor = { "text-anchor": endsHere ? "end" : "start" };
    if (text) this.shapes.guides.push(["text", { class: "cx-tick cx-outlined", x, y, text, ...anchor }]);
  }

  drawBar({ x, width, value, label, text = "", hue = "soft", selected = false }) {
    const { y } = this.content;
    const within = (height) => Math.min(y.high, Math.max(y.low, height));
    const foot = y.log ? y.low : within(0);
    const [[left, one], [right, other]] = [this.px([x - width / 2, within(value)]), this.px([x + width / 2, foot])];
    const [middle, top] = [(left + right) / 2, Math.min(one, other)];
    const shade = label === undefined ? hue : ["zero", "one"][label];
    const shape = { x: left, y: top, width: right - left, height: Math.abs(other - one) };
    const name = `cx-bar cx-hue-${shade}${selected ? " cx-chosen" : ""}`;
    this.shapes.bars.push(["rect", { class: name, ...shape }]);
    const place = this.upright
      ? { x: middle, y: top - 5, "text-anchor": "middle" }
      : { x: middle + 4, y: top - 5, transform: `rotate(-90 ${middle + 4} ${top - 5})` };
    this.shapes.values.push(["text", { class: "cx-tick cx-outlined", text, ...place }]);
    if (label === undefined) return;
    const bottom = this.box.top + this.box.height;
    this.shapes.bars.push(markerShape(label, 5, { at: [middle, bottom + 12], outlined: true }));
  }

  // The layer of the curves is a picture in the picture, which cuts off what lies outside the axes.
  drawCurves(curves) {
    const { left, top, width, height } = this.box;
    const frame = { x: left - 2, y: top - 2, width: width + 4, height: height + 4 };
    fill(this.parts.curves, { ...frame, viewBox: Object.values(frame).join(" ") });
    const ends = curves.map(({ points, label = "", dashed = false, hue = "ink" }) => {
      const places = points.map((point) => this.px(point));
      const name = `cx-curve cx-hue-${hue}${dashed ? " cx-dashed" : ""}`;
      this.shapes.curves.push(["path", { class: name, d: path(places) }]);
      return { label, hue, end: places.findLast(isFinitePlace) };
    });
    const labelled = ends.filter(({ label, end }) => label && end).sort((one, other) => one.end[1] - other.end[1]);
    let above = -Infinity;
    for (const { label, hue, end } of labelled) {
      above = Math.max(above + 15 * this.em, Math.min(top + height, Math.max(top, end[1])));
      this.shapes.marks.push([
        "text",
        { class: `cx-name cx-hue-${hue}`, x: end[0] + 6, y: above + 4 * this.em, text: label },
      ]);
    }
  }

  drawMark({ at, label, text = "", selected = false, wrong = false }) {
    const { left, top, width } = this.box;
    const [x, y] = this.px(at);
    const state = `cx-mark-at${selected ? " cx-selected" : ""}${wrong ? " cx-wrong" : ""}`;
    const [atRight, atTop] = [x > left + 0.7 * width, y < top + 18];
    const place = { x: atRight ? -10 : 10, y: atTop ? 18 * this.em : -8, "text-anchor": atRight ? "end" : "start" };
    this.shapes.marks.push([
      "g",
      { class: state, transform: `translate(${rounded([x, y])})` },
      [
        label === undefined ? ["circle", { class: "cx-dot", r: 4.5 }] : markerShape(label, 4.5, { outlined: true }),
        ["circle", { class: "cx-halo", r: 11 }],
        ["circle", { class: "cx-ring", r: 8.5 }],
        ...(text ? [["text", { class: "cx-outlined", text, ...place }]] : []),
      ],
    ]);
  }
}

function share({ low, high, log }, value) {
  const [from, to, at] = log ? [low, high, value].map(Math.log) : [low, high, value];
  return (at - from) / (to - from);
}

// The ticks of an axis with their words.
function worded({ low, high, log, ticks, digits }) {
  const values = ticks ?? (log ? logTicks(low, high) : niceTicks(low, high));
  const numbers = values.filter(Number.isFinite);
  const plain = (value) => fixed(value, digits ?? decimals(log ? [value] : numbers));
  return values.map((value) => (Array.isArray(value) ? value : [value, plain(value)]));
}

const FARTHEST = 1e6; // pixels: what lies further out, or is no number, no browser draws
const isFinitePlace = (place) => place.every((value) => Math.abs(value) < FARTHEST);

// A polyline, lifted where a place is not finite or far outside; a place alone is a dot.
function path(places) {
  let pen = "M";
  return places
    .map((place) => {
      const drawn = isFinitePlace(place) ? `${pen}${rounded(place)}` : "";
      const dot = drawn && pen === "M" ? "h0" : "";
      pen = drawn ? "L" : "M";
      return drawn + dot;
    })
    .join("");
}
