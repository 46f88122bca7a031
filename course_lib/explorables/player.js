// Playing something that evolves: steps, play and pause, and a slider that winds through it.

import { button, html, write } from "./elements.js";

const CALM = "Your system asks for less motion: Play takes one step a second.";

// position() of total() is where it stands, and go(position) moves it. Someone who asked for less motion gets one step
// a second. Where another view of the same model, or the kernel, has moved it, this one no longer plays; follow() says so
// before the next step would. `pace`: milliseconds between two steps, if not as the total has it.
export function playback({ position, total, go, pace = 0 }) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const watchers = [];
  let [timer, mine] = [null, null];

  const wait = () => (calm.matches ? 1000 : pace || Math.min(400, Math.max(80, 25000 / total())));
  const changed = () => watchers.forEach((watch) => watch(timer !== null));
  function pause() {
    clearInterval(timer);
    timer = null;
    changed();
  }
  function move(to) {
    mine = to;
    go(to);
  }
  function advance() {
    if (position() !== mine) return pause();
    if (position() < total()) move(position() + 1);
    if (position() >= total()) pause();
  }
  // The first step at once, from which another view that plays sees that this one has taken over.
  function play() {
    timer = setInterval(advance, wait());
    mine = position();
    if (position() >= total()) move(0);
    else advance();
    changed();
  }
  // Someone may ask for less motion, or for more, while it plays.
  function keepPace() {
    if (timer === null) return;
    clearInterval(timer);
    timer = setInterval(advance, wait());
  }
  function follow() {
    if (timer !== null && position() !== mine) pause();
  }
  const jump = (to) => {
    pause();
    move(Math.min(total(), Math.max(0, to)));
  };
  return {
    calm,
    pause,
    jump,
    follow,
    keepPace,
    playing: () => timer !== null,
    toggle: () => (timer === null ? play() : pause()),
    step: () => jump(position() + 1),
    back: () => jump(position() - 1),
    reset: () => jump(0),
    watch: (watcher) => watchers.push(watcher),
  };
}

// The buttons, and the slider, called `label`, that winds through the steps. `steps`: what the buttons between Reset and
// Play do, by their names.
/** @type {(parent: Element, player: any, bar: {label: string, steps?: Record<string, () => void>}) => any} */
export const playerBar = (parent, player, { label, steps = { Back: player.back, Step: player.step } }) => {
  const bar = html("div", { class: "cx-toolbar cx-player" }, parent);
  button(bar, "Reset", player.reset);
  for (const [name, step] of Object.entries(steps)) button(bar, name, step);
  const playing = button(bar, "Play", player.toggle);
  player.watch((isPlaying) => write(playing, isPlaying ? "Pause" : "Play"));
  const scrub = html("input", { type: "range", min: 0, step: 1, class: "cx-scrub", "aria-label": label }, parent);
  scrub.addEventListener("input", () => player.jump(Number(scrub.value)));
  const calm = html("p", { class: "cx-soft", text: CALM }, parent);
  const askCalm = () => {
    calm.hidden = !player.calm.matches;
    player.keepPace();
  };
  askCalm();
  player.calm.addEventListener("change", askCalm);

  function draw(position, total) {
    player.follow();
    scrub.max = total;
    scrub.value = position;
    scrub.style.setProperty("--cx-done", `${(100 * position) / (total || 1)}%`);
  }

  function letGo() {
    player.pause();
    player.calm.removeEventListener("change", askCalm);
  }

  return { draw, letGo };
};
