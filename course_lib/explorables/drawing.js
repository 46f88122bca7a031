// A drawing on 32x32 cells, and what is done to it before a network gets it: named as in course_lib.digits, and a test
// holds it to that. A bitmap is a flat array of 0 and 1, row after row.

export const SIDE = 32;
export const PIXELS = 8; // across and down, of 4x4 cells each
const CELLS = SIDE * SIDE;
const [ROWS, COLUMNS] = [32, 24]; // the room that a drawing is brought to
const LEAST_INK = 240;
const SMALLEST = 6; // cells across or down; less is a dot
export const PEN = 1.6; // cells from the middle of a stroke to its rim

// A row of the drawing is one number of 32 bits, the leftmost cell the highest, as a trait holds it.
export function unpacked(rows) {
  const bitmap = new Uint8Array(CELLS);
  for (let i = 0; i < CELLS; i++) bitmap[i] = (rows[i >> 5] >>> (SIDE - 1 - (i & 31))) & 1;
  return bitmap;
}

export function packed(bitmap) {
  const rows = Array(SIDE).fill(0);
  for (let i = 0; i < CELLS; i++) if (bitmap[i]) rows[i >> 5] += 2 ** (SIDE - 1 - (i & 31));
  return rows;
}

export function inkOf(bitmap) {
  let sum = 0;
  for (let i = 0; i < CELLS; i++) sum += bitmap[i];
  return sum;
}

// Inks the cells whose middle is no further than the pen's width from the line between two places.
export function drawStroke(bitmap, [x, y], [toX, toY], pen = PEN) {
  const [along, down] = [toX - x, toY - y];
  const length = along * along + down * down || 1;
  for (let row = 0, i = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++, i++) {
      const right = column + 0.5 - x;
      const below = row + 0.5 - y;
      const reach = Math.min(1, Math.max(0, (right * along + below * down) / length));
      const offX = right - reach * along;
      const offY = below - reach * down;
      if (offX * offX + offY * offY <= pen * pen) bitmap[i] = 1;
    }
  }
}

// All ink is from row top and column left to before bottom and right; null where there is none.
function boundingBox(bitmap) {
  let [top, bottom, left, right] = [SIDE, 0, SIDE, 0];
  for (let row = 0, i = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++, i++) {
      if (!bitmap[i]) continue;
      top = Math.min(top, row);
      bottom = row + 1;
      left = Math.min(left, column);
      right = Math.max(right, column + 1);
    }
  }
  return bottom ? { top, bottom, left, right } : null;
}

// "" where something is drawn that is larger than a dot, else what is wanted.
export function missing(bitmap) {
  const box = boundingBox(bitmap);
  if (!box) return "Nothing is drawn yet.";
  const [height, width] = [box.bottom - box.top, box.right - box.left];
  return Math.max(height, width) < SMALLEST ? `That is a dot: draw at least ${SMALLEST} cells across or down.` : "";
}

// In whole numbers, halves rounded up, so that every machine finds the same cells.
function centerAndScale(bitmap) {
  const { top, bottom, left, right } = boundingBox(bitmap);
  const [height, width] = [bottom - top, right - left];
  const isTall = ROWS * width <= COLUMNS * height;
  const tall = isTall ? ROWS : Math.max(1, Math.floor((2 * COLUMNS * height + width) / (2 * width)));
  const wide = isTall ? Math.max(1, Math.floor((2 * ROWS * width + height) / (2 * height))) : COLUMNS;
  const [above, before] = [Math.floor((SIDE - tall) / 2), Math.floor((SIDE - wide) / 2)];
  const placed = new Uint8Array(CELLS);
  for (let i = 0; i < tall; i++) {
    const row = top + Math.floor(((2 * i + 1) * height) / (2 * tall));
    for (let j = 0; j < wide; j++) {
      const column = left + Math.floor(((2 * j + 1) * width) / (2 * wide));
      placed[(above + i) * SIDE + before + j] = bitmap[row * SIDE + column];
    }
  }
  return placed;
}

// By a cell all round, again and again, until there is ink enough.
export function thicken(bitmap) {
  let inked = bitmap;
  while (inkOf(inked) < LEAST_INK) {
    const thicker = Uint8Array.from(inked);
    for (let row = 0, i = 0; row < SIDE; row++) {
      for (let column = 0; column < SIDE; column++, i++) {
        if (!inked[i]) continue;
        if (row > 0) thicker[i - SIDE] = 1;
        if (row < SIDE - 1) thicker[i + SIDE] = 1;
        if (column > 0) thicker[i - 1] = 1;
        if (column < SIDE - 1) thicker[i + 1] = 1;
      }
    }
    inked = thicker;
  }
  return inked;
}

function countBlocks(bitmap) {
  const counts = new Float64Array(PIXELS * PIXELS);
  for (let i = 0; i < CELLS; i++) {
    counts[(i >> 7) * PIXELS + ((i & 31) >> 2)] += bitmap[i]; // 128 cells are a row of blocks, 4 a block's width
  }
  return counts;
}

// What the network gets of a drawing, in sixteenths. `preparation`: 0 as drawn, 1 brought to size, 2 thickened too.
export function blocksOf(bitmap, preparation) {
  const sized = preparation > 0 ? centerAndScale(bitmap) : bitmap;
  return countBlocks(preparation > 1 ? thicken(sized) : sized);
}

// What leaves the picture is lost, and what comes in is 0.
export function shiftDigits(counts, right, down) {
  const moved = new Float64Array(counts.length);
  for (let row = 0; row < PIXELS; row++) {
    for (let column = 0; column < PIXELS; column++) {
      const fromRow = row - down;
      const fromColumn = column - right;
      const isInside = fromRow >= 0 && fromRow < PIXELS && fromColumn >= 0 && fromColumn < PIXELS;
      if (isInside) moved[row * PIXELS + column] = counts[fromRow * PIXELS + fromColumn];
    }
  }
  return moved;
}
