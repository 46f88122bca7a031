"""Lesson 11: count ink in blocks, find the box around it, count who is taken for whom, and find the surest mistakes."""

import itertools

import numpy as np

from course_lib import digits, evaluation
from course_lib.checking import Choice, CodeExercise, Mistake, Question, RoundedExercise, ValueExercise, contents

first_guess = Question(
    title="Predict: a scribble",
    statement="A network reads handwritten digits, and it is right for 97 % of those it has not seen. Now it gets a "
    "scribble that is no digit at all. How much probability does it give to the digit that it finds likeliest?",
    prediction=True,
    choices=[
        Choice(
            "About 0.1: it has ten to choose from, and nothing speaks for any of them.",
            "It would be the honest answer. But nobody has taught it that there is anything but digits: in all its "
            "training, one of the ten was always right.",
        ),
        Choice(
            "About 0.5: it is torn between two or three that look a little like it.",
            "It happens, and it is rare. A scribble lies far from every digit, and far out, scores are often large, "
            "and one is well ahead.",
        ),
        Choice(
            "More than 0.9, most of the time.",
            "The ten probabilities add up to 1, and there is no eleventh for 'none of these'. In this lesson you "
            "measure it on a thousand scribbles.",
            right=True,
        ),
        Choice(
            "None: it gives back an error.",
            "A network multiplies and adds whatever it gets. Sixty-four numbers are sixty-four numbers.",
        ),
    ],
)

two_blocks = ValueExercise(
    title="Count two blocks by hand",
    statement="Give (left, right): how many of the sixteen cells have ink in the left block, and in the right one.",
    parts=("left", "right"),
    reference=(11, 8),
    mistakes=[
        Mistake("The blocks are swapped", (8, 11), "Both are right, but swapped: the left one first."),
        Mistake(
            "The blank cells",
            (5, 8),
            "The left number counts the cells without ink: there are 16 cells in a block, and 5 of the left one are "
            "blank. (In the right block, half of the cells have ink.)",
        ),
        Mistake(
            "Shares in place of counts",
            (11 / 16, 0.5),
            "These are shares of ink, which is what the network gets in the end. Here the counts are wanted, from 0 "
            "to 16.",
        ),
        Mistake(
            "Shares, rounded",
            (0.69, 0.5),
            "These are shares of ink, rounded. Here the counts are wanted, from 0 to 16.",
        ),
        Mistake(
            "The upper and the lower half",
            (12, 7),
            "These are the upper two rows and the lower two. A block is four cells wide and four high: the left four "
            "columns, and the right four.",
        ),
        Mistake("All of the ink, in one number", 19, "That is all the ink. Each block is counted by itself."),
        Mistake(
            "The longest rows",
            (4, 2),
            "These are the cells of one row. Add up the four rows of each block.",
        ),
    ],
    hints=[
        "The left block is the first four characters of each line, the right block the last four.",
        "The left block has 4, 4, 2 and 1 cells with ink in its rows.",
        "`two_blocks = (4 + 4 + 2 + 1, 2 + 2 + 2 + 2)`",
    ],
    praise="Two numbers in place of thirty-two cells. Where exactly the ink was within a block is lost, and that does "
    "some good: a stroke that wavers by a cell gives nearly the same counts.",
    otherwise="Count the signs # among the first four characters of each of the four lines, then among the last four.",
)

CROSS = np.array(
    [
        [1, 1, 0, 0, 0, 0, 1, 1],
        [0, 1, 1, 0, 0, 1, 1, 0],
        [0, 0, 1, 1, 1, 1, 0, 0],
        [0, 0, 0, 1, 1, 0, 0, 0],
    ]
)
NOISE = np.random.default_rng(3).integers(0, 2, (16, 12))
BLOCKS = [
    (CROSS,),
    (np.array([[1, 1, 0, 0, 1, 0], [1, 0, 0, 1, 0, 0]]), 2),
    (NOISE,),
    (NOISE[:9], 3),
    (NOISE[:6, :10], 2),
    (np.zeros((4, 8), dtype=int),),
]


def by_other_rows(bitmap, size=4):
    rows, columns = bitmap.shape
    return bitmap.reshape(size, rows // size, size, columns // size).sum(axis=(0, 2))


def by_other_order(bitmap, size=4):
    rows, columns = bitmap.shape
    return bitmap.reshape(rows // size, columns // size, size, size).sum(axis=(2, 3))


def in_loops(part):
    """Make a wrong answer that adds up `part(bitmap, i, j, size)` for each block, in two loops."""

    def answer(bitmap, size=4):
        counts = np.zeros((bitmap.shape[0] // size, bitmap.shape[1] // size))
        for i, j in np.ndindex(counts.shape):
            counts[i, j] = part(bitmap, i, j, size).sum()
        return counts

    return answer


def only_in(blocks):
    """Make a wrong answer in which all but some of the blocks are still 0."""

    def answer(bitmap, size=4):
        right = digits.count_blocks.unchecked(bitmap, size)
        counts = np.zeros(right.shape)
        counts[blocks] = right[blocks]
        return counts

    return answer


def at_the_place_of_the_cell(bitmap, size=4):
    counts = np.zeros((bitmap.shape[0] // size, bitmap.shape[1] // size))
    for i in range(0, bitmap.shape[0], size):
        for j in range(0, bitmap.shape[1], size):
            counts[i, j] = bitmap[i : i + size, j : j + size].sum()
    return counts


def over_axes(*axes):
    """Make a wrong answer that adds up over other axes of the four."""

    def answer(bitmap, size=4):
        rows, columns = bitmap.shape
        return bitmap.reshape(rows // size, size, columns // size, size).sum(axis=axes)

    return answer


count_blocks = CodeExercise(
    title="Count the ink in all blocks",
    statement="Return a table with the number of ones in each block of `size` times `size` cells.",
    reference=digits.count_blocks,
    cases=BLOCKS,
    mistakes=[
        Mistake(
            "The mean in place of the sum",
            lambda bitmap, size=4: digits.count_blocks(bitmap, size) / size**2,
            "These are shares of each block, between 0 and 1. You want counts: `sum`, not `mean`.",
        ),
        Mistake(
            "Divided by 16",
            lambda bitmap, size=4: digits.count_blocks(bitmap, size) / 16,
            "These were divided by 16, which makes shares of blocks of 4 times 4. You want counts.",
        ),
        Mistake(
            "Divided by the side",
            lambda bitmap, size=4: digits.count_blocks(bitmap, size) / size,
            "The counts were divided by `size`. You want the counts themselves.",
        ),
        *[
            Mistake(
                f"Only over axis {axis}",
                over_axes(axis),
                "One sum is missing. Within a block lie two axes, 1 and 3: sum over both at once, `axis=(1, 3)`. In a "
                "loop over the blocks write `block.sum()`: Python's own `sum` adds the rows and leaves the columns.",
            )
            for axis in (1, 3)
        ],
        Mistake(
            "The sum over axes 1 and 2",
            over_axes(1, 2),
            "You added up over axes 1 and 2. Within a block lie axes 1 and 3.",
        ),
        Mistake(
            "Whether there is any ink",
            lambda bitmap, size=4: (digits.count_blocks(bitmap, size) > 0).astype(int),
            "This says whether a block has any ink. The question is how much: `sum`.",
        ),
        Mistake(
            "The side of a block is always 4",
            lambda bitmap, size=4: digits.count_blocks(bitmap[: len(bitmap) // 4 * 4, : bitmap.shape[1] // 4 * 4], 4),
            "The block has 4 cells a side here, whatever `size` says. Use `size`.",
        ),
        Mistake(
            "The axes of the cells and of the blocks are swapped",
            by_other_rows,
            "The table has the right shape, but each number is made of cells that lie far apart. In `reshape`, the "
            "number of blocks comes before the cells of a block: `(rows // size, size, columns // size, size)`.",
        ),
        Mistake(
            "The sum over the blocks in place of the cells",
            lambda bitmap, size=4: bitmap.reshape(bitmap.shape[0] // size, size, bitmap.shape[1] // size, size).sum(
                axis=(0, 2)
            ),
            "The sum goes over the blocks here, so that cells at the same place within their blocks are added. Axis 1 "
            "and axis 3 hold the cells of a block: sum over these.",
        ),
        *[
            Mistake(
                f"The sum over axes {one} and {other}",
                over_axes(one, other),
                f"You added up over axes {one} and {other}. Within a block lie axes 1 and 3.",
            )
            for one, other in ((2, 3), (0, 1), (0, 3))
        ],
        Mistake(
            "In two loops, one cell further each time",
            in_loops(lambda bitmap, i, j, size: bitmap[i : i + size, j : j + size]),
            "The blocks overlap: each begins one cell after the one before. Block i, j begins at the cell `i * size`, "
            "`j * size`.",
        ),
        Mistake(
            "In two loops, a row and a column too few",
            in_loops(lambda bitmap, i, j, size: bitmap[i * size : (i + 1) * size - 1, j * size : (j + 1) * size - 1]),
            "Each block lacks its last row and its last column. In a slice the end does not count: `bitmap[0:4]` has "
            "four rows.",
        ),
        Mistake(
            "In two loops, at the place of the cell",
            at_the_place_of_the_cell,
            "The table has a place for each block, and you ask for a place that it does not have. If `i` counts cells, "
            "in steps of `size`, the place in the table is `i // size`.",
        ),
        Mistake(
            "The last row and column of blocks are left out",
            only_in(np.s_[:-1, :-1]),
            "The last row and the last column of blocks are still 0. `range(n)` ends before n already.",
        ),
        *[
            Mistake(
                f"Only the first {which}",
                only_in(blocks),
                f"Only the first {which} is counted, and the rest is still 0. Does `return` stand in a loop? There it "
                "ends all in the first round. And after the colon of a slice comes where it ends, not how long it is.",
            )
            for which, blocks in (("block", np.s_[:1, :1]), ("row of blocks", np.s_[:1]))
        ],
        Mistake(
            "Both numbers of blocks come first in `reshape`",
            by_other_order,
            "The table has the right shape, but each number is made of cells that lie far apart. The order of the "
            "four: block from the top, row in it, block from the left, column in it.",
        ),
        Mistake(
            "One cell of each block",
            lambda bitmap, size=4: bitmap[::size, ::size],
            "This is the first cell of each block. All of its cells count.",
        ),
        Mistake(
            "The last sum is left out",
            lambda bitmap, size=4: bitmap.reshape(len(bitmap) // size, size, -1).sum(axis=1),
            "Rows have been added up, and columns not yet. A block is `size` cells high and `size` cells wide.",
        ),
        Mistake(
            "Rows and columns are swapped",
            lambda bitmap, size=4: digits.count_blocks(bitmap, size).T,
            "The counts are right, but rows and columns are swapped.",
        ),
        Mistake(
            "One sum for the whole drawing",
            lambda bitmap, size=4: np.sum(bitmap),
            "That is the ink of the whole drawing. One number for each block is wanted.",
        ),
        Mistake(
            "The blank cells",
            lambda bitmap, size=4: size**2 - digits.count_blocks(bitmap, size),
            "These are the cells without ink. Count the ones.",
        ),
    ],
    hints=[
        "`rows, columns = bitmap.shape`. Down there are `rows // size` blocks, and across `columns // size`.",
        "`bitmap.reshape(rows // size, size, columns // size, size)` gives each cell four numbers: its block from the "
        "top, its row in it, its block from the left, its column in it.",
        "Add up over the rows and the columns within a block, which are axis 1 and axis 3: `.sum(axis=(1, 3))`. Two "
        "loops over the blocks are as right.",
    ],
    praise="No loop, and a thousand cells became sixty-four numbers.",
    otherwise="Count the first block of the case by hand: the first `size` rows and the first `size` columns.",
)

DOT = np.zeros((5, 7), dtype=int)
DOT[3, 5] = 1
SEVEN = np.zeros((8, 9), dtype=int)
SEVEN[1, 2:7] = SEVEN[2:6, 6] = 1
TWO_PARTS = np.zeros((10, 6), dtype=int)
TWO_PARTS[0, 4] = TWO_PARTS[8, 1] = 1
BOXES = [(SEVEN,), (DOT,), (TWO_PARTS,), (np.ones((3, 4), dtype=int),), (SEVEN.T,), (CROSS[:, :5],)]


EDGES = ("top", "bottom", "left", "right")


def last_of_all(bitmap):
    _, bottom, _, right = digits.bounding_box(bitmap)
    return bottom - 1, bottom, right - 1, right


def from_the_far_end(bitmap):
    rows, columns = bitmap.any(axis=1), bitmap.any(axis=0)
    return np.argmax(rows), np.argmax(rows[::-1]), np.argmax(columns), np.argmax(columns[::-1])


def box_of(change):
    """Make a wrong answer from the four right numbers, top, bottom, left and right."""
    return lambda bitmap: change(*digits.bounding_box(bitmap))


def first_and_last_ink(bitmap):
    rows, columns = np.nonzero(bitmap)
    return rows[0], rows[-1] + 1, columns[0], columns[-1] + 1


def over_the_wrong_axis(bitmap):
    top, bottom, left, right = digits.bounding_box(bitmap.T)
    return top, bottom, left, right


bounding_box = CodeExercise(
    title="Find the box around the ink",
    statement="Return `top, bottom, left, right`, such that all ink is in `bitmap[top:bottom, left:right]` and the box "
    "is as small as it can be.",
    parts=EDGES,
    reference=digits.bounding_box,
    cases=BOXES,
    mistakes=[
        Mistake(
            "The last row and column are left out",
            box_of(lambda top, bottom, left, right: (top, bottom - 1, left, right - 1)),
            "A slice stops before its end. `bitmap[top:bottom]` must hold the last row with ink, so `bottom` is one "
            "more than the number of that row, and `right` likewise.",
        ),
        Mistake(
            "All four are one more",
            box_of(lambda top, bottom, left, right: (top + 1, bottom, left + 1, right)),
            "`bottom` and `right` are right. `top` and `left` are one too many: a slice begins with the very row that "
            "stands before its colon.",
        ),
        Mistake(
            "A margin of one cell",
            box_of(lambda top, bottom, left, right: (max(top - 1, 0), bottom + 1, max(left - 1, 0), right + 1)),
            "There is a blank cell around the ink. The box is as small as it can be.",
        ),
        Mistake(
            "Only the bottom is one more",
            box_of(lambda top, bottom, left, right: (top, bottom, left, right - 1)),
            "The rows are right. The last column with ink is cut off: a slice stops before its end, so `right` is one "
            "more.",
        ),
        Mistake(
            "Only the right is one more",
            box_of(lambda top, bottom, left, right: (top, bottom - 1, left, right)),
            "The columns are right. The last row with ink is cut off: a slice stops before its end, so `bottom` is "
            "one more.",
        ),
        Mistake(
            "Rows and columns are swapped",
            over_the_wrong_axis,
            "Rows and columns are swapped. `bitmap.any(axis=1)` goes along each row, and says which rows have ink.",
        ),
        Mistake(
            "Rows and columns are swapped, and the ends are not one more",
            box_of(lambda top, bottom, left, right: (left, right - 1, top, bottom - 1)),
            "Rows and columns are swapped: `bitmap.any(axis=1)` says which rows have ink. And a slice stops before its "
            "end, so `bottom` and `right` are one more than the last with ink.",
        ),
        Mistake(
            "`any` without an axis",
            lambda bitmap: (0, 1, 0, 1),
            "The same four numbers come for every drawing. `bitmap.any()` says only whether there is ink at all. "
            "`bitmap.any(axis=1)` says it of each row, and `axis=0` of each column.",
        ),
        Mistake(
            "`all` in place of `any`",
            lambda bitmap: tuple(
                end
                for axis in (1, 0)
                for end in (np.flatnonzero(bitmap.all(axis=axis))[0], np.flatnonzero(bitmap.all(axis=axis))[-1] + 1)
            ),
            "No row or no column was found here, so there is no first one. `all` asks whether a whole row or column is "
            "full of ink, and `any` whether there is some in it.",
        ),
        Mistake(
            "Truth values in place of numbers",
            lambda bitmap: tuple(
                end for axis in (1, 0) for end in (bitmap.any(axis=axis)[0], bitmap.any(axis=axis)[-1] + 1)
            ),
            "This says whether the first and the last row have ink. Which rows have some? `np.flatnonzero` gives their "
            "numbers.",
        ),
        Mistake(
            "Cells in place of rows and columns",
            lambda bitmap: (np.flatnonzero(bitmap)[0], np.flatnonzero(bitmap)[-1] + 1) * 2,
            "`np.flatnonzero(bitmap)` counts the cells of the whole drawing, row after row. First ask of each row "
            "whether it has ink, `bitmap.any(axis=1)`, then of each column.",
        ),
        Mistake(
            "All rows with ink, by `np.where`",
            lambda bitmap: tuple(
                end
                for axis in (1, 0)
                for end in (np.where(bitmap.any(axis=axis))[0], np.where(bitmap.any(axis=axis))[-1] + 1)
            ),
            "All numbers of rows came in place of the first. `np.where(…)` gives a tuple, and its first entry is all "
            "of them. `np.flatnonzero(…)` gives the numbers themselves.",
        ),
        *[
            Mistake(
                f"Another order: {', '.join(order)}",
                box_of(lambda *box, order=order: tuple(box[EDGES.index(edge)] for edge in order)),
                "The numbers are right, in another order. You want top, bottom, left, right.",
            )
            for order in (
                ("top", "left", "bottom", "right"),
                ("left", "top", "right", "bottom"),
                ("bottom", "top", "left", "right"),
                ("bottom", "top", "right", "left"),
            )
        ],
        Mistake(
            "top, left, bottom, right, and the ends are not one more",
            box_of(lambda top, bottom, left, right: (top, left, bottom - 1, right - 1)),
            "The order is another: you want top, bottom, left, right. And a slice stops before its end, so `bottom` "
            "and `right` are one more than the last with ink.",
        ),
        Mistake(
            "Another order: top, bottom, right, left",
            box_of(lambda top, bottom, left, right: (top, bottom, right, left)),
            "The numbers are right, and left and right have changed places. You want top, bottom, left, right.",
        ),
        Mistake(
            "The columns of the first and the last ink",
            first_and_last_ink,
            "The rows are right. `np.nonzero` goes through the drawing row by row, so the first of its columns is that "
            "of the topmost ink, and not the leftmost. Take the smallest and the largest.",
        ),
        Mistake(
            "The height and the width in place of the ends",
            box_of(lambda top, bottom, left, right: (top, bottom - top, left, right - left)),
            "The second and the fourth number are the height and the width. The question is where the box ends.",
        ),
        Mistake(
            "The last less the first",
            box_of(lambda top, bottom, left, right: (top, bottom - 1 - top, left, right - 1 - left)),
            "In the second and the fourth number the first row or column was taken from the last. The question is "
            "where the box ends, in rows and columns of the drawing.",
        ),
        Mistake(
            "Counted from the far end",
            from_the_far_end,
            "The second and the fourth number are counted from the far end of the drawing. Count them from its "
            "beginning too: the number of rows less that.",
        ),
        Mistake(
            "The last row with ink as the top",
            last_of_all,
            "`bottom` and `right` are right. For `top` and `left` the last with ink came, not the first. In a loop "
            "each new find takes the place of the one before, unless you stop at the first.",
        ),
        Mistake(
            "The whole drawing",
            lambda bitmap: (0, bitmap.shape[0], 0, bitmap.shape[1]),
            "That is the whole drawing. The box ends where the ink does.",
        ),
        Mistake(
            "Counted without the blank rows in between",
            lambda bitmap: (
                digits.bounding_box(bitmap)[0],
                digits.bounding_box(bitmap)[0] + bitmap.any(axis=1).sum(),
                digits.bounding_box(bitmap)[2],
                digits.bounding_box(bitmap)[2] + bitmap.any(axis=0).sum(),
            ),
            "This counts the rows with ink. Blank rows may lie between them, as between the two parts of a sign: the "
            "box goes from the first row with ink to the last.",
        ),
    ],
    hints=[
        "Which rows have ink? `bitmap.any(axis=1)` says True for each that has. For the columns it is `axis=0`.",
        "`rows = np.flatnonzero(bitmap.any(axis=1))` are the numbers of the rows with ink. The first is `rows[0]`, the "
        "last `rows[-1]`.",
        "A slice stops before its end, so `bottom` is `rows[-1] + 1`. The same for the columns.",
    ],
    praise="Where the drawing was on the paper no longer matters.",
    otherwise="In the try above, look for the first and the last row that have a 1, and for the first and the last "
    "column, and count from 0.",
)

n_parameters = ValueExercise(
    title="Back to lesson 8: how many numbers does it learn",
    statement="A network of 64-32-10: sixty-four features, thirty-two hidden units, ten outputs. How many weights and "
    "biases does it have in all?",
    reference=2410,
    mistakes=[
        Mistake("Without the biases", 2368, "These are the weights. Each hidden unit and each output has a bias too."),
        Mistake(
            "All sizes multiplied",
            20480,
            "You multiplied all sizes. Each layer has inputs times units: add these.",
        ),
        Mistake("The first layer alone", 2080, "That is the first layer. The ten outputs have weights and biases too."),
        Mistake(
            "The weights of the first layer alone",
            2048,
            "The second layer and the biases are missing.",
        ),
        Mistake(
            "The units",
            106,
            "That counts the units. You want the numbers on the edges, and the biases.",
        ),
        Mistake("Without the biases of the output", 2400, "The ten outputs have a bias each as well."),
        Mistake("Without the biases of the hidden units", 2378, "The 32 hidden units have a bias each as well."),
        Mistake("The second layer alone", 330, "That is the second layer. Add the first: 64 inputs to 32 units."),
        Mistake("The biases alone", 42, "These are the biases alone. Count the weights on the edges as well."),
        Mistake("The features get a bias too", 2474, "A feature is no unit: it has no bias. That is 64 too many."),
        Mistake("One bias for a layer", 2370, "Each unit has a bias of its own, not each layer."),
    ],
    hints=[
        "A layer has inputs times units weights, and a bias for each unit.",
        "The first layer: 64 · 32 + 32. The second: 32 · 10 + 10.",
        "`n_parameters = 64 * 32 + 32 + 32 * 10 + 10`",
    ],
    praise="More numbers than there are digits to learn from. That it still reads others is what the held-out digits "
    "are there to show.",
    otherwise="Count each layer by itself: inputs times units, and one more for each unit. Then add the two.",
)

TRUE = np.array([2, 0, 1, 2, 2, 1, 0, 2, 1, 2])
SAID = np.array([2, 0, 2, 2, 1, 1, 1, 2, 1, 0])
CONFUSIONS = [
    (TRUE, SAID, 3),
    (np.array([0, 3, 3, 1, 1, 1]), np.array([0, 3, 1, 1, 3, 1]), 5),
    (np.array([1, 0, 1, 1]), np.array([1, 1, 1, 0]), 2),
    (np.array([0, 1, 2, 3]), np.array([3, 3, 3, 3]), 4),
]


def counted(pairs):
    """Make a wrong answer that counts other pairs of a truth and what was said."""

    def answer(y, predicted, k):
        counts = np.zeros((k, k), dtype=int)
        for truth, said in pairs(y, predicted, k):
            counts[truth, said] += 1
        return counts

    return answer


def in_whole_rows(places):
    """Make a wrong answer that hands `np.add.at` something else in place of the two numbers of each place."""

    def answer(y, predicted, k):
        counts = np.zeros((k, k), dtype=int)
        np.add.at(counts, places(y, predicted), 1)
        return counts

    return answer


def of_those_that_come(y, predicted, k):
    come = np.union1d(y, predicted)
    return evaluation.class_confusions(y, predicted, k)[np.ix_(come, come)]


def shares_of_each_row(y, predicted, k):
    counts = evaluation.class_confusions(y, predicted, k)
    with np.errstate(invalid="ignore"):
        return counts / counts.sum(axis=1, keepdims=True)


def with_once_only(y, predicted, k):
    counts = np.zeros((k, k), dtype=int)
    counts[y, predicted] += 1
    return counts


def all_in_each_round(y, predicted, k):
    counts = np.zeros((k, k), int)
    for _ in range(len(y)):
        counts[y, predicted] += 1
    return counts


def labels_as_places(y, predicted, k):
    counts = np.zeros((k, k), int)
    for i in y:
        counts[y[i], predicted[i]] += 1
    return counts


class_confusions = CodeExercise(
    title="Count who is taken for whom",
    statement="Return a table of k by k counts: the truth chooses the row, what was said the column.",
    reference=evaluation.class_confusions,
    cases=CONFUSIONS,
    mistakes=[
        Mistake(
            "Rows and columns are swapped",
            lambda y, predicted, k: evaluation.class_confusions(predicted, y, k),
            "Rows and columns are swapped. The truth chooses the row, and what was said the column.",
        ),
        Mistake(
            "`counts[y, predicted] += 1` in a loop",
            all_in_each_round,
            "Each round of the loop counts at all places. Take one student a round: `counts[y[i], predicted[i]] += 1`.",
        ),
        Mistake(
            "`for i in y`: a label in place of a place",
            labels_as_places,
            "`for i in y` goes through the labels, not through the places of the students. `for i in range(len(y))` "
            "counts those.",
        ),
        Mistake(
            "`counts[y, predicted] += 1`",
            with_once_only,
            "No field is above 1. `counts[y, predicted] += 1` adds at each place once, however often the place comes, "
            "and `= 1` or `=+ 1` puts a 1 there. `np.add.at(counts, (y, predicted), 1)` adds each time, and `+= 1` in "
            "a loop does too.",
        ),
        *[
            Mistake(
                name,
                in_whole_rows(places),
                "Whole rows were added to. `np.add.at` finds one place by two numbers in round brackets, `(y, "
                "predicted)`. Square brackets, or `y` alone, choose rows.",
            )
            for name, places in (
                ("`np.add.at(counts, [y, predicted], 1)`", lambda y, predicted: [y, predicted]),
                ("`np.add.at(counts, y, 1)`", lambda y, predicted: y),
            )
        ],
        Mistake(
            "The same row k times",
            lambda y, predicted, k: np.tile(np.bincount(predicted, minlength=k), (k, 1)),
            "All rows are the same. A place has two numbers, `counts[truth, said]`, and `:` in place of one means all "
            "rows. Or is it the table? `[[0] * k] * k` is one list, k times over: what is added to one row is added to "
            "each. The rows of `np.zeros((k, k))` are separate.",
        ),
        Mistake(
            "Added to a copy",
            lambda y, predicted, k: np.zeros((k, k), dtype=int),
            "The table is still all 0. `counts[…] + 1` alone is lost, and `+= 1` keeps it. And with an array for `y`, "
            "`counts[y]` is a new table, and `counts[y][…] += 1` adds to that one. Put both numbers of a place into "
            "one pair of brackets: `counts[truth, said]`.",
        ),
        Mistake(
            "Each truth with each prediction",
            counted(lambda y, predicted, k: itertools.product(y, predicted)),
            "Every truth is counted with every prediction, that of other rows too. `zip(y, predicted)` goes through "
            "both side by side.",
        ),
        Mistake(
            "Only the first k rows of the data",
            counted(lambda y, predicted, k: list(zip(y, predicted))[:k]),
            "Only the first k rows of the data are counted. k is the number of classes, and `len(y)` that of the rows.",
        ),
        *[
            Mistake(
                f"Only the {which} row of the data",
                counted(lambda y, predicted, k, part=part: list(zip(y, predicted))[part]),
                f"Only the {which} row of the data is counted. {look}",
            )
            for which, part, look in (
                ("first", np.s_[:1], "Does `return` stand in the loop? There it ends all in the first round."),
                ("last", np.s_[-1:], "Does the table begin anew in each round? Make it before the loop."),
            )
        ],
        *[
            Mistake(
                f"The {which} row of the data is left out",
                counted(lambda y, predicted, k, part=part: list(zip(y, predicted))[part]),
                f"The {which} row of the data is not counted. `range(len(y))` goes from 0 to the last row.",
            )
            for which, part in (("first", np.s_[1:]), ("last", np.s_[:-1]))
        ],
        Mistake(
            "Classes counted from 1",
            counted(lambda y, predicted, k: zip(y - 1, predicted - 1)),
            "Each count stands one row and one column too early, and class 0 has come to the end. The classes are "
            "counted from 0, as the rows of the table are.",
        ),
        Mistake(
            "Begun with ones",
            lambda y, predicted, k: evaluation.class_confusions(y, predicted, k) + 1,
            "Each field is one too many. Begin with zeros.",
        ),
        Mistake(
            "`|` in place of `&`",
            lambda y, predicted, k: np.array(
                [[np.sum((y == truth) | (predicted == said)) for said in range(k)] for truth in range(k)]
            ),
            "A row counts here where either fits, the truth or what was said. Both have to: `&`.",
        ),
        Mistake(
            "Only the classes that come",
            of_those_that_come,
            "Classes that do not come up are left out. The table has k rows and k columns, and such a class has a row "
            "of 0.",
        ),
        Mistake("Shares of each row, with 0 / 0", shares_of_each_row, "These are shares of each row. You want counts."),
        Mistake(
            "Shares of each row",
            lambda y, predicted, k: (
                evaluation.class_confusions(y, predicted, k)
                / np.maximum(evaluation.class_confusions(y, predicted, k).sum(axis=1, keepdims=True), 1)
            ),
            "These are shares of each row. You want counts.",
        ),
        Mistake(
            "Shares of all",
            lambda y, predicted, k: evaluation.class_confusions(y, predicted, k) / len(y),
            "These are shares of all. You want counts.",
        ),
        Mistake(
            "Only what is right",
            lambda y, predicted, k: np.diag(np.diag(evaluation.class_confusions(y, predicted, k))),
            "The diagonal is right, but the mistakes beside it are missing.",
        ),
        Mistake(
            "Only what is wrong",
            lambda y, predicted, k: (
                evaluation.class_confusions(y, predicted, k)
                - np.diag(np.diag(evaluation.class_confusions(y, predicted, k)))
            ),
            "The mistakes are right, but the diagonal is empty. Right answers count too.",
        ),
        Mistake(
            "As large as the labels that come",
            lambda y, predicted, k: evaluation.class_confusions(y, predicted, max(*y, *predicted) + 1),
            "The table is as large as the labels that happen to come. It has k rows and k columns, even where a class "
            "does not come up: its row is 0 then.",
        ),
        Mistake(
            "Always ten classes",
            lambda y, predicted, k: evaluation.class_confusions(y, predicted, 10),
            "The table has ten rows here, whatever k is. Use `k`.",
        ),
    ],
    hints=[
        "Begin with a table of zeros: `counts = np.zeros((k, k), dtype=int)`.",
        "Each row of the data adds 1 in one field: `for truth, said in zip(y, predicted): counts[truth, said] += 1`.",
        "Without a loop: `np.add.at(counts, (y, predicted), 1)`. Then `return counts`.",
    ],
    praise="What is right stands on the diagonal. Everything beside it is a kind of mistake that you can now name.",
    otherwise="Work one field out by hand that is wrong: for how many is the truth its row, and was its column said?",
)

PROBABILITIES = np.array(
    [
        [0.7, 0.2, 0.1],
        [0.1, 0.85, 0.05],
        [0.3, 0.1, 0.6],
        [0.05, 0.05, 0.9],
        [0.45, 0.35, 0.2],
        [0.04, 0.95, 0.01],
    ]
)
MANY = np.array([[p, (1 - p) * share, (1 - p) * (1 - share)] for p in np.linspace(0.5, 0.8, 6) for share in (0.5, 0.9)])
MANY[1::2, 0] += 0.01  # all sure to another degree
MANY[1::2, 1] -= 0.01
SURE = [
    (PROBABILITIES, np.array([0, 2, 0, 2, 1, 0])),
    (PROBABILITIES, np.array([1, 1, 1, 1, 1, 1])),
    (PROBABILITIES[::-1], np.array([2, 0, 2, 0, 1, 2])),
    (PROBABILITIES, np.array([0, 1, 2, 2, 0, 1])),
    (np.array([[0.2, 0.5, 0.3], [0.05, 0.51, 0.44], [0.4, 0.22, 0.38]]), np.array([0, 0, 1])),
    (MANY[[5, 0, 11, 2, 7, 4, 9, 6, 1, 8, 3, 10]], np.ones(12, dtype=int)),
    (np.array([[0.58, 0.3, 0.12], [0.62, 0.19, 0.19], [0.7, 0.29, 0.01], [0.05, 0.9, 0.05]]), np.array([2, 2, 1, 0])),
]


def in_the_order_of(sureness):
    """Make a wrong answer that orders the mistakes by another number of each row of P."""

    def answer(P, y):
        mistakes = np.flatnonzero(np.argmax(P, axis=1) != y)
        return mistakes[np.argsort(sureness(P, y)[mistakes], kind="stable")]

    return answer


def second_largest(P):
    return np.sort(P, axis=1)[:, -2]


surest_mistakes = CodeExercise(
    title="Find the surest mistakes",
    statement="Return the numbers of the rows for which the likeliest class is not the true one, ordered by the "
    "probability of what was said, the largest first.",
    reference=evaluation.surest_mistakes,
    cases=SURE,
    mistakes=[
        Mistake(
            "The least sure first",
            in_the_order_of(lambda P, y: P.max(axis=1)),
            "These are the mistakes, and the least sure comes first. `np.argsort` puts the smallest first: hand it "
            "the probabilities with a minus.",
        ),
        Mistake(
            "In the order of the rows",
            lambda P, y: np.flatnonzero(np.argmax(P, axis=1) != y),
            "These are the mistakes, in the order of the rows. Order them by how sure the network was.",
        ),
        Mistake(
            "All rows",
            lambda P, y: np.argsort(-P.max(axis=1), kind="stable"),
            "All rows come back, the right ones too. Take only those where the likeliest class, `np.argmax(P, "
            "axis=1)`, is not `y`.",
        ),
        Mistake(
            "What is right, in place of what is wrong",
            lambda P, y: np.flatnonzero(np.argmax(P, axis=1) == y)[
                np.argsort(-P.max(axis=1)[np.argmax(P, axis=1) == y], kind="stable")
            ],
            "These are the rows that are right. You want those where the likeliest class is not `y`.",
        ),
        Mistake(
            "Places among the mistakes in place of rows",
            lambda P, y: np.argsort(-P[np.argmax(P, axis=1) != y].max(axis=1), kind="stable"),
            "These are places in the list of mistakes. `np.argsort` counts within what it gets: use its answer to "
            "pick from the numbers of the rows, `mistakes[order]`.",
        ),
        Mistake(
            "The order of all rows, in the list of mistakes",
            lambda P, y: np.flatnonzero(np.argmax(P, axis=1) != y)[np.argsort(-P.max(axis=1), kind="stable")],
            "The list of mistakes is asked for more places than it has: the order is that of all rows. Order the rows "
            "of the mistakes alone, `P[mistakes]`.",
        ),
        Mistake(
            "What `np.where` gives",
            lambda P, y: np.where(np.argmax(P, axis=1) != y),
            "`np.where(…)` of a condition alone gives a tuple. `np.flatnonzero(…)` gives the numbers of the rows "
            "themselves. Then order them by how sure the network was.",
        ),
        Mistake(
            "Only the first mistake",
            lambda P, y: np.flatnonzero(np.argmax(P, axis=1) != y)[:1],
            "Only the first mistake came. Does `return` stand in a loop? There it ends all in the first round. Or does "
            "`np.max` lack its axis? Without `axis=1` it gives one number for a whole table, and there is nothing to "
            "order.",
        ),
        Mistake(
            "Only the surest mistake",
            lambda P, y: evaluation.surest_mistakes.unchecked(P, y)[:1],
            "Only the surest mistake came, and all are wanted. Does `return` stand in a loop? There it ends all in "
            "the first round.",
        ),
        Mistake(
            "The classes that are true",
            lambda P, y: y[evaluation.surest_mistakes.unchecked(P, y)],
            "These are the true classes of the rows. You want the numbers of the rows.",
        ),
        Mistake(
            "The classes that were said",
            lambda P, y: np.argmax(P, axis=1)[evaluation.surest_mistakes.unchecked(P, y)],
            "These are the classes that were said of the rows. You want the numbers of the rows.",
        ),
        Mistake(
            "Rows counted from 1",
            lambda P, y: evaluation.surest_mistakes.unchecked(P, y) + 1,
            "Each number is one too many. Rows are counted from 0.",
        ),
        Mistake(
            "The last row first",
            lambda P, y: np.flatnonzero(np.argmax(P, axis=1) != y)[::-1],
            "These are the mistakes, the last row first: their numbers were sorted, not how sure the network was.",
        ),
        Mistake(
            "By the distance to the truth",
            in_the_order_of(lambda P, y: P[np.arange(len(y)), y] - P.max(axis=1)),
            "These are the mistakes, ordered by how far what was said is ahead of the truth. You want the probability "
            "of what was said alone.",
        ),
        Mistake(
            "By the probability of the truth",
            in_the_order_of(lambda P, y: P[np.arange(len(y)), y]),
            "These are the mistakes, ordered by how little probability the truth got. That is a good question too. "
            "The question is how much probability went to what was said.",
        ),
        Mistake(
            "The ten surest",
            lambda P, y: evaluation.surest_mistakes.unchecked(P, y)[:10],
            "The ten surest came, and there are more. Return all mistakes: whoever calls it takes as many as are "
            "wanted.",
        ),
        Mistake(
            "By the distance to the second",
            in_the_order_of(lambda P, y: -(P.max(axis=1) - second_largest(P))),
            "These are the mistakes, ordered by how far the first is ahead of the second. You want the probability "
            "of the first alone.",
        ),
        *[
            Mistake(
                f"The probabilities in place of the rows{name}",
                lambda P, y, sign=sign: sign * np.sort(P[np.argmax(P, axis=1) != y].max(axis=1))[::-1],
                f"These are the probabilities{name}. You want the numbers of the rows: `np.argsort` says in which "
                "order to take them.",
            )
            for name, sign in (("", 1), (", with a minus", -1))
        ],
    ],
    hints=[
        "What is said of each row? `np.argmax(P, axis=1)`. The numbers of the rows where that is wrong: "
        "`mistakes = np.flatnonzero(np.argmax(P, axis=1) != y)`.",
        "How sure was it there? `sureness = np.max(P[mistakes], axis=1)`.",
        "`np.argsort(-sureness)` says in which order to take them. `return mistakes[np.argsort(-sureness)]`",
    ],
    praise="The first of them are the ones to look at: there the network did not even hesitate.",
    otherwise="In the try above, mark the rows whose largest probability does not stand at `y`. Then order them by it.",
)

shuffled_pixels = Question(
    title="Predict: shuffled pixels",
    statement="The sixty-four pixels are shuffled, in the same way for every digit, so that nobody can read them any "
    "more. The network is trained and judged on these. What happens to its held-out accuracy?",
    prediction=True,
    choices=[
        Choice(
            "It falls to about 10 %, the base rate.",
            "It is tempting because you could not read such a digit. But you see lines and circles, and the network "
            "sees sixty-four numbers in a row. Their order never meant anything to it.",
        ),
        Choice(
            "It falls to something like 70 %: harder, but some is left.",
            "What should be left, and what is lost? Each unit adds up all 64 with weights of its own, and a sum does "
            "not know the order of its terms.",
        ),
        Choice(
            "It stays about the same.",
            "Each unit has a weight for each pixel, wherever the pixel stands in the row. Shuffle the pixels and the "
            "first weights in the same way, and the trained weights come out shuffled. The network has never known "
            "which pixels are neighbours.",
            right=True,
        ),
    ],
)

code_of_five = RoundedExercise(
    digits=3,
    title="A code of five digits",
    statement="Give (all_five, needed): the probability that all five digits of a code are read correctly, if each is "
    "with probability 0.97, whatever happens to the others; and how often a digit must be read correctly for 95 % of "
    "the codes to be right. Three decimals.",
    parts=("all_five", "needed"),
    reference=(0.97**5, 0.95**0.2),
    mistakes=[
        Mistake(
            "Five times",
            (4.85, 0.19),
            "You multiplied by five. The probability that several things all happen is the product of theirs: "
            "0.97 · 0.97 · 0.97 · 0.97 · 0.97.",
        ),
        Mistake(
            "The misses are added",
            (0.85, 0.99),
            "You took 3 % off five times, 1 - 5 · 0.03. It is close, because mistakes are rare. But codes with two "
            "mistakes are taken off twice: multiply 0.97 five times.",
        ),
        Mistake(
            "One digit in place of five",
            (0.97, 0.95),
            "That is one digit. All five must be right.",
        ),
        Mistake(
            "The share of the wrong codes",
            (1 - 0.97**5, 1 - 0.95**0.2),
            "That is the share of the codes with a mistake. You want that of the right ones.",
        ),
        Mistake(
            "The first is that of the wrong codes",
            (1 - 0.97**5, 0.95**0.2),
            "The second is right. The first is how often a code is wrong. The question is how often it is right.",
        ),
        Mistake(
            "Percent in place of shares",
            (100 * 0.97**5, 100 * 0.95**0.2),
            "Give shares from 0 to 1, not percent.",
        ),
        Mistake(
            "The power in place of the root",
            (0.97**5, 0.95**5),
            "The first is right. The second is turned round: 0.95 is what the product of five should be. Look for the "
            "number whose fifth power is 0.95.",
        ),
        Mistake(
            "The fifth part in place of the root",
            (0.97**5, 0.19),
            "The first is right. For the second, you divided by five. Look for the number whose fifth *power* is 0.95: "
            "`0.95 ** (1 / 5)`.",
        ),
        Mistake("The two have changed places", (0.95**0.2, 0.97**5), "Both are right. `all_five` comes first."),
        Mistake(
            "The second as it was given",
            (0.97**5, 0.95),
            "The first is right. For the second, 0.95 is what the five together should come to. One digit has to be "
            "read better than that.",
        ),
        Mistake(
            "Four digits",
            (0.97**4, 0.95**0.25),
            "That is a code of four digits. This one has five.",
        ),
    ],
    hints=[
        "The probability of all labels was a product in lesson 4. Here it is one of five equal factors.",
        "`0.97 ** 5`. For the second, the number whose fifth power is 0.95.",
        "`code_of_five = (0.97**5, 0.95 ** (1 / 5))`",
    ],
    praise="A reader that is wrong for one digit in thirty is wrong for one letter in seven.",
    otherwise="Multiply 0.97 by itself, five factors. Then look for the factor that gives 0.95 in the same way.",
)

spot_the_bug = Question(
    title="Which line is wrong",
    statement="The colleague's reader is right for 98 % of the held-out digits and for one drawing in ten. Where is "
    "the mistake?",
    choices=[
        Choice(
            "The network has overfitted: it knows its own digits by heart.",
            "Then it would fail on the held-out digits too. Nobody has shown it those, and it reads them.",
        ),
        Choice(
            "The drawings are too different from the digits that it learned.",
            "They are different, and it costs something: you saw about 90 %. But one in ten is what blind guessing "
            "gets.",
        ),
        Choice(
            "Rows and columns are swapped: the drawings come column by column, and the digits row by row.",
            "`.T` turns rows into columns. Each number is right, and stands in another place. The held-out digits come "
            "the same way as those in the training, so no accuracy on them can show it. What shows it is one digit "
            "whose numbers are known, sent through the whole of the program.",
            right=True,
        ),
        Choice(
            "The division by 16 is missing somewhere.",
            "`counts / 16` stands there. Without it the drawings would be too dark by a factor, and still in their "
            "place.",
        ),
    ],
)

recall_split = Question(
    title="Whose hand is held out",
    statement="Thirteen people wrote the digits, and a random quarter was held out. Why is the accuracy on that "
    "quarter too good for the next writer?",
    choices=[
        Choice(
            "A quarter is too small: 450 digits are luck.",
            "450 digits are enough to be sure within a percent or two, and luck falls on both sides. This falls on "
            "one.",
        ),
        Choice(
            "Every writer is on both sides, so the network has seen how each of them writes.",
            "What is held out should be as new as what will come. If strangers will write, hold out whole writers.",
            right=True,
        ),
        Choice(
            "The network has seen the held-out digits themselves.",
            "It has not: each digit is on one side only. What is on both sides is the hand that wrote it.",
        ),
    ],
)

recall_nonsense = Question(
    title="A sure answer",
    statement="A scribble gets 0.99 for the digit 4. What does this number say?",
    choices=[
        Choice(
            "That it is a 4 with a probability of 99 %.",
            "It would be so if what comes in were drawn from the same pile as the training digits. A scribble is not.",
        ),
        Choice(
            "That among the ten digits, by the weights that were learned, 4 is far ahead of the others.",
            "Softmax shares out 1 among ten. It cannot say 'none of these', because nobody asked it to.",
            right=True,
        ),
        Choice(
            "That the network is broken.",
            "It does what it was trained for. It was never shown anything that is no digit.",
        ),
    ],
)

recall_transpose = Question(
    title="Back to lesson 9: the blame of a pixel's weight",
    statement="The weight from a pixel to a hidden unit. Its gradient, for one digit, is …",
    choices=[
        Choice(
            "what came in from the pixel, times the δ of the unit. Where the pixel is blank, it is 0.",
            "So a pixel that is blank in every digit brings no blame to its weights. Only the brake moves them, and in "
            "the pictures of the units it has moved them to 0.",
            right=True,
        ),
        Choice(
            "the weight, times the δ of the unit.",
            "The weight carries the blame further back. Its own gradient is what came in over its edge, times δ.",
        ),
        Choice(
            "the δ of the unit alone.",
            "That is the gradient of the bias, which is an edge from 1. A weight's is multiplied by what came in.",
        ),
    ],
)

CONTENTS = contents(vars())
