// Brings explorables and questions to life: ipywidgets' own models and views, without a kernel.

import * as base from "@jupyter-widgets/base";
import { ManagerBase } from "@jupyter-widgets/base-manager";
import "@jupyter-widgets/controls/css/widgets.css";
// The controls that explorables have; the others would double what a page has to load and start.
import * as boxes from "@jupyter-widgets/controls/lib/widget_box";
import * as floats from "@jupyter-widgets/controls/lib/widget_float";
import * as integers from "@jupyter-widgets/controls/lib/widget_int";
import * as links from "@jupyter-widgets/controls/lib/widget_link";
import * as selections from "@jupyter-widgets/controls/lib/widget_selection";
import { Widget } from "@lumino/widgets";
import makeAnywidget from "anywidget";
import * as memory from "./memory.js";

// anywidget ends what it has begun at the first of several signals, which Safari before 17.4 cannot join.
AbortSignal.any ??= (signals) => {
  const joined = new AbortController();
  for (const signal of signals) {
    const abort = () => joined.abort(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { signal: joined.signal });
  }
  return joined.signal;
};

const MODULES = {
  "@jupyter-widgets/base": base,
  "@jupyter-widgets/controls": { ...boxes, ...floats, ...integers, ...links, ...selections },
  anywidget: makeAnywidget(base),
};

class Manager extends ManagerBase {
  async loadClass(name, module) {
    const found = MODULES[module]?.[name];
    if (!found) throw new Error(`${name} of ${module} is not among MODULES in authoring/site/scripts/widgets.js`);
    return found;
  }

  async _get_comm_info() {
    return {};
  }
}

const manager = new Manager();

const show = async (element, id) => {
  const model = await manager.get_model(id);
  const view = await manager.create_view(model);
  Widget.attach(view.luminoWidget, element);
  return model;
};

// Take down what this page shows, and show other widgets in an element: what ipywidgets.embed has saved of them.
const showAll = async (element, { manager_state, view_specs }) => {
  await manager.clear_state();
  await manager.set_state(manager_state);
  element.querySelector(".shown")?.remove();
  const shown = element.appendChild(document.createElement("div"));
  shown.className = "shown";
  for (const { model_id } of view_specs) await show(shown, model_id);
};

globalThis.course = { showAll };

// A question remembers what was answered.
const remembered = (place, models) => {
  const { question } = place.dataset;
  const state = models[place.dataset.view].state;
  if (question && state.choices.some(({ letter }) => letter === memory.answer(question)))
    state.chosen = memory.answer(question);
};

const remember = (place, model) => {
  const { question } = place.dataset;
  if (!question) return;
  model.on("change:chosen", () => {
    const chosen = model.get("chosen");
    const { right } = model.get("choices").find(({ letter }) => letter === chosen);
    memory.keepAnswer(question, chosen);
    if (right || "prediction" in place.dataset) memory.markDone(question, true);
  });
};

// The texts that many widgets share, their modules and styles, stand once in the page.
const unpacked = ({ texts, models }, ids) =>
  Object.fromEntries(
    ids.map((id) => {
      const { state, ...model } = models[id];
      const shared = Object.entries(state.shared ?? {}).map(([name, i]) => [name, texts[i]]);
      const { shared: _, ...own } = state;
      return [id, { ...model, state: { ...own, ...Object.fromEntries(shared) } }];
    }),
  );

// A widget draws a moment after it is there; until then its still picture stays in sight. Who waited for the next frame
// would have all laid out twice, hidden and shown.
const drawn = (element) =>
  new Promise((done) => {
    const watch = new MutationObserver(() => {
      if (!element.querySelector("svg, canvas, form")) return;
      watch.disconnect();
      done();
    });
    watch.observe(element, { childList: true, subtree: true });
  });

const enliven = async (place, saved) => {
  const models = unpacked(saved, saved.needs[place.dataset.view]);
  remembered(place, models);
  const live = document.createElement("div");
  live.className = "live";
  place.append(live);
  const whole = drawn(live);
  await manager.set_state({ version_major: 2, version_minor: 0, state: models });
  remember(place, await show(live, place.dataset.view));
  await whole;
  place.classList.add("alive");
};

// What comes near the window comes to life, one after the other.
const enlivenAll = () => {
  const saved = JSON.parse(document.getElementById("widgets")?.textContent ?? "{}");
  let before = Promise.resolve();
  const watch = new IntersectionObserver(
    (changes) => {
      for (const { target } of changes.filter(({ isIntersecting }) => isIntersecting)) {
        watch.unobserve(target);
        before = before.then(() => enliven(target, saved));
      }
    },
    { rootMargin: "100% 0%" },
  );
  for (const place of document.querySelectorAll("[data-view]")) watch.observe(place);
};

enlivenAll();
