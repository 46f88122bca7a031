"""scikit-learn's own checks of an estimator.

They skip one check by themselves, that of inputs which follow the array API: it runs only where SCIPY_ARRAY_API is set,
and we do not claim that ours take such inputs.
"""

import warnings

import pytest
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils.estimator_checks import parametrize_with_checks

from course_lib.data import load_admissions
from course_lib.logistic import LogisticRegression
from course_lib.mlp import MLPClassifier
from course_lib.perceptron import Perceptron

ESTIMATORS = [
    Perceptron(),
    Perceptron(pocket=True),
    Perceptron(tol=1e-3, random_state=0),
    LogisticRegression(),
    LogisticRegression(batch_size=16, max_iter=50),
    LogisticRegression(batch_size=1, max_iter=10),
    MLPClassifier(20, learning_rate_init=0.01, max_iter=40),
    MLPClassifier((10, 10), "tanh", "sgd", learning_rate_init=0.1, batch_size=16, max_iter=30, keep_history=True),
    MLPClassifier(20, early_stopping=True, validation_fraction=0.3, learning_rate_init=0.02, max_iter=60),
]
NAMES = "|".join({type(estimator).__name__ for estimator in ESTIMATORS})

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", rf"Estimator ({NAMES}) does not inherit from `sklearn.base.BaseEstimator`")
    parametrized = parametrize_with_checks(ESTIMATORS)


@pytest.mark.filterwarnings("ignore:MLPClassifier.fit:sklearn.exceptions.ConvergenceWarning")
@parametrized
def test_scikit_learn_accepts_the_estimator(estimator, check):
    check(estimator)


@pytest.mark.parametrize(
    "model", [Perceptron(max_iter=1, tol=1e-3), LogisticRegression(max_iter=1), MLPClassifier(3, max_iter=1)]
)
def test_one_epoch_is_told_as_one(model):
    X, y, _ = load_admissions()
    with pytest.warns(ConvergenceWarning, match="max_iter = 1 epoch[ :;]"):
        model.fit(X, y)
