"""A kernel over a digit: sums, map and pool are those of course_lib, however the kernel is moved or edited."""

import re

import harness
import numpy as np
import pytest

from course_lib.convolution import correlate, feature_layer
from course_lib.data import load_digits
from course_lib.explorables import Gates, Kernel
from course_lib.explorables.base import decimals, fixed
from course_lib.explorables.kernel import MODES, PRESETS

DIGIT = "[role=application]"
READ = """root => ({  // all at one time: to ask for one after the other is slow
    sliders: [...root.querySelectorAll("[role=slider]")].map((each) => Number(each.ariaValueNow)),
    relu: root.querySelectorAll(".widget-toggle-button")[1].classList.contains("mod-active"),
    kernel: [...root.querySelectorAll(".cx-number")].map((each) => Number(each.value.replace("−", "-"))),
    sum: root.querySelector(".cx-equation").textContent,
    terms: [...root.querySelectorAll(".cx-kernel-grid span")].map((each) => each.textContent),
    told: root.querySelector(".cx-largest").textContent,
    ring: root.querySelector(".cx-cells .cx-ring").matches(".cx-shown"),
    signs: [...root.querySelectorAll(".cx-cells :is(.cx-fits, .cx-unfit)")]
        .map((path) => (path.getAttribute("d").match(/M/g) ?? []).length),
})"""


def read(root):
    """Return what the page shows, and an explorable that is set as it is."""
    shown = root.locator("css=.cx-explorable" if hasattr(root, "goto") else "css=:scope").evaluate(READ)
    same = Kernel(kernel=np.reshape(shown["kernel"], (3, 3)), relu=shown["relu"])
    same.digit, same.right, same.down = shown["sliders"]
    same.row, same.column = map(int, re.match(r"map\[(\d+), (\d+)\]", shown["sum"]).groups())
    return shown, same


def as_set(root):
    """Return an explorable that is set as the page is, with the numbers and the place that stand there."""
    return read(root)[1]


def agree(root, explorable):
    """Assert that sum, terms, largest value and pool are those that course_lib computes from what is set."""
    shown, _ = read(root)
    digits, i, j = decimals(explorable.kernel), explorable.row, explorable.column
    image = explorable.image()
    sums = correlate(image, explorable.kernel)
    found = np.maximum(sums, 0) if explorable.relu else sums
    after = f", after ReLU {fixed(found[i, j], digits)}" if explorable.relu else ""
    assert shown["sum"] == f"map[{i}, {j}] = {fixed(sums[i, j], digits)}{after}"
    below = zip(image[i : i + 3, j : j + 3].ravel(), explorable.kernel.ravel())
    assert shown["terms"] == [f"× {ink:.0f} = {fixed(ink * weight, digits)}" for ink, weight in below]
    block = found[i // 2 * 2 : i // 2 * 2 + 2, j // 2 * 2 : j // 2 * 2 + 2].max()
    assert shown["told"].endswith(f"The pool keeps {fixed(block, digits)} from its block of four.")
    assert (f"is {fixed(found.max(), digits)}, at [" in shown["told"]) is bool(found.any())
    assert shown["ring"] == bool(found.max())
    pool = explorable.pool()
    assert shown["signs"] == [np.sum(sign * each > 1e-9) for each in (found, pool) for sign in (1, -1)]


def reads_right(root):
    """Assert that what is shown fits what is set, and return the explorable."""
    explorable = as_set(root)
    agree(root, explorable)
    return explorable


def settled(page):
    harness.settled(agree, page, as_set(page))


def test_the_browser_slides_as_course_lib_does(modules):
    rng = np.random.default_rng(0)
    images, kernels = rng.normal(0, 5, (30, 9, 9)), rng.normal(0, 3, (30, 3, 3))
    given = [[image.ravel().tolist(), kernel.ravel().tolist()] for image, kernel in zip(images, kernels)]
    found = harness.evaluate(
        modules,
        """async (given) => {
            const { correlate } = await import("/kernel.js");
            return given.map(([image, kernel]) => {
                const found = new Float64Array(49);
                correlate(image, 9, kernel, found);
                return [...found];
            });
        }""",
        given,
    )
    wanted = [correlate(image, kernel).ravel() for image, kernel in zip(images, kernels)]
    np.testing.assert_allclose(found, wanted, atol=1e-9)


def test_a_shift_moves_the_map_and_keeps_its_largest_value():
    rng = np.random.default_rng(1)
    for digit, kernel in enumerate([*PRESETS, *rng.integers(-900, 900, (15, 3, 3)) / 100]):
        same = Kernel(digit % 10, kernel, relu=bool(digit % 2))
        before = same.map()
        same.right, same.down = rng.choice([-2, 2, 1], 2)
        after = same.map()
        assert after.max() == before.max()
        assert np.array_equal(np.roll(before, (same.down, same.right), (0, 1)), after)
    features = feature_layer(same.image()[None] / 16, same.kernel[None])
    assert features[0, 0] == pytest.approx(max(0, same.map().max()) / 16)


def test_the_digits_are_ten_real_ones():
    X, y = load_digits()
    for digit in range(10):
        assert y[digit] == digit
        assert np.array_equal(Kernel(digit, down=2, right=-1).image()[6:14, 3:11].ravel(), 16 * X[digit])


def test_controls_and_keys(show):
    page = show(Kernel())
    settled(page)
    for name, key in (("digit", "End"), ("shift right", "End"), ("shift down", "Home")):
        page.get_by_role("slider", name=name, exact=True).press(key)
    explorable = reads_right(page)
    assert (explorable.digit, explorable.right, explorable.down) == (9, 2, -2)
    for name, kernel in PRESETS.items():
        harness.button(page, name).press("Enter")
        assert np.array_equal(reads_right(page).kernel, kernel)
    for name in (MODES[0], "edges level", "Largest"):
        harness.button(page, name).press("Enter")
    explorable = reads_right(page)
    row, column = np.unravel_index(explorable.map().argmax(), (14, 14))
    assert (explorable.row, explorable.column) == (row, column)
    steps = (("ArrowUp", -1, 0), ("ArrowLeft", -1, -1), ("ArrowDown", 0, -1), ("ArrowRight", 0, 0))
    for key, up, left in steps:
        page.locator(DIGIT).press(key)
        explorable = reads_right(page)
        assert (explorable.row, explorable.column) == (row + up, column + left)
    for _ in range(15):
        page.keyboard.press("ArrowLeft")
    assert as_set(page).column == 0  # at the edge
    settled(page)


def test_a_number_of_the_kernel_is_typed(show):
    page = show(Kernel())
    cell = page.get_by_role("textbox", name="kernel, row 0, column 1")
    for text, value in (("-2", -2), ("0,25", 0.25), ("−1.006", -1.01), ("9", 9)):
        cell.fill(text)
        cell.blur()
        assert reads_right(page).kernel[0, 1] == value
    for key in ("ArrowUp", "ArrowDown", "ArrowDown"):  # 9 is the most
        cell.press(key)
    assert reads_right(page).kernel[0, 1] == 8
    settled(page)
    for odd in ("", "ten", "9.01", "NaN", "-"):
        cell.fill(odd)
        words = page.locator(".cx-refusal").inner_text()
        assert words == "Type a number from −9 to 9. The old one stays."
        assert cell.get_attribute("aria-invalid") == "true"
        cell.blur()
        assert as_set(page).kernel[0, 1] == 8
    assert cell.get_attribute("aria-invalid") == "false"
    cell.fill("2")
    assert page.locator(".cx-refusal").inner_text() == ""
    agree(page, as_set(page))


def test_a_phone_shows_keys_that_have_a_minus(show):
    page = show(Kernel(), Gates())
    kinds = page.locator(".cx-number").evaluate_all("all => all.map((e) => [e.type, e.inputMode])")
    assert len(kinds) > 10
    assert all(kind == ["text", ""] for kind in kinds)


def test_a_field_that_is_left_shows_what_came_from_elsewhere_meanwhile(show):
    explorable = Kernel()
    page = show(explorable)
    field = page.locator(".cx-number").first
    field.focus()
    page.get_by_role("button", name="blur").evaluate("button => button.click()")  # which leaves the focus where it is
    field.blur()
    assert field.input_value() == "0.1"
    reads_right(page)


@pytest.mark.parametrize("hand", ["mouse", "touch"])
def test_a_hand_takes_the_kernel_along_and_the_page_stays(show, hand):
    page = show(Kernel(relu=False), has_touch=hand == "touch", viewport={"width": 390, "height": 600})
    drag = {"mouse": harness.drag, "touch": harness.touch_drag}[hand]
    page.locator(DIGIT).scroll_into_view_if_needed()
    before = page.evaluate("window.scrollY")
    for k, side, offset in ((0, 16, 1), (1, 14, 0)):
        box = page.locator(".cx-cells").nth(k).bounding_box()
        cell = box["height"] / side

        def at(column, row, box=box, cell=cell):
            return box["x"] + (column + 0.5) * cell, box["y"] + (row + 0.5) * cell

        drag(page, at(12, 12), at(4, 7), steps=3)
        explorable = reads_right(page)
        assert (explorable.row, explorable.column) == (7 - offset, 4 - offset)
        drag(page, at(4, 4), at(side - 1, 0), steps=3)
        assert (as_set(page).row, as_set(page).column) == (0, 13)
    assert page.evaluate("window.scrollY") == before
    settled(page)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("digit", 10, "must be a whole number from 0 to 9, but 10 came"),
        ("kernel", "edges", "must be 3x3 numbers or one of edges upright, edges level, blur, sharpen, all zero, but"),
        ("kernel", [[1, 2], [3, 4]], "must be of 3x3 numbers, but"),
        ("kernel", np.full((3, 3), 9.5), "must hold numbers from -9 to 9, but"),
        ("kernel", np.full((3, 3), np.nan), "must"),
        ("relu", "yes", "must be"),
        ("right", 3, "must be a whole number from -2 to 2, but 3 came"),
        ("row", 14, "must be a whole number from 0 to 13, but 14 came"),
        ("column", -1, "must be a whole number from 0 to 13, but -1 came"),
    ],
)
def test_a_wrong_value_is_named_and_changes_nothing(name, value, words):
    explorable = Kernel()
    before = explorable.text()
    with pytest.raises(ValueError, match=f"Kernel: {name} {words}"):
        setattr(explorable, name, value)
    assert explorable.text() == before
    with pytest.raises(ValueError, match=f"Kernel: {name} {words}"):
        Kernel(**{name: value})
