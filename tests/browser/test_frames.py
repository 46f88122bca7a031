"""Every picture moves within a frame of the hand. Run beside nothing but mathematics: only a calm machine shows it."""

import sys

import harness
import numpy as np
import pytest
from nbformat import v4
from nbformat import write as write_notebook
from test_field import PAGE, WINDOW

from course_lib import explorables
from course_lib.explorables import AdmissionLine, Downhill, HowLikely, SureOrNot


@pytest.fixture
def report(capsys):
    """Return a function that prints a time though pytest captures what is printed, and asserts that it is a frame."""

    def report(what, times):
        p50, p95 = times
        with capsys.disabled():
            sys.stdout.write(f"\n{what}: p50 {p50:.1f} ms, p95 {p95:.1f} ms")
        assert p95 <= harness.FRAME, what

    return report


def test_every_change_is_drawn_within_a_frame(open_notebook, lab, report):
    """In JupyterLab, by key. One notebook shows each in turn."""
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    notebook = v4.new_notebook(cells=[v4.new_code_cell("...")], metadata={"kernelspec": kernel})
    write_notebook(notebook, lab.folder / "one.ipynb")
    page = open_notebook(lab.folder / "one.ipynb")
    for name in explorables.__all__:
        lab.write_cell(page, 0, f"from course_lib.explorables import {name}\n{name}()")
        lab.run_cell(page, 0)
        words = getattr(explorables, name)().text()
        page.wait_for_function("words => document.querySelector('.cx-words')?.textContent === words", arg=words)
        harness.wait_for_explorables(page)
        moving = page.locator(".cx-explorable :is(.cx-controls [role=slider], .cx-scrub):visible").all()
        report(f"{name}, key", harness.time_drawings(page, lambda i, moving=moving: press_one(page, moving, i), 60))


def press_one(page, moving, i):
    """Move one control after the other as a key does that is held down: eight steps forth, four back."""
    if i % 12 == 0:
        moving[i // 12 % len(moving)].focus()
    page.keyboard.down("ArrowRight" if i % 12 < 8 else "ArrowLeft")


DRAGGED = [  # which knob, and around which place beside it
    (AdmissionLine, 0, (60, 90), (40, 70)),
    (SureOrNot, 0, (60, 90), (40, 70)),
    (HowLikely, 0, (-40, 60), (30, 50)),
    (Downhill, -1, (60, 60), (40, 50)),
]


@pytest.mark.parametrize(("explorable", "knob", "centre", "radius"), DRAGGED)
def test_what_is_dragged_is_drawn_within_a_frame(show, report, explorable, knob, centre, radius):
    page = show(explorable())
    for step in page.get_by_role("slider", name="step", exact=True).all():
        step.press("End")  # a whole path
    x, y = harness.middle(page.locator(".cx-figure .cx-knob").nth(knob))
    page.mouse.move(x, y)
    page.mouse.down()

    def move(i):
        page.mouse.move(x + centre[0] + radius[0] * np.sin(i / 3), y + centre[1] + radius[1] * np.cos(i / 3))

    report(f"{explorable.__name__}, hand", harness.time_drawings(page, move))
    page.mouse.up()


TIMES = """async (network) => {
    const units = Array.from({ length: 8 }, (_, k) => ({ w: [2 * Math.cos(k), 2 * Math.sin(k)], b: -5 * Math.cos(k) }));
    const linear = (i) => (x) => sigmoid(score([2 + i / 100, 1], -18, x));
    const net = (i) => {
        const out = units.map((_, k) => (k % 2 ? 2 : -1.5));
        return (x) => sigmoid(score(out, i / 100, units.map(({ w, b }) => sigmoid(score(w, b, x)))));
    };
    const times = [];
    for (let i = 0; i < 20; i++) {
        const start = performance.now();
        picture.showField((network ? net : linear)(i));
        picture.stage.getBoundingClientRect();
        times.push(performance.now() - start);
        await new Promise(requestAnimationFrame);
    }
    return times;
}"""


@pytest.mark.parametrize("network", [False, True], ids=["linear", "network 2-8-1"])
def test_a_field_is_drawn_within_a_frame(modules, report, network):
    modules.evaluate(PAGE, [WINDOW, 446])
    best = (np.inf, np.inf)
    for _ in range(10):  # a busy machine can spoil a try, never improve it
        best = min(best, tuple(np.percentile(modules.evaluate(TIMES, network), [50, 95])), key=lambda pair: pair[1])
        if best[1] <= harness.FRAME:
            break
    report(f"field of a {'network 2-8-1' if network else 'linear model'}", best)
