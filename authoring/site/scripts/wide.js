// What is wider than the page, or than its slide, scrolls by keyboard too, and in slides by finger.

const SLIDE = ".slides section section";

const look = (place) => {
  const deeper = place.matches(SLIDE) && place.scrollHeight > place.clientHeight;
  const scrolls = deeper || place.scrollWidth > place.clientWidth;
  if (scrolls) place.tabIndex = 0;
  else place.removeAttribute("tabindex");
  place.toggleAttribute("data-prevent-swipe", scrolls); // a finger that scrolls turns no slide
};

// A slide is as high as the screen, whatever is in it: what has come into it is seen by its parts.
const sizes = new ResizeObserver((changes) => {
  const places = changes.flatMap(({ target }) => [target, target.parentElement]);
  for (const place of new Set(places)) if (place.matches(`pre, .katex-display, ${SLIDE}`)) look(place);
});

export const reachWide = () => {
  for (const each of document.querySelectorAll(`pre, .katex-display, ${SLIDE}, ${SLIDE} > *`)) sizes.observe(each);
};
