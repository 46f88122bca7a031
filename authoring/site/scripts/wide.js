// What is wider than the page, or than its slide, scrolls by keyboard too.

const reachable = new ResizeObserver((changes) => {
  for (const { target } of changes) {
    const deeper = target.matches("section") && target.scrollHeight > target.clientHeight;
    if (deeper || target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});

export const reachWide = () => {
  for (const each of document.querySelectorAll("pre, .katex-display, .slides section section")) reachable.observe(each);
};
