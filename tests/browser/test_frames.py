"""The work of one drawing fits into a frame, counted in processor time: others that use the machine do not count."""

import sys

import harness
import numpy as np
import pytest
from test_field import PAGE, WINDOW

from course_lib import explorables
from course_lib.exercises import start_here


@pytest.fixture
def report(capsys):
    """Return a function that prints times though pytest captures what is printed, and asserts that they fit a frame.

    Half of the drawings have to: a busy machine spoils single ones. All that a hand notices is for `bench`.
    """

    def report(what, times):
        p50, p95 = np.percentile(times[:, 0], [50, 95])
        with capsys.disabled():
            sys.stdout.write(f"\n{what}: p50 {p50:.1f} ms, p95 {p95:.1f} ms")
        assert p50 <= harness.FRAME, what

    return report


def drawn_work(page, move, least: int = 9) -> np.ndarray:
    """Return the work of nine moves, of which at least so many change what is drawn: by hand some are too short."""
    count = "root => { window.drawn = 0; root.addEventListener('drawn', () => { window.drawn += 1; }); }"
    page.locator(".cx-explorable").evaluate(count)
    times = harness.drawing_work(page, move, 9)
    assert page.evaluate("drawn") >= least
    return times


@pytest.mark.parametrize("name", explorables.__all__)
def test_every_change_is_drawn_within_a_frame(show, report, name):
    page = show(getattr(explorables, name)())
    report(f"{name}, key", drawn_work(page, harness.HeldKeys(page, harness.controls(page))))


@pytest.mark.parametrize("name", harness.DRAGGED)
def test_what_is_dragged_is_drawn_within_a_frame(show, report, name):
    page = show(getattr(explorables, name)())
    report(f"{name}, hand", drawn_work(page, harness.hand(page, name), 6))


@pytest.mark.parametrize("name", explorables.__all__)
def test_a_picture_is_painted_before_the_page_is_laid_out_anew(show, name):
    page = show(getattr(explorables, name)())
    keys = harness.HeldKeys(page, harness.controls(page))
    assert harness.whole_layouts(page, keys, [12 * control for control in range(len(keys.moving))]) == []


@pytest.mark.parametrize("name", harness.DRAGGED)
def test_what_is_dragged_is_painted_before_the_page_is_laid_out_anew(show, name):
    page = show(getattr(explorables, name)())
    whole = harness.whole_layouts(page, harness.hand(page, name), list(range(6)))
    assert [move for move in whole if move > 0] == []  # after the first one there may be other controls


def test_no_key_is_held_when_the_work_is_counted(place):
    page = place(start_here.recall_learning())
    page.locator("input").first.focus()
    harness.drawing_work(page, lambda i: page.keyboard.down("ArrowRight"), count=2)
    page.evaluate(
        "addEventListener('keydown', (event) => { window.kept = event.shiftKey || event.repeat; }, { once: true })"
    )
    page.keyboard.press("ArrowRight")
    assert page.evaluate("window.kept") is False


class Burdened:
    """A key before which the page has much to do."""

    def __init__(self, page):
        self.page = page

    def ready(self, i: int) -> None:
        self.page.evaluate("() => { const end = performance.now() + 200; while (performance.now() < end); }")

    def __call__(self, i: int) -> None:
        self.page.keyboard.down("ArrowRight")


def test_what_a_move_needs_first_is_not_counted(place):
    page = place(start_here.recall_learning())
    assert (harness.drawing_work(page, Burdened(page), 4)[:, 1:] < 40).all()


NETWORK = """() => {
    const units = Array.from({ length: 8 }, (_, k) => ({ w: [2 * Math.cos(k), 2 * Math.sin(k)], b: -5 * Math.cos(k) }));
    globalThis.models = {
        linear: (i) => (x) => sigmoid(score([2 + i / 100, 1], -18, x)),
        network: (i) => {
            const out = units.map((_, k) => (k % 2 ? 2 : -1.5));
            return (x) => sigmoid(score(out, i / 100, units.map(({ w, b }) => sigmoid(score(w, b, x)))));
        },
    };
}"""
DRAW = """([model, i]) => new Promise((resolve) => requestAnimationFrame(() => {
    showFunction(models[model](i));
    picture.root.getBoundingClientRect();
    resolve();
}))"""


@pytest.mark.parametrize("model", ["linear", "network"])
def test_a_field_is_drawn_within_a_frame(modules, report, model):
    modules.evaluate(PAGE, [WINDOW, 446])
    modules.evaluate(NETWORK)
    report(f"field, {model}", harness.drawing_work(modules, lambda i: modules.evaluate(DRAW, [model, i])))
