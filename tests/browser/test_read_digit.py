"""Read a digit: what becomes of a drawing is what course_lib makes of it, and so is what the network says."""

import harness
import numpy as np
import pytest
from sklearn.neural_network import MLPClassifier as Theirs

from course_lib import MLPClassifier
from course_lib.data import reader
from course_lib.data.drawings import load_drawings, strokes_of
from course_lib.digits import PREPARATIONS, draw, features_of, load_reader, shift_digits
from course_lib.explorables import ReadDigit
from course_lib.explorables.base import fixed
from course_lib.feedforward import forward

PAD = ".cx-pad[tabindex]"
INK = """pad => pad.querySelector("path.cx-inked").getAttribute("d")"""
SHARES = (
    """pad => [...pad.querySelectorAll("rect.cx-inked")].map((each) => Number(each.getAttribute("fill-opacity")))"""
)


def cells(root):
    """Return the drawing on the page, 32x32 cells, from the runs of its path."""
    found = np.zeros((32, 32), dtype=int)
    for run in root.locator(PAD).evaluate(INK).split("M")[1:]:
        column, row = map(int, run.partition("h")[0].split(","))
        found[row, column : column + int(run.partition("h")[2].partition("v")[0])] = 1
    return found


def as_set(root):
    """Return an explorable that is set as the page is, with the drawing that stands there."""
    same, values = ReadDigit(), harness.slider_values(root)
    for trait in ("source_index", "preparation_index"):
        buttons = root.locator(f".cx-of-{trait.removesuffix('_index')} .widget-toggle-button")
        states = buttons.evaluate_all("all => all.map((each) => each.classList.contains('mod-active'))")
        setattr(same.view, trait, states.index(True))
    names = {"digit": "digit", "right": "shift right", "down": "shift down", "unit": "hidden unit"}
    for trait, name in names.items():
        setattr(same, trait, int(values[name]))
    if same.source == "drawing":
        same.drawing = cells(root)
    return same


def agree(root, explorable):
    """Assert that all numbers are those that course_lib computes from what is set."""
    gets = root.locator(".cx-pad").nth(1).evaluate(SHARES)
    verdict, part = root.locator(".cx-reading").inner_text(), root.locator(".cx-part-of-unit").inner_text()
    if explorable.features() is None:
        assert not any(gets)
        assert part == ""
        assert "draw" in verdict.lower()
        assert root.locator(".cx-figure .cx-bar").count() == 0
        return
    weights, biases = load_reader()
    hidden, p = (a[0] for a in forward(explorable.features()[None], weights, biases, "relu", "softmax")[1:])
    assert gets == explorable.features().tolist()
    said = int(np.argmax(p))
    assert verdict.startswith(f"It says {said} (")
    j = explorable.unit - 1
    adds = fixed(round(hidden[j] * weights[1][j, said], 9), 3)
    assert part.startswith(f"Hidden unit {j + 1}: score ")
    assert part.endswith(f"it adds {adds} to the score of {said}.")
    heights = root.locator(".cx-figure .cx-bar").evaluate_all("all => all.map((e) => Number(e.getAttribute('height')))")
    assert np.array(heights) / max(heights) == pytest.approx(p / max(p), abs=0.01)
    bars = root.locator(".cx-adds").evaluate_all("all => all.map((e) => Number(e.getAttribute('width')))")
    parts = np.abs(hidden * weights[1][:, said])
    assert np.array(bars) / 4 == pytest.approx(parts / parts.max(), abs=0.01)
    chosen = root.locator(".cx-hidden-unit.cx-chosen").evaluate_all("all => all.map((e) => Number(e.dataset.unit))")
    assert chosen == [j + 1]


def settled(page):
    harness.settled(agree, page, as_set(page))


# The same in both languages


def test_five_hundred_drawings_become_the_same_numbers(modules):
    rng = np.random.default_rng(0)
    drawings, _ = load_drawings(40, random_state=1)
    odd = [draw([rng.uniform(-4, 36, (rng.integers(2, 7), 2))], pen=rng.uniform(0.6, 4)) for _ in range(110)]
    odd += [rng.integers(0, 2, (32, 32)) for _ in range(4)]
    larger = [each for each in odd if each.any() and max(np.ptp(np.nonzero(each), axis=1)) >= 6]
    all_drawings = np.concatenate([drawings, larger[-100:]])
    assert len(all_drawings) == 500
    found = harness.evaluate(
        modules,
        """async (drawings) => {
            const { blocksOf, packed, shiftDigits, unpacked } = await import("/drawing.js");
            return drawings.map((cells) => {
                const bitmap = Uint8Array.from(cells);
                if (packed(bitmap).some((row) => row < 0)) throw new Error("a row is negative");
                const counts = [0, 1, 2].map((how) => blocksOf(unpacked(packed(bitmap)), how));
                return [...counts, shiftDigits(counts[2], -1, 2)].map((each) => [...each]);
            });
        }""",
        all_drawings.reshape(len(all_drawings), -1).tolist(),
    )
    for cells_, counts in zip(all_drawings, found, strict=True):
        features = [features_of(cells_, how) for how in PREPARATIONS]
        wanted = [*features, shift_digits(features[2][None], -1, 2)[0]]
        assert np.array_equal(np.array(counts) / 16, wanted)


def test_the_pen_inks_the_same_cells(modules):
    rng = np.random.default_rng(2)
    strokes = [strokes_of(digit, rng) for digit in range(10)]
    strokes += [[rng.uniform(-3, 35, (4, 2)).round(2)] for _ in range(20)] + [[np.array([[5.5, 7.25]])]]
    found = harness.evaluate(
        modules,
        """async (drawings) => {
            const { drawStroke } = await import("/drawing.js");
            return drawings.map((strokes) => {
                const bitmap = new Uint8Array(1024);
                for (const stroke of strokes) {
                    stroke.forEach((place, i) => drawStroke(bitmap, place, stroke[Math.min(i + 1, stroke.length - 1)]));
                }
                return [...bitmap];
            });
        }""",
        [[stroke.tolist() for stroke in each] for each in strokes],
    )
    for each, bitmap in zip(strokes, found, strict=True):
        assert np.array_equal(draw(each).ravel(), bitmap)


@pytest.mark.parametrize(
    ("cells_", "words"),
    [
        (np.zeros((32, 32), dtype=int), "Nothing is drawn yet."),
        (draw([[(9, 9)]]), "That is a dot: draw at least 6 cells across or down."),
    ],
)
def test_nothing_and_a_dot_get_words(show, cells_, words):
    explorable = ReadDigit(drawing=cells_)
    page = show(explorable)
    assert page.locator(".cx-reading").inner_text() == f"{words} Draw a digit in the frame."
    assert words in page.locator(".cx-words").inner_text()
    settled(page)
    assert explorable.picture() is not None


# At work


@pytest.mark.parametrize(
    "arguments",
    [{}, {"digit": 1, "unit": 12}, {"digit": 450, "right": -2, "down": 1}, {"preparation": "as drawn", "unit": 32}],
)
def test_numbers_and_words_are_those_of_course_lib(show, arguments):
    page = show(ReadDigit(**arguments))
    settled(page)
    assert page.locator(".cx-words").inner_text() == ReadDigit(**arguments).text()


def test_sliders_and_buttons_by_keyboard(show):
    page = show(ReadDigit())
    for name in ("as drawn", "to size", "held-out digit"):
        harness.button(page, name).press("Enter")
        agree(page, as_set(page))
    for name, keys in (("digit", ("ArrowRight", "PageUp", "End")), ("shift right", ("Home", "ArrowRight"))):
        for key in keys:
            page.get_by_role("slider", name=name, exact=True).press(key)
            agree(page, as_set(page))
    page.get_by_role("slider", name="shift down").press("End")
    page.get_by_role("slider", name="hidden unit").press("PageUp")
    assert as_set(page).source == "held-out digit"
    settled(page)


def test_the_mistakes_come_first(show):
    explorable = ReadDigit(digit=1)
    wrong = []
    for digit in range(1, 451):
        explorable.digit = digit
        wrong.append(": wrong. " in explorable.text())
    assert sum(wrong) == explorable.view.mistakes == 11
    assert all(wrong[:11])
    page = show(ReadDigit(digit=11))
    assert page.locator(".cx-pen-hint").inner_text() == "The first 11 are misread."
    assert page.locator(".cx-reading").inner_text().endswith(": wrong.")
    page.get_by_role("slider", name="digit", exact=True).press("ArrowRight")
    assert page.locator(".cx-reading").inner_text().endswith(": right.")


def test_the_keys_draw(show):
    page = show(ReadDigit(drawing=np.zeros((32, 32), dtype=int)))
    pad = page.locator(PAD)
    for key in ("Shift+ArrowUp", "Shift+ArrowUp", "ArrowLeft", "ArrowRight"):
        pad.press(key)
    assert not cells(page).any()  # the pen is up
    pad.press("Space")
    for _ in range(4):
        pad.press("Shift+ArrowDown")
    pad.press("Enter")
    pad.press("Shift+ArrowRight")
    assert page.locator(".cx-pen-hint").inner_text() == "Pen up, column 20, row 24."
    assert np.array_equal(cells(page), draw([[(16, 8), (16, 24)]]))
    assert page.locator(".cx-reading").inner_text().startswith("It says 1 (")
    settled(page)
    pad.press("Space")
    pad.press("Shift+ArrowRight")
    for _ in range(9):
        pad.press("Shift+ArrowRight")  # at the edge
    assert page.locator(".cx-pen-hint").inner_text() == "Pen down, column 31, row 24."
    assert np.array_equal(cells(page), draw([[(16, 8), (16, 24)], [(20, 24), (32, 24)]]))


@pytest.mark.parametrize("hand", ["mouse", "touch"])
def test_a_hand_draws_and_the_page_stays(show, hand):
    page = show(ReadDigit(digit=3), has_touch=hand == "touch", viewport={"width": 390, "height": 600})
    drag = {"mouse": harness.drag, "touch": harness.touch_drag}[hand]
    page.locator(PAD).scroll_into_view_if_needed()
    before = page.evaluate("window.scrollY")
    box = page.locator(PAD).bounding_box()
    at = [(box["x"] + share * box["width"], box["y"] + box["height"] * y) for share, y in ((0.5, 0.9), (0.5, 0.15))]
    drag(page, *at)
    page.wait_for_timeout(100)
    assert page.evaluate("window.scrollY") == before
    assert as_set(page).source == "drawing"  # the held-out digit has given way
    drawn = cells(page)
    assert np.abs(drawn - draw([[(16, 28.8), (16, 4.8)]])).sum() <= 6
    settled(page)
    harness.button(page, "Clear").press("Enter")
    assert not cells(page).any()
    harness.button(page, "Example").press("Enter")
    assert np.array_equal(cells(page), ReadDigit().drawing)
    settled(page)
    if hand == "touch":  # beside the frame the same move scrolls
        aside = box["width"] + 24
        drag(page, *((x + aside, y) for x, y in at))
        page.wait_for_function("before => window.scrollY > before", arg=before)


@pytest.mark.parametrize("size", ["16px", "20px", "26px"])
def test_the_ink_lies_under_the_pen_however_large_the_type(show, size):
    page = show(ReadDigit(), viewport={"width": 1400, "height": 900})
    page.evaluate("size => { document.documentElement.style.fontSize = size; }", size)
    page.evaluate(harness.PAINTED)
    harness.button(page, "Clear").click()
    box = page.locator(PAD).locator("svg").bounding_box()
    page.mouse.click(box["x"] + 0.75 * box["width"], box["y"] + 0.5 * box["height"])
    rows, columns = np.nonzero(cells(page))
    page.evaluate("document.documentElement.style.fontSize = ''")
    assert abs(columns.mean() + 0.5 - 24) < 1 and abs(rows.mean() + 0.5 - 16) < 1


def test_a_hand_outside_of_the_frame_paints_nothing(show):
    page = show(ReadDigit())
    harness.button(page, "Clear").click()
    box = page.locator(PAD).bounding_box()
    right, middle = box["x"] + box["width"], box["y"] + box["height"] / 2
    page.mouse.move(right - 40, middle)
    page.mouse.down()
    page.mouse.move(right + 60, middle)
    before = cells(page)
    page.mouse.move(right + 60, middle + 80, steps=5)
    assert np.array_equal(cells(page), before)
    page.mouse.up()


def test_a_second_finger_has_no_say_in_what_the_first_one_drags(show):
    page = show(ReadDigit())
    harness.button(page, "Clear").click()
    x, y = harness.middle(page.locator(PAD))
    session = page.context.new_cdp_session(page)

    def touch(kind, *places):
        points = [{"x": x + dx, "y": y + dy, "id": i} for i, dx, dy in places]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", (0, -40, -40))
    touch("touchMove", (0, -40, 0))
    touch("touchStart", (0, -40, 0), (1, 60, 60))
    touch("touchMove", (0, -40, 20), (1, 60, -60))
    touch("touchEnd", (0, -40, 20))
    touch("touchMove", (0, -40, 50))
    touch("touchEnd")
    session.detach()
    drawn = np.argwhere(cells(page))
    assert np.ptp(drawn[:, 1]) <= 3  # one stroke, straight down
    assert np.ptp(drawn[:, 0]) >= 8


def test_the_pen_tells_where_it_is_and_whether_it_is_down(show):
    page = show(ReadDigit())
    told = page.locator(".cx-pen-hint[role=status]")
    page.locator(PAD).press("ArrowRight")
    assert told.inner_text() == "Pen up, column 17, row 16."
    page.locator(PAD).press("Space")
    assert told.inner_text().startswith("Pen down, ")


def test_a_click_chooses_a_hidden_unit(show):
    page = show(ReadDigit())
    page.locator(".cx-hidden-unit").nth(20).locator(".cx-unit-frame").click()
    assert as_set(page).unit == 21
    settled(page)


def test_the_pictures_of_the_units_are_their_weights(show):
    page = show(ReadDigit())
    ups = page.locator(".cx-weight-up").evaluate_all("all => all.map((e) => e.getAttribute('d').split('M').length - 1)")
    downs = page.locator(".cx-weight-down").evaluate_all(
        "all => all.map((e) => (e.getAttribute('d').split('M').length - 1) / 2)"
    )
    W = load_reader()[0][0].T
    seen = 0.45 * np.sqrt(np.abs(W) / np.maximum(1e-9, np.abs(W).max(axis=1, keepdims=True))) >= 0.09
    assert ups == (seen & (W > 0)).sum(axis=1).tolist()
    assert downs == (seen & (W < 0)).sum(axis=1).tolist()


# A network of one's own


@pytest.fixture(scope="module")
def own():
    """Return two small networks, ours and scikit-learn's, after an epoch each."""
    X, _, y, _ = reader.split()
    return [
        Model(5, activation="tanh", random_state=0).partial_fit(X, y, classes=np.arange(10))
        for Model in (MLPClassifier, Theirs)
    ]


def test_a_network_of_ones_own_is_shown(own, show):
    _, X_test, _, _ = reader.split()
    for model in own:
        explorable = ReadDigit(model, digit=1, unit=5)
        assert explorable.view.mistakes == np.sum(model.predict(X_test) != reader.split()[3])
        page = show(explorable)
        assert page.locator(".cx-words").inner_text() == explorable.text()
        assert page.locator(".cx-hidden-unit").count() == 5


def test_what_is_no_reader_of_digits_is_refused_in_words(own):
    X, y = [[0.0], [1.0]], [0, 1]
    deep = MLPClassifier((8, 8)).partial_fit(np.eye(10, 64), np.arange(10), classes=np.arange(10))
    for model, words in (
        ("a text", "model must be an MLPClassifier that was fitted on digits"),
        (MLPClassifier(), "model must be an MLPClassifier that was fitted on digits"),
        (MLPClassifier(2).partial_fit(X, y, classes=y), "model must tell the ten digits apart"),
        (deep, "model must have 64 features, one hidden layer of at most 64 units, and ten outputs, but 64-8-8-10"),
    ):
        with pytest.raises(ValueError, match=f"ReadDigit: {words}"):
            ReadDigit(model)
    with pytest.raises(ValueError, match="ReadDigit: unit must be a whole number from 1 to 5, but 6 came"):
        ReadDigit(own[0], unit=6)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("digit", 0),
        ("digit", 451),
        ("right", 3),
        ("down", 0.5),
        ("unit", 33),
        ("preparation", "thin"),
        ("source", "paper"),
        ("drawing", np.ones((8, 8))),
        ("drawing", np.full((32, 32), 0.5)),
    ],
)
def test_a_wrong_value_is_named_and_changes_nothing(name, value):
    explorable = ReadDigit()
    before = explorable.text()
    with pytest.raises(ValueError, match=f"ReadDigit: {name} must"):
        setattr(explorable, name, value)
    assert explorable.text() == before
    if name != "source":
        with pytest.raises(ValueError, match=f"ReadDigit: {name} must"):
            ReadDigit(**{name: value})
