"""Figures of digits, of weights, and of who is taken for whom."""

import warnings

import numpy as np
import pytest
from matplotlib.colors import to_hex

from course_lib import figures
from course_lib.figures.base import ADMITTED, REJECTED

X = np.arange(3 * 64).reshape(3, 64) % 17 / 16


@pytest.fixture(autouse=True)
def no_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.fixture
def ax():
    return figures.new()[1]


def test_digits_stand_row_by_row_with_their_captions(ax):
    assert figures.digits(ax, X, ["one", "two", "three"], columns=2) is ax
    assert [text.get_text() for text in ax.texts] == ["one", "two", "three"]
    assert [image.get_array().tolist() for image in ax.images] == X.reshape(3, 8, 8).tolist()
    left, top = ([image.get_extent()[k] for image in ax.images] for k in (0, 3))
    assert left[0] == left[2] < left[1]
    assert top[0] == top[1] < top[2]
    assert ax.get_ylim()[0] > ax.get_ylim()[1]  # the first row is at the top


def test_one_scale_of_grey_holds_for_all(ax):
    figures.digits(ax, [[0.0, 0, 0, 0.5], [0, 0, 0, 1]])
    assert {image.get_clim() for image in ax.images} == {(0, 1)}
    figures.digits(ax, np.zeros((1, 4)))  # nothing to see, and no complaint


def test_weights_are_squares_and_crosses_the_larger_the_further_from_0(ax):
    figures.digits(ax, [[2.0, -1.0, 0.0, 0.5]], signed=True)
    ups, downs = ax.collections
    assert to_hex(ups.get_facecolor()[0]).upper() == ADMITTED.upper()
    assert to_hex(downs.get_edgecolor()[0]).upper() == REJECTED.upper()
    large, small = (np.ptp(path.vertices, axis=0) for path in ups.get_paths())
    assert [path.vertices[:4].mean(axis=0).tolist() for path in ups.get_paths()] == [[0.25, 0.25], [0.75, 0.75]]
    strokes = [path.vertices for path in downs.get_paths()]
    assert [stroke.mean(axis=0).tolist() for stroke in strokes] == [[0.75, 0.25], [0.75, 0.25]]
    assert large == pytest.approx(2 * small) and large**2 == pytest.approx(2 * np.ptp(strokes[0], axis=0) ** 2)
    assert 0.4 < large[0] < 0.5, "nearly as wide as the pixel, whatever the figure's size"
    figures.digits(ax, np.zeros((1, 4)), signed=True)


def test_confusions_show_every_count_and_tell_right_from_wrong(ax):
    assert figures.class_confusions(ax, [0, 0, 1, 2, 2], [0, 0, 2, 2, 2], 3) is ax
    shown = {(text.get_position(), text.get_text(), text.get_fontweight()) for text in ax.texts}
    assert shown == {((0.5, 0.5), "2", "normal"), ((2.5, 1.5), "1", "bold"), ((2.5, 2.5), "2", "normal")}
    assert ax.get_xlabel() == "what the network says"


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (lambda ax: figures.digits(ax, np.ones((1, 5))), "digits: X must have rows of square pictures"),
        (lambda ax: figures.digits(ax, np.ones((101, 4))), "digits: X must have at most 100 pictures, but 101 came"),
        (lambda ax: figures.digits(ax, X, ["one"]), "digits: captions must hold a caption for each picture, 3, but 1"),
        (lambda ax: figures.digits(ax, -np.ones((1, 4))), "digits: X must hold ink, 0 or more, unless signed is True"),
        (lambda ax: figures.class_confusions(ax, [0], [0], 21), "class_confusions: k must be at most 20 to be drawn"),
        (lambda ax: figures.class_confusions(ax, [3], [0], 3), "class_confusions: y must hold classes from 0 to 2"),
    ],
)
def test_what_cannot_be_drawn_is_refused_and_nothing_is_drawn(ax, draw, words):
    before = len(ax.get_children())
    with pytest.raises(ValueError, match=words):
        draw(ax)
    assert len(ax.get_children()) == before
