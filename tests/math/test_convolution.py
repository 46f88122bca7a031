"""Kernels over pictures: by hand, scipy, finite differences, and digits that are shifted."""

import doctest

import numpy as np
import pytest
import scipy.signal
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

from course_lib import MLPClassifier, convolution
from course_lib.convolution import correlate, cut_patches, feature_layer
from course_lib.evaluation import standardize
from course_lib.gradients import gradient_check

RNG = np.random.default_rng(0)
IMAGE, KERNEL = RNG.normal(size=(6, 5)), RNG.normal(size=(3, 2))


def test_the_example_is_right():
    result = doctest.testmod(convolution)
    assert result.attempted and not result.failed


def test_a_map_by_hand():
    # 1·1 + 2·0 + 4·0 + 5·(-1) = -4, and so on: each number less the one below it on the right
    assert correlate([[1, 2, 3], [4, 5, 6], [7, 8, 0]], [[1, 0], [0, -1]]).tolist() == [[-4, -4], [-4, 5]]


def test_a_map_is_scipys():
    found = scipy.signal.correlate2d(IMAGE, KERNEL, mode="valid")
    np.testing.assert_allclose(correlate(IMAGE, KERNEL), found, rtol=0, atol=1e-14)


def test_the_gradient_of_a_kernel_is_the_image_correlated_with_delta():
    found = correlate(IMAGE, KERNEL)
    check = gradient_check(lambda kernel: np.sum(correlate(IMAGE, kernel) ** 2) / 2, KERNEL, correlate(IMAGE, found))
    assert check.passed, check


def test_a_feature_is_the_largest_value_of_a_map_after_relu():
    images, kernels = RNG.normal(size=(3, 6, 5)), RNG.normal(size=(4, 3, 2))
    kernels[3] = -(images[0, :3, :2] ** 2)
    images[2] = np.abs(images[2])  # so that the last kernel fits nowhere
    found = [[np.maximum(correlate(image, kernel), 0).max() for kernel in kernels] for image in images]
    np.testing.assert_allclose(feature_layer(images, kernels), found, rtol=0, atol=1e-13)
    assert found[2][3] == 0


def test_patches_are_cut_from_the_images_without_their_mean_and_of_length_1():
    images = RNG.uniform(size=(3, 4, 4))
    patches = cut_patches(images, 3, 12, 0)
    np.testing.assert_allclose(patches.mean(axis=(1, 2)), 0, atol=1e-15)
    np.testing.assert_allclose(np.sum(patches**2, axis=(1, 2)), 1)
    cuts = [image[i : i + 3, j : j + 3] for image in images for i in (0, 1) for j in (0, 1)]
    cuts = [(cut - cut.mean()) / np.linalg.norm(cut - cut.mean()) for cut in cuts]
    assert {tuple(p.ravel().round(9)) for p in patches} == {tuple(c.ravel().round(9)) for c in cuts}
    assert np.array_equal(cut_patches(images, 3, 5, 7), cut_patches(images, 3, 5, 7))
    np.testing.assert_allclose(cut_patches(images * 1e300, 3, 5, 7), cut_patches(images, 3, 5, 7), atol=1e-12)


def test_an_even_patch_is_never_cut():
    images = np.full((2, 6, 6), 0.1)
    images[1, 5, 5] = 1
    assert cut_patches(images, 3, 1, 0).argmax() == 8
    with pytest.raises(
        ValueError, match=r"^cut_patches: images must hold 2 patches that are not all one grey, but 1 came"
    ):
        cut_patches(images, 3, 2, 0)


def in_a_frame(images, down=0, right=0):
    """Return digits in a frame of 12x12, shifted."""
    frames = np.zeros((len(images), 12, 12))
    frames[:, 2 + down : 10 + down, 2 + right : 10 + right] = images
    return frames


@pytest.fixture(scope="module")
def readers():
    """Return two readers of digits in a frame, how often each is right when they are shifted."""
    images, y = load_digits(return_X_y=True)
    images = images.reshape(-1, 8, 8) / 16
    train, test, y_train, y_test = train_test_split(images, y, random_state=0)
    kernels = cut_patches(train, 5, 64, random_state=0)

    def features(frames):
        return feature_layer(np.pad(frames, ((0, 0), (2, 2), (2, 2))), kernels)  # zeros around, for the edges

    plain = MLPClassifier((32,), learning_rate_init=0.003, batch_size=32, max_iter=30, tol=0, random_state=0)
    with pytest.warns(UserWarning):
        plain.fit(in_a_frame(train).reshape(len(train), -1), y_train)
    seen = features(in_a_frame(train))
    top = LogisticRegression().fit(standardize(seen, seen)[0], y_train)
    return {
        "convolution": lambda *by: top.score(standardize(seen, features(in_a_frame(test, *by)))[1], y_test),
        "network": lambda *by: plain.score(in_a_frame(test, *by).reshape(len(test), -1), y_test),
    }


SHIFTS = [(2, 0), (-2, 0), (0, 2), (0, -2)]


def test_convolution_survives_a_shift_of_two_pixels(readers):
    right = [readers["convolution"](*by) for by in [(0, 0), *SHIFTS]]
    assert min(right) > 0.93, right


def test_a_network_does_not(readers):
    assert readers["network"]() > 0.95
    right = [readers["network"](*by) for by in SHIFTS]
    assert np.mean(right) < 0.16, right


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: correlate([[1, 2]], [[1], [2]]), r"correlate: kernel must fit into \(1, 2\), but is of size \(2, 1\)"),
        (lambda: correlate([1, 2], [[1]]), "correlate: image must "),
        (lambda: feature_layer([[1.0]], [[[1.0]]]), "feature_layer: images must be pictures of one size"),
        (lambda: feature_layer([[[1.0]]], [[[1.0, 2.0]]]), "feature_layer: kernels must fit into"),
        (lambda: cut_patches([[[1.0, 2.0]]], 2, 1), r"cut_patches: size must fit into \(1, 2\), but 2 came"),
        (lambda: cut_patches(np.zeros((1, 2, 2)), 1, 1), "cut_patches: images must hold 1 patches"),
    ],
)
def test_what_does_not_fit_is_named(call, words):
    with pytest.raises(ValueError, match=f"^{words}"):
        call()
