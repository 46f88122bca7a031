"""Numbers as words: the same in both languages, and fit to read."""

import numpy as np
import pytest
from harness import call

from course_lib.explorables import base

rng = np.random.default_rng(2)


def test_numbers_read_the_same_in_both_languages(modules):
    values = [
        1.2999999999999998,
        -0.04,
        -0.0,
        0.125,
        81.25,
        -81.25,
        2.5,
        -18.0,
        1e-17,
        0.05,
        1234.5678,
        *rng.normal(0, 9, 50),
    ]
    for digits in (0, 1, 2, 3):
        a = {"values": values, "digits": digits}
        assert call(modules, "numbers", "a.values.map((v) => m.fixed(v, a.digits))", a) == [
            base.fixed(value, digits) for value in values
        ]
        assert call(modules, "numbers", "a.values.map((v) => m.term(v, a.digits))", a) == [
            base.term(value, digits) for value in values
        ]
        assert call(modules, "numbers", "a.values.map((v) => m.comparison(v, a.digits))", a) == [
            base.comparison(value, digits) for value in values
        ]


@pytest.mark.parametrize(
    ("value", "digits", "words"),
    [(1.2999999999999998, 1, "1.3"), (-0.04, 1, "0.0"), (-0.0, 2, "0.00"), (-18, 1, "−18.0"), (2, 0, "2")],
)
def test_numbers_are_fit_to_read(value, digits, words):
    assert base.fixed(value, digits) == words


def test_a_tiny_negative_score_is_said_in_words():
    assert base.comparison(-7.1e-15, 2) == "a hair below 0"
    assert base.comparison(0.0, 2) == "0.00 ≥ 0"


NEEDED = [
    ([], 0),
    ([0, -3, 1e6], 0),
    ([50000.4, 1], 1),
    ([1e9 + 0.25], 2),
    ([0.005, 7], 3),
    ([1 / 3], 3),
    ([0.1 + 0.2, 1.2999999999999998], 1),
    ([1 + 1e-7], 3),
]


@pytest.mark.parametrize(("values", "needed"), NEEDED)
def test_both_languages_count_the_decimals_alike(modules, values, needed):
    assert base.decimals(values) == needed
    assert call(modules, "numbers", "m.decimals(a)", values) == needed


@pytest.mark.parametrize("p", [0.0, 1e-9, 0.00049, 0.0005, 0.00051, 0.25, 0.9994, 0.9995, 0.99951, 1 - 1e-9, 1.0])
def test_no_probability_reads_0_or_1_in_either_language(modules, p):
    words, sign = base.probability_in_words(p), base.equals(p)
    assert call(modules, "numbers", "m.probabilityInWords(a)", p) == words
    assert call(modules, "numbers", "m.equals(a)", p) == sign
    told = float(words.split()[-1])
    assert 0 < told < 1
    assert abs(told - p) < 0.0011
    assert sign[0] == {"above": ">", "below": "<"}.get(words.split()[0], "=")
    assert sign.split()[1] == words.split()[-1]


@pytest.mark.parametrize(
    ("typed", "number"),
    [("1.5", 1.5), (" −0,25 ", -0.25), (".5", 0.5), ("2.", 2), ("1e-1", 0.1), ("0x5", None), ("", None), ("1 2", None)],
)
def test_a_number_that_is_typed_is_a_decimal_one(modules, typed, number):
    assert call(modules, "fields", "Number.isNaN(m.numberIn(a)) ? null : m.numberIn(a)", typed) == number
