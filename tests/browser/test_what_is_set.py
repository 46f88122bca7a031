"""What a learner sets in Python, when an explorable is made or later: it is shown, or refused in words."""

import types

import numpy as np
import pytest

from course_lib.explorables import (
    AdmissionLine,
    Blame,
    DrawCurve,
    ForgerAndJudge,
    ForwardPass,
    Gates,
    HowLikely,
    Kernel,
    LogicGate,
    Playground,
    ReadDigit,
    SureOrNot,
)

BETWEEN = [
    (AdmissionLine, "w1", 2.54, 2.5),
    (AdmissionLine, "b", -18.05, -18.0),
    (LogicGate, "w1", 0.04, 0.0),
    (SureOrNot, "steepness", 1.26, 1.3),
    (HowLikely, "w2", -0.04, 0.0),
    (ForwardPass, "x1", 0.55, 0.6),
    (Blame, "learning_rate", 0.15, 0.2),
    (DrawCurve, "sharpness", 2.26, 2.5),
]


@pytest.mark.parametrize(("explorable", "name", "given", "shown"), BETWEEN)
def test_between_two_steps_of_its_slider_a_number_is_rounded_as_the_browser_has_it(explorable, name, given, shown):
    made = explorable(**{name: given})
    assert getattr(made, name) == getattr(made.view, name) == shown
    setattr(made, name, given + 1)
    assert getattr(made, name) == getattr(made.view, name) == pytest.approx(shown + 1)
    control = made.controls.get(name)
    assert control is None or control.value == getattr(made, name)


@pytest.mark.parametrize(
    ("explorable", "name", "value", "words"),
    [
        (Blame, "truth", "rejected", "was rejected"),
        (Blame, "loss", "squared error", "the loss is the squared error"),
        (Gates, "preset", "forgets", ""),
        (DrawCurve, "parts", "units", ""),
    ],
)
def test_what_an_explorable_is_made_with_can_be_set_later(explorable, name, value, words):
    later, made = explorable(), explorable(**{name: value})
    setattr(later, name, value)
    assert getattr(later, name) == getattr(made, name) == value
    assert later.text() == made.text() != explorable().text() or not words
    assert words in later.text()
    with pytest.raises(ValueError, match=rf"^{explorable.__name__}: {name} must be one of"):
        setattr(later, name, "nonsense")


def test_gates_that_are_changed_are_those_of_no_preset():
    gates = Gates(preset="forgets")
    gates.gates = gates.gates + 0.1
    assert gates.preset is None


@pytest.mark.parametrize(
    ("explorable", "name"), [(Gates, "gates"), (Gates, "plain"), (Kernel, "kernel"), (ReadDigit, "drawing")]
)
def test_who_writes_into_a_copy_is_told(explorable, name):
    with pytest.raises(ValueError, match="read-only"):
        getattr(explorable(), name)[0] = 1


@pytest.mark.parametrize("explorable", [AdmissionLine, Playground])
def test_what_a_learner_does_to_the_data_later_changes_nothing(explorable):
    X, y = np.array([[1.0, 2.0], [3.0, 5.0], [4.0, 1.0]]), np.array([1, 0, 1])
    made = explorable(X, y) if explorable is AdmissionLine else explorable(X=X, y=y)
    before = made.text()
    X *= 100
    assert made.text() == before


def test_a_playground_without_a_class_has_no_line_of_python():
    playground = Playground()
    playground.view.data_index = 5
    assert playground.code() == ("", "")


@pytest.mark.parametrize("rates", [(0.5, 0.02), (0.02, 1.0)])
def test_no_loss_of_the_duel_is_cut_off(show, rates):
    duel = ForgerAndJudge(discriminator_rate=rates[0], generator_rate=rates[1], step=400)
    found = duel.duel()
    largest = max(*found.discriminator_losses, *found.generator_losses)
    assert duel.picture().axes[1].get_ylim()[1] == pytest.approx(max(2, largest))
    page = show(duel)
    chart = page.locator(".cx-panel .cx-chart")
    assert largest <= 2 or chart.locator(".cx-tick").all_text_contents()[-1] != "2.0"
    top = chart.locator(".cx-frame").evaluate("frame => frame.getBoundingClientRect().top")
    curves = chart.locator(".cx-curve").evaluate_all("all => all.map((each) => each.getBoundingClientRect().top)")
    assert min(curves) >= top - 2


def test_points_that_cannot_be_scaled_are_refused_when_a_playground_is_made():
    X, y = np.array([[1.0, 2.0], [3.0, 5.0], [4.0, 1.0]]), [1, 0, 1]
    with pytest.raises(ValueError, match=r"^Playground: X holds numbers too close together: column 0 varies by only"):
        Playground(X=X * 1e-200, y=y)


def test_a_table_of_the_wrong_shape_is_told_before_its_labels():
    with pytest.raises(
        ValueError, match=r"^AdmissionLine: X must have two columns, shape \(n, 2\), but \(1, 1\) came\.$"
    ):
        AdmissionLine([[1]])


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"coefs_": [[1.0], [2.0]]}, "model's coefs_ must be a list of weights"),
        ({"coefs_": [np.ones(64), np.ones((4, 10))]}, "model's coefs_ must be a list of weights"),
        ({"coefs_": [["a"], ["b"]]}, "model's coefs_ must be a list of weights"),
        ({"coefs_": [np.full((64, 4), np.nan), np.ones((4, 10))]}, "model's coefs_ must be a list of weights"),
        ({"intercepts_": [np.ones(3), np.ones(10)]}, "model must have one bias for each unit"),
        ({"intercepts_": None}, "model's intercepts_ must be a list of biases"),
        ({"classes_": None}, "model must tell the ten digits apart"),
        ({"classes_": np.arange(9)}, "model must tell the ten digits apart"),
        ({"activation": "softplus"}, "model's activation must be one of"),
        ({"coefs_": [np.ones((63, 4)), np.ones((4, 10))]}, "model must have 64 features"),
    ],
)
def test_a_model_that_is_no_reader_of_digits_is_refused_in_words(changed, words):
    good = {"coefs_": [np.ones((64, 4)), np.ones((4, 10))], "intercepts_": [np.ones(4), np.ones(10)]}
    good |= {"classes_": np.arange(10), "activation": "relu"}
    assert ReadDigit(model=types.SimpleNamespace(**good)).text()
    with pytest.raises(ValueError, match=f"^ReadDigit: {words}"):
        ReadDigit(model=types.SimpleNamespace(**good | changed))
    with pytest.raises(ValueError, match=r"^ReadDigit: model must be an MLPClassifier"):
        ReadDigit(model=types.SimpleNamespace(**{name: each for name, each in good.items() if name not in changed}))


@pytest.mark.parametrize(("size", "digits"), [(1, 3), (0.01, 3), (1e-3, 5), (1e-5, 6), (1e-9, 6)])
def test_a_tiny_feature_is_shown_with_as_many_digits_as_it_needs(size, digits):
    X = np.array([[0.1234, 0.3], [0.2345, 0.5]]) * [size * 4, 1]
    explorable = AdmissionLine(X=X, y=[0, 1])
    assert explorable.view.digits == digits
    if size >= 1e-5:
        assert f"Student 0 (x₁ {X[0, 0]:.{digits}f}, x₂" in explorable.text()
        assert float(f"{X[0, 0]:.{digits}f}") > 0
