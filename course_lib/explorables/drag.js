// What a hand drags in a plane: anything with a pointer, and above all a line.

import { fill, svg } from "./elements.js";
import { score } from "./formulas.js";
import { rounded } from "./numbers.js";

const SHORT = 12; // pixels that an arrow has at least: its head has 9

// Follows one pointer from press to release: start(place) returns what to do on each move, or nothing to let it pass.
// Another finger has no say meanwhile. A release may go unseen, outside of the window or with another button held: then
// the next move, with no button pressed, is the end. So is the loss of the pointer, which a click of the right button
// takes away from the element.
export function drag(picture, element, start) {
  element.addEventListener("touchstart", (event) => event.cancelable && event.preventDefault(), { passive: false });
  element.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary || event.button !== 0) return;
    const move = start(picture.place(event));
    if (!move) return;
    event.preventDefault();
    element.setPointerCapture(event.pointerId);
    picture.root.classList.add("cx-dragging");
    const end = new AbortController();
    const follow = (e) => {
      if (e.pointerId !== event.pointerId) return;
      const to = e.type === "pointermove" && e.buttons & 1 ? picture.place(e) : null;
      if (to) {
        picture.dragged = true;
      } else {
        end.abort();
        picture.root.classList.remove("cx-dragging");
      }
      move(to);
    };
    for (const name of ["pointermove", "pointerup", "lostpointercapture"])
      element.addEventListener(name, follow, { signal: end.signal });
  });
}

// The line through `pivot` that also passes through `pointer`, on the sliders' grid; null where there is none. The length
// of w is kept as far as the sliders reach; `towards` is the old w, so that the admitted side stays on its side.
export function turnedLine(pivot, pointer, towards, limits) {
  let normal = [pivot[1] - pointer[1], pointer[0] - pivot[0]];
  const length = Math.hypot(...normal);
  if (length === 0) return null;
  normal = normal.map((value) => value / length);
  if (normal[0] * towards[0] + normal[1] * towards[1] < 0) normal = normal.map((value) => -value);
  const offset = -(normal[0] * pivot[0] + normal[1] * pivot[1]);
  const scale = Math.min(
    Math.max(1, Math.hypot(...towards)),
    limits.w / Math.max(...normal.map(Math.abs)),
    limits.b / Math.abs(offset),
  );
  const w = normal.map((value) => onGrid(value * scale, limits.w));
  if (w.every((weight) => weight === 0)) return null; // so far from the origin the sliders have no line
  return { w1: w[0], w2: w[1], b: onGrid(-(w[0] * pivot[0] + w[1] * pivot[1]), limits.b) };
}

// The line moved in parallel until the score at `place` is z.
const movedLine = (w, place, z, limits) => ({ b: onGrid(z - (w[0] * place[0] + w[1] * place[1]), limits.b) });

const onGrid = (value, limit) => Math.round(10 * Math.min(limit, Math.max(-limit, value))) / 10;

// The line, the arrow along w, and the handles by which a hand moves them. state() is {w, b}, and the steepness k where
// there is one; onMove gets what changed.
export function draggableLine(picture, { state, limits, arrowScale, onMove }) {
  const arrow = arrowAlong(picture, arrowScale);
  const [shown, grip] = ["cx-line", "cx-grip"].map((name) => svg("line", { class: name }, picture.lines));
  const handles = [lineHandle(picture), lineHandle(picture)];
  let held = null;

  drag(picture, grip, (from) => {
    const { w, b } = state();
    const z = score(w, b, picture.unpx(from));
    return (to) => to && onMove(movedLine(w, picture.unpx(to), z, limits));
  });
  handles.forEach((handle, i) =>
    drag(picture, handle.knob, () => {
      const { w } = state();
      const pivot = picture.unpx(handles[1 - i].at); // in features: the window may change meanwhile
      return (to) => {
        held = to && { i, to, pivot: picture.px(pivot) };
        const turned = to && turnedLine(pivot, picture.unpx(to), w, limits);
        if (turned) onMove(turned);
        draw(state());
      };
    }),
  );

  function draw({ w, b, k = 1 }) {
    const ends = picture.placeLine(shown, w, b);
    picture.placeLine(grip, w, b);
    const hidden = ends ? "" : "none";
    for (const element of [arrow.element, ...handles.map((handle) => handle.knob)]) element.style.display = hidden;
    if (!ends) return;
    placeHandles(handles, ends, held);
    arrow.draw(ends, w, b, k);
  }

  return { draw };
}

function lineHandle(picture) {
  const knob = svg("g", { class: "cx-handle" }, picture.top);
  const circles = [svg("circle", { class: "cx-reach", r: 18 }, knob), svg("circle", { class: "cx-knob", r: 7 }, knob)];
  return { knob, circles, at: [0, 0] };
}

const lengthOf = ([start, end]) => Math.hypot(end[0] - start[0], end[1] - start[1]);

const directionOf = ([start, end]) => [0, 1].map((k) => (end[k] - start[k]) / lengthOf([start, end]));

// Near the ends of the line; while one is held, it stays beneath the hand and the other one stays where it was.
function placeHandles(handles, ends, held) {
  const [[start], length, along] = [ends, lengthOf(ends), directionOf(ends)];
  const at = (reach) => start.map((value, k) => value + reach * along[k]);
  const inset = Math.min(12, length / 4);
  const places = [at(inset), at(length - inset)];
  if (held) {
    const projected = (held.to[0] - start[0]) * along[0] + (held.to[1] - start[1]) * along[1];
    places[held.i] = at(Math.min(length, Math.max(0, projected)));
    places[1 - held.i] = held.pivot;
  }
  handles.forEach((handle, i) => {
    handle.at = places[i];
    for (const circle of handle.circles) fill(circle, { cx: places[i][0], cy: places[i][1] });
  });
}

// How far it is from a place in the picture to its frame, in this direction; both in pixels.
function room({ box: { left, top, right, bottom } }, [x, y], [dx, dy]) {
  const far = (way, low, high) => (way === 0 ? Infinity : Math.max(low / way, high / way));
  return Math.min(far(dx, left - x, right - x), far(dy, top - y, bottom - y));
}

// From the middle of the line to where the score grows, as long as k·w, in `scale` pixels to one, or as the picture lets.
function arrowAlong(picture, scale) {
  const element = svg("g", { class: "cx-arrow" }, picture.lines);
  const [shaft, tip] = [svg("line", {}, element), svg("path", {}, element)];

  function draw(ends, w, b, k) {
    const [dx, dy] = directionOf(ends);
    const [x, y] = [0, 1].map((k) => (ends[0][k] + ends[1][k]) / 2);
    const grows = score(w, b, picture.unpx([x + dy, y - dx])) > score(w, b, picture.unpx([x - dy, y + dx]));
    const [nx, ny] = grows ? [dy, -dx] : [-dy, dx];
    const length = Math.max(SHORT, Math.min(scale * k * Math.hypot(...w), room(picture, [x, y], [nx, ny])));
    const [endX, endY] = [x + nx * length, y + ny * length];
    fill(shaft, { x1: x, y1: y, x2: endX - 6 * nx, y2: endY - 6 * ny });
    const corners = [-4.5, 4.5].map((side) => [endX - 9 * nx - side * ny, endY - 9 * ny + side * nx]);
    fill(tip, { d: `M${[[endX, endY], ...corners].map(rounded).join("L")}Z` });
  }

  return { element, draw };
}
