// Shows a lesson section by section on a screen; key s opens the notes in a window of their own.

import Reveal from "reveal.js";
import Notes from "reveal.js/plugin/notes";
import "reveal.js/reveal.css";
import "./deck.css";
import { showDone } from "./done.js";
import { fit } from "./fit.js";
import { reachWide } from "./wide.js";

// An arrow that moves a slider, or what is wider than the page, does not turn the page. A button needs fewer keys.
const isUsed = (key) => {
  const place = document.activeElement;
  if (place?.closest("summary, a, button")) return key === " " || key === "Enter";
  return place?.closest(".live, [tabindex]:focus-visible");
};

const deck = new Reveal({
  plugins: [Notes],
  hash: true,
  // Nothing is scaled, so that a hand holds what it points at; the type grows with the window instead.
  disableLayout: true,
  center: false,
  controlsTutorial: false,
  slideNumber: "h/v",
  transition: "none",
  keyboardCondition: ({ key }) => !isUsed(key),
});
const fitCurrent = () => deck.isReady() && fit(deck.getCurrentSlide());
const alive = new MutationObserver((changes) => {
  if (changes.some(({ target }) => deck.getCurrentSlide()?.contains(target))) fitCurrent();
});
// There a finger moves what it touches. What lives comes into these places later.
for (const place of document.querySelectorAll("[data-view]")) {
  place.dataset.preventSwipe = "";
  alive.observe(place, { attributeFilter: ["class"] });
}
// What a hand has chosen or moved keeps its arrows, and no other key: a clicker turns the page.
addEventListener(
  "keydown",
  ({ target, key }) => {
    const place = /** @type {HTMLElement} */ (target);
    const isMoved = place.matches?.("input[type=radio], [role=slider]:not(:focus-visible)");
    if (isMoved && !/^(Arrow|Tab|Shift|Enter| )/.test(key)) place.blur();
  },
  true,
);
// In Safari a click gives a button no focus, and the next Space would turn the page instead of pressing it again.
document.addEventListener("click", ({ target }) => {
  /** @type {Element} */ (target).closest?.("button, summary")?.focus({ preventScroll: true });
});
deck.on("slidechanged", fitCurrent);
addEventListener("resize", fitCurrent);
deck.initialize();
showDone();
document.addEventListener("remembered", showDone);
reachWide();
