// Joining a view to its model: the frame of every explorable, reading the traits, and drawing after each change.

import { fill, html, isTheBrowsers, typeScale, write } from "./elements.js";
import { axisNames, withoutNoise } from "./numbers.js";

// The line that a model holds.
export function lineOf(model) {
  const [w1, w2, b] = ["w1", "w2", "b"].map((name) => withoutNoise(model.get(name)));
  return { w: [w1, w2], b };
}

// The students of a model whose view is a StudentsView, and how they are shown; a PlaneView has no points and labels.
export function studentsOf(model) {
  const traits = ["points", "labels", "names", "digits", "window", "ticks"].map((name) => [name, model.get(name)]);
  const students = Object.fromEntries(traits);
  return { ...students, axisNames: axisNames(students.names) };
}

// A model as one view of it sees it. What a hand moves in the picture is drawn at once, and the model follows only when
// the picture is painted: for each value that it gets, ipywidgets draws a slider, which takes as long as many a picture.
function aheadOf(shared) {
  let [ahead, following] = [{}, {}];
  return {
    shared,
    draw() {},
    get: (name) => (name in ahead ? ahead[name] : shared.get(name)),
    move(values) {
      Object.assign(ahead, values);
      this.draw();
    },
    // Whether a change of a trait is news, and not the model that follows, whose new value is drawn already. What comes
    // from elsewhere, from a slider, another view or the kernel, is later than what the hand did.
    hears(name) {
      if (name in following && following[name] === shared.get(name)) return false;
      delete ahead[name];
      return true;
    },
    followUp() {
      [ahead, following] = [{}, ahead];
      for (const name in following) shared.set(name, following[name]);
      if (Object.keys(following).length) shared.save_changes();
      following = {};
    },
  };
}

// What anywidget asks for, from a function that draws a view of a model.
export const explorable = (render) => ({ render: ({ model, el }) => render({ model: aheadOf(model), el }) });

export const setAll = (model, values) => model.move(values);

// The frame of every explorable: a picture, a panel of numbers, and words for those who cannot see the picture.
export function layout(el) {
  el.classList.add("cx-view");
  const figure = html("div", { class: "cx-figure" }, el);
  const panel = html("div", { class: "cx-panel" }, el);
  const words = html("p", { class: "cx-words", role: "status", "aria-live": "polite", "aria-atomic": "false" }, el);
  return { figure, panel, words };
}

// Each sentence has an element of its own: a screen reader reads those that have changed, and not all again.
function tell(words, text) {
  if (!text) return;
  const sentences = text.match(/.+?(\. |$)/gs);
  sentences.forEach((sentence, i) => write(words.children[i] ?? html("span", {}, words), sentence));
  while (words.children.length > sentences.length) words.lastChild.remove();
}

// ipywidgets leaves its slider handles, read-outs and toggle buttons without names; names them after their labels, to
// which it gives the tooltip "null". Returns what keeps the names of one control's parts up to date.
function nameControl(control) {
  const label = control.querySelector(".widget-label");
  const name = label?.textContent;
  const [handle, readout] = [control.querySelector("[role=slider]"), control.querySelector(".widget-readout")];
  const toggles = control.querySelectorAll(".widget-toggle-button");
  if (!name) return () => {};
  label.title = "";
  const isChoice = control.matches(".cx-of-options");
  const update = () => {
    if (handle) fill(handle, { "aria-valuetext": readout.textContent });
    if (isChoice) readout.contentEditable = "false"; // ipywidgets would not read what is typed there
    for (const toggle of toggles) fill(toggle, { "aria-pressed": toggle.classList.contains("mod-active") });
  };
  if (handle) fill(handle, { "aria-label": name });
  if (readout && !isChoice) nameReadout(readout, name, update);
  if (toggles.length) fill(control, { role: "group", "aria-label": name });
  return update;
}

// A read-out is a field for a number to tenths, with either minus sign and either decimal mark. Without the blur that
// bubbles, for which ipywidgets waits in vain, what is typed there would hold on Enter only.
function nameReadout(readout, name, update) {
  fill(readout, { role: "textbox", "aria-label": `${name}, value` });
  const tidy = () => {
    readout.textContent = Number.parseFloat(readout.textContent.replace("−", "-").replace(",", ".")).toFixed(1);
  };
  readout.onkeydown = ({ key }) => {
    if (key === "Enter") tidy();
  };
  readout.onblur = (event) => {
    if (event.bubbles) return;
    tidy();
    readout.dispatchEvent(new Event("blur", { bubbles: true }));
    update();
  };
}

// Escape leads back to the cell, where JupyterLab's keys work: Tab alone would have to go all the way round. Here they do
// not, since X would cut the cell, but for those with Ctrl, such as the one that saves; to undo is left to what is typed.
const keepKeys = (event) => {
  const cell = event.currentTarget.closest(".jp-Cell");
  if (event.key === "Escape") cell?.focus();
  else if (cell && (!isTheBrowsers(event) || /z/i.test(event.key))) event.stopPropagation();
};

// What ipywidgets puts controls into; toggle buttons it makes anew when one is chosen from elsewhere. And the handles of
// sliders, whose values it tells in digits of its own.
const BOXES = ".cx-controls, .cx-controls > *, .widget-toggle-buttons > div, .noUi-handle";

// Names the controls around a view, and those that ipywidgets brings later, and keeps JupyterLab's keys away from them.
function dresser(el) {
  const watched = new MutationObserver((changes) => (changes.every((each) => each.attributeName) ? rename() : dress()));
  let controls = [];

  function dress() {
    const root = el.closest(".cx-explorable");
    if (!root) return;
    root.onkeydown = keepKeys;
    controls = Array.from(root.querySelectorAll(".cx-controls > *"), nameControl);
    rename();
    for (const box of [root, ...root.querySelectorAll(BOXES)])
      watched.observe(box, { childList: true, attributeFilter: ["aria-valuetext"] });
  }
  function rename() {
    for (const update of controls) update();
  }

  return { dress, rename, letGo: () => watched.disconnect() };
}

const SCROLL_BAR = 20; // pixels that none is wider than
const LATEST = 100; // milliseconds that the rest may be late on a busy processor

// Calls f when the next frame is painted and the processor is idle; at once where nobody sees a frame.
function afterFrame(f) {
  if (document.hidden) f();
  else if (!window.requestIdleCallback) requestAnimationFrame(() => setTimeout(f));
  else requestAnimationFrame(() => requestIdleCallback(f, { timeout: LATEST }));
}

// Draws once now and once after each change of `traits`: draw() the picture that a hand or a key moves, in the very turn
// of the event, and drawRest() the numbers and charts beside it, once the picture is painted. Where changes come faster
// than a slow processor draws, the rest follows ten times a second, so that the picture keeps up with the hand. Even a few
// words belong to the rest: a picture is laid out alone, but with them in the same frame the whole page is.
// The words follow when the hand rests; describe() may say null while something plays, and `watch` tells when it stops.
// Returns the function that takes everything down again.
/**
 * @param {{model: any, el: HTMLElement, figure: HTMLElement, words: HTMLElement, traits: string[], draw: () => void,
 *   drawRest?: () => void, resize: (width: number) => void, describe: () => string | null,
 *   watch?: (queue: () => void) => void, onEnd?: () => void}} view
 */
export function keepDrawn({ model, el, figure, words, traits, draw, drawRest, resize, describe, watch, onEnd }) {
  const controls = dresser(el);
  let [queued, behind, gone] = [false, false, false];
  let resting = null;
  let shown = "";
  let [width, before] = [0, 0]; // of the figure, and what it was before it got narrower

  function redraw() {
    if (gone) return;
    queued = false;
    clearTimeout(resting); // the words tell of all that is drawn
    draw();
    controls.rename();
    if (behind) return;
    behind = true;
    afterFrame(finish);
  }
  function finish() {
    if (gone || !behind) return;
    behind = false;
    model.followUp();
    drawRest?.();
    el.dispatchEvent(new CustomEvent("drawn", { bubbles: true }));
    resting = setTimeout(() => tell(words, describe()), 400);
  }
  function queue() {
    if (!queued) queueMicrotask(redraw);
    queued = true;
  }
  function fit(wide) {
    const what = `${wide} ${typeScale()}`;
    if (what === shown) return;
    shown = what;
    resize(wide);
    redraw();
    finish();
  }
  // A wider picture is taller. Where that brings a scroll bar, which makes it narrower, so that the bar goes again, it
  // stays as it is: or else it would grow and shrink without end.
  const size = new ResizeObserver(() => {
    controls.dress();
    const now = figure.clientWidth;
    if (!now || (now === before && width < now && now - width < SCROLL_BAR)) return;
    if (now < width) before = width;
    width = now;
    fit(now);
  });

  const followed = traits.map((name) => [`change:${name}`, () => model.hears(name) && queue()]);
  for (const [event, follow] of followed) model.shared.on(event, follow);
  model.draw = queue;
  watch?.(queue);
  fit(figure.clientWidth || 420);
  shown = "";
  tell(words, describe());
  size.observe(figure);
  return () => {
    gone = true; // a drawing may still be queued
    for (const [event, follow] of followed) model.shared.off(event, follow);
    model.followUp();
    size.disconnect();
    controls.letGo();
    clearTimeout(resting);
    onEnd?.();
  };
}
