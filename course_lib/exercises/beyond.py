"""Lesson 12: kernels over pictures, states that are carried, forger and judge, and gradients of any formula."""

from collections.abc import Callable

import numpy as np

from course_lib import convolution, recurrence
from course_lib.activations import sigmoid
from course_lib.checking import Choice, CodeExercise, Mistake, Question, RoundedExercise, ValueExercise, contents
from course_lib.recurrence import Cell

first_guess = Question(
    title="Predict: patches that look everywhere",
    statement="Each of 64 detectors is a small patch of a digit. It is laid over every place of a picture, and only "
    "the best fit is kept, not where it was. A logistic regression reads digits from these 64 numbers. Now the digits "
    "are shifted by two pixels. What remains of its accuracy?",
    prediction=True,
    choices=[
        Choice(
            "5 % to 21 %, as for the network of lesson 11.",
            "It is tempting, because the shift is the same. But there each weight belongs to one pixel. A detector "
            "that looks everywhere finds its patch in its new place too.",
        ),
        Choice(
            "About a half.",
            "That would be so if half of the detectors lost what they look for. Each looks everywhere, so none does.",
        ),
        Choice(
            "Nearly all of it.",
            "The best fit is found two pixels further on, and it fits as well there. You will measure it.",
            right=True,
        ),
        Choice(
            "Nobody can read digits from 64 best fits: where a stroke is, is lost.",
            "Where it is, is lost indeed. But a patch of 5 by 5 pixels holds a good part of a digit, and which "
            "parts a picture has is enough for most digits.",
        ),
    ],
)

map_by_hand = ValueExercise(
    title="A map by hand",
    statement="Lay the kernel on each of the four places of the picture. Give the four sums as (upper left, upper "
    "right, lower left, lower right).",
    parts=("upper left", "upper right", "lower left", "lower right"),
    reference=(5, 4, -3, 6),
    mistakes=[
        Mistake(
            "The kernel is turned round",
            (5, 2, -2, 8),
            "You turned the kernel upside down and left to right, as a convolution in mathematics does. Lay it on as "
            "it is: its upper left number on the upper left number below it.",
        ),
        Mistake(
            "Signs are lost",
            (9, 4, 3, 8),
            "All signs are plus here. The kernel's upper right number is -1: what lies below it is taken away.",
        ),
        Mistake(
            "Transposed",
            (5, -3, 4, 6),
            "The four sums are right, and two of them have changed places. Upper right comes before lower left.",
        ),
        Mistake(
            "ReLU is taken",
            (5, 4, 0, 6),
            "You have taken ReLU already. Here the sums themselves are asked for, and one of them is negative.",
        ),
        Mistake(
            "The kernel is transposed",
            (7, 1, -2, 7),
            "The rows of the kernel were taken for its columns. Its upper row is 1, -1.",
        ),
    ],
    hints=[
        "There are four numbers below the kernel in each place. Multiply each by the number on it, and add.",
        "Upper left: the numbers below are 1, 2, 0, 3. So it is 1 · 1 + 2 · (-1) + 0 · 0 + 3 · 2.",
        "`map_by_hand = (5, 4, -3, 6)`",
    ],
    praise="Four numbers, each one a score: w·x of a unit that sees four pixels.",
    otherwise="Each sum has four products: the kernel's numbers 1, -1, 0, 2 times the four numbers below them.",
)

PICTURE = np.array([[1.0, 2.0, 0.0, -1.0], [0.0, 3.0, 1.0, 2.0], [2.0, -1.0, 2.0, 0.5], [1.5, 0.0, -2.0, 1.0]])
WIDE = np.array([[0.5, -1.0, 2.0, 0.0, 1.0], [1.0, 0.0, -0.5, 3.0, 2.0], [2.0, 1.5, 1.0, -1.0, 0.5]])
WHOLE = np.array([[2, 0, 1], [1, 3, -2], [0, 1, 4]])  # whole numbers, under a kernel of decimals
SLID = [
    (WHOLE, np.array([[0.5, -1.0], [0.0, 1.5]])),
    (PICTURE[:3, :3], np.array([[1.0, -1.0], [0.0, 2.0]])),
    (WIDE, np.array([[0.5, -1.0, 2.0], [1.5, 0.25, -0.5]])),
    (PICTURE, np.array([[1.0, -2.0, 0.5], [0.0, 1.0, 3.0], [-1.0, 0.5, 0.25]])),
    (WIDE.T, np.array([[-1.0], [2.0]])),
    (PICTURE, np.array([[-1.5]])),
]


def slid(at: Callable) -> Callable:
    """Return a `correlate` made of `at(part, kernel)`, the number for one place."""

    def correlate(image, kernel):
        (rows, columns), (height, width) = image.shape, kernel.shape
        return np.array(
            [
                [at(image[i : i + height, j : j + width], kernel) for j in range(columns - width + 1)]
                for i in range(rows - height + 1)
            ]
        )

    return correlate


def placed(part: Callable) -> Callable:
    """Return a `correlate` of the part that lies below the kernel, `part(image, i, j, height, width)`, in two loops."""

    def correlate(image, kernel):
        (rows, columns), (height, width) = image.shape, kernel.shape
        found = np.zeros((rows - height + 1, columns - width + 1))
        for i, j in np.ndindex(found.shape):
            found[i, j] = np.sum(kernel * part(image, i, j, height, width))
        return found

    return correlate


def only_in(places: tuple[slice, slice]) -> Callable:
    """Return a `correlate` in which all but some of the places are still 0."""

    def correlate(image, kernel):
        right = convolution.correlate.unchecked(image, kernel)
        found = np.zeros(right.shape)
        found[places] = right[places]
        return found

    return correlate


def too_many_places(image, kernel):
    (rows, columns), (height, width) = image.shape, kernel.shape
    found = np.zeros((rows - height + 1, columns - width + 1))
    for i, j in np.ndindex(image.shape):
        part = image[i : i + height, j : j + width]
        found[i, j] = np.sum(kernel * part)
    return found


def sums_run_on(image, kernel):
    found = convolution.correlate.unchecked(image, kernel)
    return np.cumsum(found).reshape(found.shape)


def in_zeros_of_the_image(image, kernel):
    found, room = convolution.correlate.unchecked(image, kernel), np.zeros(image.shape)
    room[: found.shape[0], : found.shape[1]] = found
    return room


def rolled(image, kernel):
    return sum(K * np.roll(image, (-i, -j), axis=(0, 1)) for (i, j), K in np.ndenumerate(kernel))


def over_a_shape(image, kernel):
    for _i, _j in image.shape:
        return kernel


def one_place_short(image, kernel):
    found = convolution.correlate(image, kernel)
    return found[:-1, :-1] if min(found.shape) > 1 else found


def into_the_image(whole):
    def correlate(image, kernel):
        rows, columns = np.subtract(image.shape, kernel.shape) + 1
        for i, j in np.ndindex(rows, columns):
            image[i, j] = np.sum(image[i : i + kernel.shape[0], j : j + kernel.shape[1]] * kernel)
        return image if whole else image[:rows, :columns]

    return correlate


def in_whole_numbers(image, kernel):
    found = convolution.correlate(image, kernel)
    return found.astype(image.dtype)


def as_large_as_the_image(image, kernel):
    room = np.zeros((image.shape[0] + kernel.shape[0] - 1, image.shape[1] + kernel.shape[1] - 1))
    room[: image.shape[0], : image.shape[1]] = image
    return convolution.correlate(room, kernel)


correlate = CodeExercise(
    title="Slide a kernel over a picture",
    statement="Return the map: for each place, the sum of the kernel times the part of the image below it.",
    reference=convolution.correlate,
    cases=SLID,
    mistakes=[
        Mistake(
            "The kernel is turned round",
            slid(lambda part, kernel: np.sum(part * kernel[::-1, ::-1])),
            "The kernel is turned upside down and left to right. Here it is laid on as it is.",
        ),
        Mistake(
            "The kernel is transposed",
            lambda image, kernel: convolution.correlate(image.T, kernel).T,
            "Rows and columns of the kernel are mixed up. `kernel[0, 1]` is multiplied by the pixel to the right, "
            "`image[i, j + 1]`.",
        ),
        Mistake(
            "The mean in place of the sum",
            slid(lambda part, kernel: np.mean(part * kernel)),
            "This is the mean of the products. A score is their sum.",
        ),
        Mistake(
            "The part below, without the kernel",
            slid(lambda part, kernel: np.sum(part)),
            "The numbers below are added up, and the kernel has no say. Multiply them by its numbers first.",
        ),
        *(
            Mistake(
                f"{name} in place of `*`",
                slid(lambda part, kernel, of=of: np.sum(of(part, kernel))),
                "`@`, or `np.dot`, multiplies rows with columns. Here each number of the kernel is multiplied by the "
                "one that lies below it: `*`.",
            )
            for name, of in (
                ("`image[…] @ kernel`", lambda part, kernel: part @ kernel),
                ("`kernel @ image[…]`", lambda part, kernel: kernel @ part),
                ("`np.dot(image[…], kernel)`", np.dot),
                ("`np.dot(kernel, image[…])`", lambda part, kernel: np.dot(kernel, part)),
            )
        ),
        Mistake(
            "The sums in one row",
            lambda image, kernel: convolution.correlate.unchecked(image, kernel).ravel(),
            "The sums are right, and they stand in one row. Put each in its place of a table: `found[i, j] = …`.",
        ),
        Mistake(
            "The map is transposed",
            lambda image, kernel: convolution.correlate.unchecked(image, kernel).T,
            "The sums are right, and rows and columns of the map are swapped. The row of the map says how far down the "
            "kernel lies.",
        ),
        Mistake(
            "i and j have changed places",
            placed(lambda image, i, j, height, width: image[j : j + height, i : i + width]),
            "The kernel lies i columns across and j rows down here. In `found[i, j]` and in `image[i, j]` the row "
            "comes first.",
        ),
        Mistake(
            "The slice ends at the height and the width",
            placed(lambda image, i, j, height, width: image[i:height, j:width]),
            "After the colon of a slice comes its end, not its length: `i : i + height`, and `j : j + width`.",
        ),
        Mistake(
            "A row and a column too few",
            placed(lambda image, i, j, height, width: image[i : i + height - 1, j : j + width - 1]),
            "The part below the kernel lacks a row and a column. In a slice the end does not count: `image[0:2]` has "
            "two rows.",
        ),
        Mistake(
            "The last row and column of places are still 0",
            only_in(np.s_[:-1, :-1]),
            "The last row and the last column of the map are still 0. `range(n)` ends before n already, so the loops "
            "go up to the sizes of the map.",
        ),
        *(
            Mistake(
                f"Only the first {which}",
                only_in(places),
                f"Only the first {which} of the map is filled, and the rest is still 0. Does `return` stand in a "
                "loop? There it ends all in the first round.",
            )
            for which, places in (("place", np.s_[:1, :1]), ("row", np.s_[:1]))
        ),
        Mistake(
            "Only the last place",
            only_in(np.s_[-1:, -1:]),
            "Only the last place of the map is filled. Does the map begin anew in each round? Make it before the "
            "loops.",
        ),
        Mistake(
            "Only the last product",
            slid(lambda part, kernel: part[-1, -1] * kernel[-1, -1]),
            "Of each sum only the last product is there: each takes the place of the one before. `+=` adds it.",
        ),
        Mistake(
            "The sums run on",
            sums_run_on,
            "The sums run on from place to place. Each place begins at 0.",
        ),
        Mistake(
            "More places than the map has",
            too_many_places,
            "The loops go to a place that the map does not have. The kernel fits in fewer places than the image has "
            "pixels: go through those of the map, `np.ndindex(found.shape)`.",
        ),
        Mistake(
            "A loop over a shape",
            over_a_shape,
            "Two names on the left, such as `i, j`, want two numbers, and a single one comes. In a loop "
            "`np.ndindex(found.shape)` gives pairs; `found.shape` and `range(…)` hold single numbers. And `len(…)` is "
            "one number, where `.shape` holds two.",
        ),
        Mistake(
            "NumPy's own `np.correlate`",
            lambda image, kernel: np.correlate(image, kernel),
            "NumPy's own `np.correlate` and `np.convolve` take two rows of numbers, not two tables. Here you write one "
            "for tables.",
        ),
        Mistake(
            "Room of the image's size",
            in_zeros_of_the_image,
            "The sums are right, and after them come zeros: the map has room for the whole image. It is smaller: "
            "`rows - height + 1` by `columns - width + 1`.",
        ),
        Mistake(
            "Rolled",
            rolled,
            "The map is as large as the image: what leaves at one edge comes in at the other, as `np.roll` has it. The "
            "kernel is laid only where it is wholly on the image.",
        ),
        Mistake(
            "The last row and column of places are missing",
            one_place_short,
            "The last row and the last column of places are missing. A kernel of the image's own height has one place: "
            "`rows - height + 1`.",
        ),
        *[
            Mistake(
                f"Written into {which}",
                into_the_image(whole),
                "The sums are written into the image itself, from which the next ones are still to be taken. Make a "
                "map of its own: `np.zeros((rows - height + 1, columns - width + 1))`.",
            )
            for which, whole in (("the image, and all of it returned", True), ("a part of the image", False))
        ],
        Mistake(
            "Room for whole numbers, by `np.zeros_like(image)`",
            in_whole_numbers,
            "The decimals are cut off where the picture holds whole numbers: `np.zeros_like(image)` makes room for "
            "whole numbers then. `np.zeros(shape)` always makes room for decimals.",
        ),
        Mistake(
            "A map as large as the image",
            as_large_as_the_image,
            "The kernel hangs over the edge here. It is laid only where it is wholly on the image, so the map is "
            "smaller: `rows - height + 1` by `columns - width + 1`.",
        ),
        Mistake(
            "ReLU is taken",
            slid(lambda part, kernel: max(np.sum(part * kernel), 0)),
            "Sums below 0 have become 0. ReLU comes after the map; it is not a part of it.",
        ),
        Mistake(
            "Absolute values",
            slid(lambda part, kernel: abs(np.sum(part * kernel))),
            "The signs are gone. A negative sum says that the part is the opposite of what the kernel looks for.",
        ),
        Mistake(
            "The distance in place of the sum of products",
            slid(lambda part, kernel: np.sum((part - kernel) ** 2)),
            "You measured how far the part is from the kernel. You want the score: products, added up.",
        ),
    ],
    hints=[
        "How many places are there? A kernel two rows high fits into three rows in two ways.",
        "Make `np.zeros((rows - height + 1, columns - width + 1))`. For the place i, j the part below the kernel is "
        "`image[i : i + height, j : j + width]`.",
        "`found[i, j] = np.sum(kernel * image[i : i + height, j : j + width])`, in two loops.",
    ],
    praise="That is all of a convolutional layer's way forward, for one kernel and one picture.",
    otherwise="In each place: the kernel times what lies below it, number by number, all added up.",
)

slope_through_two = RoundedExercise(
    digits=3,
    title="How far back a slope reaches",
    statement="W = 1, U = 0.5, b = 0, and what comes in is 1, then 0. So h₁ = 0.762 and h₂ = 0.363. Give the slope of "
    "h₂ with respect to what came in first, to three decimals.",
    reference=0.182256,
    also=[0.183],
    mistakes=[
        Mistake(
            "The slope of the first tanh is left out",
            0.433970,
            "One link is missing: the slope of the first tanh, 1 - 0.762². What came in first has to pass it.",
        ),
        Mistake(
            "The slope of the second tanh is left out",
            0.209987,
            "One link is missing: the slope of the second tanh, 1 - 0.363².",
        ),
        *(
            Mistake(name, slope, "One link is missing: the weight U = 0.5 leads from h₁ to the second score.")
            for name, slope in (("U is left out", 0.364513), ("U is left out, from rounded states", 0.364101))
        ),
        Mistake(
            "U times the state",
            0.1815,
            "This is close, but not close enough. If it is U · h₂: a state is no slope, that of its tanh is 1 - h². If "
            "you rounded on the way, keep three digits or more.",
        ),
        Mistake(
            "h in place of 1 - h²",
            0.138381,
            "You multiplied by the states. The slope of tanh is 1 - h².",
        ),
        Mistake("The state itself", 0.363399, "This is h₂. Its slope is wanted: four links, multiplied."),
        Mistake(
            "The links are added",
            2.787915,
            "You added the links. Slopes along a chain multiply.",
        ),
        *(
            Mistake(name, slope, "This is the slope of h₁. Go one step further, to h₂.")
            for name, slope in (
                ("The slope of the first state alone", 0.419974),
                ("The slope of the first state alone, from a rounded state", 0.419356),
            )
        ),
    ],
    hints=[
        "The chain: what came in, the first score, h₁, the second score, h₂. What is the slope of each link?",
        "W = 1, then 1 - h₁², then U = 0.5, then 1 - h₂².",
        "`slope_through_two = 1 * (1 - 0.762**2) * 0.5 * (1 - 0.363**2)`",
    ],
    praise="Each further step brings two more factors, U and 1 - h². Both are below 1 here.",
    otherwise="Multiply the four links: W, 1 - h₁², U, 1 - h₂².",
)

ONE_UNIT = np.array([[1.0]]), np.array([[0.0]]), np.array([[1.0]]), np.array([[0.5]]), np.array([0.0])
THREE_UNITS = (
    np.array([[0.5, -1.0], [1.0, 0.25], [-0.75, 2.0], [0.0, 1.0]]),
    np.array([[0.1, -0.4, 0.7], [0.9, 0.2, -0.3], [-0.6, 0.5, 0.0], [0.25, -0.75, 0.4]]),
    np.array([[0.5, -0.25, 1.0], [-1.0, 0.75, 0.3]]),
    np.array([[0.4, -0.6, 0.2], [0.1, 0.5, -0.9], [-0.3, 0.8, 0.25]]),
    np.array([0.1, -0.2, 0.3]),
)
AS_MANY = (
    np.array([[0.5, -1.0], [1.0, 0.25]]),
    np.array([[0.1, -0.4], [0.9, 0.2]]),
    np.array([[0.5, -0.25], [-1.0, 0.75]]),
    np.array([[0.4, -0.6], [0.1, 0.5]]),
    np.array([0.1, -0.2]),
)
IN_WHOLE_NUMBERS = (np.array([[1, 0], [0, -1], [2, 1]]), np.array([[0, 1], [1, -1], [0, 0]]), *AS_MANY[2:])
STEPS = [(np.array([[0.0]]), np.array([[0.76]]), *ONE_UNIT[2:]), ONE_UNIT, THREE_UNITS, AS_MANY, IN_WHOLE_NUMBERS]


def row_after_row(x, h, W, U, b):
    found = [h[0]]
    for row in x:
        found.append(recurrence.recurrent_step.unchecked(row, found[-1], W, U, b))
    return np.array(found[1:])


recurrent_step = CodeExercise(
    title="One step of a recurrent unit",
    statement="Return the states after the step: tanh of what comes in times W, plus the states before times U, "
    "plus b.",
    reference=recurrence.recurrent_step,
    cases=STEPS,
    mistakes=[
        Mistake(
            "The score, without tanh",
            lambda x, h, W, U, b: x @ W + h @ U + b,
            "This is the score. The state is its tanh.",
        ),
        Mistake(
            "Nothing is carried",
            lambda x, h, W, U, b: np.tanh(x @ W + b),
            "The states before have no say, so nothing is carried from step to step. Add `h @ U`.",
        ),
        Mistake(
            "The bias is left out",
            lambda x, h, W, U, b: np.tanh(x @ W + h @ U),
            "The biases are missing.",
        ),
        Mistake(
            "A sigmoid in place of tanh",
            lambda x, h, W, U, b: sigmoid(x @ W + h @ U + b),
            "This is the sigmoid. The unit here uses tanh, which goes from -1 to 1.",
        ),
        *[
            Mistake(
                f"The old state is added once more{how}",
                added_once_more,
                "The state before is added once more, as `h += …` does. It belongs into tanh: `return np.tanh(…)`.",
            )
            for how, added_once_more in (
                ("", lambda x, h, W, U, b: h + np.tanh(x @ W + h @ U + b)),
                (", in place", lambda x, h, W, U, b: np.add(h, np.tanh(x @ W + h @ U + b), out=h)),
            )
        ],
        Mistake(
            "The state before is added after tanh",
            lambda x, h, W, U, b: np.tanh(x @ W + b) + h @ U,
            "What is carried belongs in the score, before tanh is taken.",
        ),
        Mistake(
            "tanh of each part",
            lambda x, h, W, U, b: np.tanh(x @ W) + np.tanh(h @ U) + b,
            "tanh is taken of each part. First add all three up, then take tanh once.",
        ),
        *(
            Mistake(
                f"tanh of each part{name}",
                parts,
                "tanh is taken of each part. First add all three up, then take tanh once.",
            )
            for name, parts in (
                (", b with the first", lambda x, h, W, U, b: np.tanh(x @ W + b) + np.tanh(h @ U)),
                (", b with each", lambda x, h, W, U, b: np.tanh(x @ W + b) + np.tanh(h @ U + b)),
            )
        ),
        Mistake(
            "The bias is added after tanh",
            lambda x, h, W, U, b: np.tanh(x @ W + h @ U) + b,
            "The biases belong in the score, before tanh is taken.",
        ),
        Mistake(
            "W and U have changed places",
            lambda x, h, W, U, b: np.tanh(x @ U + h @ W + b),
            "W and U have changed places. W weighs what comes in, and U the states before.",
        ),
        Mistake(
            "ReLU in place of tanh",
            lambda x, h, W, U, b: np.maximum(x @ W + h @ U + b, 0),
            "This is ReLU. The unit here uses tanh, which goes from -1 to 1.",
        ),
        Mistake(
            "tanh twice",
            lambda x, h, W, U, b: np.tanh(x @ W + np.tanh(h @ U) + b),
            "tanh is taken of `h @ U` before it is added. Take it once, of the whole sum.",
        ),
        Mistake(
            "The state goes from row to row",
            row_after_row,
            "The state goes from each row to the next here. Each row is a sequence of its own, with its own state in "
            "`h`, and this is one step of them all.",
        ),
        Mistake(
            "U is transposed",
            lambda x, h, W, U, b: np.tanh(x @ W + h @ U.T + b),
            "U is transposed. Rows are sequences here, so it is `h @ U`.",
        ),
        Mistake(
            "`x * W` in place of `x @ W`",
            lambda x, h, W, U, b: np.tanh(x * W + h @ U + b),
            "`x * W` multiplies number by number. Rows times columns, added up, is `x @ W`.",
        ),
        Mistake(
            "`h * U` in place of `h @ U`",
            lambda x, h, W, U, b: np.tanh(x @ W + h * U + b),
            "`h * U` multiplies number by number. Rows times columns, added up, is `h @ U`.",
        ),
        Mistake(
            "`x * W` and `h * U`",
            lambda x, h, W, U, b: np.tanh(x * W + h * U + b),
            "`*` multiplies number by number. Rows times columns, added up, is `@`: `x @ W` and `h @ U`.",
        ),
        Mistake(
            "The state before, without U",
            lambda x, h, W, U, b: np.tanh(x @ W + h + b),
            "The states before are added as they are. Each is weighed: `h @ U`.",
        ),
    ],
    hints=[
        "It is a layer as in lesson 8, with one part more in its score.",
        "The score is `x @ W + h @ U + b`.",
        "`return np.tanh(x @ W + h @ U + b)`",
    ],
    praise="One line, and the same line in each step. That it is the same is what makes it recurrent.",
    otherwise="Three parts are added up: what comes in, weighed, what is carried, weighed, and the biases. Then tanh "
    "is taken of their sum, once.",
)

ONE_CELL = (
    np.array([[2.0]]),
    np.array([[0.5]]),
    np.array([[3.0]]),
    np.array([[0.0, 0.0, 1.0, 0.0]]),
    np.array([[0.0, 0.0, 2.0, 0.0]]),
    np.array([0.0, 1.0, 0.0, 1.5]),
)
TWO_CELLS = (
    np.array([[0.5, -1.0, 0.25], [1.0, 0.75, -0.5], [0.0, -0.25, 1.0]]),
    np.array([[0.1, -0.4], [0.7, 0.2], [-0.5, 0.9]]),
    np.array([[0.8, -1.2], [-0.3, 0.6], [1.5, -0.1]]),
    np.array(
        [
            [0.5, -0.4, 0.3, 0.9, -1.0, 0.2, 0.6, -0.7],
            [0.1, 0.8, -0.6, 0.4, 0.7, -0.9, -0.2, 0.5],
            [-0.3, 0.6, 1.0, -0.5, 0.2, 0.4, 0.9, -0.8],
        ]
    ),
    np.array([[0.2, -0.1, 0.5, 0.3, -0.6, 0.8, 0.4, -0.2], [0.7, 0.1, -0.4, 0.6, 0.9, -0.3, 0.2, 0.5]]),
    np.array([0.1, -0.2, 0.8, 1.0, 0.3, -0.4, -0.5, 0.6]),
)
LSTM = [
    ONE_CELL,
    TWO_CELLS,
    (*TWO_CELLS[:3], -TWO_CELLS[3], TWO_CELLS[4], TWO_CELLS[5]),
    (np.array([[1, 0, 2], [0, -1, 1]]), np.array([[0, 1], [-1, 0]]), np.array([[1, 0], [2, -1]]), *TWO_CELLS[3:]),
]


def celled(after: Callable, gates: tuple[Callable, ...] = (sigmoid, sigmoid, np.tanh, sigmoid)) -> Callable:
    """Return an `lstm_step` made of `after(i, f, g, o, c)`, which says h and c, and of what the gates are made by."""

    def lstm_step(x, h, c, W, U, b):
        parts = np.split(x @ W + h @ U + b, 4, axis=1)
        i, f, g, o = (gate(z) for gate, z in zip(gates, parts))
        h, c = after(i, f, g, o, c)
        return Cell(h, c, i, f, g, o)

    return lstm_step


def kept(i, f, g, o, c):
    c = f * c + i * g
    return o * np.tanh(c), c


def without(part: str) -> Callable:
    """Return an `lstm_step` whose scores lack a part."""

    def lstm_step(x, h, c, W, U, b):
        x, h, b = (np.zeros_like(each) if part == name else each for name, each in (("x", x), ("h", h), ("b", b)))
        return recurrence.lstm_step(x, h, c, W, U, b)

    return lstm_step


def still(name: str) -> Callable:
    """Return an `lstm_step` that gives back h or c as it was before the step."""

    def lstm_step(x, h, c, W, U, b):
        return recurrence.lstm_step(x, h, c, W, U, b)._replace(**{name: {"h": h, "c": c}[name]})

    return lstm_step


def scores_of_the_gates(x, h, c, W, U, b):
    cell = recurrence.lstm_step(x, h, c, W, U, b)
    return Cell(cell.h, cell.c, *np.split(x @ W + h @ U + b, 4, axis=1))


def every_fourth(x, h, c, W, U, b):
    z = x @ W + h @ U + b
    i, f, g, o = sigmoid(z[:, ::4]), sigmoid(z[:, 1::4]), np.tanh(z[:, 2::4]), sigmoid(z[:, 3::4])
    return Cell(*kept(i, f, g, o, c), i, f, g, o)


def in_the_order_f_i(x, h, c, W, U, b):
    f, i, g, o = np.split(x @ W + h @ U + b, 4, axis=1)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    return Cell(*kept(i, f, g, o, c), i, f, g, o)


def tanh_kept(i, f, g, o, c):
    h, c = kept(i, f, g, o, c)
    return h, np.tanh(c)


def split_in_rows(x, h, c, W, U, b):
    i, f, g, o = np.split(x @ W + h @ U + b, 4)
    return Cell(*kept(i, f, g, o, c), i, f, g, o)


def ordered(*names: str) -> Callable:
    """Return an `lstm_step` that puts what is right into `Cell` in another order."""

    def lstm_step(*arguments):
        cell = recurrence.lstm_step(*arguments)
        return Cell(*(getattr(cell, name) for name in names))

    return lstm_step


def in_another_order(x, h, c, W, U, b):
    i, f, o, g = np.split(x @ W + h @ U + b, 4, axis=1)
    i, f, o, g = sigmoid(i), sigmoid(f), sigmoid(o), np.tanh(g)
    return Cell(*kept(i, f, g, o, c), i, f, g, o)


lstm_step = CodeExercise(
    title="One step of an LSTM cell",
    statement="Return `Cell(h, c, i, f, g, o)`: the three gates and what is offered, what the cell holds after the "
    "step, and what it shows.",
    parts=Cell._fields,
    reference=recurrence.lstm_step,
    cases=LSTM,
    mistakes=[
        Mistake(
            "Keep and let in have changed places",
            celled(lambda i, f, g, o, c: kept(f, i, g, o, c)),
            "i and f have changed places. f says how much of c is kept, i how much of g is let in: f * c + i * g.",
        ),
        Mistake(
            "The parts in the order f, i",
            in_the_order_f_i,
            "The parts came in the order f, i, g, o. Here they stand as i, f, g, o.",
        ),
        Mistake(
            "h with tanh around the product",
            celled(lambda i, f, g, o, c: (np.tanh(o * (f * c + i * g)), f * c + i * g)),
            "tanh was taken of o times c. What is shown is o times tanh of c.",
        ),
        Mistake(
            "h without the gate o",
            celled(lambda i, f, g, o, c: (np.tanh(f * c + i * g), f * c + i * g)),
            "All of tanh of c is shown, whatever the gate o says. h is o times tanh of c.",
        ),
        Mistake(
            "tanh of c is kept",
            celled(tanh_kept),
            "h is right. The cell keeps c itself, f * c + i * g. Its tanh is only for what is shown.",
        ),
        Mistake(
            "The old c comes back",
            still("c"),
            "All else is right, and c came back as it was before the step. The next step needs what the cell holds "
            "now.",
        ),
        Mistake(
            "The old h comes back",
            still("h"),
            "All else is right, and h came back as it was before the step. It shows o times tanh of the new c.",
        ),
        Mistake(
            "1 - f in place of i",
            celled(lambda i, f, g, o, c: kept(1 - f, f, g, o, c)),
            "What is let in is (1 - f) * g here. The gate i says how much is let in: i * g.",
        ),
        Mistake(
            "h without tanh",
            celled(lambda i, f, g, o, c: (o * (f * c + i * g), f * c + i * g)),
            "c is shown as it is. What is shown is o times tanh of c.",
        ),
        Mistake(
            "h from the old c",
            celled(lambda i, f, g, o, c: (o * np.tanh(c), f * c + i * g)),
            "h is made of what the cell held before the step. It shows what it holds now: work out the new c first.",
        ),
        Mistake(
            "Nothing is let in",
            celled(lambda i, f, g, o, c: (o * np.tanh(f * c), f * c)),
            "Nothing is let in. Add i * g to what is kept, f * c.",
        ),
        Mistake(
            "Nothing is kept",
            celled(lambda i, f, g, o, c: (o * np.tanh(i * g), i * g)),
            "What the cell held is gone. Keep f * c of it.",
        ),
        Mistake(
            "All of c is kept",
            celled(lambda i, f, g, o, c: kept(i, 1, g, o, c)),
            "All of c is kept, whatever the gate f says.",
        ),
        Mistake(
            "g through a sigmoid",
            celled(kept, (sigmoid,) * 4),
            "g went through a sigmoid. It is what is offered, and may be negative: tanh.",
        ),
        Mistake(
            "Gates through tanh",
            celled(kept, (np.tanh,) * 4),
            "The gates went through tanh. A gate goes from 0, shut, to 1, open: a sigmoid.",
        ),
        Mistake(
            "g through a sigmoid and then through tanh",
            celled(kept, (sigmoid, sigmoid, lambda z: np.tanh(sigmoid(z)), sigmoid)),
            "g went through a sigmoid and then through tanh. tanh is taken of the score itself.",
        ),
        Mistake(
            "sigmoid of g and tanh of o",
            celled(kept, (sigmoid, sigmoid, sigmoid, np.tanh)),
            "g went through a sigmoid, and o through tanh. It is the other way round: o is a gate, and g is what is "
            "offered.",
        ),
        Mistake(
            "The scores of the gates come back",
            scores_of_the_gates,
            "h and c are right. In place of i, f, g and o their scores came back. What is made of the scores belongs "
            "into `Cell`.",
        ),
        Mistake(
            "Every fourth column",
            every_fourth,
            "Every fourth column was taken for a part. The parts stand side by side, each with its columns together: "
            "`np.split(…, 4, axis=1)`.",
        ),
        Mistake(
            "Another order",
            in_another_order,
            "The parts came in the order i, f, o, g. Here they stand as i, f, g, o.",
        ),
        Mistake(
            "Split without `axis=1`",
            split_in_rows,
            "`np.split` splits the rows unless told otherwise, and a row is a sequence here. Split the columns: "
            "`axis=1`.",
        ),
        Mistake(
            "No sigmoid and no tanh",
            celled(kept, (lambda z: z,) * 4),
            "The scores are used as they are. i, f and o go through a sigmoid first, and g through tanh.",
        ),
        Mistake(
            "All of g is let in",
            celled(lambda i, f, g, o, c: kept(1, f, g, o, c)),
            "All of g is let in, whatever the gate i says. What is let in is i * g.",
        ),
        Mistake(
            "h and c have changed places",
            ordered("c", "h", "i", "f", "g", "o"),
            "h and c have changed places. What is shown comes first: `Cell(h, c, i, f, g, o)`.",
        ),
        *(
            Mistake(
                f"`Cell({', '.join(order)})`",
                ordered(*order),
                "The six arrays are right, and stand in another order. You want `Cell(h, c, i, f, g, o)`.",
            )
            for order in ("ifgohc", "ifgoch", "hcifog", "hcfigo")
        ),
        Mistake(
            "h alone",
            lambda *arguments: recurrence.lstm_step(*arguments).h,
            "This is h alone. Return all six arrays: `Cell(h, c, i, f, g, o)`.",
        ),
        Mistake("The states before are left out", without("h"), "What was shown before is missing: add `h @ U`."),
        Mistake("The biases are left out", without("b"), "The biases are missing."),
        Mistake("What comes in is left out", without("x"), "What comes in has no say: add `x @ W`."),
    ],
    hints=[
        "The scores of all four parts come from one line, as in a recurrent step: `x @ W + h @ U + b`.",
        "`i, f, g, o = np.split(x @ W + h @ U + b, 4, axis=1)`. Then sigmoid of i, f and o, and tanh of g.",
        "`c = f * c + i * g`, and `return Cell(o * np.tanh(c), c, i, f, g, o)`.",
    ],
    praise="Four layers, and two lines that keep and show. The way back along the cell is multiplied by f alone.",
    otherwise="First the four scores, then the three gates and what is offered. The cell keeps a part of what it held "
    "and adds a part of what is offered, and shows a part of its tanh.",
)

first_of_thirty = Question(
    title="Predict: ten bits, thirty bits",
    statement="With eight units the first of ten bits is learned from nearly every start. The same units, the same "
    "number of steps, but thirty bits. What happens?",
    prediction=True,
    choices=[
        Choice(
            "It is learned as well; it only takes three times as long to compute.",
            "It is tempting, because the task is the same. But the slope that could teach it has to come back through "
            "thirty steps, and you have just seen what is left of it.",
        ),
        Choice(
            "It stays at a coin's level from most starts.",
            "The blame of the last step hardly reaches the first one, so nothing tells the weights what to keep.",
            right=True,
        ),
        Choice(
            "It is right for about three in four.",
            "From most starts it stays at a coin's level. A start now and then is on its way, or gets there.",
        ),
    ],
)

judge_at_a_loss = Question(
    title="The forger has won",
    statement="The forged numbers have become just like the real ones. The judge keeps learning, from as many forged "
    "numbers as real ones. Where does its loss settle?",
    choices=[
        Choice(
            "At 0: it has seen so many of both that it can tell them apart.",
            "It is tempting, because it learns on and on. But where both are alike, no feature tells them apart, and "
            "being sure is punished as often as it is rewarded.",
        ),
        Choice(
            "At ln 2 = 0.69: it says a half of each number.",
            "A half costs -ln 0.5 for a real number and -ln(1 - 0.5) for a forged one, which is the same. It is the "
            "loss of lesson 4 for a model that knows nothing.",
            right=True,
        ),
        Choice(
            "It grows without bound: each of its answers is wrong.",
            "It grows for a judge who is sure and wrong. This one can say a half, and that is always to be had for "
            "0.69.",
        ),
    ],
)

used_twice = ValueExercise(
    title="A value that is used twice",
    statement="E = a·b + a, with a = 2 and b = 3. Give (∂E/∂a, ∂E/∂b).",
    parts=("∂E/∂a", "∂E/∂b"),
    reference=(4, 2),
    mistakes=[
        Mistake(
            "Only the path over the product",
            (3, 2),
            "One path is missing. a goes into the product, and it is added on its own as well: 3 + 1.",
        ),
        Mistake(
            "Only the path over the sum",
            (1, 2),
            "One path is missing. Through the product, a moves E as fast as b says: 3. Add that to the 1.",
        ),
        Mistake(
            "The paths are multiplied",
            (3 * 1 * 2, 2),
            "Links along a path multiply, but what comes along several paths is added: 3 + 1.",
        ),
        Mistake("The factors have changed places", (3, 3), "The slope of a·b with respect to b is a, which is 2."),
        Mistake(
            "b for the slope of b", (4, 3), "The first is right. The slope of a·b with respect to b is a, which is 2."
        ),
        Mistake("a and b have changed places", (2, 4), "Both numbers are right. That of a comes first."),
    ],
    hints=[
        "Through how many paths does a reach E? And b?",
        "a reaches E through the product, with the slope b, and directly, with the slope 1.",
        "`used_twice = (3 + 1, 2)`",
    ],
    praise="Multiply along a path, add over the paths: `backward` does it in its line with `arrived.get`.",
    otherwise="a has two paths: 3 and 1. b has one, with the slope 2.",
)

spot_the_bug = Question(
    title="Spot the bug",
    statement="The gradient check is passed in step 0 and fails in step 1. What is wrong in the loop?",
    choices=[
        Choice(
            "Nowhere is the loss divided by the number of students.",
            "`loss_of` divides by it in its last line. Were that missing, loss and gradient would both be larger, and "
            "the check would not object.",
        ),
        Choice(
            "The gradients are never set back to 0 before `backward`.",
            "`backward` adds to what is in `grad`, from one call to the next. So in step 1 the gradient of step 0 is "
            "still in there.",
            right=True,
        ),
        Choice(
            "The loss is computed with old weights.",
            "It is computed from the weights as they stand, in each step anew.",
        ),
        Choice(
            "The learning rate is not made smaller from step to step.",
            "It need not be, and the check does not look at it: it judges gradients, and not steps.",
        ),
    ],
)

recall_everywhere = Question(
    title="What a kernel saves, and what it keeps",
    statement="Why does a kernel find a stroke that has moved, where a unit of lesson 11 does not?",
    choices=[
        Choice(
            "It has more weights.",
            "It has fewer: 25 for a kernel of 5 by 5, where a unit of lesson 11 has 64.",
        ),
        Choice(
            "The same weights look at every place.",
            "So what it has learned in one place holds in all. Keep the largest of the map, and it does not even "
            "matter where.",
            right=True,
        ),
        Choice(
            "It was trained on shifted digits.",
            "It was not. That would be another way to teach a network of lesson 11, and a costly one.",
        ),
    ],
)

recall_forget = Question(
    title="Why a plain unit forgets",
    statement="On its way back through time, what is the blame multiplied by in each step of a plain unit, and along "
    "an LSTM's cell?",
    choices=[
        Choice(
            "By U and 1 - h²; along the cell by the gate f.",
            "A product of many factors below 1 vanishes. The gate f can be held near 1, and then it does not.",
            right=True,
        ),
        Choice(
            "By W; along the cell by the gate i.",
            "W leads from what comes in to the state. It does not lead from one state to the next.",
        ),
        Choice(
            "By the learning rate; along the cell by 1.",
            "The learning rate belongs to the step of the optimizer. No gradient holds it.",
        ),
    ],
)

recall_check = Question(
    title="Back to lesson 5: a gradient that nobody has proved",
    statement="You have changed a formula of a loss, and its gradient with it. How do you find out whether the "
    "gradient is right?",
    choices=[
        Choice(
            "Train, and see whether the loss falls.",
            "It is tempting, and five bugs of lesson 9 would have got past you. A loss can fall with a wrong gradient.",
        ),
        Choice(
            "Compare it with slopes by numbers: nudge each parameter to both sides.",
            "A gradient check asks the loss itself, and needs to know nothing about the formula.",
            right=True,
        ),
        Choice(
            "Compare the accuracy on held-out data with the base rate.",
            "That judges the model. A right gradient can lead to a poor model, and a wrong one to a fair model.",
        ),
    ],
)

CONTENTS = contents(vars())
