"""Figures of networks: graphs with numbers and blame, hidden space, a surface in space, bumps, gradients by layer."""

import itertools
import warnings

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from mpl_toolkits.mplot3d.art3d import Poly3DCollection

from course_lib import figures
from course_lib.activations import sigmoid
from course_lib.backpropagation import backward, deltas
from course_lib.data import load_admissions, logic_gate
from course_lib.feedforward import bump, forward
from course_lib.figures import geometry
from course_lib.hidden_layer import opinions

WEIGHTS, BIASES = [[[0.5, -0.4], [0.3, 0.8]], [[0.7], [-0.6]]], [[0.1, -0.2], [0.2]]
ACTIVATIONS = forward([[1.0, 2.0]], WEIGHTS, BIASES)
DELTAS = deltas(ACTIVATIONS, [[1.0]], WEIGHTS)


@pytest.fixture(autouse=True)
def no_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.fixture
def ax():
    return figures.new()[1]


def words(ax):
    return [text.get_text() for text in ax.texts]


def legend(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def edges(ax):
    return [line for line in ax.lines if len(line.get_xdata()) == 2]


def test_a_network_shows_its_weights_its_biases_and_its_numbers(ax):
    assert figures.network_graph(ax, WEIGHTS, BIASES, ACTIVATIONS, ["test", "grades"]) is ax
    found = words(ax)
    assert {"0.50", "−0.40", "0.30", "0.80", "0.70", "−0.60"} <= set(found)
    assert {"1.00", "2.00", "0.77", "0.73", "0.57"} <= set(found)
    assert {"h₁\nb = 0.10", "h₂\nb = −0.20", "ŷ\nb = 0.20", "x₁", "x₂", "test", "grades"} <= set(found)
    assert legend(ax) == ["weight > 0", "weight < 0"]


def test_without_a_student_the_units_hold_their_names(ax):
    figures.network_graph(ax, WEIGHTS, BIASES)
    assert {"x₁", "x₂", "h₁", "h₂", "ŷ", "b = 0.10"} <= set(words(ax))


def test_the_sign_of_a_weight_is_seen_in_colour_and_in_dashes_and_its_size_in_width(ax):
    figures.network_graph(ax, WEIGHTS, BIASES)
    drawn = edges(ax)
    values = np.concatenate([np.ravel(W) for W in WEIGHTS])
    assert [to_hex(line.get_color()).upper() for line in drawn] == [
        figures.ADMITTED if value > 0 else figures.REJECTED for value in values
    ]
    assert [line.get_linestyle() for line in drawn] == ["-" if value > 0 else "--" for value in values]
    widths = [line.get_linewidth() for line in drawn]
    assert np.array_equal(np.argsort(widths), np.argsort(np.abs(values)))


def test_an_edge_joins_the_units_that_its_weight_does(ax):
    figures.network_graph(ax, WEIGHTS, BIASES)
    centres = [patch.center for patch in ax.patches]
    ends = [tuple(map(tuple, line.get_xydata())) for line in edges(ax)]
    x1, x2, h1, h2, out = centres
    assert ends == [(x1, h1), (x1, h2), (x2, h1), (x2, h2), (h1, out), (h2, out)]
    assert x1[1] > x2[1] and h1[1] > h2[1]


def test_many_weights_are_not_written_and_several_outputs_are_numbered(ax):
    weights, biases = [np.ones((2, 8)), np.ones((8, 3))], [np.zeros(8), np.zeros(3)]
    figures.network_graph(ax, weights, biases)
    found = words(ax)
    assert "1.00" not in found and {"ŷ₁", "ŷ₃", "h₈"} <= set(found)


@pytest.mark.parametrize("sizes", [(2, 2, 1), (2, 3, 1), (3, 4, 1), (2, 4, 3), (2, 3, 3, 1), (2, 2, 2, 2, 1)])
def test_no_number_of_a_network_covers_another(sizes):
    rng = np.random.default_rng(0)
    weights = [rng.normal(0, 5, shape) for shape in itertools.pairwise(sizes)]
    biases = [rng.normal(0, 5, len(W.T)) for W in weights]
    fig, ax = figures.new()
    figures.network_graph(ax, weights, biases, [rng.random((1, n)) for n in sizes])
    FigureCanvasAgg(fig).draw()
    boxes = [text.get_window_extent() for text in ax.texts]
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))
    written = sum("." in text.get_text() and "b" not in text.get_text() for text in ax.texts) - sum(sizes)
    all_of_them = sum(W.size for W in weights)
    assert written >= 0.6 * all_of_them
    assert ("for some numbers there is no room" in legend(ax)) == (written < all_of_them)


def test_blame_shows_deltas_and_the_gradient_of_each_weight(ax):
    figures.blame_graph(ax, WEIGHTS, ACTIVATIONS, DELTAS)
    found = words(ax)
    assert {"−0.43", "−0.0530", "0.0502", "δ of ŷ\na = 0.57", "δ of h₁\na = 0.77"} <= set(found)
    gradients, _ = backward(ACTIVATIONS, [[1.0]], WEIGHTS)
    shown = [f"{value:.2f}" if abs(value) > 0.095 else f"{value:.4f}" for W in gradients for value in W.ravel()]
    assert {text.replace("-", "−") for text in shown} <= set(found)
    assert legend(ax) == ["gradient > 0", "gradient < 0"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda ax: figures.network_graph(ax, WEIGHTS, BIASES, forward([[1, 2], [3, 4]], WEIGHTS, BIASES)),
            "network_graph: activations must be those of one student, a row in each layer, but 2 rows came",
        ),
        (
            lambda ax: figures.network_graph(ax, WEIGHTS, BIASES, ACTIVATIONS[1:]),
            "network_graph: activations must hold X and the activations of each layer",
        ),
        (
            lambda ax: figures.network_graph(ax, [np.ones((2, 17))], [np.ones(17)]),
            "network_graph: weights must have at most 16 units in a layer to be drawn, but 17 came",
        ),
        (
            lambda ax: figures.blame_graph(ax, WEIGHTS, ACTIVATIONS, DELTAS[1:]),
            "blame_graph: deltas must have a number for each unit",
        ),
        (lambda ax: figures.gradient_sizes(ax, [1, 0]), "gradient_sizes: sizes must hold sizes above 0"),
        (lambda ax: figures.bumps(ax, [1, 2], [[1]]), "bumps: parts holds 1 row, but x has 2 numbers"),
        (lambda ax: figures.bumps(ax, [1, 2], [[1], [2]], [1]), "bumps: target must have a number for each of the 2"),
    ],
)
def test_what_cannot_be_drawn_is_refused_and_leaves_the_axes_alone(ax, call, message):
    before = len(ax.get_children())
    with pytest.raises(ValueError) as error:
        call(ax)
    assert str(error.value).startswith(message)
    assert len(ax.get_children()) == before


def test_xor_is_straight_in_hidden_space(ax):
    X, y, _ = logic_gate("XOR")
    A = opinions(X, [[10, -10], [10, -10]], [-5, 15])
    figures.hidden_space(ax, A, y, [10, 10], -15, label_names=("0", "1"))
    assert ax.get_xlim() == ax.get_ylim() == (-0.06, 1.06)
    assert legend(ax) == ["1", "0", "z ≥ 0: predict 1", "z < 0: predict 0", "10·a₁ + 10·a₂ − 15 = 0"]
    assert ax.get_xlabel() == "hidden unit 1: a₁"
    ends = ax.lines[-1].get_xydata()
    np.testing.assert_allclose(ends @ [10, 10], 15)
    offsets = {each.get_label(): each.get_offsets() for each in ax.collections}
    np.testing.assert_allclose(offsets["1"], A[y == 1])


def test_tanh_has_room_in_hidden_space(ax):
    figures.hidden_space(ax, [[-0.9, 0.8], [0.5, -1.0]], [0, 1], [1, 1], 0)
    assert ax.get_xlim()[0] < -1 < 1 < ax.get_xlim()[1]


def test_bumps_are_drawn_one_by_one_with_their_sum_and_its_distance(ax):
    x = np.linspace(0, 10, 50)
    parts = np.column_stack([bump(x, 1, 4, 2, 3), bump(x, 4, 8, -1, 3)])
    figures.bumps(ax, x, parts, parts.sum(axis=1) + 0.5)
    assert legend(ax) == ["2 bumps, one by one", "the target curve", "their sum, 0.5 off"]
    drawn = {line.get_label(): line.get_ydata() for line in ax.lines}
    np.testing.assert_allclose(drawn["their sum, 0.5 off"], parts.sum(axis=1))


def test_gradients_by_layer_on_a_logarithmic_scale(ax):
    figures.gradient_sizes(ax, [1e-4, 1e-2, 1.0], "sigmoid")
    figures.gradient_sizes(ax, [0.1, 0.3, 0.5, 1.0], "tanh")
    assert ax.get_yscale() == "log"
    assert legend(ax) == ["sigmoid", "tanh"]
    first, second = ax.lines
    assert first.get_marker() != second.get_marker() and first.get_linestyle() != second.get_linestyle()
    assert ax.get_xlim() == (0.6, 4.4)


# The surface


def grid(n=9):
    axes = [np.linspace(-1, 1, n)] * 3
    return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)


def test_the_surface_of_a_plane_is_the_plane():
    places = grid()
    triangles = geometry.isosurface(places, places @ [1, 2, -1] - 0.3)
    assert len(triangles) > 100
    np.testing.assert_allclose(triangles @ [1, 2, -1], 0.3, atol=1e-12)
    # The plane's area inside the cube, from the corners of the cut.
    corners = geometry.cut(np.array([1.0, 2, -1]), -0.3, np.array([[-1, 1]] * 3))
    fan = np.stack([np.broadcast_to(corners[0], (len(corners) - 2, 3)), corners[1:-1], corners[2:]], axis=1)
    assert area(triangles) == pytest.approx(area(fan), rel=1e-9)


def area(triangles):
    sides = triangles[:, 1:] - triangles[:, :1]
    return np.linalg.norm(np.cross(sides[:, 0], sides[:, 1]), axis=1).sum() / 2


def test_the_surface_of_a_ball_is_closed_and_as_large_as_it_should_be():
    places = grid(25)
    triangles = geometry.isosurface(places, np.sum(places**2, axis=-1) - 0.64)
    assert area(triangles) == pytest.approx(4 * np.pi * 0.64, rel=0.01)
    ends = np.round(triangles[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2, 3), 9)
    edges = np.array([np.concatenate(sorted(map(tuple, pair))) for pair in ends])
    long = np.linalg.norm(edges[:, :3] - edges[:, 3:], axis=1) > 1e-9
    assert set(np.unique(edges[long], axis=0, return_counts=True)[1]) == {2}, "each edge has a triangle on both sides"


def test_no_surface_where_nothing_changes_sign():
    assert geometry.isosurface(grid(), np.ones((9, 9, 9))).shape == (0, 3, 3)


def test_the_surface_of_a_linear_model_is_its_plane(monkeypatch):
    found, right = [], geometry.isosurface
    monkeypatch.setattr(geometry, "isosurface", lambda *given: found.append(right(*given)) or found[0])
    X, y, _ = load_admissions(class_rank=True)
    fig, ax = figures.new(space=True)
    figures.surface(ax, X, y, lambda rows: sigmoid(rows @ [2, 1, -2] - 13))
    np.testing.assert_allclose(found[0] @ [2, 1, -2], 13, atol=1e-6)
    assert sum(isinstance(each, Poly3DCollection) for each in ax.collections) == 1
    assert legend(ax) == ["admitted", "rejected", "ŷ = 0.5"]
    figures.png(fig)


def test_a_surface_outside_of_the_picture_is_said_to_be():
    X, y, _ = load_admissions(class_rank=True)
    _, ax = figures.new(space=True)
    figures.surface(ax, X, y, lambda rows: np.full(len(rows), 0.9))
    assert legend(ax)[-1] == "ŷ = 0.5: nowhere here"


@pytest.mark.parametrize("wrong", [lambda rows: rows, lambda rows: [0.5], lambda rows: np.full(len(rows), 2.0)])
def test_a_surface_wants_a_probability_for_each_row(wrong):
    _, ax = figures.new(space=True)
    before = len(ax.get_children())
    with pytest.raises(ValueError, match=r"^surface: probability must return"):
        figures.surface(ax, [[1, 2, 3], [3, 2, 1]], [0, 1], wrong)
    assert len(ax.get_children()) == before
