"""How what came is compared with what is wanted."""

import numpy as np
import pytest

from course_lib.checking.values import code, in_the_form_of, plain, rounded, same, shown


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (1.0, 1 + 1e-7, True),
        (1.0, 1 + 1e-5, False),
        (0.0, 1e-10, True),
        (0.0, 1e-8, False),
        (1e6, 1e6 + 0.5, True),
        (1e6, 1e6 + 50, False),
        (np.float32(0.1), 0.1, True),
        (np.float32(0.1), 0.1001, False),
        (np.float32(3e-7), 0.0, True),
        (3e-7, 0.0, False),
    ],
)
def test_numbers_agree_up_to_rounding(one, other, alike):
    assert same(plain(one), plain(other)) is alike


def test_what_is_asked_to_be_exact_near_zero_is():
    assert same(plain(1e-12), plain(0.0))
    assert not same(plain(1e-12), plain(0.0), atol=1e-15)


@pytest.mark.parametrize("table", [[[1, 2], [3, 4]], ([1, 2], [3, 4]), ((1, 2), (3, 4)), [(1, 2), (3, 4)]])
def test_a_table_may_be_written_in_tuples(table):
    assert same(in_the_form_of(plain(np.array([[1, 2], [3, 4]])), plain(table)), plain(np.array([[1, 2], [3, 4]])))


def test_ragged_tuples_stay_what_they_are():
    value = plain(((1, 2), (3,)))
    assert in_the_form_of(plain(np.eye(2)), value) is value


def test_a_long_array_is_not_written_out():
    assert code(np.arange(3)) == "np.array([0, 1, 2])"
    assert code(np.zeros(1000)) == "np.array([0.0, 0.0, 0.0, … 1000 in all])"


def test_a_zero_is_shown_without_a_sign():
    assert [shown(plain(value)) for value in (-0.0, np.array([-0.0, -0.5]))] == ["0", "[0, -0.5]"]


def test_long_numbers_are_rounded_in_lists_too_and_short_ones_stay():
    assert code(rounded([np.array([[0.7685247834990178, -18.01]]), np.arange(2)])) == (
        "[np.array([[0.7685, -18.01]]), np.array([0, 1])]"
    )
    assert [rounded(value) for value in (1 / 3, 12345.678, 7, "tanh", None)] == [0.3333, 12345.678, 7, "tanh", None]
    assert np.isnan(rounded(np.array([np.nan]))).all()


def test_what_a_rounding_leaves_beside_large_numbers_reads_as_zero():
    assert shown(plain([-1.387778781e-17, 0.5])) == "[0, 0.5]"
    assert shown(plain([np.nan, np.inf, 1e-17, 1])) == "[nan, inf, 0, 1]"
    assert shown(plain([1e-17, 3e-17])) == "[1e-17, 3e-17]"
    assert shown(plain(1e-17)) == "1e-17"


def test_a_list_of_arrays_is_written_in_square_brackets_and_a_tuple_in_round_ones():
    parts = [np.array([4, 0]), np.array([2])]
    assert shown(plain(parts)) == "[[4, 0], [2]]"
    assert shown(plain(tuple(parts))) == "([4, 0], [2])"
    assert shown(plain(([np.array([1])], [np.array([2])]))) == "([[1]], [[2]])"
    assert same(plain(parts), plain(tuple(parts)))
