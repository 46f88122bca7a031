"""The playground: it trains as course_lib does, takes points by hand and keys, and plays for long without growing."""

import re
import sys

import harness
import numpy as np
import pytest

from course_lib import MLPClassifier
from course_lib.data import load_messy_admissions
from course_lib.evaluation import standardize
from course_lib.explorables import Playground
from course_lib.explorables.base import fixed, percent
from course_lib.explorables.playground import DATA, GROUPS, _trained, random_numbers, size_in_words

CORNERS = {"X": [[0, 0], [0, 1], [1, 0], [1, 1], [0.1, 0], [0.9, 0.1]], "y": [0, 1, 1, 0, 0, 1]}


def as_set(root):
    """Return a playground that is set as the page is: from its line of Python, and from what else can be chosen."""
    line = root.locator(".cx-code").first.input_value()
    X, y, _ = load_messy_admissions()
    explorable = eval(line, {"Playground": Playground, "X": X, "y": y}) if line else Playground()
    explorable.view.own = explorable.view.own | {"given": "X=[" not in line}
    states = root.locator(".cx-controls .widget-toggle-buttons").first.get_by_role("button")
    explorable.view.data_index = states.evaluate_all("all => all.map((e) => e.ariaPressed)").index("true")
    explorable.view.point = int(harness.slider_values(root)["point"])
    pressed = root.locator(".cx-face:visible").evaluate_all("all => all.map((e) => e.ariaPressed)")
    explorable.view.unit = pressed.index("true") if pressed else 0
    return explorable


def cells(root):
    return [[cell.strip() for cell in row.split("\t")] for row in root.locator(".cx-groups tr").all_inner_texts()]


def agree(root, explorable):
    """Assert that what the page shows is what course_lib works out from the line of Python."""
    root.locator(".cx-view:not(.cx-behind)").first.wait_for(state="attached")
    network, _ = explorable.train()
    problem, sliders = explorable._problem, harness.slider_values(root)
    assert tuple(sliders[f"units {k + 1}"] for k in range(explorable.view.layers)) == explorable.hidden_layer_sizes
    assert sliders["seed"] == explorable.random_state
    shown = cells(root)
    for k, group in enumerate(GROUPS, start=1):
        rows = problem.held == (group == "held out")
        y = problem.y[rows]
        z = scores(network, problem.scaled[rows])
        loss = np.mean(np.logaddexp(0, -(2 * y - 1) * z))
        assert shown[0][k] == f"{group} ({len(y)})"
        assert shown[1][k] == fixed(loss, 3)
        assert shown[2][k] == percent(int(np.sum((z >= 0) == y)), len(y))
        assert shown[3][k] == percent(int(max(np.sum(y), np.sum(1 - y))), len(y))
    wrong = np.flatnonzero((scores(network, problem.scaled) >= 0) != problem.y)
    assert set(wrong_rows(root)) == set(wrong)
    bars = root.locator(".cx-values text").all_text_contents()
    assert bars == [size_in_words(each) for each in explorable.gradient_sizes()]
    assert root.locator(".cx-tally").inner_text() == explorable._point_in_words(network)
    assert root.locator(".cx-unit-words").inner_text() == explorable._unit_in_words(network)
    lines = [each.input_value() for each in root.locator(".cx-code").all()]
    assert tuple(lines) == explorable.code()
    sizes = network.layer_sizes
    assert root.locator(".cx-face:visible").count() == sum(sizes[1:-1])
    assert root.locator(".cx-wire").count() == network.n_weights


def scores(network, rows):
    network.pass_forward(rows)
    return network.layers[-1].z[:, 0].copy()


def wrong_rows(root):
    return root.locator(".cx-student.cx-wrong").evaluate_all("all => all.map((e) => Number(e.dataset.row))")


def settled(page):
    harness.settled(agree, page, as_set(page))


def choose(page, name):
    """Press a toggle button of the controls."""
    page.locator(".cx-controls").get_by_role("button", name=name, exact=True).click()


SETTINGS = [
    {"data": "circles", "hidden_layer_sizes": (3, 5, 2), "activation": "relu", "solver": "momentum", "batch_size": 20},
    {"data": "spiral", "hidden_layer_sizes": (8, 8), "activation": "logistic", "alpha": 0.1, "batch_size": "all"},
    {"data": "XOR", "hidden_layer_sizes": (), "solver": "plain", "learning_rate_init": 0.1, "batch_size": 1},
    {"data": "applicants", "hidden_layer_sizes": (2,), "activation": "identity", "batch_size": 50, "random_state": 7},
    {"data": "moons", "learning_rate_init": 10, "solver": "plain", "epoch": 3, "batch": 2},
]


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda each: each["data"])
def test_numbers_and_words_are_those_of_course_lib(show, setting):
    explorable = Playground(**{"epoch": 6} | setting)
    page = show(explorable)
    agree(page, explorable)
    assert page.locator(".cx-words").inner_text() == explorable.text()
    again = as_set(page)
    assert again.text() == explorable.text()


TRAIN = """async ({ data, setting, epochs, batches }) => {
    const { problemOf, Run } = await import("/playground.js");
    const run = new Run(problemOf(data), setting, 1000);
    run.show(epochs, batches);
    return { parameters: [...run.shown.parameters], losses: run.losses.map((each) => [...each.slice(0, epochs + 1)]) };
}"""


@pytest.mark.parametrize("solver", ["plain", "momentum", "adam"])
@pytest.mark.parametrize("activation", ["relu", "tanh", "logistic", "identity"])
def test_200_steps_lead_where_course_lib_gets(modules, solver, activation):
    explorable = Playground(data="circles", hidden_layer_sizes=(8, 8), alpha=0.1, batch_size=10)
    problem, sizes = explorable._problem, (2, 8, 8, 1)
    network, losses = _trained(problem, 10, sizes, activation, solver, 0.03, 0.1, 3, 14, 4)
    setting = {"sizes": sizes, "activation": activation, "solver": solver, "rate": 0.03, "alpha": 0.1, "size": 10}
    given = {"data": explorable._data, "setting": setting | {"seed": 3}, "epochs": 14, "batches": 4}
    found = harness.evaluate(modules, TRAIN, given)
    np.testing.assert_allclose(found["parameters"], network.parameters, rtol=0, atol=1e-9)
    np.testing.assert_allclose(np.transpose(found["losses"]), losses, rtol=0, atol=1e-9)


LONG = [
    ({"data": "spiral"}, (8, 8), "adam", 0.03, 300),
    ({"data": "circles"}, (8, 8, 8), "adam", 0.1, 20),
    ({"data": "moons"}, (8, 8, 8), "momentum", 0.1, 100),
    ({"data": "moons"}, (8,), "plain", 10, 100),
    ({"X": [[0, 0], [1, 1], [0, 1], [1, 0]], "y": [0, 1, 0, 1]}, (), "adam", 0.03, 50),
]


@pytest.mark.parametrize(("points", "hidden", "solver", "rate", "epochs"), LONG)
def test_thousands_of_steps_lead_to_the_same_network_too(modules, points, hidden, solver, rate, epochs):
    explorable = Playground(**points, hidden_layer_sizes=hidden)
    sizes = (2, *hidden, 1)
    network, losses = _trained(explorable._problem, 10, sizes, "tanh", solver, rate, 0.0, 0, epochs, 0)
    setting = {"sizes": sizes, "activation": "tanh", "solver": solver, "rate": rate, "alpha": 0, "size": 10, "seed": 0}
    given = {"data": explorable._data, "setting": setting, "epochs": epochs, "batches": 0}
    found = harness.evaluate(modules, TRAIN, given)
    np.testing.assert_allclose(found["parameters"], network.parameters, rtol=0, atol=1e-9)
    np.testing.assert_allclose(found["losses"][0], losses[:, 0], rtol=0, atol=1e-9)


def test_who_is_on_the_border_is_of_class_1(modules):
    shown = "{ layers: [{ z: [0, 0] }], forward() {}, loss: () => 0 }"
    problem = {"held": [False, False], "groups": [{"rows": [0, 1], "X": [], "y": [1, 0], "commoner": 1}]}
    found = harness.call(modules, "playground", f"m.judged({{ shown: {shown}, problem: a }})", problem)
    assert found["wrong"] == [False, True]


def test_chance_is_the_same_in_both_languages(modules):
    for seed in (0, 1, 99):
        script = "async (seed) => Array.from({ length: 50 }, (await import('/network.js')).randomNumbers(seed))"
        numbers = random_numbers(seed)
        assert harness.evaluate(modules, script, seed) == [next(numbers) for _ in range(50)]


def test_step_epoch_back_and_reset(show):
    page = show(Playground())
    for name, wanted in (
        ("Step", "Epoch 0 and 1 batch"),
        ("Step", "Epoch 0 and 2 batches"),
        ("Epoch", "Epoch 1"),
        ("Epoch", "Epoch 2"),
        ("Step", "Epoch 2 and 1 batch"),
        ("Back", "Epoch 1"),
        ("Step", "Epoch 1 and 1 batch"),
        ("Reset", "Epoch 0"),
    ):
        harness.button(page, name).press("Enter")
        assert page.locator(".cx-equation").inner_text() == wanted
        agree(page, as_set(page))
    settled(page)


def test_after_some_steps_a_larger_batch_leaves_a_state_that_python_rebuilds(show):
    page = show(Playground(batch_size=1, epoch=2, batch=90))
    handle = page.get_by_role("slider", name="batch size", exact=True)
    for size, wanted in ((5, "Epoch 2 and 26 batches"), (50, "Epoch 2 and 2 batches"), ("all", "Epoch 2")):
        while f"batch_size={size}," not in page.locator(".cx-code").first.input_value().replace('"', ""):
            handle.press("ArrowRight")
        assert page.locator(".cx-equation").inner_text() == wanted
        agree(page, as_set(page))
    page.get_by_role("slider", name="epoch", exact=True).press("End")
    harness.settled(agree, page, as_set(page))


def test_what_is_changed_at_epoch_12_is_trained_anew_up_to_there(show):
    page = show(Playground(epoch=12))
    for name in ("spiral", "relu", "SGD"):
        choose(page, name)
        assert "epoch=12" in page.locator(".cx-code").first.input_value()
        agree(page, as_set(page))
    for layers in ("3", "0"):
        choose(page, layers)
        agree(page, as_set(page))
    settled(page)


def test_a_unit_is_chosen_and_its_weights_are_told(show):
    page = show(Playground(hidden_layer_sizes=(3, 2)))
    for name, words in (("layer 1, unit 3", "Unit 3 of layer 1"), ("layer 2, unit 1", "Unit 1 of layer 2")):
        harness.button(page, name).press("Enter")
        assert page.locator(".cx-unit-words").inner_text().startswith(words)
        outgoing = page.locator(".cx-wire.cx-outgoing").count()
        assert outgoing == (2 if "layer 1" in name else 1)
        agree(page, as_set(page))


def test_a_thumbnail_shows_what_its_unit_says(show):
    explorable = Playground(epoch=20, hidden_layer_sizes=(3,))
    page = show(explorable)
    network, _ = explorable.train()
    window = explorable._data["window"]
    x1, x2 = (np.linspace(*window[axis], 40) for axis in "xy")
    places = np.stack(np.meshgrid(x1[::2], x2[1::2]), axis=-1)
    network.pass_forward(explorable._problem.scale(places.reshape(-1, 2)))
    pixels = page.locator(".cx-strip:visible").evaluate(
        "c => [...c.getContext('2d').getImageData(0, 0, c.width, c.height).data]"
    )
    alpha = np.reshape(pixels, (-1, 20, 4))[..., 3]
    for j in range(3):
        face = alpha[24 * j : 24 * j + 20][::-1]  # the picture's first row is the highest
        says = network.layers[0].a[:, j].reshape(20, 20)
        assert np.abs(face / 255 - np.abs(says)).max() < 0.01


@pytest.mark.parametrize("hand", ["mouse", "touch"])
def test_points_are_added_and_removed_by_hand(show, hand):
    page = show(Playground(epoch=2), has_touch=hand == "touch")
    box = page.locator(".cx-figure .cx-frame").bounding_box()
    place = box["x"] + 0.3 * box["width"], box["y"] + 0.9 * box["height"]
    press = {"mouse": page.mouse.click, "touch": page.touchscreen.tap}[hand]
    before = page.locator(".cx-student").count()
    choose(page, "removes")
    press(*place)
    assert page.locator(".cx-student").count() == before  # nobody is near
    choose(page, "adds ×")
    press(*place)
    found = as_set(page)
    X, y = found.points()
    window = found.view.own["window"] if found.view.own["points"] else Playground()._data["window"]
    assert (len(y), y[-1], found._data["name"]) == (before + 1, 0, "own points")
    assert X[-1] == pytest.approx(place_in_moons(0.3, 0.1), abs=0.05)
    assert window
    agree(page, found)
    choose(page, "removes")
    press(*place)
    assert len(as_set(page).points()[1]) == before
    agree(page, as_set(page))
    settled(page)


def place_in_moons(across, up):
    window = Playground()._data["window"]
    return [low + part * (high - low) for part, (low, high) in zip((across, up), (window["x"], window["y"]))]


def test_points_are_added_chosen_and_removed_by_keyboard(show):
    page = show(Playground())
    cross = page.locator(".cx-cross")
    cross.focus()
    for _ in range(4):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("ArrowUp")
    place = place_in_moons(0.9, 0.52)
    choose(page, "adds ○")
    cross.press("Enter")
    X, y = as_set(page).points()
    assert y[-1] == 1
    assert X[-1] == pytest.approx(place, abs=0.01)
    choose(page, "chooses")
    cross.press("Space")
    assert as_set(page).view.point == len(y) - 1
    agree(page, as_set(page))
    choose(page, "removes")
    cross.press("Enter")
    assert len(as_set(page).points()[1]) == len(y) - 1
    agree(page, as_set(page))
    settled(page)


def test_what_is_full_takes_no_more_points(show):
    explorable = Playground(**CORNERS)
    explorable.view.room = 7
    page = show(explorable)
    choose(page, "adds ×")
    for _ in range(2):
        page.locator(".cx-cross").press("Enter")
    assert page.locator(".cx-student").count() == 7
    assert "There is room for 7 points only." in page.locator(".cx-place").inner_text()


def test_from_nothing_words_say_what_is_wanted_until_there_are_two_classes(show):
    page = show(Playground())
    harness.button(page, "Clear points").click()
    assert page.locator(".cx-tally").inner_text() == "There are no points yet. Add some of each class."
    assert page.locator(".cx-net").is_hidden()
    for name in ("Step", "Epoch", "Play", "Back", "Reset"):
        harness.button(page, name).click()
    choose(page, "adds ○")
    cross = page.locator(".cx-cross")
    cross.press("Enter")
    assert "The only point is of class 1" in page.locator(".cx-tally").inner_text()
    cross.press("Shift+ArrowLeft")
    cross.press("Enter")
    said = page.locator(".cx-tally").inner_text()
    assert "All 2 points are of class 1" in said
    assert "add points of the other one, ×, class 0." in said
    page.wait_for_function("said => document.querySelector('.cx-words').textContent.endsWith(said)", arg=said)
    choose(page, "adds ×")
    cross.press("Shift+ArrowLeft")
    cross.press("Enter")
    assert page.locator(".cx-equation").inner_text() == "Epoch 0"
    assert cells(page)[1][2] == "none"
    harness.button(page, "Epoch").click()
    again = as_set(page)
    assert "No point is held out yet." in again.text()
    page.wait_for_function("text => document.querySelector('.cx-words').textContent === text", arg=again.text())


@pytest.mark.parametrize("names", [("a", "b"), ('1" of rain', "c:\\new")])
def test_own_data_from_python(show, names):
    explorable = Playground(**CORNERS, feature_names=names, epoch=3)
    page = show(explorable)
    assert page.locator(".cx-words").inner_text() == explorable.text()
    line = page.locator(".cx-code").first.input_value()
    assert line == explorable.code()[0]
    assert line.startswith('Playground(X, y, feature_names=("')
    same = eval(line, {"Playground": Playground} | {name: np.array(each) for name, each in CORNERS.items()})
    assert same.text() == explorable.text()


def test_the_other_line_makes_a_network_that_learns():
    explorable = Playground(data="circles", epoch=60)
    X, y = explorable.points()
    held = explorable._problem.held
    model = eval(explorable.code()[1], {"MLPClassifier": MLPClassifier})
    train, test = standardize(X[~held], X[held])
    with pytest.warns(UserWarning, match="max_iter = 60 epochs ended"):
        assert model.fit(train, y[~held]).score(test, y[held]) > 0.9
    assert model.network_.layer_sizes == explorable.train()[0].layer_sizes


# All elements but the rings around points, and how many more rings there are than points on the wrong side.
NODES = """() => {
    const count = (selector) => document.querySelectorAll(selector).length;
    const rings = count(".cx-student .cx-ring");
    return [count(".cx-explorable *") - rings, rings - count(".cx-student.cx-wrong")];
}"""


def test_ten_minutes_of_play_leave_nodes_and_memory_where_they_were(show):
    page = show(Playground(hidden_layer_sizes=(4, 4), batch_size=50), clock=True)
    session = page.context.new_cdp_session(page)
    harness.stop_clock(page)
    harness.button(page, "Play").click()
    page.locator(".shown").evaluate("e => { e.style.visibility = 'hidden'; }")  # to paint it takes a third of the time

    def play(seconds):
        for _ in range(seconds):
            page.clock.fast_forward(1000)  # what is due comes once: an epoch
        session.send("HeapProfiler.collectGarbage")
        return page.evaluate(NODES), session.send("Runtime.getHeapUsage")["usedSize"]

    (nodes, too_many), heap = play(30)
    (later_nodes, later_too_many), later_heap = play(600)
    assert too_many == later_too_many == 0
    assert int(page.locator(".cx-scrub").input_value()) > 500
    assert abs(later_nodes - nodes) < 10  # a chart may have a tick more
    assert later_heap < heap + 2e6  # the parameters of all epochs that can be kept are half of that at most
    session.detach()


def test_at_its_end_it_stops_and_begins_anew(show):
    page = show(Playground(hidden_layer_sizes=(), batch_size="all", epoch=998), clock=True)
    page.locator(".cx-view:not(.cx-behind)").wait_for(state="attached")
    harness.stop_clock(page)
    harness.button(page, "Play").click()
    page.clock.run_for(500)
    assert page.locator(".cx-equation").inner_text() == "Epoch 1000"
    assert harness.button(page, "Play").count() == 1
    harness.button(page, "Step").click()
    assert page.locator(".cx-equation").inner_text() == "Epoch 1000"
    harness.button(page, "Play").click()
    page.clock.run_for(500)
    assert 0 < int(page.locator(".cx-scrub").input_value()) < 20


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"data": "rings"}, "data must be one of moons, circles, spiral, XOR, applicants"),
        ({"hidden_layer_sizes": (9,)}, "hidden_layer_sizes must hold the units of at most 3 hidden layers"),
        ({"hidden_layer_sizes": (2, 2, 2, 2)}, "hidden_layer_sizes must hold the units of at most 3 hidden layers"),
        ({"batch": 14}, "batch must be a whole number from 0 to 13, but 14 came"),
        ({"X": [[0, 1], [np.nan, 1]], "y": [0, 1]}, "X must be finite"),
        ({"X": [[0, 1], [1, 1], [2, 1]], "y": [0, 1, 2]}, r"y must hold the labels 0 and 1 only, but y\[2\] is 2"),
        ({"X": [[0, 1], [1, 1]], "y": [1, 1]}, "y must hold both classes, 0 and 1, but all 2 labels that came are 1"),
        ({"X": [[0, 1, 2], [1, 1, 2]], "y": [0, 1]}, r"X must have two columns, shape \(n, 2\)"),
        ({"X": np.zeros((1001, 2)), "y": np.arange(1001) % 2}, "X must hold at most 1000 points, but 1001 came"),
        ({"X": [[0, 1], [1, 1]], "y": [0, 1], "data": "moons"}, "data came beside X"),
        ({"y": [0, 1]}, "y came without X"),
    ],
)
def test_a_wrong_argument_is_named(arguments, words):
    with pytest.raises(ValueError, match=f"^Playground: {words}"):
        Playground(**arguments)


@pytest.mark.parametrize("name", DATA)
def test_every_third_point_of_each_class_is_held_out(name):
    explorable = Playground(data=name)
    _, y = explorable.points()
    held = explorable._problem.held
    for label in (0, 1):
        assert held[y == label].tolist() == [i % 3 == 2 for i in range(np.sum(y == label))]


def test_an_epoch_of_200_points_is_trained_and_drawn_within_a_frame(show, capsys):
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(300, 2)), np.arange(300) % 2  # of 300, 200 train
    page = show(Playground(X, y, hidden_layer_sizes=(8, 8), activation="tanh", batch_size=20))
    harness.button(page, "Epoch").focus()
    times = harness.drawing_work(page, lambda i: page.keyboard.press("Enter"))
    with capsys.disabled():
        sys.stdout.write(f"\nPlayground, an epoch: p50 {np.median(times[:, 0]):.1f} ms")
    assert page.locator(".cx-equation").inner_text() == f"Epoch {len(times)}"
    assert np.median(times[:, 0]) <= harness.FRAME


def test_the_picture_that_stands_in_tells_who_is_held_out():
    plane = Playground(epoch=3).picture().axes[0]
    legend = plane.get_legend() or plane.figure.legends[0]
    assert "held out: small" in [text.get_text() for text in legend.get_texts()]


GROWN = {"activation": "identity", "solver": "plain", "learning_rate_init": 10.0, "epoch": 2}
BURST = {"hidden_layer_sizes": (8, 8, 8), "activation": "identity", "solver": "plain", "learning_rate_init": 3.0}


def test_numbers_that_no_float_holds_are_told_alike(show):
    explorable = Playground(**BURST, epoch=1)
    page = show(explorable)
    page.wait_for_function("text => document.querySelector('.cx-words').textContent === text", arg=explorable.text())
    assert "The numbers have grown past all bounds" in explorable.text()
    seen = page.locator(".cx-explorable").inner_text()
    assert "take a smaller learning rate" in page.locator(".cx-panel").inner_text()
    assert not re.search("NaN|Infinity|undefined", seen)
    assert page.locator(".cx-wire[stroke-width=NaN]").count() == 0
    assert explorable.picture().axes


def test_a_gradient_that_only_the_last_bits_leave_is_told_alike(show):
    explorable = Playground(
        data="XOR",
        hidden_layer_sizes=(8, 1),
        activation="logistic",
        learning_rate_init=10,
        batch_size=50,
        epoch=1,
    )
    assert show(explorable).locator(".cx-words").inner_text() == explorable.text()
    assert "Gradient of each layer: 0.0000, 0.0000, 0.0000." in explorable.text()


def test_numbers_that_are_very_large_are_said_to_have_grown(show):
    explorable = Playground(**GROWN)
    page = show(explorable)  # whose test fails if the page logs an error
    page.locator(".cx-words", has_text="have grown past all bounds").wait_for(state="attached")
    assert "have grown past all bounds" in explorable.text()
    assert explorable.picture().axes


INCOMES = {"X": [[100, 0.2], [900, 0.8], [300, 0.4], [700, 0.1], [500, 0.9]], "y": [0, 1, 1, 0, 1]}


def test_the_cross_has_the_decimals_that_both_axes_need(show):
    page = show(Playground(**INCOMES, feature_names=("income", "share")))
    assert "share x₂ 0.5" in page.locator(".cx-cross").get_attribute("aria-label")


def test_a_point_between_whole_numbers_is_told_where_it_is(show):
    page = show(Playground(X=[[0, 0], [0, 1], [1, 0], [1, 1], [0, 0]], y=[0, 1, 1, 0, 0]))
    page.locator(".widget-toggle-button", has_text="adds ○").click()
    page.locator(".cx-cross").press("Enter")
    page.get_by_role("slider", name="point").press("End")
    page.wait_for_function("() => /Point 5 \\(x₁ 0.5/.test(document.querySelector('.cx-words').textContent)")


def test_a_click_lands_where_it_points_to_however_little_the_features_spread(show):
    rng = np.random.default_rng(0)
    page = show(Playground(X=1e-7 * rng.random((20, 2)), y=np.arange(20) % 2))
    page.locator(".widget-toggle-button", has_text="adds ○").click()
    box = page.locator(".cx-plane").first.bounding_box()
    place = (box["x"] + 203, box["y"] + 197)
    page.mouse.click(*place)
    page.evaluate(harness.PAINTED)
    assert np.hypot(*np.subtract(harness.middle(page.locator(".cx-student[data-row='20']")), place)) < 3


def test_while_it_trains_anew_the_heading_names_the_epoch_that_is_shown(show):
    page = show(Playground(data="spiral", hidden_layer_sizes=(8, 8, 8), batch_size=1, epoch=400))
    page.wait_for_function("() => !document.querySelector('.cx-behind')", timeout=harness.PATIENCE)
    page.get_by_role("slider", name="seed").press("ArrowRight")
    page.wait_for_selector(".cx-behind", state="attached")
    assert "Epoch 400" not in page.locator(".cx-equation").inner_text()
    page.wait_for_function("() => !document.querySelector('.cx-behind')", timeout=harness.PATIENCE)
    assert page.locator(".cx-equation").inner_text() == "Epoch 400"


def test_one_label_is_named_as_one():
    with pytest.raises(ValueError, match="but the only label that came is 1"):
        Playground(X=[[1, 2]], y=[1])


def test_an_epoch_that_is_set_is_a_whole_one_as_by_the_slider():
    explorable = Playground(epoch=2, batch=3)
    explorable.epoch = 10
    assert (explorable.epoch, explorable.batch) == (10, 0)
    explorable.batch = 1
    assert "Epoch 10 and 1 batch." in explorable.text()


def test_who_is_chosen_stays_so_when_another_point_is_removed(show):
    X = [[0, 0], [1, 3], [2, 1], [3, 3], [4, 0.5], [5, 2]]
    page = show(Playground(X=X, y=[0, 1, 0, 1, 0, 1]))
    chosen = page.get_by_role("slider", name="point")
    for _ in range(4):
        chosen.press("ArrowRight")
    page.wait_for_function("() => /Point 4 \\(x₁ 4.0/.test(document.querySelector('.cx-words').textContent)")
    page.locator(".widget-toggle-button", has_text="removes").click()
    page.mouse.click(*harness.middle(page.locator(".cx-student[data-row='1']")))
    page.wait_for_function("() => /Point 3 \\(x₁ 4.0/.test(document.querySelector('.cx-words').textContent)")
