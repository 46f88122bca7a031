"""scikit-learn's own checks of an estimator."""

from sklearn.utils.estimator_checks import parametrize_with_checks

from course_lib.perceptron import Perceptron


@parametrize_with_checks([Perceptron(), Perceptron(pocket=True), Perceptron(tol=1e-3, random_state=0)])
def test_scikit_learn_accepts_the_estimator(estimator, check):
    check(estimator)
