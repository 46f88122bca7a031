"""scikit-learn's own checks of an estimator.

They skip one check by themselves, that of inputs which follow the array API: it runs only where SCIPY_ARRAY_API is set,
and we do not claim that Perceptron takes such inputs.
"""

import warnings

from sklearn.utils.estimator_checks import parametrize_with_checks

from course_lib.perceptron import Perceptron

ESTIMATORS = [Perceptron(), Perceptron(pocket=True), Perceptron(tol=1e-3, random_state=0)]

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message="Estimator Perceptron does not inherit from `sklearn.base.BaseEstimator`")
    parametrized = parametrize_with_checks(ESTIMATORS)


@parametrized
def test_scikit_learn_accepts_the_estimator(estimator, check):
    check(estimator)
