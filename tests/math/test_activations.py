import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from course_lib.activations import step


def test_step_by_hand():
    assert step([-3, -0.1, 0, 0.1, 3]).tolist() == [0, 0, 1, 1, 1]


def test_a_student_on_the_line_is_admitted_whatever_the_sign_of_zero():
    assert step([0.0, -0.0]).tolist() == [1, 1]
    assert step(-np.nextafter(0, 1)) == 0


def test_one_score_gives_one_prediction():
    assert step(2.0).shape == ()
    assert step(2.0) == 1


@given(arrays(float, array_shapes(max_dims=3, max_side=4), elements=st.floats(allow_nan=False, allow_infinity=False)))
def test_step_is_1_exactly_where_the_score_is_not_negative(z):
    predictions = step(z)
    assert predictions.shape == z.shape
    assert predictions.dtype.kind == "i"
    assert predictions.ravel().tolist() == [0 if score < 0 else 1 for score in z.ravel().tolist()]


@pytest.mark.parametrize("bad", [None, "1", [1, "2"], [1, None], [[1, 2], [3]], 1j, {}, float("nan"), [1, np.inf]])
def test_anything_else_is_refused_by_name(bad):
    with pytest.raises(ValueError, match=r"^step: z must be "):
        step(bad)
