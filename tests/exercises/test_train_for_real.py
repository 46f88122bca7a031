"""Lesson 6: answers that are right in other ways pass, and the numbers in its words are those of its models."""

import numpy as np
import pytest
from sklearn.model_selection import train_test_split

from course_lib.data import load_admissions, load_biased_admissions, load_breast_cancer
from course_lib.evaluation import calibration, confusion_matrix, standardize, wrong_no_rate
from course_lib.exercises import train_for_real as check
from course_lib.explorables import TrainingReplay
from course_lib.logistic import LogisticRegression
from course_lib.losses import log_loss


def with_spread_of_the_column(X_train, X_test):
    mean, std = X_train.mean(axis=0), X_train.std(axis=0)
    std = np.where(np.ptp(X_train, axis=0) > 0, std, 1)
    return (X_train - mean) / std, (X_test - mean) / std


def column_by_column(X_train, X_test):
    train, test = X_train.astype(float), X_test.astype(float)
    for j in range(X_train.shape[1]):
        column = X_train[:, j]
        mean, std = np.mean(column), np.std(column) if max(column) > min(column) else 1
        train[:, j], test[:, j] = (column - mean) / std, (X_test[:, j] - mean) / std
    return [train, test]


def mended_in_place(X_train, X_test):
    mean, std = np.mean(X_train, axis=0), np.std(X_train, axis=0)
    std[std < 1e-12] = 1
    return (X_train - mean) / std, (X_test - mean) / std


@pytest.mark.parametrize("answer", [with_spread_of_the_column, column_by_column])
def test_every_right_way_to_scale_passes(answer):
    assert check.standardize(answer).passed


def test_a_bar_for_the_spread_is_too_low_for_a_column_of_large_numbers():
    assert "large numbers leave a large rounding" in repr(check.standardize(mended_in_place))


def test_a_guard_that_a_column_of_tenths_slips_through_is_explained():
    def guarded_by_zero(X_train, X_test):
        mean, std = X_train.mean(axis=0), X_train.std(axis=0)
        std[std == 0] = 1
        return (X_train - mean) / std, (X_test - mean) / std

    assert "is not exactly 0" in repr(check.standardize(guarded_by_zero))


def test_a_column_that_never_changes_is_explained():
    def unguarded(X_train, X_test):
        mean, std = X_train.mean(axis=0), X_train.std(axis=0)
        return (X_train - mean) / std, (X_test - mean) / std

    text = repr(check.standardize(unguarded))
    assert "dividing by 0 gives `nan`. Divide by 1 there. Do not ask whether the spread is 0" in text
    assert "It is right in 6 of 9 tries" in text


def one_stroke_each(y, predicted):
    counts = np.zeros((2, 2))
    for truth, said in zip(y, predicted):
        counts[truth, said] += 1
    return counts


def four_sums(y, predicted):
    yes, no = predicted == 1, predicted == 0
    return [[sum(no & (y == 0)), sum(yes & (y == 0))], [sum(no & (y == 1)), sum(yes & (y == 1))]]


@pytest.mark.parametrize("answer", [one_stroke_each, four_sums])
def test_every_right_way_to_count_passes(answer):
    assert check.confusion_matrix(answer).passed


@pytest.mark.parametrize(
    "answer",
    [
        lambda y, predicted: np.sum((y == 1) & (predicted == 0)) / np.sum(y == 1),
        lambda y, predicted: 1 - np.mean(predicted[y == 1]),
        lambda y, predicted: confusion_matrix(y, predicted)[1, 0] / confusion_matrix(y, predicted)[1].sum(),
    ],
)
def test_every_right_way_to_find_the_wrong_no_passes(answer):
    assert check.wrong_no_rate(answer).passed


@pytest.mark.parametrize("answer", [1 / 21, np.float64(3 / 63), np.array([3, 60])[0] / 63, 0.048, 0.0476])
def test_a_share_may_be_shortened_or_rounded(answer):
    assert check.missed_share(answer).passed


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (0.05, "or 3 of 63 with too few decimals"),
        (4.7, "This is the share in percent."),
        (4.76, "This is the share in percent."),
        (4.8, "This is the share in percent."),
        (1 / 61, "the share of false ones among the alarms"),
        (0.016, "1 of 63, or 1 of 61"),
        (0.0159, "1 of 63, or 1 of 61"),
        (3 / 62, "Divide the number of missed cancers"),
        (0.047, "was rounded too early or too far. Give 3 decimals"),
    ],
)
def test_a_wrong_share_is_explained(answer, reason):
    assert reason in " ".join(repr(check.missed_share(answer)).split())


def scaled_one_after_the_other(X_train, X_test):
    varies = X_train.max(axis=0) > X_train.min(axis=0)
    X_train = (X_train - X_train.mean(axis=0)) / np.where(varies, X_train.std(axis=0), 1)
    X_test = (X_test - X_train.mean(axis=0)) / np.where(varies, X_train.std(axis=0), 1)
    return X_train, X_test


def test_who_scales_the_training_rows_first_reads_what_happened_to_the_others():
    assert "by then `X_train` was scaled already" in repr(check.standardize(scaled_one_after_the_other))


@pytest.mark.parametrize(
    "answer",
    [
        lambda y, predicted: [[np.sum(y == 0 and predicted == 0), 0], [0, 0]],
        lambda y, predicted: [[np.sum(y == 0 & predicted == 0), 0], [0, 0]],
    ],
)
def test_and_between_arrays_is_explained(answer):
    assert "round brackets around each comparison, and between arrays write `&`" in repr(check.confusion_matrix(answer))


@pytest.fixture(scope="module")
def patients():
    """Return the labels and the probabilities of the held-out tumours of the lesson."""
    X, y, _ = load_breast_cancer()
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0)
    train, held_out = standardize(X_train, X_test)
    model = LogisticRegression(max_iter=5000).fit(train, y_train)
    return y_test, model.predict_proba(held_out)[:, 1]


def test_the_missed_and_the_false_alarms_are_those_of_the_model(patients):
    y, p = patients
    assert np.mean((p >= 0.5) == y) >= 0.95
    assert wrong_no_rate(y, np.where(p >= 0.5, 1, 0)) == pytest.approx(check.missed_share.reference, abs=0.0005)
    costs = []
    for threshold in (0.5, 0.2):
        (_, false_alarms), (missed, _) = confusion_matrix(y, np.where(p >= threshold, 1, 0))
        costs.append(20 * missed + false_alarms)
    assert tuple(costs) == check.costs.reference


def test_the_answers_of_the_predictions_are_true():
    assert check.leave_out_group.right == "b"
    X, y, _, group, deserved = load_biased_admissions()
    north, south = np.mean([_wrong_no(X, y, group, deserved, seed) for seed in range(10)], axis=0)
    assert south > 2 * north


def _wrong_no(X, y, group, deserved, seed):
    train, test = train_test_split(np.arange(len(y)), test_size=0.4, random_state=seed)
    X_train, X_test = standardize(X[train], X[test])
    said = LogisticRegression().fit(X_train, y[train]).predict(X_test)
    return [wrong_no_rate(deserved[test][group[test] == k], said[group[test] == k]) for k in (0, 1)]


def test_class_rank_lowers_the_loss_in_29_of_30_splits():
    y = load_admissions()[1]
    with_rank, without = (
        [_held_out_loss(load_admissions(class_rank=rank)[0], y, seed) for seed in range(30)] for rank in (True, False)
    )
    assert np.sum(np.less(with_rank, without)) == 29


def _held_out_loss(X, y, seed):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=seed)
    train, held_out = standardize(X_train, X_test)
    return log_loss(y_test, LogisticRegression().fit(train, y_train).predict_proba(held_out)[:, 1])


def test_over_many_splits_the_held_out_students_cost_a_little_more_than_those_learned_from():
    X, y, _ = load_admissions()
    costs = []
    for seed in range(200):
        X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=seed)
        train, held_out = standardize(X_train, X_test)
        model = LogisticRegression().fit(train, y_train)
        parts = (held_out, y_test), (train, y_train)
        costs.append([log_loss(labels, model.predict_proba(rows)[:, 1]) for rows, labels in parts])
    first, all_of_them = np.mean(costs[:30], axis=0), np.mean(costs, axis=0)
    assert (round(first[0], 2), round(first[1], 2)) == (0.22, 0.23)
    assert (round(all_of_them[0], 2), round(all_of_them[1], 2)) == (0.24, 0.22)


def test_the_sureness_of_the_group_on_the_right_is_deserved():
    X, y, *_ = load_biased_admissions()
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.4, random_state=0)
    train, held_out = standardize(X_train, X_test)
    p = LogisticRegression().fit(train, y_train).predict_proba(held_out)[:, 1]
    means, shares, counts = calibration(y_test, p, bins=5)
    assert (round(means[-1], 2), round(shares[-1], 2), counts[-1]) == (0.94, 0.96, 49)
    assert (counts[0] + counts[-1], counts[1:-1].sum()) == (129, 31)


def test_single_students_with_a_rate_of_10_leave_the_held_out_loss_above_that_of_a_coin():
    replay = TrainingReplay(learning_rate=10, batch="one by one", brake="no brake")
    assert 1.1 < min(replay.losses("held out")[1:]) < 1.2


def test_what_is_changed_comes_before_what_is_typical():
    def in_place_and_guarded_by_zero(X_train, X_test):
        mean, std = X_train.mean(axis=0), X_train.std(axis=0)
        std[std == 0] = 1
        for table in (X_train, X_test):
            table -= mean
            table /= std
        return X_train, X_test

    text = repr(check.standardize(in_place_and_guarded_by_zero))
    assert "not safe yet" not in text
    assert "has changed `X_train`" in text or "write into the tables" in text


def test_a_list_of_two_numbers_is_right():
    def judged_as_a_list(X, y, seed):
        return list(check.train_and_judge.reference(X, y, seed))

    assert check.train_and_judge(judged_as_a_list).passed
    assert check.train_and_judge(lambda X, y, seed: np.array(judged_as_a_list(X, y, seed))).passed


@pytest.mark.parametrize(
    "answer",
    [
        lambda y, predicted: np.array(
            [[np.sum((y == a) & (predicted == b)) for b in np.unique(predicted)] for a in np.unique(y)]
        ),
        lambda y, predicted: np.bincount(2 * y + predicted).reshape(2, 2),
    ],
)
def test_a_confusion_matrix_has_four_fields_where_one_class_is_missing(answer):
    assert not check.confusion_matrix(answer).passed
