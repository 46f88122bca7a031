import base64
import io
import re
import warnings
from itertools import pairwise

import matplotlib
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from mpl_toolkits.mplot3d.art3d import Poly3DCollection
from PIL import Image

from course_lib import figures
from course_lib.data import load_admissions, logic_gate
from course_lib.figures import geometry
from course_lib.perceptron import Perceptron, predict, score

ALT = "Forty-five admitted and fifty-five rejected students around the committee's line."
WEIGHT = st.floats(-5, 5).filter(lambda v: v == 0 or abs(v) > 1e-3)


@pytest.fixture
def ax():
    X, y, _ = load_admissions()
    _, ax = figures.new()
    return figures.students(ax, X, y)


@pytest.fixture(scope="module")
def reused():
    """Return axes for a hundred examples, each of which leaves them to `emptied`: to make new ones takes longer."""
    return figures.new()[1]


def emptied(ax):
    """Return the axes with nothing drawn in them."""
    for artist in [*ax.lines, *ax.patches, *ax.collections]:
        artist.remove()
    return ax


def legend(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def scatters(ax):
    return {collection.get_label(): collection for collection in ax.collections}


def last_line(ax):
    return np.column_stack(ax.lines[-1].get_data())


def on_rim(points, ax):
    return np.isclose(points, np.column_stack([ax.get_xlim(), ax.get_ylim()])[:, None]).any(axis=(0, 2))


# Students


def test_students_differ_in_colour_and_in_shape():
    X, y, _ = load_admissions()
    _, ax = figures.new()
    assert figures.students(ax, X, y) is ax
    found = scatters(ax)
    assert list(found) == ["admitted", "rejected"]
    assert np.array_equal(found["admitted"].get_offsets(), X[y == 1])
    assert np.array_equal(found["rejected"].get_offsets(), X[y == 0])
    assert to_hex(found["admitted"].get_facecolor()[0]).upper() == "#0072B2"
    assert to_hex(found["rejected"].get_edgecolor()[0]).upper() == "#D55E00"
    shapes = [len(found[label].get_paths()[0].vertices) for label in found]
    assert shapes[0] > shapes[1] == 4  # a circle is many curves, a cross two strokes
    assert legend(ax) == ["admitted", "rejected"]


def test_the_plane_of_the_students_is_square_and_named(ax):
    assert ax.get_xlim() == ax.get_ylim() == figures.PLANE
    assert ax.get_aspect() == 1
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("test score x₁", "grades x₂")


@pytest.mark.parametrize("as_rows", [False, True])
def test_those_held_out_are_smaller_and_in_the_legend(as_rows):
    X, y, _ = load_admissions()
    _, ax = figures.new()
    held = np.arange(len(X)) % 3 == 2
    figures.students(ax, X, y, held_out=np.flatnonzero(held) if as_rows else held)
    drawn = [points for points in ax.collections if len(points.get_offsets())]
    small = [points for points in drawn if points.get_sizes()[0] < 20]
    assert [len(points.get_offsets()) for points in small] == [np.sum(held & (y == 1)), np.sum(held & (y == 0))]
    assert sum(len(points.get_offsets()) for points in drawn) == len(X)
    assert legend(ax) == ["admitted", "rejected", "held out: small"]


@pytest.mark.parametrize("as_rows", [False, True])
def test_mistakes_are_ringed_and_counted(as_rows):
    X, y, _ = load_admissions()
    wrong = predict([2, 1], -18, X) != y
    _, ax = figures.new()
    figures.students(ax, X, y, mistakes=np.flatnonzero(wrong) if as_rows else wrong)
    rings = scatters(ax)["wrong side: 10 of 100"]
    assert np.array_equal(rings.get_offsets(), X[wrong])
    assert not rings.get_facecolor().size


def test_no_mistake_is_no_ring_and_the_selected_student_is_named():
    X, y, _ = load_admissions()
    _, ax = figures.new()
    figures.students(ax, X, y, mistakes=[], selected=3)
    assert legend(ax)[2:] == ["wrong side: 0 of 100", f"selected: ({X[3, 0]:g}, {X[3, 1]:g})"]
    assert scatters(ax)[legend(ax)[3]].get_offsets().tolist() == [X[3].tolist()]


def test_gates_get_their_own_window_and_words():
    X, y, _ = logic_gate("XOR")
    _, ax = figures.new()
    figures.students(ax, X, y, feature_names=("x₁", "x₂"), label_names=("output 0", "output 1"))
    figures.half_planes(ax, [1, 1], -1.5, label_names=("0", "1"))
    assert legend(ax) == ["output 1", "output 0", "z ≥ 0: predict 1", "z < 0: predict 0"]
    assert ax.get_xlim()[0] < 0 < 1 < ax.get_xlim()[1] < 2
    assert ax.get_xlabel() == "x₁"


@pytest.mark.parametrize(
    ("X", "wide", "high"),
    [([[0.5, -1]], 0.1, 0.1), ([[0, 0], [0, 1]], 1, 1), ([[3e-12, 1], [9e-12, 2]], 6e-12, 1), ([[5, 1e6]], 0.1, 0.1)],
)
def test_a_feature_that_is_the_same_for_all_has_some_room_and_a_small_one_no_more_than_it_needs(X, wide, high):
    _, ax = figures.new()
    figures.students(ax, X, [0] * len(X))
    assert wide <= np.ptp(ax.get_xlim()) < 2.5 * wide
    assert high <= np.ptp(ax.get_ylim()) < 2.5 * high * (1 if X[0][1] < 10 else 10)


def test_long_names_of_features_stand_in_lines_and_are_whole():
    names = ["the number of letters that the committee has read", "what the teacher of the last year has written down"]
    for columns in (1, 2):
        fig, axes = figures.new(columns=columns)
        ax = np.ravel(axes)[0]
        figures.students(ax, *load_admissions()[:2], feature_names=names)
        FigureCanvasAgg(fig).draw()
        for label, name in zip((ax.xaxis.label, ax.yaxis.label), names):
            box = label.get_window_extent()
            assert label.get_text().replace("\n", " ") == name
            assert box.x0 >= 0 and box.y0 >= 0 and box.x1 <= fig.bbox.x1 and box.y1 <= fig.bbox.y1


def test_bad_students_are_refused(ax):
    with pytest.raises(ValueError, match="students: y must hold the labels 0 and 1 only, but y"):
        figures.students(ax, [[1, 2], [3, 4]], [1, -1])


@pytest.mark.parametrize("value", [7, -3e38, 1e299, 5e-324])
def test_students_who_are_all_alike_have_a_window(ax, value):
    with warnings.catch_warnings(action="error"):
        fig, ax = figures.new()
        figures.students(ax, np.full((2, 2), value), [0, 1])
        low, high = ax.get_xlim()
        assert low < value < high
        figures.png(fig)


def test_what_is_refused_leaves_the_axes_as_they_were(ax):
    before = len(ax.get_children())
    for bad in ({"mistakes": [5]}, {"selected": 2}, {"label_names": ["$\\frac{$", "1"]}, {"label_names": np.array(1)}):
        with pytest.raises(ValueError, match=rf"^students: {next(iter(bad))} must "):
            figures.students(ax, [[1, 2], [3, 4]], [1, 0], **bad)
    assert len(ax.get_children()) == before


@pytest.mark.parametrize(
    ("label", "words"),
    [
        (3, "must be a text, but 3 came"),
        ("x" * 201, "must have at most 200 letters, but 201 came"),
        ("a\x00b", "must be a text of letters that can be shown, but"),
        ("\ud800", "must be a text of letters that can be shown, but"),
        ("$\\frac{$", "must have a formula, or nothing, between dollar signs, but"),
    ],
)
def test_a_label_that_cannot_be_drawn_is_refused(ax, label, words):
    with pytest.raises(ValueError, match=f"^boundary: label {words}"):
        figures.boundary(ax, [2, 1], -18, label=label)


def test_without_a_label_there_is_no_legend():
    ax = figures.boundary(figures.new()[1], [2, 1], -18, label="")
    assert ax.get_legend() is None
    assert len(ax.lines) == 1


def test_a_label_may_hold_a_formula_or_one_dollar_sign(ax):
    for label in ("$w_1$", "price in $", "5 \\$ or 7 \\$", "two\nlines"):
        figures.boundary(ax, [2, 1], -18, label=label)
    figures.png(ax.figure)


# Lines and half-planes


@given(WEIGHT, WEIGHT, st.floats(-30, 30))
def test_the_line_runs_from_rim_to_rim_on_score_0(reused, w1, w2, b):
    ax = figures.boundary(emptied(reused), [w1, w2], b)
    ends = last_line(ax)
    if len(ends):
        assert np.abs(score([w1, w2], b, ends)).max() < 1e-9
        assert on_rim(ends, ax).all()
        assert "outside" not in legend(ax)[0]
    else:
        corners = [[x1, x2] for x1 in ax.get_xlim() for x2 in ax.get_ylim()]
        assert np.ptp(predict([w1, w2], b, corners)) == 0  # the whole window is on one side
        assert "outside the picture" in legend(ax)[0] or "both\nweights are 0" in legend(ax)[0]


@pytest.mark.parametrize(
    ("w", "b", "ends"),
    [
        ([1, 0], -5, [[5, -0.25], [5, 10.25]]),  # vertical
        ([-4, 0], 20, [[5, -0.25], [5, 10.25]]),
        ([0, 1], -5, [[-0.25, 5], [10.25, 5]]),  # level
        ([2, 1], -18, [[3.875, 10.25], [9.125, -0.25]]),
        ([1e-200, 0], -5e-200, [[5, -0.25], [5, 10.25]]),  # squares of such weights vanish
        ([1e200, 0], -5e200, [[5, -0.25], [5, 10.25]]),
    ],
)
def test_lines_by_hand(ax, w, b, ends):
    figures.boundary(ax, w, b)
    np.testing.assert_allclose(sorted(last_line(ax).tolist()), sorted(ends), rtol=1e-12)


@pytest.mark.parametrize(
    ("w", "b", "words"),
    [
        ([1, 1], 50, "x₁ + x₂ + 50 = 0\n(outside the picture)"),
        ([0, 1], -11, "x₂ − 11 = 0\n(outside the picture)"),
        ([1e-300, 0], -1e10, "1e-300·x₁ − 1e+10 = 0\n(outside the picture)"),
        ([0, 0], 1, "0·x₁ + 0·x₂ + 1 = 0\n(no line: both\nweights are 0)"),
    ],
)
def test_a_line_that_cannot_be_seen_is_said_to_be(ax, w, b, words):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figures.boundary(ax, w, b)
    assert legend(ax)[-1] == words
    assert not len(last_line(ax))


def test_a_line_takes_a_label_and_a_style_and_leaves_the_window(ax):
    figures.boundary(ax, [2, 1], -18, label="the committee", color="red", linestyle="--")
    assert legend(ax) == ["admitted", "rejected", "the committee"]
    assert ax.lines[-1].get_color() == "red"
    assert ax.get_xlim() == ax.get_ylim() == figures.PLANE


def test_a_bad_line_is_refused(ax):
    with pytest.raises(ValueError, match="boundary: b must be a finite number, but nan came"):
        figures.boundary(ax, [2, 1], np.nan)


@given(WEIGHT, WEIGHT, st.floats(-30, 30), st.tuples(st.floats(0, 10), st.floats(0, 10)))
def test_every_point_is_tinted_by_the_side_it_is_on(reused, w1, w2, b, point):
    z = score([w1, w2], b, point)
    assume(abs(z) > 1e-6)
    ax = figures.half_planes(emptied(reused), [w1, w2], b)
    tints = [patch for patch in ax.patches if len(patch.get_xy()) > 1]
    over = [patch for patch in tints if patch.get_path().contains_point(point)]
    assert len(over) == 1
    assert to_hex(over[0].get_facecolor()) == ("#e3f0f8" if z > 0 else "#fdf0e7")
    assert bool(over[0].get_hatch()) == (z < 0)  # colour is not alone
    assert legend(ax) == ["z ≥ 0: predict admitted", "z < 0: predict rejected"]


def test_where_all_scores_are_0_everybody_is_admitted(ax):
    figures.half_planes(ax, [0, 0], 0)
    [seen] = [patch for patch in ax.patches if len(patch.get_xy()) > 1]
    assert to_hex(seen.get_facecolor()) == "#e3f0f8"


@pytest.mark.parametrize(
    ("w", "b", "words"),
    [
        ([0.52, 5.551e-17], -6.6, "0.52·x₁ − 6.6 = 0"),
        ([1e-13, 0], 1, "1e-13·x₁ + 1 = 0"),
        ([2, 1], -18, "2·x₁ + x₂ − 18 = 0"),
        ([-2, -1], 18, "−2·x₁ − x₂ + 18 = 0"),
        ([1, 0], 0, "x₁ = 0"),
        ([0, 0.5], 0, "0.5·x₂ = 0"),
        ([0, 0], 0, "0·x₁ + 0·x₂ = 0"),
        ([2, 1, -2], -13, "2·x₁ + x₂ − 2·x₃ − 13 = 0"),
        ([1 / 3, 1], -0.1, "0.3333·x₁ + x₂ − 0.1 = 0"),
    ],
)
def test_equations_read_as_on_the_blackboard(w, b, words):
    assert figures.equation(w, b) == words


def test_only_lines_and_planes_of_the_right_size_are_drawn(ax):
    for draw in (figures.boundary, figures.half_planes):
        with pytest.raises(ValueError, match="w must hold the two weights of a line, but 3 came; with three features"):
            draw(ax, [2, 1, -2], -13)
    with pytest.raises(ValueError, match=r"students: X must have two features to draw, but an array of shape \(2, 1\)"):
        figures.students(ax, [[1], [2]], [0, 1])


# The way of the line, and its mistakes


def test_the_trail_fades_from_the_last_line_to_the_first(ax):
    weights, biases = [[0, 0], [1, 1], [1, 1], [2, 1]], [0, -10, -12, -18]
    figures.trail(ax, weights, biases)
    assert legend(ax) == ["admitted", "rejected", "2 earlier lines\n(older is paler)", "last line"]  # zeros are no line
    greys = [float(line.get_color()) for line in ax.lines[:-1]]
    assert greys == sorted(greys, reverse=True)
    assert ax.lines[-1].get_linewidth() > ax.lines[0].get_linewidth()
    assert np.abs(score([2, 1], -18, last_line(ax))).max() < 1e-9


def test_the_trail_of_a_history(ax):
    X, y, _ = load_admissions(separable=True)
    history = Perceptron(shuffle=False).fit(X, y).history_
    figures.trail(ax, history["weights"], history["biases"])
    for line, w, b in zip(ax.lines, history["weights"][1:], history["biases"][1:]):
        assert np.abs(score(w, b, np.column_stack(line.get_data()))).max() < 1e-9


def test_a_trail_of_unequal_lengths_is_refused(ax):
    with pytest.raises(
        ValueError, match=r"trail: biases must hold one number for each row of weights \(2\), but 1 came"
    ):
        figures.trail(ax, [[1, 2], [3, 4]], [1])


def test_mistakes_and_epochs_are_whole_numbers_from_epoch_1():
    fig, ax = figures.new()
    figures.mistakes_per_epoch(ax, [5, 3, 1, 0])
    figures.png(fig)
    assert np.column_stack(ax.lines[0].get_data()).tolist() == [[1, 5], [2, 3], [3, 1], [4, 0]]
    assert legend(ax) == ["mistakes in the epoch", "epoch 4: no mistake"]
    for ticks in (ax.get_xticks(), ax.get_yticks()):
        assert np.array_equal(ticks, np.round(ticks))


def test_mistakes_that_never_end_are_not_marked():
    _, ax = figures.new()
    figures.mistakes_per_epoch(ax, np.full(200, 12), label="mistakes after the epoch")
    assert legend(ax) == ["mistakes after the epoch"]


def test_the_step_is_1_at_0():
    _, ax = figures.new()
    figures.step_function(ax)
    full, hollow = [line for line in ax.lines if line.get_marker() == "o"]
    assert (*full.get_data()[0], *full.get_data()[1]) == (0, 1)
    assert hollow.get_markerfacecolor() == "white"
    assert legend(ax) == ["z < 0: rejected, ŷ = 0", "z ≥ 0: admitted, ŷ = 1"]


# Graph, regions, space


@pytest.mark.parametrize(
    ("weights", "bias", "shown"),
    [
        ([2, 1], -18, ["2", "1", "−18"]),
        ([2, 1, -2], -13, ["2", "1", "−2", "−13"]),
        ([2, -1, 0.5, 0], -13.25, ["2", "−1", "0.5", "0", "−13.25"]),
    ],
)
def test_the_graph_shows_every_weight_and_the_bias_as_an_edge_from_1(weights, bias, shown):
    fig, ax = figures.new()
    figures.perceptron_graph(ax, weights, bias, ("test score", "grades", "class rank", "essay"))
    fig.draw_without_rendering()
    words = [text.get_text() for text in ax.texts]
    assert [text.get_text() for text in ax.texts if text.get_bbox_patch()] == shown
    assert {"1", "Σ", "ŷ", "always 1\n(bias)", *(f"x{'₁₂₃₄'[i]}" for i in range(len(weights)))} <= set(words)
    assert len([text for text in ax.texts if getattr(text, "arrow_patch", None)]) == len(weights) + 3
    assert not overlaps(fig, ax)


def overlaps(fig, ax):
    """Return the pairs of labels whose boxes share a pixel."""
    boxes = [(text.get_text(), text.get_window_extent()) for text in ax.texts if text.get_text()]
    return [(a, b) for i, (a, box) in enumerate(boxes) for b, other in boxes[:i] if box.overlaps(other)]


def test_regions_show_where_any_classifier_predicts_what():
    from sklearn.neighbors import KNeighborsClassifier

    X, y, _ = load_admissions()
    for model in (Perceptron(max_iter=20, random_state=0, pocket=True), KNeighborsClassifier(5)):
        model.fit(X, y)
        _, ax = figures.new()
        figures.regions(ax, model, X)
        figures.students(ax, X, y)
        assert ax.get_xlim() == figures.PLANE
        assert legend(ax) == ["predict admitted", "predict rejected", "admitted", "rejected"]
        rejected, admitted = ax.collections[0].get_paths()
        grid = np.array([[x1, x2] for x1 in np.arange(0.5, 10) for x2 in np.arange(0.5, 10)])
        agree = [path.contains_points(grid) for path in (rejected, admitted)]
        said = model.predict(grid)
        assert np.mean(agree[1] == (said == 1)) > 0.97  # but for cells that the border crosses
        assert np.mean(agree[0] == (said == 0)) > 0.97
        assert ax.collections[0].hatches == ["//", None]


@given(WEIGHT, WEIGHT, WEIGHT, st.floats(-20, 20))
def test_the_corners_of_the_plane_lie_on_it_and_in_the_box(w1, w2, w3, b):
    box = np.array([[0, 10], [0, 10], [1, 4]])
    corners = geometry.cut(np.array([w1, w2, w3]), b, box)
    if len(corners):
        assert 3 <= len(corners) <= 6
        assert np.abs(score([w1, w2, w3], b, corners)).max() < 1e-9
        assert (corners >= box[:, 0] - 1e-9).all()
        assert (corners <= box[:, 1] + 1e-9).all()
    else:
        points = [[p, q, r] for p in box[0] for q in box[1] for r in box[2]]
        assert np.ptp(predict([w1, w2, w3], b, points)) == 0


def test_the_plane_stands_between_the_students():
    X, y, _ = load_admissions(class_rank=True)
    fig, ax = figures.new(space=True)
    figures.plane(ax, X, y, [2, 1, -2], -13)
    figures.png(fig)
    assert legend(ax) == ["admitted", "rejected", "2·x₁ + x₂ − 2·x₃ − 13 = 0"]
    assert sum(isinstance(collection, Poly3DCollection) for collection in ax.collections) == 1
    assert ax.get_zlabel() == "class rank x₃"


# What cannot be drawn is refused, and the message names function and argument

STUDENTS = {"X": [[7.0, 6.0], [3.0, 4.0]], "y": [1, 0]}
LINE = {"w": [2, 1], "b": -18}
NAN, INF = np.nan, np.inf
TOO_LARGE = [[1e308, 0], [-1e308, 0]]


def fitted(d=2):
    return Perceptron(shuffle=False).fit(np.eye(3)[:, :d], [0, 1, 0])


@pytest.mark.parametrize(
    ("draw", "good", "bad"),
    [
        (
            figures.students,
            STUDENTS,
            {
                "X": [[[NAN, 6], [3, 4]], "text", [["a", "b"]], TOO_LARGE, None, [7, 6]],
                "y": [[NAN, 0], "text", [1], [2, 0], None],
                "mistakes": [[NAN, 1], "text", [2], [-3], [True], [0.5], [[0]], 1, [[0], [0, 1]], ["a"]],
                "held_out": [[NAN, 1], "text", [2], [-3], [True], [0.5], [[0]], 1, [[0], [0, 1]], ["a"]],
                "selected": [NAN, "text", 2, -3, 0.5, True, [0]],
                "feature_names": ["text", ["one"], [1, 2], None],
                "label_names": ["text", ["one"], [1, 2], None],
            },
        ),
        (figures.boundary, LINE, {"w": [[NAN, 1], "text", [2], [[2, 1]]], "b": [NAN, "text", [1], None]}),
        (
            figures.half_planes,
            LINE,
            {"w": [[NAN, 1], "text", [2]], "b": [NAN, "text", INF], "label_names": ["text", ["one"], 3]},
        ),
        (
            figures.trail,
            {"weights": [[1, 1], [2, 1]], "biases": [-10, -18]},
            {
                "weights": [[[NAN, 1], [2, 1]], "text", [[1, 2, 3], [1, 2, 3]], [], [2, 1], [["a", "b"]]],
                "biases": [[NAN, 1], "text", [1], [1, 2, 3], -18, []],
            },
        ),
        (
            figures.mistakes_per_epoch,
            {"mistakes": [3, 1, 0]},
            {"mistakes": ["text", [NAN, 1], [INF], ["a"], [-1], [0.5], 3, [[1]], None]},
        ),
        (
            figures.perceptron_graph,
            {"weights": [2, 1], "bias": -18},
            {
                "weights": [[NAN, 1], "text", [], [[2, 1]], 2, None],
                "bias": [NAN, "text", [1], None],
                "feature_names": ["text", [1, 2], 3],
            },
        ),
        (
            figures.regions,
            {"estimator": fitted(), "X": STUDENTS["X"]},
            {
                "estimator": ["text", None, Perceptron(), fitted(3)],
                "X": ["text", [1, 2, 3], [[NAN, 1]], [[1], [2]], [[1, 2, 3]], TOO_LARGE],
                "label_names": ["text", ["one"]],
            },
        ),
        (
            figures.plane,
            {"X": [[7, 6, 1], [3, 4, 2]], "y": [1, 0], "w": [2, 1, -2], "b": -13},
            {
                "X": ["text", [[NAN, 6, 1], [3, 4, 2]], STUDENTS["X"], [[1e308, 0, 0], [-1e308, 0, 0]]],
                "y": ["text", [NAN, 1], [1]],
                "w": ["text", [NAN, 1, 1], [2, 1]],
                "b": ["text", NAN],
                "feature_names": ["text", ["one", "two"]],
            },
        ),
        (figures.step_function, {}, {}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_cannot_be_drawn_is_refused(draw, good, bad):
    _, ax = figures.new(space=draw is figures.plane)
    before = ax.get_children()
    bad = bad | {"ax": [None, "text", [2, 1], figures.new()[0]]}
    for name, values in bad.items():
        for value in values:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                with pytest.raises(ValueError, match=rf"^{draw.__name__}: {name} (must|has|holds) ") as caught:
                    draw(**{"ax": ax} | good | {name: value})
            assert str(caught.value).endswith(".")
            assert ax.get_children() == before
    assert draw(ax, **good) is ax  # each of those was refused for what was changed, and for nothing else


def test_a_plane_wants_space():
    _, ax = figures.new()
    with pytest.raises(ValueError, match=r"^plane: ax must be three-dimensional; make it with new\(space=True\)\.$"):
        figures.plane(ax, [[7, 6, 1], [3, 4, 2]], [1, 0], [2, 1, -2], -13)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("columns", [0, "text", 1.5, NAN]),
        ("width", [0, "text", NAN]),
        ("height", [-1, "text", NAN]),
        ("space", ["no", 1, None]),
    ],
)
def test_a_figure_of_no_size_is_refused(name, values):
    for value in values:
        with pytest.raises(ValueError, match=rf"^new: {name} must be "):
            figures.new(**{name: value})


def test_only_a_figure_is_shown():
    _, ax = figures.new()
    for draw, more in ((figures.png, []), (figures.bundle, [ALT]), (figures.show, [ALT])):
        with pytest.raises(ValueError, match=rf"^{draw.__name__}: fig must be a figure, such as new\(\) makes, but"):
            draw(ax, *more)


@pytest.mark.parametrize(("w", "b", "name"), [([NAN, 1], 0, "w"), ("text", 0, "w"), ([2, 1], NAN, "b")])
def test_an_equation_of_no_numbers_is_refused(w, b, name):
    with pytest.raises(ValueError, match=f"^equation: {name} must be "):
        figures.equation(w, b)


@pytest.mark.parametrize("factor", [1e-300, 1e307])
def test_a_line_is_the_same_in_numbers_of_any_size(factor):
    w, b, window = np.array([2.0, 1.0]), -18.0, (figures.PLANE, figures.PLANE)
    box = np.array([[0, 10], [0, 10], [1, 4]])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        side = geometry.side(w * factor, b / 4 * factor, window)
        cut = geometry.cut(np.array([2.0, 1, -2]) * factor, b / 4 * factor, box)
        _, ax = figures.new(space=True)
        figures.plane(ax, [[7, 6, 1], [3, 4, 2]], [1, 0], np.array([2.0, 1, -2]) * factor, 0)
    np.testing.assert_allclose(side, geometry.side(w, b / 4, window), rtol=1e-12)
    np.testing.assert_allclose(cut, geometry.cut(np.array([2.0, 1, -2]), b / 4, box), rtol=1e-12)


def test_students_who_share_a_feature_stand_in_a_window_of_some_width():
    _, ax = figures.new(space=True)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figures.plane(ax, [[0, 0, 1], [1, 1, 1]], [0, 1], [1, 1, 1], -2)
    assert ax.get_zlim()[0] < ax.get_zlim()[1]


# What is shown


def test_the_words_are_in_all_three_forms():
    X, y, _ = load_admissions()
    fig, ax = figures.new()
    figures.students(ax, X, y)
    bundle = figures.bundle(fig, f'  {ALT} "z < 0" &\n more ')
    words = f'{ALT} "z < 0" & more'
    assert set(bundle) == {"text/html", "image/png", "text/plain"}
    assert bundle["text/plain"] == words
    assert f'alt="{ALT.replace(chr(39), "&#x27;")} &quot;z &lt; 0&quot; &amp; more"' in bundle["text/html"]
    assert 'width="708"' in bundle["text/html"]  # with a rim
    assert "max-width:100%" in bundle["text/html"]
    assert "background:white;border-radius" in bundle["text/html"]  # on a dark page it is a card
    embedded = re.search(r'src="data:image/webp;base64,([^"]+)"', bundle["text/html"])[1]
    for picture, scale in ((embedded, figures.SCALE), (bundle["image/png"], 1)):
        image = Image.open(io.BytesIO(base64.b64decode(picture)))
        # In floats 4.6 times 200 is a little less than 920: matplotlib 3.10 cuts the part of a pixel off, 3.11 rounds.
        assert np.abs(image.size - fig.get_size_inches() * 100 * scale).max() < 1


def test_show_displays_the_bundle_and_returns_nothing(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda *things, **how: shown.append((things, how)))
    fig, _ = figures.new()
    assert figures.show(fig, ALT) is None
    assert shown == [((figures.bundle(fig, ALT),), {"raw": True})]


@pytest.mark.parametrize("alt", ["", "   ", None, "A plot.", "picture of the students and line"[:20], 7])
def test_a_picture_without_words_is_refused(alt):
    fig, _ = figures.new()
    with pytest.raises(
        ValueError, match=r"show: alt must say in 6 words or more what to see in the picture, but .* came"
    ):
        figures.show(fig, alt)


def test_words_are_wanted():
    fig, _ = figures.new()
    with pytest.raises(TypeError, match="alt"):
        figures.show(fig)


def picture(seed=0):
    X, y, _ = load_admissions()
    fig, ax = figures.new()
    figures.students(ax, X, y)
    figures.boundary(ax, [2, 1], -18)
    return fig


def test_a_picture_is_small_and_the_same_each_time():
    first = figures.png(picture())
    assert first == figures.png(picture())
    assert len(first) < 40_000


def test_colours_survive_the_palette():
    image = Image.open(io.BytesIO(figures.png(picture())))
    assert len(image.getcolors()) <= 32
    colours = {"#{:02X}{:02X}{:02X}".format(*colour) for _, colour in image.convert("RGB").getcolors()}
    assert {"#0072B2", "#D55E00", "#FFFFFF"} <= colours


def darkest_at_the_rim(fig):
    """Return the darkest grey of the outermost three pixels, 255 for white."""
    pixels = np.asarray(Image.open(io.BytesIO(figures.png(fig))).convert("L"))
    return min(pixels[:3].min(), pixels[-3:].min(), pixels[:, :3].min(), pixels[:, -3:].min())


def test_nothing_is_cut_off():
    X, y, _ = load_admissions()
    wrong = predict([2, 1], -18, X) != y
    for columns in (1, 2):
        fig, axes = figures.new(columns=columns)
        for ax in np.atleast_1d(axes):
            figures.students(ax, X, y, mistakes=wrong, selected=0)
            figures.half_planes(ax, [2, 1], -18)
            figures.boundary(ax, [2, 1], -18)
        assert darkest_at_the_rim(fig) > 250


def test_no_label_of_a_legend_is_cut_off():
    X, y, _ = load_admissions()
    for label in (None, "the line after all the epochs that there were", "Mmmm admission commission " * 2):
        for columns in (1, 2):
            fig, axes = figures.new(columns=columns)
            ax = np.ravel(axes)[-1]
            figures.students(ax, X, y)
            figures.boundary(ax, [-1.234, 2.345], -14.56, label)
            FigureCanvasAgg(fig).draw()
            right = max(text.get_window_extent().x1 for text in ax.get_legend().get_texts())
            assert right <= fig.bbox.x1, (label, columns)
    assert legend(figures.boundary(figures.new()[1], [-1.2, 2.3], -14.5)) == ["−1.2·x₁ + 2.3·x₂ − 14.5\n= 0"]


@pytest.mark.parametrize("plane_first", [True, False])
@pytest.mark.parametrize("curves", [1, 3])
def test_nothing_is_cut_off_where_legends_stand_below_and_above(plane_first, curves):
    X, y, _ = load_admissions()

    def plane(ax):
        figures.students(ax, X, y, mistakes=predict([2, 1], -18, X) != y, selected=0)
        figures.half_planes(ax, [2, 1], -18)
        figures.boundary(ax, [2, 1], -18)

    def curve(ax):
        figures.learning_curve(ax, [0.7, 0.5, 0.4], [0.7, 0.6, 0.5] if curves == 3 else None)

    fig, (left, right) = figures.new(columns=2)
    for draw, ax in ((plane, left), (curve, right)) if plane_first else ((curve, right), (plane, left)):
        draw(ax)
    assert darkest_at_the_rim(fig) > 200  # a line of the grid may end there


@pytest.mark.parametrize("epochs", [6, 50, 150, 999])
@pytest.mark.parametrize("columns", [1, 2])
def test_numbers_of_epochs_do_not_overlap(columns, epochs):
    fig, axes = figures.new(columns=columns)
    for ax in np.atleast_1d(axes):
        figures.learning_curve(ax, np.ones(epochs + 1))
    fig.draw_without_rendering()
    boxes = [label.get_window_extent() for label in np.atleast_1d(axes)[0].get_xticklabels() if label.get_text()]
    assert all(one.x1 + 4 < other.x0 for one, other in pairwise(sorted(boxes, key=lambda box: box.x0)))


def test_the_look_does_not_depend_on_the_readers_settings():
    expected = figures.png(picture())
    with matplotlib.rc_context({"font.size": 30, "axes.grid": False, "lines.linewidth": 9, "figure.dpi": 40}):
        assert figures.png(picture()) == expected


def test_words_that_a_lesson_writes_are_as_large_as_the_others():
    fig, ax = figures.new()
    ax.plot([0, 1], label="k = 1")
    words = [*ax.legend().get_texts(), ax.text(0, 0, "Ada")]
    figures.png(fig)
    assert {text.get_fontsize() for text in words} == {ax.get_xticklabels()[0].get_fontsize()}


def test_the_readers_settings_are_left_alone():
    before = dict(matplotlib.rcParams)
    figures.png(picture())
    assert dict(matplotlib.rcParams) == before


@pytest.mark.parametrize("spread", [1, 100, 1e6])
def test_students_in_space_are_all_within_the_picture(spread):
    X = spread * np.random.default_rng(0).normal(size=(80, 3))
    _, ax = figures.new(space=True)
    figures.surface(ax, X, (X.sum(axis=1) > 0).astype(int), lambda rows: (rows.sum(axis=1) > 0).astype(float))
    limits = np.array([ax.get_xlim(), ax.get_ylim(), ax.get_zlim()])
    assert np.all((limits[:, 0] <= X) & (limits[:, 1] >= X))
    assert "ŷ = 0.5" in [text.get_text() for text in ax.get_legend().get_texts()]


def test_the_arrow_begins_on_the_line_is_as_long_as_w_and_stays_in_the_picture():
    rng = np.random.default_rng(0)
    for w in [*rng.uniform(-5, 5, (30, 2)), (0.0, -5.0), (3.0, 0.0), (0.0, 0.1)]:
        b = -float(np.dot(w, rng.uniform(1, 9, 2)))
        _, ax = figures.new()
        figures.base.frame(ax, np.array([[0.0, 0.0], [10.0, 10.0]]))
        arrow = figures.direction(ax, w, b).texts[0]
        tip, start = np.array(arrow.xy), np.array(arrow.xyann)
        assert abs(np.dot(w, start) + b) < 1e-9
        shortest = 0.06 * np.ptp(ax.get_xlim()) * np.sqrt(2)  # for its head
        assert np.linalg.norm(tip - start) <= max(np.linalg.norm(w), shortest) + 1e-9
        assert np.linalg.norm(tip - start) >= 0.06 * np.ptp(ax.get_xlim()) - 1e-9
        assert (tip - start) @ w > 0
        assert abs(np.cross([*w, 0], [*(tip - start), 0])[2]) < 1e-9
        for place, (low, high) in zip(tip, (ax.get_xlim(), ax.get_ylim()), strict=True):
            assert low - 1e-9 <= place <= high + 1e-9
    _, ax = figures.new()
    assert not figures.direction(ax, [0, 0], 1).texts


def test_who_stands_behind_the_plane_is_drawn_before_it():
    """It is looked at from the side where scores are positive, and nearly along it."""
    X = np.array([[4.5, 6.0, 2.0], [5.5, 6.0, 2.0], [0.1, 1.0, 1.0], [9.0, 1.0, 3.0]])
    _, ax = figures.new(space=True)
    figures.plane(ax, X, [1, 1, 1, 1], [1, 0, 0], -5)
    points = [each for each in ax.collections if not isinstance(each, Poly3DCollection)]
    [sheet] = [each for each in ax.collections if isinstance(each, Poly3DCollection)]
    order = {tuple(np.round(place, 1)): each.get_zorder() for each in points for place in np.array(each._offsets3d).T}
    assert order[4.5, 6.0, 2.0] < sheet.get_zorder() < order[5.5, 6.0, 2.0]
    assert order[0.1, 1.0, 1.0] > sheet.get_zorder(), "nothing stands before them: the plane is beside"
    assert order[9.0, 1.0, 3.0] > sheet.get_zorder()
