// Numbers as a reader wants them. course_lib.explorables.base writes them the same way.

// A slider adds up its steps: 1.2999999999999998 where 1.3 is meant, -1.4e-16 for 0. Nine decimals are kept.
export const withoutNoise = (value) => Math.floor(value * 1e9 + 0.5) / 1e9;

// A place in a picture, to a hundredth of a pixel; many times faster than toFixed.
/** @type {(place: number[]) => string} */
export const rounded = ([x, y]) => `${Math.round(100 * x) / 100},${Math.round(100 * y) / 100}`;

// A proper minus sign, no float noise, and never a minus before zero.
export function fixed(value, digits) {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

// The next term of a sum: "+ 1.0" or "− 18.0".
export function term(value, digits) {
  const text = fixed(value, digits);
  return text.startsWith("−") ? `− ${text.slice(1)}` : `+ ${text}`;
}

// Three digits, and honest words where they would say 0 or 1, which a sigmoid never does.
export function probabilityInWords(p) {
  const words = fixed(p, 3);
  return { "1.000": "above 0.999", "0.000": "below 0.001" }[words] ?? words;
}

// "= 0.731", and "> 0.999" or "< 0.001" where three digits would say 1 or 0.
export function equals(p) {
  const text = fixed(p, 3);
  return { "1.000": "> 0.999", "0.000": "< 0.001" }[text] ?? `= ${text}`;
}

export const percent = (part, whole) => `${fixed((100 * part) / whole, 1)} %`;

// "test 7.0, grades 6.0"
export const features = (names, x, digits) => names.map((name, i) => `${name} ${fixed(x[i], digits)}`).join(", ");

export const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";

// What features are called, each with its letter, unless that is all its name.
export const axisNames = (names) =>
  names.map((name, i) => (name === `x${SUBSCRIPTS[i + 1]}` ? name : `${name} x${SUBSCRIPTS[i + 1]}`.trim()));

export function equation(w, b, digits = 1) {
  if (w.every((weight) => weight === 0)) return "no line: every weight is 0";
  const terms = w.map((weight, i) => `${i ? term(weight, digits) : fixed(weight, digits)}·x${SUBSCRIPTS[i + 1]}`);
  return `${terms.join(" ")} ${term(b, digits)} = 0`;
}

// The score of one student as a sum: "2.0 · 7.0 + 1.0 · 6.0 − 18.0"; `line` and `x` say how many digits each shows.
export function workedScore({ w, b }, features, { line, x }) {
  const terms = w.map((weight, i) => `${i ? term(weight, line) : fixed(weight, line)} · ${fixed(features[i], x)}`);
  return `${terms.join(" ")} ${term(b, line)}`;
}

// "2.00 ≥ 0", and honest words where a negative score is too small to show.
export function comparison(z, digits) {
  if (z >= 0) return `${fixed(z, digits)} ≥ 0`;
  return Number(z.toFixed(digits)) === 0 ? "a hair below 0" : `${fixed(z, digits)} < 0`;
}

// How many decimals these numbers need, at most three.
export const decimals = (values) =>
  [0, 1, 2].find((digits) => values.every((value) => Math.abs(value - value.toFixed(digits)) < 1e-9)) ?? 3;

// A round distance between ticks, 1, 2 or 5 times a power of ten, that puts at most `most` steps into a span.
function niceStep(span, most) {
  const magnitude = 10 ** Math.floor(Math.log10(span / most));
  return [1, 2, 5, 10].map((each) => each * magnitude).find((each) => span / each <= most + 1e-9);
}

// Round numbers from low to high.
export function niceTicks(low, high, most = 5) {
  const each = niceStep(high - low, most);
  const count = Math.floor(high / each + 1e-9) - Math.ceil(low / each - 1e-9) + 1;
  return Array.from({ length: count }, (_, i) => Number(((Math.ceil(low / each - 1e-9) + i) * each).toPrecision(12)));
}

// Powers of ten from low to high; with 2 and 5 times each where fewer than three of them lie there.
export function logTicks(low, high) {
  const powers = [];
  for (let power = Math.floor(Math.log10(low)); 10 ** power <= high; power++) powers.push(power);
  const within = (factors) =>
    powers
      .flatMap((power) => factors.map((factor) => Number(`${factor}e${power}`)))
      .filter((value) => low <= value && value <= high);
  return within([1]).length < 3 ? within([1, 2, 5]) : within([1]);
}
