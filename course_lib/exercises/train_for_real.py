"""Lesson 6: scale without peeking, count both kinds of error, weigh them, and ask whom a wrong no hits."""

import numpy as np

from course_lib import evaluation as lesson
from course_lib.checking import Choice, CodeExercise, Mistake, Question, RoundedExercise, ValueExercise, contents
from course_lib.logistic import LogisticRegression

first_guess = Question(
    title="Predict: right for everyone it has seen",
    statement="A model is right for all seventy students it was trained on. Thirty others apply, whom it has never "
    "seen. For how many of the thirty is it right?",
    prediction=True,
    choices=[
        Choice(
            "For all thirty, or nearly: it has learned the rule.",
            "It is tempting because seventy out of seventy looks like knowledge. But a list of the seventy with their "
            "answers would do as well, and it knows nothing about anybody else.",
        ),
        Choice(
            "For a few fewer, say twenty-seven or twenty-eight.",
            "That is what one hopes for, and some models keep to it. But the seventy alone do not say so: this lesson "
            "shows you two models that are right for all of them and for far fewer of the others.",
        ),
        Choice(
            "The number does not say. It may be hardly more than guessing.",
            "A model that was changed until it fits the seventy has proved only that it fits the seventy. What it is "
            "worth for others shows on others, and that is this lesson.",
            right=True,
        ),
    ],
)

TRAIN = np.array([[7.0, 6.0], [9.0, 3.0], [6.0, 8.0], [2.0, 3.0]])
NEW = np.array([[4.0, 8.0], [9.0, 4.0]])
STANDARDIZE = [
    (TRAIN, NEW),
    (np.array([[1.0, 60.0, 2.0], [3.0, 90.0, 2.0], [5.0, 30.0, 2.0]]), np.array([[4.0, 75.0, 2.0], [0.0, 20.0, 3.0]])),
    (np.array([[2.0], [4.0], [9.0]]), np.array([[5.0]])),
    (np.array([[-0.08, -1.27], [-0.34, -1.07], [-2.63, -2.31], [-1.63, 1.51]]), np.array([[2.8, -1.81], [2.53, 40.0]])),
    (np.array([[2.39, -2.65], [2.78, 1.24], [2.85, -2.14], [2.38, -0.6]]), np.array([[2.78, -1.87], [0.47, -2.33]])),
    (
        np.array([[0.1, 0.7, -0.5, 2.0], [0.1, 0.7, -0.5, 2.5], [0.1, 0.7, -0.5, 2.25]]),
        np.array([[0.3, 0.7, -0.5, 2.25]]),
    ),
    (np.array([[1e-9, 5.0], [2e-9, 7.0], [4e-9, 3.0]]), np.array([[3e-9, 4.0]])),
    (np.array([[1234567.1, 5.0]] * 6 + [[1234567.1, 7.0]]), np.array([[1234568.1, 4.0]])),
    (np.array([[7, 6], [9, 3], [6, 8], [2, 3]]), np.array([[4, 8], [9, 4]])),
]


NO_SPREAD = 1e-12  # what rounding leaves of the standard deviation of a column that never changes


def scaled_by(mean, std, X):
    """Return the rows scaled by some mean and standard deviation, be they the right ones or not."""
    return (X - mean) / np.where(std > NO_SPREAD * np.maximum(1, np.abs(mean)), std, 1)


def guarded_by_zero(X_train, X_test):
    mean, std = X_train.mean(axis=0), X_train.std(axis=0)
    std = np.where(std == 0, 1, std)
    return (X_train - mean) / std, (X_test - mean) / std


def scaled_by_the_very(guarded):
    """Make a wrong answer that divides by what this function makes of the standard deviation."""

    def standardize(X_train, X_test):
        mean, std = X_train.mean(axis=0), guarded(X_train.std(axis=0))
        return (X_train - mean) / std, (X_test - mean) / std

    return standardize


def zero_for_nan(X_train, X_test):
    mean, std = X_train.mean(axis=0), X_train.std(axis=0)
    return np.nan_to_num((X_train - mean) / std), np.nan_to_num((X_test - mean) / std)


NOT_BY_1 = (
    "Where the columns vary it is right. A column that is the same for all training students is to be divided by 1, so "
    "that a held-out student who differs there by 1 comes out as 1. Ask the column itself whether its largest number "
    "lies above its smallest, and take 1 elsewhere: `np.where(varies, std, 1)`."
)


def scaled_each_by_its_own(X_train, X_test):
    return [scaled_by(X.mean(axis=0), X.std(axis=0), X) for X in (X_train, X_test)]


def scaled_by_everyone(X_train, X_test):
    X = np.vstack([X_train, X_test])
    return tuple(scaled_by(X.mean(axis=0), X.std(axis=0), each) for each in (X_train, X_test))


def scaled_by_the_held_out(X_train, X_test):
    return tuple(scaled_by(X_test.mean(axis=0), X_test.std(axis=0), each) for each in (X_train, X_test))


def scaled_with(mean, std):
    """Make a wrong answer that scales both groups by what these two functions say of the training rows."""
    return lambda X_train, X_test: tuple(scaled_by(mean(X_train), std(X_train), X) for X in (X_train, X_test))


def scaled_along_the_rows(X_train, X_test):
    mean, std = X_train.mean(axis=1), X_train.std(axis=1)
    std = np.where(std > NO_SPREAD, std, 1)
    return (X_train - mean) / std, (X_test - mean) / std


def scaled_in_place(X_train, X_test):
    mean, std = X_train.mean(axis=0), X_train.std(axis=0)
    std = np.where(std > NO_SPREAD, std, 1)
    X_train -= mean
    X_train /= std
    X_test -= mean
    X_test /= std
    return X_train, X_test


def divided_where_nothing_varies(X_train, X_test):
    mean, std = by_columns(X_train), spread(X_train)
    std = np.where(std > NO_SPREAD, 1, std)
    return (X_train - mean) / std, (X_test - mean) / std


def divided_by(std, guarded):
    return np.where(std > NO_SPREAD, std, 1) if guarded else std


def with_their_own(own_mean, own_spread, guards):
    """Make a wrong answer in which the held-out rows have a mean or a spread of their own.

    `guards` says for which of the groups no spread is replaced by 1.
    """

    def standardize(X_train, X_test):
        middle = by_columns(X_test if own_mean else X_train)
        return (
            (X_train - by_columns(X_train)) / divided_by(spread(X_train), guards[0]),
            (X_test - middle) / divided_by(spread(X_test if own_spread else X_train), guards[1]),
        )

    return standardize


OWN_NUMBERS = (
    "Each group is scaled by its own numbers. Then an applicant's features change with the company, and one "
    "who comes alone is 0 everywhere. Use the mean and the spread of `X_train` for both."
)
OWN_MEAN = (
    "The training rows are right. From the held-out ones their own mean was taken away. Take that of `X_train` from "
    "both."
)
OWN_SPREAD = (
    "The training rows are right. The held-out ones were divided by a spread of their own. Divide both by that of "
    "`X_train`."
)
GUARDS = {"": (True, True), ", without a guard": (False, False), ", the guard for one group": (True, False)}


def by_columns(X):
    return X.mean(axis=0)


def spread(X):
    return X.std(axis=0)


standardize = CodeExercise(
    title="Scale without peeking",
    statement="Return both groups, scaled with the mean and the standard deviation of the training rows.",
    parts=("X_train", "X_test"),
    reference=lesson.standardize,
    not_finite="A column that is the same for all training students has no spread, and dividing by 0 gives `nan`. "
    "Divide by 1 there. Do not ask whether the spread is 0, since it can come out as a tiny number: ask whether the "
    "largest number of the column is above its smallest.",
    cases=STANDARDIZE,
    mistakes=[
        Mistake(
            "The held-out rows are scaled by their own mean and spread",
            lambda X_train, X_test: tuple(scaled_each_by_its_own(X_train, X_test)),
            OWN_NUMBERS,
        ),
        *[
            Mistake(f"The held-out rows: {name}{guard}", with_their_own(*own, guards), reason)
            for name, own, reason in (
                ("their own mean and spread", (True, True), OWN_NUMBERS),
                ("their own mean", (True, False), OWN_MEAN),
                ("their own spread", (False, True), OWN_SPREAD),
            )
            for guard, guards in GUARDS.items()
        ],
        Mistake(
            "The two cases of `np.where` are swapped",
            divided_where_nothing_varies,
            "The two cases of `np.where` are swapped: columns that vary are divided by 1, and the others by their "
            "spread. It is `np.where(varies, std, 1)`.",
        ),
        Mistake(
            "The held-out rows are not divided",
            lambda X_train, X_test: (lesson.standardize(X_train, X_test)[0], X_test - by_columns(X_train)),
            "The training rows are right. From the held-out ones only the mean was taken away: divide them by the "
            "spread of `X_train` too.",
        ),
        Mistake(
            "Everybody together gives the mean and the spread",
            scaled_by_everyone,
            "The mean and the spread were taken from both groups together, so the held-out students have had a say. "
            "That is the leak: take both from `X_train` alone.",
        ),
        Mistake(
            "The held-out rows give the mean and the spread",
            scaled_by_the_held_out,
            "The mean and the spread were taken from the held-out rows. They are the ones nobody may have seen: take "
            "both from `X_train`.",
        ),
        Mistake(
            "Along the rows: `axis=1`",
            scaled_along_the_rows,
            "With `axis=1` the mean is taken along each row, over one student's test and grades. You want one mean "
            "for each column: `axis=0`.",
        ),
        Mistake(
            "Without an axis: one mean for the whole table",
            scaled_with(np.mean, np.std),
            "There is one mean here for the whole table, so test and grades are mixed. You want one mean and one "
            "spread for each column: `axis=0`.",
        ),
        Mistake(
            "The spread without an axis",
            scaled_with(by_columns, np.std),
            "The mean is taken column by column, and the spread over the whole table. It needs its `axis=0` too.",
        ),
        Mistake(
            "The variance in place of the standard deviation",
            scaled_with(by_columns, lambda X: X.var(axis=0)),
            "This divides by the variance, which is the square of the standard deviation. `X_train.std(axis=0)` is "
            "wanted.",
        ),
        Mistake(
            "Only the mean is taken away",
            scaled_with(by_columns, lambda X: np.ones(X.shape[1])),
            "The mean is gone, and the spread is still there. Divide by the standard deviation as well.",
        ),
        Mistake(
            "Only divided by the spread",
            scaled_with(lambda X: np.zeros(X.shape[1]), spread),
            "The spread is 1, and the mean is still there. Take it away before you divide.",
        ),
        Mistake(
            "The mean is divided, and the features are not: a missing bracket",
            lambda X_train, X_test: tuple(X - by_columns(X_train) / scaled_spread(X_train) for X in (X_train, X_test)),
            "Division comes before subtraction, so only the mean was divided. Put brackets around the difference: "
            "`(X_train - mean) / std`.",
        ),
        Mistake(
            "Squeezed between 0 and 1",
            scaled_with(lambda X: X.min(axis=0), lambda X: X.max(axis=0) - X.min(axis=0)),
            "This puts the smallest at 0 and the largest at 1. It is another way to scale. It should be: minus the "
            "mean, divided by the standard deviation.",
        ),
        Mistake(
            "The standard deviation with n - 1",
            scaled_with(by_columns, lambda X: X.std(axis=0, ddof=1)),
            "This is the standard deviation with n - 1 in the denominator. NumPy's `std` without `ddof` is the one "
            "that we and scikit-learn use.",
        ),
        Mistake(
            "The held-out rows come back as they were",
            lambda X_train, X_test: (lesson.standardize(X_train, X_test)[0], X_test),
            "The training rows are right, and the held-out ones have not been scaled. A model that has learned on "
            "scaled features needs scaled features. If you did scale them: by then `X_train` was scaled already, with "
            "mean 0 and spread 1. Keep `mean` and `std` in names before you change anything.",
        ),
        Mistake(
            "Only the training rows",
            lambda X_train, X_test: lesson.standardize(X_train, X_test)[0],
            "The training rows are right, and the held-out ones do not come back. Return both.",
        ),
        Mistake(
            "Returned in the wrong order",
            lambda X_train, X_test: lesson.standardize(X_train, X_test)[::-1],
            "Both are right, and they come in the wrong order. The training rows come first.",
        ),
        Mistake(
            "The guard asks whether the standard deviation is 0",
            guarded_by_zero,
            "A column of equal numbers is not safe yet. The standard deviation of a column of 0.1s is not exactly 0, "
            "because the mean is rounded in a computer, and dividing by so small a number blows up. Ask the column "
            "itself: does its largest number lie above its smallest?",
        ),
        *[
            Mistake(f"The spread is kept from 0: {name}", guarded, NOT_BY_1)
            for name, guarded in (
                ("`std + 1e-8`", scaled_by_the_very(lambda std: std + 1e-8)),
                ("`std + 1e-9`", scaled_by_the_very(lambda std: std + 1e-9)),
                ("`np.maximum(std, 1e-8)`", scaled_by_the_very(lambda std: np.maximum(std, 1e-8))),
                ("`np.maximum(std, 1e-12)`", scaled_by_the_very(lambda std: np.maximum(std, 1e-12))),
                ("`np.maximum(std, 1e-9)`", scaled_by_the_very(lambda std: np.maximum(std, 1e-9))),
                ("`np.nan_to_num`", zero_for_nan),
            )
        ],
        *[
            Mistake(
                f"A small spread is taken for none: {name}",
                guarded,
                "A column whose numbers differ by little, by billionths in a try, is not scaled here. A spread may be "
                "as small as it likes: only a column of equal numbers is divided by 1. Ask whether its largest number "
                "lies above its smallest.",
            )
            for name, guarded in (
                ("`np.isclose(std, 0)`", scaled_by_the_very(lambda std: np.where(np.isclose(std, 0), 1, std))),
                ("`std < 1e-3`", scaled_by_the_very(lambda std: np.where(std < 1e-3, 1, std))),
            )
        ],
        *[
            Mistake(
                f"No spread is told by its size: {name}",
                guarded,
                "Nearly right. In one try a column holds 1234567.1 for everybody, and its spread comes out as some "
                "ten-billionths, larger than your bar: large numbers leave a large rounding. Ask the column itself "
                "whether its largest number lies above its smallest.",
            )
            for name, guarded in (
                (f"`std < {bar:g}`", scaled_by_the_very(lambda std, bar=bar: np.where(std < bar, 1, std)))
                for bar in (1e-10, 1e-12, 1e-15)
            )
        ],
        Mistake(
            "The tables are changed in place",
            scaled_in_place,
            "The numbers are right, but `-=` and `/=` write into the tables of whoever called the function. Write "
            "`(X_train - mean) / std`, which makes new ones.",
        ),
        Mistake(
            "`np.maximum(std, 1)` as the guard",
            scaled_with(by_columns, lambda X: np.maximum(X.std(axis=0), 1)),
            "A column that varies by less than 1 is not stretched here: `np.maximum(std, 1)` puts a 1 in its place "
            "too. Only where a column does not vary at all is it to be divided by 1.",
        ),
    ],
    hints=[
        "Take the mean and the standard deviation of `X_train`, column by column: `axis=0`. Then use these two for "
        "both groups.",
        "A column varies where its largest number is above its smallest: `varies = X_train.max(axis=0) > "
        "X_train.min(axis=0)`. Elsewhere divide by 1: `np.where(varies, std, 1)`.",
        "`mean, std = X_train.mean(axis=0), X_train.std(axis=0)`, then `std = np.where(varies, std, 1)` with `varies` "
        "from the last hint.",
        "After that: `return (X_train - mean) / std, (X_test - mean) / std`.",
    ],
    praise="The held-out students are measured with a ruler that was made without them, as next year's will be.",
    otherwise="Compare with the hand-worked case: from each column take the mean of `X_train` away, then divide by the "
    "standard deviation of `X_train`.",
)


def scaled_spread(X):
    """Return the standard deviation of each column, and 1 where it is 0."""
    return np.where(spread(X) > 0, spread(X), 1)


TRUTH = np.array([1, 0, 1, 1, 0, 0, 1, 0, 1, 1])
SAID = np.array([1, 0, 0, 1, 1, 0, 1, 0, 0, 0])
MATRICES = [
    (TRUTH, SAID),
    (np.array([0, 0, 0, 1, 1]), np.array([1, 0, 0, 1, 0])),
    (np.array([1, 1, 0, 0, 0, 0]), np.array([1, 1, 0, 1, 1, 0])),
    (np.array([1, 0, 0]), np.array([0, 0, 0])),
    (np.array([0, 1, 1]), np.array([1, 1, 1])),
    (np.array([1, 1]), np.array([1, 1])),
]


def shares(y, predicted):
    return lesson.confusion_matrix(y, predicted) / len(y)


def shares_of_each_truth(y, predicted):
    counts = lesson.confusion_matrix(y, predicted)
    return counts / counts.sum(axis=1, keepdims=True)


def only_two_numbers(y, predicted):
    return np.array([np.sum(y == predicted), np.sum(y != predicted)])


def on_the_diagonal(y, predicted):
    return np.diag(np.diag(lesson.confusion_matrix(y, predicted)))


def joined_by_and(y, predicted):
    return np.array([[np.sum((y == truth) and (predicted == said)) for said in (0, 1)] for truth in (0, 1)])


def without_brackets(y, predicted):
    return np.array([[np.sum(y == truth & predicted == said) for said in (0, 1)] for truth in (0, 1)])


def joined_by_or(y, predicted):
    return np.array([[np.sum((y == truth) | (predicted == said)) for said in (0, 1)] for truth in (0, 1)])


BETWEEN_ARRAYS = "Put round brackets around each comparison, and between arrays write `&` and not `and`."

confusion_matrix = CodeExercise(
    title="Count right and wrong in four fields",
    statement="Return a table of 2 by 2 counts: row 0 for truth 0, row 1 for truth 1; column 0 for prediction 0, "
    "column 1 for prediction 1.",
    reference=lesson.confusion_matrix,
    cases=MATRICES,
    mistakes=[
        Mistake(
            "Rows and columns are swapped",
            lambda y, predicted: lesson.confusion_matrix(y, predicted).T,
            "Rows and columns are swapped. The truth chooses the row, and the prediction chooses the column.",
        ),
        Mistake(
            "The ones come first, as in some books",
            lambda y, predicted: lesson.confusion_matrix(y, predicted)[::-1, ::-1],
            "The counts are right, and the ones come first. Here 0 comes before 1, in the rows and in the columns.",
        ),
        Mistake(
            "The ones come first, and the predictions choose the rows",
            lambda y, predicted: lesson.confusion_matrix(y, predicted)[::-1, ::-1].T,
            "The predictions choose the rows here, and the ones come first, as in some books. Ours is the other way "
            "round in both: the truth chooses the row, and 0 comes before 1.",
        ),
        Mistake(
            "`table[y, predicted] += 1`, which counts each field once",
            lambda y, predicted: np.minimum(lesson.confusion_matrix(y, predicted), 1),
            "No field is more than 1. With arrays as an index, `+= 1` counts each field only once, however often it "
            "comes. Go through the rows in a loop, or count each field with `np.sum`.",
        ),
        Mistake(
            "The columns are the wrong way round",
            lambda y, predicted: lesson.confusion_matrix(y, predicted)[:, ::-1],
            "The rows are right, and in each the two columns are the wrong way round: prediction 0 comes first.",
        ),
        Mistake(
            "The rows are the wrong way round",
            lambda y, predicted: lesson.confusion_matrix(y, predicted)[::-1],
            "The columns are right, and the two rows are the wrong way round: truth 0 comes first.",
        ),
        Mistake(
            "Shares of all",
            shares,
            "These are shares of all rows. You want counts: `np.sum`, and no division.",
        ),
        Mistake(
            "Shares of each row",
            shares_of_each_truth,
            "These are shares of each row. They are useful, and they come later. You want counts.",
        ),
        Mistake(
            "Right and wrong alone",
            only_two_numbers,
            "This counts right and wrong, two numbers. There are two ways to be right and two ways to be wrong: four.",
        ),
        Mistake(
            "The wrong ones are missing",
            on_the_diagonal,
            "The right answers are counted, and the two fields for the wrong ones are 0. There truth and prediction "
            "differ.",
        ),
        Mistake(
            "Four numbers in a row",
            lambda y, predicted: lesson.confusion_matrix(y, predicted).ravel(),
            "The four counts are right, and they stand in one row. You want two rows of two: a list of two lists.",
        ),
        Mistake(
            "`or` in place of `and`",
            joined_by_or,
            "This counts where the truth fits or the prediction fits. Both have to fit: `&`.",
        ),
        Mistake(
            "`and` between two arrays",
            joined_by_and,
            BETWEEN_ARRAYS,
        ),
        Mistake(
            "`&` without brackets around the comparisons",
            without_brackets,
            BETWEEN_ARRAYS,
        ),
        Mistake(
            "`[[0] * 2] * 2`: one row with two names",
            lambda y, predicted: np.tile(lesson.confusion_matrix(y, predicted).sum(axis=0), (2, 1)),
            "Both rows are the same. `[[0] * 2] * 2` holds one row twice, so what is counted in one is counted in "
            "both. Write `[[0, 0], [0, 0]]`, which makes two. Or the truth has no say in your counts.",
        ),
    ],
    hints=[
        "One field first: how many rows have truth 1 and prediction 0? `np.sum((y == 1) & (predicted == 0))`.",
        "Between two arrays of True and False, `&` says where both are True. Each comparison needs its own brackets.",
        "Two loops in square brackets: the outer one, `for truth in (0, 1)`, makes the rows, the inner one, `for said "
        "in (0, 1)`, fills them.",
        "`return np.array([[np.sum((y == truth) & (predicted == said)) for said in (0, 1)] for truth in (0, 1)])`",
    ],
    praise="scikit-learn's `confusion_matrix` has the same rows and columns. Other books turn it round, so read the "
    "labels first.",
    otherwise="Take the case from the first line and count one field by hand: for row 1, column 0, go through the rows "
    "with truth 1 and count how many of them are predicted 0.",
)

IN_PERCENT = "This is the share in percent. Write it as a number from 0 to 1: without the 100."

missed_share = RoundedExercise(
    digits=3,
    title="What share of the cancers is missed",
    statement="Of the tumours in the table that really are malignant, what share does the model call benign, to three "
    "decimals at least?",
    reference=3 / 63,
    mistakes=[
        Mistake(
            "3/171: the share of all",
            3 / 171,
            "This is the share of all 171 tumours. Only those that really are malignant can be missed: divide by the "
            "number in their row.",
        ),
        Mistake(
            "3/110: the share of those called benign",
            3 / 110,
            "You divided by the column: all that the model calls benign. It answers another question: how far can one "
            "trust a no? Here divide by the row, all that really are malignant.",
        ),
        Mistake(
            "3/60: the found in place of all",
            3 / 60,
            "0.05 is 3 of 60, the cancers that were found, or 3 of 63 with too few decimals. All cancers are the found "
            "and the missed together; give three decimals.",
        ),
        Mistake(
            "60/63: the share that is found",
            60 / 63,
            "This is the share that is found. The missed ones are the others.",
        ),
        Mistake(
            "4/171: the share of all mistakes",
            4 / 171,
            "These are all four mistakes, divided by all 171 tumours. That mixes missed cancers with the false alarm.",
        ),
        Mistake(
            "1/108: the false alarms",
            1 / 108,
            "This is the other row: people without cancer who get a false alarm. Missed cancers are in the row with "
            "truth 1.",
        ),
        Mistake(
            "1/61: the wrong ones among the alarms",
            1 / 61,
            "This is the share of false ones among the alarms. Missed cancers are in the row with truth 1 and the "
            "column with prediction 0.",
        ),
        Mistake(
            "1/63: the false alarm among the cancers",
            1 / 63,
            "This is 1 of 63, or 1 of 61. The 1 is the false alarm, and that patient has no cancer. Missed cancers are "
            "in the row with truth 1 and the column with prediction 0.",
        ),
        Mistake(
            "4.76…: in percent",
            100 * 3 / 63,
            IN_PERCENT,
        ),
        Mistake(
            "4.7: in percent, and cut off",
            4.7,
            IN_PERCENT,
        ),
        Mistake(
            "3: the number in place of the share",
            3,
            "This is how many are missed. Divide by how many really are malignant.",
        ),
    ],
    hints=[
        "Truth chooses the row. Row 1 holds everybody who really has cancer.",
        "Row 1 is 3 and 60. The first number is the missed ones; both together are all cancers.",
        "`missed_share = 3 / (3 + 60)`",
    ],
    praise="Not quite five in a hundred, from a model that is right 98 times in a hundred. One number does not tell "
    "you what you need to know.",
    otherwise="Divide the number of missed cancers by the number of all cancers, found or missed.",
)

costs = ValueExercise(
    title="Weigh the two errors",
    statement="A missed cancer counts as much as 20 false alarms. What do the errors of the threshold 0.5 cost "
    "together, counted in false alarms, and what do those of the threshold 0.2?",
    parts=("at_half", "at_fifth"),
    reference=(61, 28),
    mistakes=[
        Mistake(
            "(4, 9): every error counts the same",
            (4, 9),
            "Here every error counts the same. A missed cancer counts 20.",
        ),
        Mistake(
            "(23, 161): the wrong one counts 20",
            (23, 161),
            "The false alarms were counted 20 times. It is the missed cancers that count 20 each.",
        ),
        Mistake(
            "(60, 20): the false alarms are left out",
            (60, 20),
            "The missed cancers are right. The false alarms cost something too: 1 each.",
        ),
        Mistake(
            "(28, 61): swapped",
            (28, 61),
            "Both are right, and they come in the wrong order: first 0.5, then 0.2.",
        ),
        Mistake(
            "(80, 180): every error counts 20",
            (80, 180),
            "Every error was counted 20 times. A false alarm counts 1.",
        ),
    ],
    hints=[
        "At 0.5 the table has 3 missed cancers and 1 false alarm.",
        "Each missed cancer counts 20, each false alarm 1: 3 · 20 + 1 at the threshold 0.5.",
        "`costs = (3 * 20 + 1, 1 * 20 + 8)`",
    ],
    praise="With these costs the lower threshold is the better one, although its accuracy is lower. Who sets the cost "
    "decides, and no program can do that for them.",
    otherwise="For each threshold: the missed cancers times 20, plus the false alarms.",
)


def houses(n, seed):
    """Return size, rise of the price, and whether each of n houses was sold. The rise is small: scaling counts."""
    rng = np.random.default_rng(seed)
    X = np.column_stack([rng.integers(30, 160, n), rng.integers(-30, 30, n) / 1000])
    y = np.where(X[:, 0] - 1000 * X[:, 1] + rng.normal(0, 40, n) > 90, 1, 0)
    return X, y


# scikit-learn is imported where it is used: the map of lesson 0 reads this file, and need not wait for it.
def train_and_judge_by_us(X, y, seed):
    from sklearn.model_selection import train_test_split

    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=seed)
    train, held_out = lesson.standardize(X_train, X_test)
    model = LogisticRegression().fit(train, y_train)
    return model.score(held_out, y_test), lesson.base_rate(y_test)


def split_into_the_wrong_names(X, y, seed):
    from sklearn.model_selection import train_test_split

    X_train, y_train, X_test, y_test = train_test_split(X, y, test_size=0.3, random_state=seed)
    train, held_out = lesson.standardize(X_train, X_test)
    model = LogisticRegression().fit(train, y_train)
    return model.score(held_out, y_test), lesson.base_rate(y_test)


TRAINED, HELD_OUT, ALL = 0, 1, 2


def judged(
    prepare=lesson.standardize,
    fit_on=TRAINED,
    judge_on=HELD_OUT,
    rate_of=HELD_OUT,
    size=0.3,
    state=None,
    rate=lesson.base_rate,
):
    """Make a wrong answer: how it prepares both groups, and which rows it trains on, judges, and counts."""

    def answer(X, y, seed):
        from sklearn.model_selection import train_test_split

        rows = train_test_split(np.arange(len(y)), test_size=size, random_state=seed if state is None else state)
        labels = [y[rows[0]], y[rows[1]], y[np.concatenate(rows)]]
        groups = prepare(X[rows[0]], X[rows[1]])
        groups = [*groups, np.vstack(groups)]
        model = LogisticRegression().fit(groups[fit_on], labels[fit_on])
        return model.score(groups[judge_on], labels[judge_on]), rate(labels[rate_of])

    return answer


def compared_with_itself(X, y, seed):
    return 1.0, train_and_judge_by_us(X, y, seed)[1]


def without_calling_predict(X, y, seed):
    return 0.0, train_and_judge_by_us(X, y, seed)[1]


train_and_judge = CodeExercise(
    title="Train on a table, and judge",
    statement="Hold back 30 % of the rows, scale without peeking, train logistic regression on the others, and return "
    "the accuracy on the rows held back, and their base rate.",
    parts=("accuracy", "base_rate"),
    reference=train_and_judge_by_us,
    cases=[(*houses(40, 2), 3), (*houses(50, 3), 2), (*houses(60, 0), 1)],
    mistakes=[
        Mistake(
            "Scaled by the mean and the spread of everybody",
            judged(scaled_by_everyone),
            "The features were scaled before the split, or with the held-out rows among them. That is the leak of this "
            "lesson: split first, then `standardize(X_train, X_test)`.",
        ),
        Mistake(
            "Not scaled",
            judged(lambda X_train, X_test: (X_train, X_test)),
            "The features were not scaled. Here one of them is tiny, and the brake keeps its weight from growing large "
            "enough: `standardize(X_train, X_test)` comes before `fit`.",
        ),
        Mistake(
            "Each group scaled by itself",
            judged(scaled_each_by_its_own),
            "The held-out rows were scaled by their own mean and spread. Hand both groups to `standardize` together: "
            "it takes both from the first.",
        ),
        Mistake(
            "Only the training rows are scaled",
            judged(lambda X_train, X_test: (lesson.standardize(X_train, X_test)[0], X_test)),
            "The model has learned on scaled features and was judged on features as they came. Judge it on the second "
            "of the two tables that `standardize` returns.",
        ),
        Mistake(
            "Judged on the rows it was trained on",
            judged(judge_on=TRAINED, rate_of=TRAINED),
            "Accuracy and base rate are those of the training rows. They have pulled the line to where it is: judge on "
            "the rows held back, and take their base rate.",
        ),
        Mistake(
            "The accuracy of the training rows, the base rate of the others",
            judged(judge_on=TRAINED),
            "The base rate is right. The accuracy is that of the rows it was trained on: give `score` the rows held "
            "back, and their labels.",
        ),
        Mistake(
            "The model is compared with itself",
            compared_with_itself,
            "An accuracy of 1 on rows held back is too good here: something is compared with itself. Give `score` the "
            "features of those rows and their true labels, `y_test`.",
        ),
        Mistake(
            "`np.mean(model.predict == y_test)`: `predict` is not called",
            without_calling_predict,
            "The accuracy is 0: what is compared with the labels is no prediction of them. `predict` needs its "
            "brackets and the rows held back, or take `model.score(…)`.",
        ),
        Mistake(
            "`test_size=30`: thirty rows",
            judged(size=30),
            "Thirty rows were held back. A share of the rows is a number below 1: 30 % is `test_size=0.3`.",
        ),
        Mistake(
            "Trained on everybody",
            judged(fit_on=ALL),
            "The model was trained on all rows, the held-out ones among them, so nobody is left to judge it. Fit it "
            "on the training rows alone.",
        ),
        Mistake(
            "Trained on the rows held back",
            judged(fit_on=HELD_OUT),
            "The model was trained on the rows held back. `train_test_split` returns the rows to train on first: "
            "`X_train, X_test, y_train, y_test`.",
        ),
        Mistake(
            "The base rate of everybody",
            judged(rate_of=ALL),
            "The accuracy is right. The base rate is that of the whole table. Beside an accuracy of held-out rows "
            "stands the base rate of the same rows: `base_rate(y_test)`.",
        ),
        Mistake(
            "The base rate of the training rows",
            judged(rate_of=TRAINED),
            "The accuracy is right. The base rate is that of the training rows. Take that of the rows held back: "
            "`base_rate(y_test)`.",
        ),
        Mistake(
            "The share of yes for the base rate",
            judged(rate=np.mean),
            "The accuracy is right. Beside it stands the share of yes. The base rate is the share of the commoner "
            "answer, be it yes or no: `base_rate(y_test)`.",
        ),
        Mistake(
            "Without `test_size`",
            judged(size=None),
            "A quarter of the rows was held back, as `train_test_split` does when it is not told. Say `test_size=0.3`.",
        ),
        Mistake(
            "The seed is not handed on",
            judged(state=0),
            "The split is the same whatever `seed` is. Hand it on: `random_state=seed`.",
        ),
        Mistake(
            "The four parts of the split get each other's names",
            split_into_the_wrong_names,
            "`train_test_split` returns four things in this order: `X_train, X_test, y_train, y_test`. Here a table "
            "and labels have changed places.",
        ),
        Mistake(
            "`test_size=0.7`",
            judged(size=0.7),
            "70 % of the rows were held back. `test_size` is the part that is held back: 0.3.",
        ),
        Mistake(
            "Trained on rows that are not scaled, judged on scaled ones",
            judged(lambda X_train, X_test: (X_train, lesson.standardize(X_train, X_test)[1])),
            "The model was trained on rows as they came, and judged on scaled ones. Give `fit` the first of the two "
            "tables that `standardize` returns.",
        ),
        Mistake(
            "In percent",
            lambda X, y, seed: tuple(100 * part for part in train_and_judge_by_us(X, y, seed)),
            "As percentages they are right. Shares are wanted, from 0 to 1.",
        ),
        Mistake(
            "The share of mistakes in place of the accuracy",
            lambda X, y, seed: (1 - train_and_judge_by_us(X, y, seed)[0], train_and_judge_by_us(X, y, seed)[1]),
            "The base rate is right. The other number is the share of mistakes: the accuracy is the share that is "
            "right.",
        ),
        Mistake(
            "The accuracy alone",
            lambda X, y, seed: train_and_judge_by_us(X, y, seed)[0],
            "The accuracy is right, and alone it says nothing. Return `base_rate(y_test)` with it.",
        ),
        Mistake(
            "In the other order",
            lambda X, y, seed: train_and_judge_by_us(X, y, seed)[::-1],
            "Both are right, and they come in the other order: the accuracy first, then the base rate.",
        ),
    ],
    hints=[
        'Four steps, a line each: split, scale, fit, return. The cells in "Hold some back" and "Scale without '
        'peeking" hold the first three.',
        "`X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=seed)`, then `train, "
        "held_out = standardize(X_train, X_test)`.",
        "`model = LogisticRegression().fit(train, y_train)`, then `return model.score(held_out, y_test), "
        "base_rate(y_test)`.",
    ],
    praise="These four lines work for any table of numbers with a yes or a no, and so does the order in which they "
    "stand.",
    otherwise="Go through the four steps: split with the seed, scale both groups by the training rows, fit on the "
    "training rows, and judge on the others.",
)

expected_yes = ValueExercise(
    title="What a sureness promises",
    statement="A well-calibrated model gives five applicants the probabilities 0.9, 0.8, 0.8, 0.6 and 0.4. How many of "
    "the five are admitted on average, over many such groups of five?",
    reference=3.5,
    mistakes=[
        Mistake(
            "4: those above the threshold",
            4,
            "Four of them lie above 0.5, and the model would say yes to these four. But each of them is admitted "
            "only nine, eight or six times in ten, and the fifth still four times in ten.",
        ),
        Mistake(
            "0.7: the average probability",
            0.7,
            "This is the average probability, the share that is admitted. With five applicants, how many is that?",
        ),
        Mistake(
            "Their product",
            0.9 * 0.8 * 0.8 * 0.6 * 0.4,
            "The product, as in lesson 4, is the probability that all five are admitted. The question is how many "
            "are, on average.",
        ),
        Mistake(
            "5: all of them",
            5,
            "That would need five probabilities of 1. An applicant with 0.4 is admitted four times in ten.",
        ),
        Mistake(
            "1.5: how many are rejected",
            1.5,
            "This is how many are rejected on average. Add up the probabilities as they stand.",
        ),
    ],
    hints=[
        "Ten applicants with 0.8 bring eight admissions: 0.8 for each of them.",
        "Each applicant brings their own probability. Add them up.",
        "`expected_yes = 0.9 + 0.8 + 0.8 + 0.6 + 0.4`",
    ],
    praise="You add the probabilities up, and no threshold is needed. A university that plans its rooms can use that.",
    otherwise="Each applicant counts as much as their own probability: add the five up.",
)

WRONG_NO = [
    (np.array([1, 1, 1, 0]), np.array([0, 1, 1, 1])),
    (np.array([1, 1, 1, 1, 0, 0]), np.array([0, 1, 1, 1, 0, 1])),
    (np.array([1, 0, 1, 0, 1, 0, 0, 1]), np.array([0, 0, 1, 1, 0, 0, 0, 0])),
    (np.array([1, 1, 0, 0, 0]), np.array([1, 1, 1, 0, 0])),
]


def missed_to_found(y, predicted):
    return np.sum(predicted[y == 1] == 0) / np.sum(predicted[y == 1] == 1)


wrong_no_rate = CodeExercise(
    title="How often a no is wrong for those who deserve a yes",
    statement="Return, of those whose label is 1, the share that is predicted 0.",
    reference=lesson.wrong_no_rate,
    cases=WRONG_NO,
    mistakes=[
        Mistake(
            "The share of all",
            lambda y, predicted: np.mean((y == 1) & (predicted == 0)),
            "This is the share of all rows. Then a group in which few deserve a yes looks well treated. Divide by "
            "those who deserve one: look only at `predicted[y == 1]`.",
        ),
        Mistake(
            "`//`: a share cut to a whole number",
            lambda y, predicted: np.sum(predicted[y == 1] == 0) // np.sum(y == 1),
            "The share is 0 in every try. `//` cuts it to a whole number, so divide with `/`. And see whether what you "
            "count grows, as with `n += 1`.",
        ),
        Mistake(
            "`predicted[y]`: the places 0 and 1",
            lambda y, predicted: np.mean(predicted[y] == 0),
            "`predicted[y]` takes the places 0 and 1, again and again. Those whose label is 1 are `predicted[y == 1]`.",
        ),
        Mistake(
            "1 minus the rate: the right yes",
            lambda y, predicted: np.mean(predicted[y == 1] == 1),
            "This is the share of them that gets a yes. The wrong no is the rest: `== 0`.",
        ),
        Mistake(
            "Of those who get a no, the share that is wrong",
            lambda y, predicted: np.mean(y[predicted == 0] == 1) if np.any(predicted == 0) else 0.0,
            "This goes the other way: of those who get a no, how many deserved a yes. Begin with those who deserve a "
            "yes, `predicted[y == 1]`.",
        ),
        Mistake(
            "The wrong yes",
            lambda y, predicted: np.mean(predicted[y == 0] == 1),
            "This is the wrong yes: those whose label is 0 and who are predicted 1. Turn both round.",
        ),
        Mistake(
            "The share of all mistakes",
            lambda y, predicted: np.mean(y != predicted),
            "This is the share of all mistakes, a wrong yes included. Only those with label 1 can get a wrong no.",
        ),
        Mistake(
            "The number in place of the share",
            lambda y, predicted: np.sum(predicted[y == 1] == 0),
            "This is how many. The share is wanted, so that groups of different size can be compared: `np.mean`.",
        ),
        Mistake(
            "The share in percent",
            lambda y, predicted: 100 * lesson.wrong_no_rate(y, predicted),
            "This is the share in percent. Leave out the 100: the mean of True and False is a number from 0 to 1.",
        ),
        Mistake(
            "The missed, divided by the found",
            missed_to_found,
            "You divided the wrong no by the right yes. Those who deserve a yes are both together: divide by all with "
            "label 1.",
        ),
        Mistake(
            "The share of everybody who gets a no",
            lambda y, predicted: np.mean(predicted == 0),
            "This is the share of everybody who gets a no, also of those who are rightly rejected. Look only at those "
            "with label 1.",
        ),
        Mistake(
            "One True or False for each",
            lambda y, predicted: predicted[y == 1] == 0,
            "This says for each of them whether the no was wrong. `np.mean` makes the share of it.",
        ),
    ],
    hints=[
        "`predicted[y == 1]` keeps the predictions of those whose label is 1.",
        "Of these, `== 0` is True where the answer is no. The mean of True and False is the share of True.",
        "`return float(np.mean(predicted[y == 1] == 0))`",
    ],
    praise="The same share as that of the missed cancers. There the wrong no means that somebody is not treated, here "
    "that somebody is not admitted.",
    otherwise="Count by hand in the try above: how many have label 1, and how many of these are predicted 0?",
)

leave_out_group = Question(
    title="Predict: without the district",
    statement="The model does not get to know the district, only test, grades and commute. It learns from the past "
    "decisions, which asked more of the south. What do you expect?",
    prediction=True,
    choices=[
        Choice(
            "It treats both districts alike, because it does not know the district.",
            "It is tempting, and it is what many rules ask for. But another column may say nearly the same as the one "
            "that is missing. Look at the numbers below.",
        ),
        Choice(
            "It still turns down more of the deserving in the south.",
            "It needs a column that tells the districts apart and helps to guess the past decisions. The commute does "
            "both.",
            right=True,
        ),
        Choice(
            "It turns down more of the deserving in the north, to make up for it.",
            "Nothing in the training asks it to make up for anything. It gets nearer to the past decisions, step by "
            "step.",
        ),
    ],
)

spot_the_leak = Question(
    title="Where the held-out students leak in",
    statement="The columns are pure chance, and still the colleague's model is right for many more held-out students "
    "than the base rate. In which step does something about the held-out students leak in?",
    choices=[
        Choice(
            "The split: thirty students are too few.",
            "Thirty are few, and one split is luck. But this is the mean over twenty splits, and luck falls on both "
            "sides.",
        ),
        Choice(
            "The scaling: it uses the mean of everybody.",
            "It would be a leak, a small one, and it is not here: `standardize` uses the training rows alone.",
        ),
        Choice(
            "The choice of the columns: it looks at the labels of everybody, before the split.",
            "Among a thousand columns of chance, some agree with these hundred labels, those of the held-out students "
            "included. The columns were chosen because they do.",
            right=True,
        ),
        Choice(
            "The training: ten features are too many for seventy students.",
            "Then training would be good and the held-out students bad: overfitting. Here the held-out students look "
            "good, and nothing in the columns can be the reason.",
        ),
    ],
)

recall_curves = Question(
    title="Two curves part",
    statement="The loss on the training students still falls. The loss on the held-out students has begun to rise. "
    "What is happening?",
    choices=[
        Choice(
            "The learning rate is too large.",
            "It is tempting because a loss rises. But a rate that is too large makes the training loss jump up as "
            "well, and that one still falls.",
        ),
        Choice(
            "The model fits what is peculiar to the training students, and becomes surer than it should be.",
            "That is overfitting. What helps is more students, fewer useless features, or a brake on the weights.",
            right=True,
        ),
        Choice(
            "The held-out students are harder than the others.",
            "Then their loss would fall less far, and it would still fall. That it turns round means that "
            "the model has become worse for them.",
        ),
    ],
)

recall_threshold = Question(
    title="A lower threshold",
    statement="You lower the threshold for calling a tumour malignant from 0.5 to 0.2, and train nothing again. What "
    "happens?",
    choices=[
        Choice(
            "Not one more cancer is missed than before, and there may be more false alarms.",
            "Whoever was above 0.5 is above 0.2 as well, so every alarm stays and new ones come: right ones and false "
            "ones.",
            right=True,
        ),
        Choice(
            "Both errors become fewer, because the model looks more closely.",
            "It would be a gift. But the model is the same, and so are its probabilities. Only the place where they "
            "are cut has moved, and it trades one error for the other.",
        ),
        Choice(
            "The probabilities fall, so fewer tumours are called malignant.",
            "The probabilities stay as they are. A lower threshold lets more of them through.",
        ),
    ],
)

recall_log_loss = Question(
    title="Back to lesson 4: the same accuracy",
    statement="Two models are right for the same students. The first has a log-loss of 0.5, the second of 0.8. How can "
    "that be?",
    choices=[
        Choice(
            "It cannot be. One of the numbers is wrong.",
            "It is tempting because both seem to measure the same. But accuracy asks only on which side of 0.5 a "
            "probability lies, and log-loss asks how far.",
        ),
        Choice(
            "The second has more features.",
            "That may be the reason behind it, but log-loss does not count features. It looks at the probability that "
            "each true label was given.",
        ),
        Choice(
            "The second gives the true labels less probability, on the whole.",
            "It may be surer where it is wrong, or less sure where it is right. Log-loss sees both. Accuracy asks only "
            "on which side of 0.5 a probability lies.",
            right=True,
        ),
    ],
)

CONTENTS = contents(vars())
