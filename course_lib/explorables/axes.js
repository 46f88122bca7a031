// The axes that planes and charts share: a frame, grid lines, ticks, and what is measured.

// Their shapes, for renew(). The box {left, top, width, height} is the frame; ticks: {x: [[pixel, "text"], …], y: …};
// names: of x and y. Where something lies between the frame and the words under it, those stand `below` pixels deeper.
// `em`: how large the type is, see typeScale().
export function axesShapes({ left, top, width, height, em }, ticks, names, below = 0) {
  const [right, bottom] = [left + width, top + height];
  const words = (text, x, y, more) => ["text", { x, y, text, "text-anchor": "middle", ...more }];
  const grid = (x1, x2, y1, y2) => ["line", { class: "cx-grid", x1, x2, y1, y2 }];
  const underTicks = em * (ticks.x.length ? 37 : 17);
  return [
    ["rect", { class: "cx-frame", x: left, y: top, width, height }],
    ...ticks.x.flatMap(([x, text]) => [
      grid(x, x, top, bottom),
      words(text, x, bottom + below + 17 * em, { class: "cx-tick" }),
    ]),
    ...ticks.y.flatMap(([y, text]) => [
      grid(left, right, y, y),
      words(text, left - 8, y + 4 * em, { class: "cx-tick", "text-anchor": "end" }),
    ]),
    words(names[0], left + width / 2, bottom + below + underTicks),
    words(names[1], 14 * em, top + height / 2, { transform: `rotate(-90 ${14 * em} ${top + height / 2})` }),
  ];
}
