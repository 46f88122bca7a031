"""Gates: states, gates and slopes of a plain unit and an LSTM cell are those that course_lib works out."""

import json
import sys

import harness
import numpy as np
import pytest

from course_lib.autodiff import Value
from course_lib.explorables import ForgerAndJudge, Gates, Kernel
from course_lib.explorables.base import fixed
from course_lib.explorables.gates import PARTS, PRESETS, SEQUENCE, TRAITS
from course_lib.recurrence import lstm_step, read

READ = """root => ({  // all at one time: to ask for one after the other is slow
    weights: [...root.querySelectorAll(".cx-controls [role=slider]")].map((each) => Number(each.ariaValueNow)),
    sequence: [...root.querySelectorAll(".cx-number")].map((each) => Number(each.value.replace("−", "-"))),
    step: Number(root.querySelector(".cx-scrub").value),
    lines: [...root.querySelectorAll(".cx-gate-lines p")].map((each) => each.textContent),
})"""


def shown(root):
    """Return what the page shows."""
    return root.locator("css=.cx-explorable" if hasattr(root, "goto") else "css=:scope").evaluate(READ)


def as_set(root):
    """Return an explorable that is set as the page is."""
    now = shown(root)
    plain, gates = now["weights"][:3], np.reshape(now["weights"][3:], (4, 3))
    return Gates(now["sequence"], plain=plain, gates=gates, step=now["step"])


def agree(root, explorable):
    """Assert that all numbers are those that course_lib computes from what is set."""
    lines, t = [line for line in shown(root)["lines"] if line], explorable.step
    if t == 0:
        assert lines == ["Nothing has been read yet: h = 0 and c = 0."]
        return
    (w, u, b), (W, U, B) = explorable.plain, explorable.gates.T
    plain = read(np.reshape(explorable.sequence[:t], (1, t, 1)), [[w]], [[u]], [b])[0, t, 0]
    h = c = [[0.0]]
    for x in explorable.sequence[:t]:
        h, c, *gates = cell = lstm_step([[x]], h, c, [W], [U], B)
    ends = [plain, *(gate[0, 0] for gate in gates), cell.c[0, 0], cell.h[0, 0]]
    assert [line.removesuffix(".").rpartition(" = ")[2] for line in lines[:-1]] == [fixed(end, 3) for end in ends]
    assert lines[0].startswith(f"Plain unit: h = tanh({fixed(w, 1)} · {fixed(explorable.sequence[t - 1], 2)} ")
    slopes = [fixed(slope, 4) for slope in explorable.slopes()[t - 1]]
    shown_slopes = lines[-1].removesuffix(".").replace("almost 0", "0.0000").replace(", LSTM cell", "").split()[-2:]
    assert shown_slopes == [slope.replace("−0.0000", "0.0000") for slope in slopes]


def reads_right(page):
    """Assert that what is shown fits what is set, and return the explorable."""
    explorable = as_set(page)
    agree(page, explorable)
    return explorable


def random_ones(rng, count):
    for _ in range(count):
        sequence = rng.uniform(-2, 2, rng.integers(2, 13)).round(2).tolist()
        yield Gates(sequence, plain=rng.uniform(-3, 3, 3), gates=rng.uniform(-4, 4, (4, 3)))


def test_the_browser_reads_as_course_lib_does(modules):
    made = list(random_ones(np.random.default_rng(0), 20))
    found = harness.evaluate(
        modules,
        """async (all) => {
            const { situation } = await import("/gates.js");
            return all.map((traits) => situation({ get: (name) => traits[name] }));
        }""",
        [harness.traits(each) for each in made],
    )
    for explorable, now in zip(made, found, strict=True):
        np.testing.assert_allclose(now["unit"]["h"], explorable.states(), atol=1e-12)
        cells = [[cell[name] for name in "hcifgo"] for cell in now["cells"][1:]]
        np.testing.assert_allclose(cells, explorable.cells(), atol=1e-12)
        slopes = np.column_stack([now["unit"]["slopes"][1:], [cell["dh"] for cell in now["cells"][1:]]])
        np.testing.assert_allclose(slopes, explorable.slopes(), rtol=1e-9, atol=1e-12)


def test_the_slopes_are_those_of_automatic_differentiation():
    for explorable in random_ones(np.random.default_rng(1), 6):
        (w, u, b), (W, U, B) = explorable.plain, explorable.gates.T
        for t in (1, len(explorable.sequence)):
            first = Value(explorable.sequence[0])
            h, shown, c = Value(0.0), Value(0.0), Value(0.0)
            for x in [first, *explorable.sequence[1:t]]:
                h = (x * w + h * u + b).tanh()
                z = [x * W[k] + shown * U[k] + B[k] for k in range(4)]
                c = z[1].sigmoid() * c + z[0].sigmoid() * z[2].tanh()
                shown = z[3].sigmoid() * c.tanh()
            for k, state in enumerate((h, shown)):
                first.grad = np.zeros(())
                state.backward()
                assert first.grad == pytest.approx(explorable.slopes()[t - 1, k], rel=1e-9, abs=1e-15)


def test_gates_by_hand_keep_what_a_plain_unit_forgets():
    kept, forgotten = (Gates(preset=preset).slopes() for preset in ("keeps", "forgets"))
    left = kept[-1] / kept[0]
    assert left[0] < 0.05
    assert left[1] > 0.9
    assert forgotten[-1, 1] / forgotten[0, 1] < 0.05  # gates that are half open forget as well
    states = Gates().states()[1:], Gates().cells()[:, 0]
    assert [np.ptp(each) for each in states] == pytest.approx([1.2, 0.02], abs=0.1)


def test_step_back_play_and_presets(show):
    page = show(Gates(), clock=True)
    harness.settled(agree, page, Gates())
    harness.stop_clock(page)
    harness.button(page, "Reset").press("Enter")
    assert reads_right(page).step == 0
    for name, step in (("Step", 1), ("Step", 2), ("Back", 1)):
        harness.button(page, name).press("Space")
        assert reads_right(page).step == step
    harness.button(page, "Play").press("Enter")
    page.clock.run_for(400 * len(SEQUENCE))
    assert reads_right(page).step == len(SEQUENCE)
    assert harness.button(page, "Play").is_visible()
    for name, gates in PRESETS.items():
        harness.button(page, name).press("Enter")
        assert np.array_equal(reads_right(page).gates, gates)


def test_the_sliders_of_one_part_stand_there_at_a_time(show):
    page = show(Gates())
    visible = page.locator(".cx-controls [role=slider]:visible")
    for k, name in enumerate(PARTS):
        harness.button(page, name).click()
        letters = [each.partition(" ")[0] for each in visible.evaluate_all("all => all.map((each) => each.ariaLabel)")]
        assert letters == TRAITS[3 * k : 3 * k + 3]
        visible.first.press("ArrowLeft")
    explorable = reads_right(page)
    assert np.allclose(explorable.plain, Gates().plain - [0.1, 0, 0])
    assert np.allclose(explorable.gates, Gates().gates - [0.1, 0, 0])
    harness.settled(agree, page, explorable)


def test_the_sequence_is_typed(show):
    page = show(Gates([1, 0, 0.5]))
    cell = page.get_by_role("textbox", name="x₂", exact=True)
    cell.fill("-1,25")
    cell.blur()
    assert reads_right(page).sequence == [1, -1.25, 0.5]
    cell.press("ArrowUp")
    explorable = reads_right(page)
    assert explorable.sequence == [1, -0.75, 0.5]
    cell.fill("3")
    assert page.locator(".cx-refusal").inner_text() == "Type a number from −2 to 2. The old one stays."
    cell.blur()
    assert reads_right(page).sequence == [1, -0.75, 0.5]
    harness.settled(agree, page, explorable)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("sequence", [], "must hold 2 to 12 numbers, but an empty list came"),
        ("sequence", [1.0] * 13, "must hold 2 to 12 numbers, but"),
        ("sequence", [1, 3], "must hold numbers from -2 to 2, but"),
        ("sequence", [1, np.nan], "must"),
        ("preset", "remembers", "must be one of forgets, keeps, but"),
        ("plain", [1, 2], r"must hold numbers of shape \(3,\), from -3 to 3, but"),
        ("gates", np.full((4, 3), 11), r"must hold numbers of shape \(4, 3\), from -10 to 10, but"),
        ("step", 11, "must be a whole number from 0 to 10, but 11 came"),
    ],
)
def test_a_wrong_value_is_named_and_changes_nothing(name, value, words):
    explorable = Gates()
    before = explorable.text()
    with pytest.raises(ValueError, match=f"Gates: {name} {words}"):
        Gates(**{name: value})
    if name != "preset":
        with pytest.raises(ValueError, match=f"Gates: {name} {words}"):
            setattr(explorable, name, value)
    assert explorable.text() == before


def test_a_negative_number_has_room_in_its_field_on_a_phone(show):
    page = show(Gates([-0.3] * 10), viewport={"width": 301, "height": 800})
    cut_off = "all => all.filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.value)"
    assert page.locator(".cx-number").evaluate_all(cut_off) == []


def test_steps_of_a_longer_sequence_that_arrive_late_are_cut_at_its_end(show):
    explorable = Gates(step=2)
    explorable.sequence = [1, 0.5, 0.2]
    explorable.view.step = 7
    assert explorable.step == 3
    assert explorable.text().startswith(Gates(sequence=[1, 0.5, 0.2]).text()[:40])
    page = show(explorable)
    assert page.locator(".cx-words").inner_text() == explorable.text()


@pytest.mark.parametrize("explorable", [Gates, Kernel, ForgerAndJudge])
def test_the_presets_keep_their_order_in_a_saved_notebook(explorable):
    """Jupyter saves a table with its names sorted."""
    saved = json.loads(json.dumps(explorable().view.get_state()["presets"], sort_keys=True))
    module = sys.modules[explorable.__module__]
    assert [name for name, _ in saved] == list(module.PRESETS)
