"""Moons, circles and spiral: the shapes that are promised, the same for the same seed, and beyond any line."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier

from course_lib.datasets import make_circles, make_moons, make_spiral

ALL = pytest.mark.parametrize("make", [make_moons, make_circles, make_spiral])


@ALL
def test_the_same_seed_gives_the_same_points_and_another_gives_others(make):
    one, same, other = make(50), make(50, random_state=0), make(50, random_state=1)
    assert np.array_equal(one.X, same.X)
    assert not np.allclose(one.X, other.X)
    assert one.X.shape == (50, 2)
    assert one.y.tolist() == [0, 1] * 25
    assert make(7).y.sum() == 3


@ALL
def test_no_line_tells_them_apart_and_their_neighbours_do(make):
    X, y, _ = make(2000)
    line = LogisticRegression().fit(X, y).score(X, y)
    neighbours = KNeighborsClassifier(15).fit(X[:1000], y[:1000]).score(X[1000:], y[1000:])
    assert line < 0.9
    assert neighbours > 0.95
    assert neighbours - line > 0.07


def test_points_without_noise_are_on_their_curves():
    X, y, _ = make_circles(100, 0)
    assert np.hypot(*X.T) == pytest.approx(2 - y)
    X, y, _ = make_moons(100, 0)
    centre = np.column_stack([y, y / 2])
    assert np.hypot(*(X - centre).T) == pytest.approx(1)
    assert ((X - centre)[:, 1] >= 0).tolist() == (y == 0).tolist()
    X, y, _ = make_spiral(100, 0)
    radius = np.hypot(*X.T)
    angle = 3 * np.pi * (radius - 0.3) / 2.2 + np.pi * y
    assert pytest.approx(X) == radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])


def test_noise_is_a_standard_deviation():
    for make in (make_moons, make_circles, make_spiral):
        clean, noisy = make(20_000, 0, random_state=3), make(20_000, 0.5, random_state=3)
        assert np.std(noisy.X - clean.X, axis=0) == pytest.approx(0.5, rel=0.03)


@pytest.mark.parametrize(("name", "value"), [("n", 1), ("n", 2.5), ("noise", -1), ("noise", np.nan), ("n", 10**9)])
def test_what_cannot_be_drawn_is_named(name, value):
    with pytest.raises(ValueError, match=rf"^make_moons: {name} must be"):
        make_moons(**{name: value})


@pytest.mark.parametrize("make", [make_moons, make_circles, make_spiral])
def test_numpys_older_sources_of_random_numbers_draw_too(make):
    one, other = (make(20, random_state=np.random.RandomState(3)) for _ in range(2))
    assert np.array_equal(one.X, other.X)
    assert make(20, random_state=np.random).X.shape == (20, 2)
