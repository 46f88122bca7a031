// What every page does: colours by a switch, the place of reading, what is done, and keys for what is wider than the page.

import { showDone } from "./done.js";
import * as memory from "./memory.js";
import { reachWide } from "./wide.js";

const all = (selector) => [...document.querySelectorAll(selector)];

// Colours: the system's, or the reader's own choice. The explorables read the same attribute.
const THEMES = { "": "System", light: "Light", dark: "Dark" };

const showTheme = () => {
  const theme = memory.theme();
  if (theme) document.documentElement.dataset.jpThemeLight = String(theme === "light");
  else delete document.documentElement.dataset.jpThemeLight;
  for (const button of all("#theme")) button.querySelector("span").textContent = THEMES[theme] ?? THEMES[""];
};

const nextTheme = () => {
  const names = Object.keys(THEMES);
  memory.keepTheme(names[(names.indexOf(memory.theme()) + 1) % names.length]);
  showTheme();
};

// What is done, on the map and beside each exercise, and the place of reading.
const showRemembered = () => {
  const done = memory.done();
  showDone();
  for (const box of all("input[data-done]")) box.checked = box.dataset.done in done;
  const place = memory.place();
  for (const shown of all("#continue")) {
    shown.hidden = !place?.words;
    shown.querySelector("a").href = place?.address ?? "";
    shown.querySelector("a").textContent = place?.words ?? "";
  }
};

// The section that is being read is the last one whose heading is above the middle of the window.
const readingPlace = () => {
  const sections = all("article section[id]");
  const read = sections.filter((section) => section.getBoundingClientRect().top < window.innerHeight / 2).at(-1);
  for (const link of all("nav.contents a")) {
    if (read && link.hash === `#${read.id}`) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  const file = location.pathname.split("/").at(-1);
  const section = read?.querySelector("h2").firstChild.textContent.trim(); // without the sign of its link
  const words = [document.querySelector("h1").textContent, section].filter(Boolean).join(": ");
  const address = read ? `${file}#${read.id}` : file;
  if (memory.place()?.address !== address) memory.keepPlace({ address, words });
};

const afterScrolling = (act) => {
  let waiting = 0;
  addEventListener("scroll", () => {
    clearTimeout(waiting);
    waiting = setTimeout(act, 200);
  });
  act();
};

const STRAY = 50; // pixels that a section may be away from where it came to rest

// What comes to life above a section moves it. It is brought back until the reader does something, or scrolls away by the
// bar, of which a page hears nothing but that it has scrolled.
const stayAtSection = () => {
  const section = document.getElementById(location.hash.slice(1));
  if (!section) return;
  const top = () => section.getBoundingClientRect().top;
  let rest = null;
  const moved = new ResizeObserver(() => {
    section.scrollIntoView();
    rest = top();
  });
  for (const each of all("article section")) moved.observe(each);
  const leave = () => moved.disconnect();
  for (const act of ["wheel", "touchstart", "pointerdown", "keydown"])
    addEventListener(act, leave, { once: true, passive: true });
  addEventListener("scroll", () => rest !== null && Math.abs(top() - rest) > STRAY && leave());
};

// Beside a wide page the list of sections is always seen, so it is said to be open.
const openContents = () => {
  const [contents, wide] = [document.querySelector(".contents details"), matchMedia("(min-width: 70rem)")];
  const summary = contents?.querySelector("summary");
  const follow = () => {
    contents?.toggleAttribute("open", wide.matches);
    summary?.toggleAttribute("inert", wide.matches);
  };
  follow();
  wide.addEventListener("change", follow);
};

const SURE = "Forget all answers in this browser, and which lessons are done? This cannot be undone.";

const showKept = () => {
  showTheme();
  showRemembered();
};

const start = () => {
  showKept();
  document.getElementById("theme")?.addEventListener("click", nextTheme);
  document.getElementById("forget")?.addEventListener("click", () => confirm(SURE) && memory.forget());
  openContents();
  document.addEventListener("remembered", showRemembered);
  addEventListener("storage", showKept);
  addEventListener("pageshow", showKept); // a page that one comes back to may be older than what was done since
  for (const box of all("input[data-done]"))
    box.addEventListener("change", () => memory.markDone(box.dataset.done, box.checked));
  if (document.querySelector("article[data-place]")) afterScrolling(readingPlace);
  reachWide();
  if (performance.getEntriesByType("navigation")[0]?.type === "navigate") stayAtSection(); // else the browser knows where
  addEventListener("hashchange", stayAtSection);
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target.closest("input, textarea, [contenteditable]")) return;
    event.preventDefault();
    document.querySelector("input[type=search]").focus();
  });
};

start();
