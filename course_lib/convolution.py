"""The core of a convolutional network: a small kernel slides over a picture, and says at each place how well it fits.

    map[i, j] = the sum of kernel · (the part of the image below it, whose upper left corner is at i, j)

Each feature of `feature_layer` is the largest value of a whole map after ReLU: whether something is seen, wherever it
is. The strict word for the sum is *correlation*; a convolution in mathematics turns the kernel around first.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike

from course_lib.validation import Rejected, Relation, array, as_generator, checked, count, describe, matrix, seed


def _pictures(value: object) -> np.ndarray:
    """Accept pictures of one size, shape (n, rows, columns)."""
    numbers = array(value)
    if numbers.ndim == 3 and numbers.size:
        return numbers
    raise Rejected(f"must be pictures of one size, shape (n, rows, columns), but {describe(numbers)} came.")


def _inside(kernel: np.ndarray, image: np.ndarray) -> str | None:
    size, room = kernel.shape[-2:], image.shape[-2:]
    return None if size[0] <= room[0] and size[1] <= room[1] else f"must fit into {room}, but is of size {size}."


def _size_inside(size: int, images: np.ndarray) -> str | None:
    return None if size <= min(images.shape[1:]) else f"must fit into {images.shape[1:]}, but {size} came."


@checked(Relation("kernel", "image", _inside), image=matrix, kernel=matrix)
def correlate(image: ArrayLike, kernel: ArrayLike) -> np.ndarray:
    """Slide a kernel over an image, and sum the products at each place.

    Parameters
    ----------
    image : array_like, shape (rows, columns)
    kernel : array_like, shape (height, width)
        At most as large as the image.

    Returns
    -------
    ndarray of shape (rows - height + 1, columns - width + 1)
        The map. Where it has the slopes δ = ∂E/∂map, those of the kernel are ``correlate(image, δ)``.

    Raises
    ------
    ValueError
        If an argument is not a table of finite numbers, or the kernel does not fit into the image.

    Examples
    --------
    An edge from dark to bright, and a kernel that looks for one:

    >>> print(correlate([[0, 0, 1, 1], [0, 0, 1, 1]], [[-1, 1]]))
    [[0. 1. 0.]
     [0. 1. 0.]]
    """
    (rows, columns), (height, width) = image.shape, kernel.shape
    found = np.zeros((rows - height + 1, columns - width + 1))
    for i, j in np.ndindex(found.shape):
        found[i, j] = np.sum(kernel * image[i : i + height, j : j + width])
    return found


@checked(Relation("size", "images", _size_inside), images=_pictures, size=count, n_patches=count, random_state=seed)
def cut_patches(images: ArrayLike, size: int, n_patches: int, random_state: object = None) -> np.ndarray:
    """Cut square patches out of images, shape (n, rows, columns), at random, to be used as kernels.

    Each has the mean 0, so that an even surface says nothing to it, and the length 1: the sum of its squares. Patches
    of one grey are left out, and where too few others are there, that is a ValueError.
    """
    rng = as_generator(random_state)
    bright = images / (np.max(np.abs(images)) or 1)  # so that no square overflows
    patches = sliding_window_view(bright, (size, size), axis=(1, 2)).reshape(-1, size, size)
    patches = patches - patches.mean(axis=(1, 2), keepdims=True)
    lengths = np.sqrt(np.sum(patches**2, axis=(1, 2)))
    uneven = np.flatnonzero(lengths > 1e-6)
    if len(uneven) < n_patches:
        raise Rejected(f"images must hold {n_patches} patches that are not all one grey, but {len(uneven)} came.")
    chosen = rng.choice(uneven, n_patches, replace=False)
    return patches[chosen] / lengths[chosen, None, None]


@checked(Relation("kernels", "images", _inside), images=_pictures, kernels=_pictures)
def feature_layer(images: ArrayLike, kernels: ArrayLike) -> np.ndarray:
    """Return how well each kernel fits where it fits best: the maps, ReLU, and the largest value of each whole map.

    Images of shape (n, rows, columns) and kernels of shape (k, height, width) give n rows of k features, which stay the
    same wherever in a wider frame the image stands, with blank pixels around it, one fewer than the kernel has, on each
    side. Kernels cut from the data, not trained: A. Coates, A. Y. Ng, "The importance of encoding versus training with
    sparse coding and vector quantization", ICML 2011.
    """
    n, (k, height, width) = len(images), kernels.shape
    windows = sliding_window_view(images, (height, width), axis=(1, 2)).reshape(n, -1, height * width)
    maps = windows @ kernels.reshape(k, -1).T  # (n, places, k): `correlate` for all images and kernels at once
    return np.maximum(maps, 0).max(axis=1)
