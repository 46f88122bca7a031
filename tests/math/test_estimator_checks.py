"""scikit-learn's own checks of an estimator.

They skip one check by themselves, that of inputs which follow the array API: it runs only where SCIPY_ARRAY_API is set,
and we do not claim that ours take such inputs.
"""

import warnings

from sklearn.utils.estimator_checks import parametrize_with_checks

from course_lib.logistic import LogisticRegression
from course_lib.perceptron import Perceptron

ESTIMATORS = [
    Perceptron(),
    Perceptron(pocket=True),
    Perceptron(tol=1e-3, random_state=0),
    LogisticRegression(),
    LogisticRegression(batch_size=16, max_iter=50),
    LogisticRegression(batch_size=1, max_iter=10),
]

with warnings.catch_warnings():
    warnings.filterwarnings(
        "ignore",
        message=r"Estimator (Perceptron|LogisticRegression) does not inherit from `sklearn.base.BaseEstimator`",
    )
    parametrized = parametrize_with_checks(ESTIMATORS)


@parametrized
def test_scikit_learn_accepts_the_estimator(estimator, check):
    check(estimator)
