// The plane: axes, half-planes, students.

import { axesShapes } from "./axes.js";
import { fill, layersOf, markerShape, picture, renew, svg, typeScale } from "./elements.js";
import { deepestCorner, lineEnds, positiveSide } from "./line.js";
import { decimals, fixed } from "./numbers.js";

const RIM = 10; // pixels above the frame and right of it

// A square picture as wide as its parent, with nobody in it before show(); every method redraws one thing at once.
// `sides`: what the two sides of the line are called, 0 first; showSides() places them.
export class Plane {
  constructor(parent, { window, sides = ["", ""], title, markSize = 5 }) {
    this.window = window;
    this.markSize = markSize;
    this.outlined = false; // whether a mark gets an outline, as it needs on a tint
    this.reach = 16; // pixels that a click may be beside what it means, and more where a finger makes it
    this.marks = [];
    this.content = { points: [], labels: [], letters: [], held: [], ticks: { x: [], y: [] }, names: ["", ""] };
    this.selected = null;
    this.wrong = [];
    this.root = picture(parent, "cx-stage", title);
    this.root.onpointerdown = ({ pointerType }) => {
      this.dragged = false;
      this.reach = pointerType === "touch" ? 26 : 16; // of the click itself Safari does not say it before 18.2
    };
    this.layers = layersOf(this.root, 5);
    const [ground, axes, middle, students, top] = this.layers;
    this.zeroField = svg("rect", { class: "cx-field-zero" }, ground);
    this.oneField = svg("polygon", { class: "cx-field-one" }, ground);
    this.axes = svg("g", {}, axes);
    this.guides = svg("path", { class: "cx-guides" }, middle);
    this.lines = svg("g", { class: "cx-lines" }, middle);
    this.students = svg("g", { class: "cx-students" }, students);
    this.top = svg("g", { class: "cx-top" }, top);
    this.sideLabels = ["cx-side-zero", "cx-side-one"].map((name, k) =>
      svg("text", { class: `cx-side ${name}`, text: sides[k] }, this.top),
    );
    this.resize(416);
  }

  // From features to pixels, and back.
  /** @param {number[]} place */
  px([x, y]) {
    const {
      x: [west, east],
      y: [south, north],
    } = this.window;
    const { left, top, width } = this.box;
    return [left + ((x - west) / (east - west)) * width, top + ((north - y) / (north - south)) * width];
  }

  /** @param {number[]} place */
  unpx([x, y]) {
    const {
      x: [west, east],
      y: [south, north],
    } = this.window;
    const { left, top, width } = this.box;
    return [west + ((x - left) / width) * (east - west), north - ((y - top) / width) * (north - south)];
  }

  // The place of a pointer, in pixels of the picture.
  place(event) {
    const box = this.root.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  // `letters`: what to write beside each student, if anything; `held`: whether each is held out.
  show({ points = [], labels = [], letters = [], held = [], ticks, names }) {
    this.content = { points, labels, letters, held, ticks, names };
    this.selected = null;
    this.wrong = [];
    this.students.replaceChildren();
    this.marks = labels.map((_, i) => svg("g", { class: "cx-student", "data-row": i }, this.students));
    this.arrange();
  }

  resize(width) {
    const em = typeScale();
    const [left, top] = [46 * em, RIM];
    const side = Math.max(160, width - left - RIM);
    const [right, bottom] = [left + side, top + side];
    this.box = { left, top, right, bottom, width: side, height: side, em }; // the frame around the plane, in pixels
    for (const layer of this.layers) fill(layer, { width: right + RIM, height: bottom + 44 * em });
    fill(this.zeroField, { x: left, y: top, width: side, height: side });
    this.arrange();
  }

  arrange() {
    this.drawAxes();
    this.placeStudents();
  }

  // Where the points have moved, too; those that have not are left alone.
  placeStudents() {
    for (let i = 0; i < this.marks.length; i++) this.drawStudent(i);
    this.drawGuides();
  }

  // The mark, a ring around one on the wrong side, a halo around the chosen one, and the letter.
  drawStudent(i) {
    const { outlined, content } = this;
    const { points, labels, letters, held } = content;
    const [cx, cy] = this.px(points[i]).map((value) => Math.round(100 * value) / 100);
    /** @type {any[]} */
    const shapes = [markerShape(labels[i], this.markSize, { at: [cx, cy], held: held[i], outlined })];
    if (i === this.selected) shapes.push(["circle", { class: "cx-halo", cx, cy, r: this.markSize + 7 }]);
    if (this.wrong[i]) shapes.push(["circle", { class: "cx-ring", cx, cy, r: 1.1 * this.markSize + 3.5 }]);
    const letter = { class: "cx-tick cx-outlined", x: cx + 8, y: cy - 7, text: letters[i] };
    if (letters[i]) shapes.push(["text", letter]);
    renew(this.marks[i], shapes);
  }

  drawAxes() {
    const { ticks, names } = this.content;
    const worded = (axis, place) => ticks[axis].map((tick) => [place(tick), fixed(tick, decimals(ticks[axis]))]);
    const placed = { x: worded("x", (x) => this.px([x, 0])[0]), y: worded("y", (y) => this.px([0, y])[1]) };
    renew(this.axes, axesShapes(this.box, placed, names));
  }

  // From the selected student to both axes.
  drawGuides() {
    if (this.selected === null) return fill(this.guides, { d: "" });
    const [x, y] = this.px(this.content.points[this.selected]);
    const { left, bottom } = this.box;
    fill(this.guides, { d: `M${x},${y}V${bottom}M${x},${y}H${left}` });
  }

  showSides(w, b) {
    const polygon = positiveSide(w, b, this.window).map((corner) => this.px(corner).join(","));
    this.oneField.setAttribute("points", polygon.join(" "));
    this.sideLabels.forEach((words, k) => {
      const corner = deepestCorner(w, b, this.window, k === 1 ? 1 : -1);
      words.style.display = corner ? "" : "none";
      if (!corner) return;
      const [x, y] = this.px(corner);
      const [atRight, atTop] = [corner[0] === this.window.x[1], corner[1] === this.window.y[1]];
      const anchor = { "text-anchor": atRight ? "end" : "start" };
      fill(words, { x: x + (atRight ? -7 : 7), y: y + (atTop ? 16 * this.box.em : -7), ...anchor });
    });
  }

  // Places an SVG line element; returns its ends in pixels, or null where the line misses the window.
  placeLine(element, w, b) {
    const ends = lineEnds(w, b, this.window)?.map((end) => this.px(end)) ?? null;
    element.style.display = ends ? "" : "none";
    if (ends) fill(element, { x1: ends[0][0], y1: ends[0][1], x2: ends[1][0], y2: ends[1][1] });
    return ends;
  }

  // Rings the students that are on the wrong side; only where that has changed is anything drawn.
  showWrong(wrong) {
    const before = this.wrong;
    this.wrong = wrong;
    this.marks.forEach((mark, i) => {
      if (mark.classList.toggle("cx-wrong", Boolean(wrong[i])) !== Boolean(before[i])) this.drawStudent(i);
    });
  }

  // Points out one student, above all others; null for nobody.
  select(row) {
    if (row === this.selected) return;
    const before = this.selected;
    this.selected = row;
    for (const i of [before, row]) {
      this.marks[i]?.classList.toggle("cx-selected", i === row);
      if (this.marks[i]) this.drawStudent(i);
    }
    if (row !== null) this.students.append(this.marks[row]);
    this.drawGuides();
  }

  // The row of the student nearest to a place in pixels, if one is within reach; else null.
  /** @type {(place: number[], reach: number) => number | null} */
  nearest([x, y], reach) {
    const far = this.content.points.map((point) => Math.hypot(this.px(point)[0] - x, this.px(point)[1] - y));
    const row = far.indexOf(Math.min(...far));
    return far[row] <= reach ? row : null;
  }
}

// A student is selected by a click or a tap near it; the click that ends a drag selects nobody.
export function selectByClick(picture, onSelect) {
  picture.root.addEventListener("click", (event) => {
    if (picture.dragged) return;
    const row = picture.nearest(picture.place(event), picture.reach);
    if (row !== null) onSelect(row);
  });
}
