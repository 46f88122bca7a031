"""What a neuron does with its score: the activation functions."""

import numpy as np
from numpy.typing import ArrayLike

from course_lib.validation import array, checked


@checked(z=array)
def step(z: ArrayLike) -> np.ndarray:
    """Return 1 where the score z is at least 0, and 0 elsewhere.

    Parameters
    ----------
    z : number or array_like of any shape
        Scores, z = w·x + b.

    Returns
    -------
    ndarray of int, of the shape of z
        step(z) = 1 if z >= 0, else 0: a student on the line is admitted.

    Raises
    ------
    ValueError
        If z holds anything but finite numbers.

    Notes
    -----
    This is the Heaviside function with the value 1 at 0, the threshold neuron of W. S. McCulloch and W. Pitts,
    "A logical calculus of the ideas immanent in nervous activity", Bulletin of Mathematical Biophysics 5 (1943), 115.

    Examples
    --------
    >>> step([-0.5, 0.0, 2.0])
    array([0, 1, 1])
    """
    return np.where(z >= 0, 1, 0)
