// Numbers that are typed, side by side.

import { fill, html, isTheBrowsers, write } from "./elements.js";
import { decimals, fixed, withoutNoise } from "./numbers.js";

// No inputmode: the keys that a phone shows for decimals may lack the minus.
const FIELD = { type: "text", autocomplete: "off", class: "cx-number" };
const DECIMAL = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i; // JavaScript would take 0x5 for a number too
const NUDGE = 0.5; // by which the arrow keys move a number

// A field for each of the names; numbers() are those that hold, from -limit to limit, and onChange gets all of them
// where one has changed. What somebody is typing stays as it is typed, and what is no such number is refused in words.
export function numberFields(parent, { label, names, limit, numbers, onChange }) {
  const group = html("div", { class: "cx-fields", role: "group", "aria-label": label }, parent);
  const refusal = html("p", { class: "cx-refusal", role: "alert" }, parent);
  const fields = names.map((name, k) => {
    const cell = html("div", {}, group);
    const input = html("input", { ...FIELD, "aria-label": name }, cell);
    input.addEventListener("input", () => accept(k));
    for (const end of ["change", "blur"]) input.addEventListener(end, () => show(k));
    input.addEventListener("keydown", (event) => nudge(event, k));
    return { cell, input };
  });

  const put = (k, value) => onChange(numbers().map((each, i) => (i === k ? value : each)));
  function show(k) {
    const all = numbers();
    fields[k].input.value = fixed(all[k], decimals(all));
    fill(fields[k].input, { "aria-invalid": false });
  }
  function accept(k) {
    const value = numberIn(fields[k].input.value);
    const isGood = Math.abs(value) <= limit;
    fill(fields[k].input, { "aria-invalid": !isGood });
    if (isGood) put(k, value);
    else write(refusal, `Type a number from −${limit} to ${limit}. The old one stays.`);
  }
  function nudge(event, k) {
    const by = { ArrowUp: NUDGE, ArrowDown: -NUDGE }[event.key];
    if (!by || isTheBrowsers(event)) return;
    event.preventDefault();
    put(k, Math.min(limit, Math.max(-limit, withoutNoise(numbers()[k] + by))));
    show(k);
  }
  function draw() {
    write(refusal, "");
    fields.forEach(({ input }, k) => {
      if (!input.matches(":focus")) show(k);
    });
  }
  return { fields, draw };
}

// A number to hundredths, NaN where there is none. Both minus signs and both decimal marks are understood.
export function numberIn(text) {
  const plain = text.trim().replace("−", "-").replace(",", ".");
  return !DECIMAL.test(plain) ? Number.NaN : Math.floor(100 * Number(plain) + 0.5) / 100 + 0;
}
