"""Figures of what a model says, of what that costs, and of whether it can be trusted."""

import io
import itertools
import warnings

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex, to_rgb
from matplotlib.text import Text
from PIL import Image

from course_lib import evaluation, figures
from course_lib.activations import relu, relu_derivative, sigmoid, sigmoid_derivative
from course_lib.data import load_admissions, load_messy_admissions
from course_lib.figures.landscape import BANDS
from course_lib.losses import log_loss_from_scores
from course_lib.perceptron import Perceptron, score

NAN, INF = np.nan, np.inf


@pytest.fixture(autouse=True)
def no_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.fixture
def ax():
    return figures.new()[1]


def legend(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def line(ax, label):
    return next(np.column_stack(line.get_data()) for line in ax.lines if line.get_label() == label)


def numbers(ax):
    return [text.get_text() for text in ax.texts]


def uncertain(X, w=(1, 0.5), b=-9):
    return sigmoid(score(w, b, X))


def students(ax):
    X, y, _ = load_admissions()
    figures.students(ax, X, y)
    return X, y


# The probability over the plane


def test_every_point_is_tinted_by_its_probability(ax):
    students(ax)
    assert figures.probability_field(ax, uncertain) is ax
    tints = next(collection for collection in ax.collections if len(collection.get_paths()) == 10)
    rows = np.random.default_rng(0).uniform(0, 10, size=(300, 2))
    p = uncertain(rows)
    for k, (path, color) in enumerate(zip(tints.get_paths(), tints.get_facecolor(), strict=True)):
        held = path.contains_points(rows)
        assert np.mean(held == ((p >= k / 10) & (p < (k + 1) / 10))) > 0.98  # but for cells that a border crosses
        red, _, blue, _ = color
        assert (red > blue) == (k < 5)  # vermillion below 0.5, blue above
    strengths = [sum(1 - part for part in color[:3]) for color in tints.get_facecolor()]
    assert strengths[:5] == sorted(strengths[:5], reverse=True)
    assert strengths[5:] == sorted(strengths[5:])


def test_lines_are_numbered_and_the_numbers_stand_on_them_away_from_students(ax):
    X, _ = students(ax)
    figures.probability_field(ax, uncertain, label_names=("no", "yes"))
    assert legend(ax)[2:] == ["ŷ near 1: yes", "ŷ near 0: no", "ŷ = 0.5", "ŷ = 0.1 and ŷ = 0.9"]
    assert numbers(ax) == ["0.1", "0.5", "0.9"]
    for text in ax.texts:
        place = np.array([text.get_position()])
        assert uncertain(place) == pytest.approx(float(text.get_text()), abs=0.01)
        assert np.hypot(*(X - place).T).min() > 0.25


def test_a_model_that_is_sure_of_nothing_gets_no_line(ax):
    figures.probability_field(ax, lambda X: np.full(len(X), 0.3))
    assert numbers(ax) == []
    assert legend(ax) == ["ŷ near 1: admitted", "ŷ near 0: rejected"]


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("steepness", [0.5, 2, 10, 50])
def test_numbers_of_contours_do_not_touch(columns, steepness):
    """Steep lines leave little room between them, and of two pictures each is half as wide."""
    fig, axes = figures.new(columns=columns)
    ax = np.ravel(axes)[0]
    figures.students(ax, *load_messy_admissions()[:2])
    figures.probability_field(
        ax, lambda X: sigmoid(steepness * (18 - X @ [2, 1])) * sigmoid(steepness * (X[:, 0] - 2.5))
    )
    FigureCanvasAgg(fig).draw()
    boxes = [text.get_window_extent() for text in ax.texts]
    assert boxes
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))


def test_only_lines_that_are_there_are_in_the_legend(ax):
    figures.probability_field(ax, lambda X: X[:, 0].clip(0, 10) / 18)
    assert legend(ax)[2:] == ["ŷ = 0.5", "ŷ = 0.1"]


def test_a_fitted_classifier_is_asked_itself(ax):
    from sklearn.linear_model import LogisticRegression

    X, y = students(ax)
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # its own, with a newer SciPy
        model = LogisticRegression().fit(X, y)
    figures.probability_field(ax, model)
    middle = next(text for text in ax.texts if text.get_text() == "0.5")
    assert model.decision_function([middle.get_position()])[0] == pytest.approx(0, abs=0.05)


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (lambda X: X[:, 0], "what it returns must hold probabilities, from 0 to 1, but -0.25 came at index 0."),
        (lambda X: [0.5], "what it returns has 1 for 22801 rows."),
        (lambda X: np.full(len(X), NAN), "what it returns must be finite, but NaN came at index 0."),
        (lambda X: "text", "what it returns must be a probability for each student, but the text 'text' came."),
    ],
)
def test_a_function_that_returns_no_probabilities_is_refused(ax, probability, words):
    with pytest.raises(ValueError) as caught:
        figures.probability_field(ax, probability)
    start = "probability_field: probability must return a number from 0 to 1 for each row; "
    assert str(caught.value).startswith(start + words)


# Activations


def test_an_activation_and_its_derivative(ax):
    figures.activation(ax, sigmoid, sigmoid_derivative)
    assert legend(ax) == ["sigmoid", "derivative of sigmoid"]
    for label, function in (("sigmoid", sigmoid), ("derivative of sigmoid", sigmoid_derivative)):
        z, a = line(ax, label).T
        real = ~np.isnan(z)
        assert np.array_equal(a[real], function(z[real]))
        assert not np.isnan(a).any()  # no gap where there is no jump
    assert (z[0], z[-1]) == ax.get_xlim() == (-6, 6)
    solid, dashed = (next(line for line in ax.lines if line.get_label() == label) for label in legend(ax))
    assert solid.get_linestyle() == "-" != dashed.get_linestyle()


def test_a_jump_is_drawn_as_one(ax):
    figures.activation(ax, relu, relu_derivative, low=-2, high=2, label="ReLU")
    slope = line(ax, "derivative of ReLU")[:, 1]
    assert set(slope[~np.isnan(slope)]) == {0, 1}
    gaps = np.flatnonzero(np.isnan(slope))
    assert len(gaps) == 1
    assert (slope[gaps[0] - 1], slope[gaps[0] + 1]) == (0, 1)


def test_a_derivative_is_seen_beneath_the_line_that_lies_upon_it(ax):
    figures.activation(ax, relu, relu_derivative)
    above, beneath = (next(line for line in ax.lines if line.get_label() == label) for label in legend(ax))
    assert beneath.get_linewidth() > 1.5 * above.get_linewidth()
    assert beneath.get_zorder() < above.get_zorder()


def test_several_activations_differ_in_colour_and_in_shape(ax):
    for function, derivative in ((sigmoid, sigmoid_derivative), (relu, relu_derivative), (np.tanh, None)):
        figures.activation(ax, function, derivative, label=function.__name__)
    names = ["sigmoid", "relu", "tanh"]
    assert legend(ax) == [*names, "derivative of sigmoid", "derivative of relu"]
    looks = [(line.get_color(), line.get_marker()) for line in ax.lines if line.get_label() in names]
    assert len({color for color, _ in looks}) == len({marker for _, marker in looks}) == 3


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ({"function": lambda z: z[:3]}, "function must return one number for each score, shape (601,)"),
        ({"derivative": lambda z: np.full_like(z, NAN)}, "derivative must return a finite number for each score; it"),
        ({"derivative": 3}, "derivative must be a function, or None, but 3 came."),
        ({"high": -7.0}, "high must be above low, -6, but -7 came."),
    ],
)
def test_what_is_no_activation_is_refused(ax, named, words):
    with pytest.raises(ValueError) as caught:
        figures.activation(ax, **{"function": sigmoid} | named)
    assert str(caught.value).startswith(f"activation: {words}".replace("601", "603"))


# What one student costs


def test_the_cost_of_one_student(ax):
    figures.cost_of_one_point(ax)
    assert legend(ax) == ["admitted, y = 1: −ln ŷ", "rejected, y = 0: −ln (1 − ŷ)"]
    for words, formula in zip(legend(ax), (lambda p: -np.log(p), lambda p: -np.log(1 - p)), strict=True):
        p, cost = line(ax, words).T
        inside = (p > 1e-6) & (p < 1 - 1e-6)
        np.testing.assert_allclose(cost[inside], formula(p[inside]), rtol=1e-9, atol=1e-15)
    assert ax.get_ylim() == (0, 5)


def test_squared_errors_stand_beside(ax):
    figures.cost_of_one_point(ax, squared=True)
    p, cost = line(ax, "admitted, y = 1: ½(1 − ŷ)²").T
    np.testing.assert_allclose(cost, (1 - p) ** 2 / 2, atol=1e-15)
    p, cost = line(ax, "rejected, y = 0: ½ŷ²").T
    np.testing.assert_allclose(cost, p**2 / 2, atol=1e-15)


def test_marked_probabilities_say_what_they_cost(ax):
    figures.cost_of_one_point(ax, marks=[0.8, 0.5])
    assert numbers(ax) == ["0.22", "1.61", "0.69", "0.69"]
    circle, cross = [line for line in ax.lines if len(line.get_xdata()) == 1][:2]
    assert (circle.get_marker(), to_hex(circle.get_color()).upper()) == ("o", figures.ADMITTED)
    assert (cross.get_marker(), to_hex(cross.get_color()).upper()) == ("x", figures.REJECTED)


def test_a_mark_that_costs_much_is_in_the_picture(ax):
    figures.cost_of_one_point(ax, marks=[1e-4])
    assert ax.get_ylim()[1] > -np.log(1e-4)


# The landscape of a loss


def bowl(w1, w2):
    return (w1 - 2) ** 2 / 2 + 5 * (w2 - 2) ** 2


def descent(rate, steps):
    path = [np.array([4.5, 3.0])]
    for _ in range(steps):
        path.append(path[-1] - rate * np.array([1, 10]) * (path[-1] - 2))
    return np.array(path)


def test_the_landscape_is_darker_where_the_loss_is_higher(ax):
    figures.loss_landscape(ax, bowl, names=("weight of test", "weight of grades"), label="log-loss")
    bands = next(collection for collection in ax.collections if len(collection.get_paths()) == BANDS)
    borders = bowl(-1, -1) * np.linspace(0, 1, BANDS + 1) ** 2
    for path, low, high in zip(bands.get_paths(), borders, borders[1:]):
        heights = bowl(*path.vertices.T)
        assert (heights > low - 0.05).all()
        assert (heights < high + 0.05).all()
    light = [sum(color[:3]) for color in bands.get_facecolor()]
    assert light == sorted(light, reverse=True)
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("weight of test", "weight of grades")
    assert [bar.get_title(loc="left") for bar in ax.child_axes] == ["log-loss"]
    assert ax.get_aspect() == 1  # downhill is at right angles to the contours


def test_the_way_down_is_marked_at_both_ends(ax):
    path = descent(0.18, 30)
    figures.loss_landscape(ax, bowl, path)
    assert legend(ax) == ["start:\nloss 8.12", f"30 steps later:\nloss {bowl(*path[-1]):.3g}"]
    assert np.array_equal(line(ax, legend(ax)[0]), path[:1])
    assert np.array_equal(line(ax, legend(ax)[1]), path[-1:])
    np.testing.assert_allclose(np.column_stack(ax.lines[0].get_data()), path, atol=1e-12)


def test_a_way_that_leaves_the_picture_is_said_to(ax):
    path = descent(0.21, 15)
    figures.loss_landscape(ax, bowl, path)
    out = int(np.sum(np.any((path < -1) | (path > 5), axis=1)))
    assert out == 4
    assert legend(ax)[1] == f"15 steps later:\nloss {bowl(*path[-1]):.3g}\n(outside)"
    assert legend(ax)[2] == "4 of 15 steps\nend outside\nthe picture"
    assert not len(line(ax, legend(ax)[1]))  # no marker where the end is not


def test_a_way_to_numbers_that_no_canvas_can_hold_leaves_in_its_direction():
    fig, ax = figures.new()
    figures.loss_landscape(ax, lambda a, c: np.hypot(a - 2, c - 2), [[1, 1], [3, 3], [-1e200, 2e200], [1e300, 0]])
    points = np.column_stack(ax.lines[0].get_data())
    assert np.abs(points).max() < 1e5
    first = points[2] - points[1]
    assert first[1] / first[0] == pytest.approx(-2)
    assert len(figures.png(fig)) < 60_000


def test_side_by_side_there_are_no_bars_and_nothing_collapses():
    fig, axes = figures.new(columns=3)
    for ax, rate in zip(axes, (0.02, 0.15, 0.21), strict=True):
        figures.loss_landscape(ax, bowl, descent(rate, 15))
        assert ax.child_axes == []
    figures.png(fig)
    assert min(ax.get_position().width for ax in axes) > 0.35
    places = [ax.get_position() for ax in axes]
    assert places[0].y0 == pytest.approx(places[1].y0)
    assert places[2].y1 < places[0].y0
    assert places[2].x0 == pytest.approx(places[0].x0)


def test_a_mark_means_one_thing():
    _, axes = figures.new(columns=4)
    figures.loss_landscape(axes[0], bowl, descent(0.1, 3))
    figures.learning_curve(axes[1], [0.7, 0.5, 0.4], [0.7, 0.5, 0.6])
    figures.mistakes_per_epoch(axes[2], [3, 1, 0])
    for name in "abcd":
        figures.activation(axes[3], np.tanh, label=name)
    marks = [{line.get_marker() for line in ax.lines} - {"None", None} for ax in axes]
    assert marks[:3] == [{"o"}, {"D"}, {"o", "*"}]
    assert not marks[3] & {"o", "D", "*"}


def test_a_level_loss_has_a_landscape_too(ax):
    figures.loss_landscape(ax, lambda a, c: 7)
    assert len(ax.child_axes) == 1


def test_the_loss_must_return_a_number(ax):
    with pytest.raises(
        ValueError, match=r"^loss_landscape: loss must return a finite number, but nan came at \(-1, -1\)\.$"
    ):
        figures.loss_landscape(ax, lambda a, c: NAN)
    with pytest.raises(
        ValueError, match=r"^loss_landscape: loss must return one number, but the text 'x' came at \(-1, -1\)"
    ):
        figures.loss_landscape(ax, lambda a, c: "x")
    with pytest.raises(ValueError, match=r"^loss_landscape: high must be above low, \[0.0, 0.0\], but \[1.0, 0.0\]"):
        figures.loss_landscape(ax, bowl, low=(0, 0), high=(1, 0))


# Learning curves


def test_the_learning_curve_begins_before_training(ax):
    figures.learning_curve(ax, [0.69, 0.4, 0.3, 0.25], [0.69, 0.5, 0.45, 0.47], label="log-loss")
    assert legend(ax) == [
        "trained on: 0.25 at the end",
        "held out: 0.47 at the end",
        "held out, lowest:\n0.45 after epoch 2",
    ]
    assert line(ax, legend(ax)[0]).tolist() == [[0, 0.69], [1, 0.4], [2, 0.3], [3, 0.25]]
    assert line(ax, legend(ax)[2]).tolist() == [[2, 0.45]]
    assert ax.get_ylim()[0] == 0  # so that heights compare
    assert ax.get_ylim()[1] > 0.69
    assert ax.get_ylabel() == "log-loss"


def test_before_the_first_epoch_there_is_a_mark(ax):
    figures.learning_curve(ax, [0.69], [0.7])
    assert legend(ax)[:2] == ["trained on: 0.69 now", "held out: 0.7 now"]
    assert [each.get_marker() for each in ax.lines[:2]] == ["o", "o"]


@pytest.mark.parametrize("size", [1e8, 1e-7])
def test_no_power_of_ten_lies_on_the_legend(ax, size):
    figures.learning_curve(ax, [3 * size, 2 * size, size])
    FigureCanvasAgg(ax.figure).draw()
    assert ax.yaxis.get_offset_text().get_text() == ""
    assert f"{size:g}" in [text.get_text() for text in ax.get_yticklabels()]


def test_six_curves_differ_in_colour_and_in_shape(ax):
    for i in range(6):
        figures.activation(ax, np.tanh, label=f"{i}")
    looks = {(to_hex(each.get_color()), each.get_marker()) for each in ax.lines if each.get_label().isdigit()}
    assert len(looks) == 6


def test_held_out_losses_are_as_many(ax):
    with pytest.raises(ValueError, match=r"^learning_curve: held_out must have a number for each of the 3 in train, b"):
        figures.learning_curve(ax, [3, 2, 1], [3, 2])


# Trust


def test_calibration_shows_share_and_number_of_each_bin(ax):
    rng = np.random.default_rng(0)
    p = rng.random(200) ** 2
    y = (rng.random(200) < p).astype(int)
    figures.calibration(ax, y, p, bins=5, label_name="malignant")
    means, shares, sizes = evaluation.calibration(y, p, 5)
    assert np.array_equal(ax.collections[0].get_offsets(), np.column_stack([means, shares]))
    assert numbers(ax) == [str(size) for size in sizes]
    assert line(ax, "as the model says").tolist() == [[0, 0], [1, 1]]
    assert "malignant" in ax.get_xlabel()
    assert np.argmax(ax.collections[0].get_sizes()) == np.argmax(sizes)


def test_the_confusion_matrix_counts_and_names_the_four_fields(ax):
    X, y, _ = load_admissions()
    said = (score([2, 1], -18, X) >= 0).astype(int)
    figures.confusion_matrix(ax, y, said)
    counts = evaluation.confusion_matrix(y, said)
    place = {text.get_text(): text.get_position() for text in ax.texts}
    for words, (truth, guess) in {
        "right no": (0, 0),
        "wrong yes": (0, 1),
        "wrong no": (1, 0),
        "right yes": (1, 1),
    }.items():
        assert [int(place[words][1]), int(place[words][0])] == [truth, guess]
        above = [
            text for text in ax.texts if (int(text.get_position()[1]), int(text.get_position()[0])) == (truth, guess)
        ]
        assert above[0].get_text() == str(counts[truth, guess])
    tinted = [patch for patch in ax.patches if patch.get_fill() and to_rgb(patch.get_facecolor()) != (1, 1, 1)]
    assert sorted(patch.get_xy() for patch in tinted) == [(0, 0), (1, 1)]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["rejected\n(55 of 100)", "admitted\n(45 of 100)"]
    assert ax.get_ylim() == (2, 0)  # rejected on top, as in the matrix


# What cannot be drawn is refused, and the message names function and argument


@pytest.mark.parametrize(
    ("draw", "good", "bad"),
    [
        (
            figures.probability_field,
            {"probability": uncertain},
            {"probability": ["text", None, 0.5, Perceptron()], "label_names": ["text", ["one"]]},
        ),
        (
            figures.activation,
            {"function": sigmoid},
            {"function": ["text", None, 3], "low": ["text", NAN, 7], "high": [INF], "derivative": ["text"]},
        ),
        (figures.cost_of_one_point, {}, {"marks": ["text", [0], [1.0], [NAN], [[0.5]], 0.5, None, [2]]}),
        (
            figures.loss_landscape,
            {"loss": bowl},
            {
                "loss": ["text", None, 3],
                "path": ["text", [[1, 2, 3]], [1, 2], [[NAN, 1]], []],
                "low": ["text", [1], 3, [NAN, 0], [6, 6]],
                "high": ["text", [1, 2, 3], None],
                "names": ["text", ["one"]],
            },
        ),
        (
            figures.learning_curve,
            {"train": [2, 1]},
            {"train": ["text", [NAN], [], 3, [[1]]], "held_out": ["text", [1], [NAN, 1], [1e301, 0]]},
        ),
        (
            figures.calibration,
            {"y": [0, 1], "p": [0.2, 0.8]},
            {"y": ["text", [0, 2], [1]], "p": ["text", [0.2, 1.1], [NAN, 0], [0.5]], "bins": [0, 2.5, "text"]},
        ),
        (
            figures.confusion_matrix,
            {"y": [0, 1], "predicted": [1, 1]},
            {"y": ["text", [0, 2]], "predicted": ["text", [0, 0.5], [1], [NAN, 1]], "label_names": ["text", ["one"]]},
        ),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_cannot_be_drawn_is_refused(draw, good, bad):
    ax = figures.new()[1]
    before = ax.get_children()
    for name, values in (bad | {"ax": [None, "text", [2, 1], figures.new()[0]]}).items():
        for value in values:
            with pytest.raises(ValueError, match=rf"^{draw.__name__}: \w+ (must|has|holds) ") as caught:
                draw(**{"ax": ax} | good | {name: value})
            assert str(caught.value).endswith(".")
            assert ax.get_children() == before
    assert draw(ax, **good) is ax  # each of those was refused for what was changed, and for nothing else


# The pictures


def pictures():
    X, y, _ = load_admissions()
    Z = (X - X.mean(axis=0)) / X.std(axis=0)
    rng = np.random.default_rng(0)
    p = rng.random(300)
    truth = (rng.random(300) < p).astype(int)
    yield "probability_field", lambda ax: (students(ax), figures.probability_field(ax, uncertain))
    yield "activation", lambda ax: figures.activation(ax, sigmoid, sigmoid_derivative)
    yield "cost_of_one_point", lambda ax: figures.cost_of_one_point(ax, squared=True, marks=[0.2, 0.5])
    yield "loss_landscape", lambda ax: figures.loss_landscape(ax, bowl, descent(0.21, 15))
    yield (
        "log-loss",
        lambda ax: figures.loss_landscape(ax, lambda a, c: log_loss_from_scores(y, Z @ [a, c]), [[0, 0], [3, 2]]),
    )
    yield "learning_curve", lambda ax: figures.learning_curve(ax, [3, 2, 1.5], [3, 2.5, 2.6])
    yield "calibration", lambda ax: figures.calibration(ax, truth, p)
    yield "confusion_matrix", lambda ax: figures.confusion_matrix(ax, truth, (p > 0.5).astype(int))


@pytest.mark.parametrize(("name", "draw"), [*pictures()], ids=lambda value: value if isinstance(value, str) else "")
def test_a_picture_is_small_whole_and_true_in_colour(name, draw):
    fig, ax = figures.new()
    draw(ax)
    content = figures.png(fig)
    assert len(content) < 60_000
    image = Image.open(io.BytesIO(content))
    assert len(image.getcolors()) <= 32
    image = image.convert("RGB")
    pixels = np.asarray(image)
    rim = np.concatenate([pixels[:1], pixels[-1:], pixels[:, :1].swapaxes(0, 1), pixels[:, -1:].swapaxes(0, 1)], axis=1)
    assert (rim > 250).all()  # nothing is cut off
    drawn = {"#{:02X}{:02X}{:02X}".format(*colour) for _, colour in image.getcolors()}
    kept = {"probability_field": {figures.ADMITTED, figures.REJECTED}, "loss_landscape": {figures.LINE.upper()}}
    assert {"#FFFFFF"} | kept.get(name, set()) <= drawn


@pytest.mark.parametrize(("name", "draw"), [*pictures()], ids=lambda value: value if isinstance(value, str) else "")
def test_words_can_be_read_on_a_phone(name, draw):
    """Nine pixels high at least on a page 420 pixels wide, of which its rims take 16 and the picture's own 8."""
    for columns in (1, 3):
        fig, axes = figures.new(columns=columns)
        draw(np.atleast_1d(axes)[0])
        points = min(text.get_fontsize() for text in fig.findobj(Text) if text.get_text())
        assert points / 72 / fig.get_figwidth() * (420 - 16 - 8) >= 9
