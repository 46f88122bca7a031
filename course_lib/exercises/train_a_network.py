"""Lesson 10: batches, the learning rate, where to start, momentum, Adam, early stopping, L2, and what chooses."""

from collections.abc import Callable, Sequence

import numpy as np

from course_lib import training as lesson
from course_lib.checking import Choice, CodeExercise, Mistake, Question, RoundedExercise, ValueExercise, contents
from course_lib.checking.runner import Report
from course_lib.checking.values import same_shape, shape_in_words

first_guess = Question(
    title="Predict: a hundred starts",
    statement="Two hidden units with sigmoids are enough for XOR, as you know from lesson 7. A hundred networks of "
    "this kind are trained in the same way. Only their first weights differ, drawn at random. How many of them solve "
    "XOR in the end?",
    prediction=True,
    choices=[
        Choice(
            "All, or nearly all: the gradient leads downhill, and a solution is there.",
            "It is tempting, because each gradient is right and a solution is there. But downhill leads into the "
            "next valley, and not every valley leads down to 0.",
        ),
        Choice(
            "About half of them.",
            "They all walk downhill with right gradients. What they find depends on where they began, and with two "
            "units about half of the starts lead into a valley that is not the deepest.",
            right=True,
        ),
        Choice(
            "Hardly any: good weights are rare.",
            "Good first weights would be rare. But the training moves them, and it does find a solution from many "
            "starts.",
        ),
    ],
)

three_tries = RoundedExercise(
    digits=3,
    title="How far three starts get you",
    statement="Of all starts, 52 % lead to a solution. You try three of them. How probable is it that at least one of "
    "the three solves XOR? Give it to three decimals.",
    reference=0.889408,
    mistakes=[
        Mistake(
            "All three",
            0.140608,
            "This is the probability that all three solve it. One is enough: ask first how probable it is that none "
            "does.",
        ),
        Mistake("None", 0.110592, "This is the probability that none of the three solves it. What is left of 1?"),
        Mistake(
            "Three times as likely",
            1.56,
            "Probabilities of several tries do not add up, or four tries would make more than certain. Multiply the "
            "probabilities that each fails.",
        ),
        Mistake("Exactly one", 0.359424, "This is exactly one of the three. Two or three are as good."),
        Mistake("One try", 0.52, "This is one try. With three, all of them would have to fail."),
        Mistake("In per cent", 88.9408, "Give it as a number from 0 to 1, not in percent."),
        Mistake(
            "Success and failure are mixed up",
            0.859392,
            "0.52 is how probable it is that a start leads to a solution. The probability that it fails is 0.48.",
        ),
        Mistake("Two tries", 0.7696, "These are two tries. A third one may help too: 0.48 three times."),
        Mistake("Exactly two", 0.389376, "This is exactly two of the three. One or three are as good."),
        Mistake("One fails", 0.48, "This is how probable it is that one start fails. All three would have to fail."),
        Mistake(
            "Three times the failure",
            -0.44,
            "You took away 3 · 0.48. That all three fail has the probability 0.48 · 0.48 · 0.48.",
        ),
    ],
    hints=[
        "It goes wrong only if each of the three fails.",
        "One start fails with the probability 1 - 0.52 = 0.48. Three of them: 0.48 · 0.48 · 0.48.",
        "`three_tries = 1 - 0.48**3`",
    ],
    praise="Nearly nine times in ten. That is why you train from several starts where it costs little.",
    otherwise="Multiply the probabilities that each of the three fails, and subtract the product from 1.",
)

steps = ValueExercise(
    title="How many steps",
    statement="There are 200 training rows. A batch has 32 of them, and the last one of an epoch has what is left. How "
    "many steps do 20 epochs make?",
    reference=140,
    mistakes=[
        Mistake(
            "The small batch is dropped",
            120,
            "Six full batches hold 192 rows. The eight that are left make a batch of their own, and so a seventh step.",
        ),
        Mistake(
            "Divided without rounding",
            125,
            "200 / 32 is 6.25, and there are no quarter steps: the last batch is small, and makes a whole step.",
        ),
        Mistake("One epoch", 7, "These are the steps of one epoch. There are twenty."),
        Mistake(
            "The full batches of one epoch", 6, "These are the full batches of one epoch. Count the small one too."
        ),
        Mistake("One step for each epoch", 20, "One step for each epoch is what you get if all rows make one batch."),
        Mistake(
            "One step for each row",
            4000,
            "This is one step for each row. Here 32 of them share a step.",
        ),
        Mistake(
            "Epochs times the batch", 640, "You multiplied by the rows of a batch. The question is how many batches."
        ),
        Mistake(
            "A batch more",
            160,
            "You have eight batches in an epoch. Six full ones hold 192 rows, and one more holds the other eight.",
        ),
    ],
    hints=[
        "How many batches are there in one epoch? Count the small one.",
        "Six batches of 32 hold 192 rows, and the seventh holds 8.",
        "`steps = 7 * 20`",
    ],
    praise="Seven steps in each epoch, the last of them from eight rows.",
    otherwise="Count the batches of one epoch, the small one too, and multiply by the epochs.",
)

ROWS = [
    (np.array([4, 0, 3, 1, 2]), 2),
    (np.array([5, 2, 0, 1, 4, 3]), 3),
    (np.array([1, 0, 2]), 5),
    (np.array([9, 3, 7, 0, 8, 2, 1, 6, 4, 5]), 4),
    (np.array([2, 1, 0]), 1),
    (np.array([12, 40, 7, 31, 5, 22, 18]), 7),
]


def only_full(rows, batch_size):
    return [batch for batch in lesson.mini_batches.unchecked(rows, batch_size) if len(batch) == batch_size]


def numbered(rows, batch_size):
    return lesson.mini_batches.unchecked(np.arange(len(rows)), batch_size)


def so_many_batches(rows, batch_size):
    return [part for part in np.array_split(rows, batch_size) if len(part)]


def every_so_many(rows, batch_size):
    n = -(-len(rows) // batch_size)
    return [rows[start::n] for start in range(n)]


def one_too_long(rows, batch_size):
    return [rows[start : start + batch_size + 1] for start in range(0, len(rows), batch_size)]


def overlapping(rows, batch_size):
    return [rows[start : start + batch_size] for start in range(len(rows))]


def rest_with_the_last(rows, batch_size):
    found = only_full(rows, batch_size)
    rest = rows[len(found) * batch_size :]
    return [*found[:-1], np.concatenate([*found[-1:], rest])]


def sorted_first(rows, batch_size):
    return lesson.mini_batches.unchecked(np.sort(rows), batch_size)


def backwards(rows, batch_size):
    return lesson.mini_batches.unchecked(rows[::-1], batch_size)


def cut(starts: Callable) -> Callable:
    """Return a `mini_batches` that begins its batches at `starts(n, batch_size)`, be they right or not."""
    return lambda rows, batch_size: [rows[start : start + batch_size] for start in starts(len(rows), batch_size)]


def filled_up(rows, batch_size):
    *full, last = lesson.mini_batches.unchecked(rows, batch_size)
    return [*full, rows[-batch_size:] if len(last) < batch_size else last]


FEW = 10  # batches that are counted one by one
EMPTY = (
    "Where the rows come out even, an empty batch stands at the end. No batch begins after the last row: "
    "`range(0, len(rows), batch_size)` ends before `len(rows)`."
)
TOO_SHORT = (
    "The last batch is missing, here or in another try. `range` ends before its second number, so let that be "
    "`len(rows)`."
)


def pieces(of: Callable) -> Callable:
    """Return a `mini_batches` that takes `of(rows, start, batch_size)` for the batch that begins at `start`."""
    return lambda rows, batch_size: [of(rows, start, batch_size) for start in range(0, len(rows), batch_size)]


def last_batch(rows, batch_size):
    return lesson.mini_batches.unchecked(rows, batch_size)[-1]


class BatchesExercise(CodeExercise):
    """An exercise about batches, which counts their rows, and knows those of the right rows in another order."""

    def _misshapen(self, report: Report, at: int, answer: object) -> str:
        value, wanted = report.outcomes[at].result.value, self.wanted[at]
        parts = value if isinstance(value, tuple) or np.ndim(value) == 2 else ()
        if same_shape(value, wanted) or len(parts) > FEW:
            return super()._misshapen(report, at, answer)
        if not all(isinstance(part, np.ndarray) and part.ndim == 1 for part in parts) or not len(parts):
            return f"A list of {_batches(wanted)}, is wanted, but {shape_in_words(value)} came."
        return f"Here there should be {_batches(wanted)}. Yours: {_batches(parts)}."

    def _diagnosis(self, report: Report, at: int, answer: object) -> str:
        value, wanted = getattr(report.outcomes[at].result, "value", ()), self.wanted[at]
        parts = value if isinstance(value, tuple) else ()
        shapes = [part.shape if isinstance(part, np.ndarray) else None for part in parts]
        if shapes == [part.shape for part in wanted] and sorted(np.hstack(parts)) == sorted(np.hstack(wanted)):
            return (
                "These are the right rows in another order. `rows` comes shuffled already, anew for each epoch: cut it "
                "as it is."
            )
        return super()._diagnosis(report, at, answer)


def _batches(parts: Sequence[np.ndarray]) -> str:
    """Return how many batches there are, and of how many rows: '3 batches, of 2, 2 and 1 rows'."""
    *sizes, last = [str(len(part)) for part in parts]
    rows = f"{', '.join(sizes)} and {last}" if sizes else last
    return f"{len(parts)} batch{'es' * (len(parts) > 1)}, of {rows} row{'s' * (rows != '1')}"


mini_batches = BatchesExercise(
    title="Part an epoch into batches",
    statement="Return a list of the batches: the rows in their order, cut into pieces of `batch_size`.",
    reference=lesson.mini_batches,
    cases=ROWS,
    mistakes=[
        Mistake(
            "The small batch is dropped",
            only_full,
            "The rows that are left at the end are missing. They make a last batch, which may be small.",
        ),
        Mistake(
            "The rows' places in place of the rows",
            numbered,
            "These are the places 0, 1, 2, …, cut into pieces. Cut `rows` itself, so that the order of the epoch "
            "stays.",
        ),
        Mistake(
            "So many batches in place of so large ones",
            so_many_batches,
            "There are as many batches here as a batch should have rows. `batch_size` says how large each one is.",
        ),
        Mistake(
            "So many equal parts",
            lambda rows, batch_size: np.split(rows, batch_size),
            "With a number, `np.split` makes so many parts of equal size. `batch_size` says how many rows a part has.",
        ),
        Mistake(
            "The places, up to the end of a full batch",
            lambda rows, batch_size: [np.arange(i, i + batch_size) for i in range(0, len(rows), batch_size)],
            "These are places. Take the rows that stand there: `rows[i : i + batch_size]`.",
        ),
        Mistake(
            "The first batch alone",
            lambda rows, batch_size: rows[:batch_size],
            "This is the first batch alone. You want all of them, in a list.",
        ),
        Mistake(
            "Every so many",
            every_so_many,
            "Each batch takes rows from all over the list. You want pieces, one after the other.",
        ),
        Mistake(
            "A row too many",
            one_too_long,
            "Each batch has a row too many, which the next one has as well. In a slice the end does not count: "
            "`rows[0:2]` has two rows.",
        ),
        Mistake(
            "Beginning at every row",
            overlapping,
            "A batch begins at every row here, so that rows come several times. `range` takes a third number, the "
            "step: `range(0, len(rows), batch_size)`.",
        ),
        Mistake(
            "The rest goes to the last full batch",
            rest_with_the_last,
            "What is left was put into the batch before it, which is too large now. It makes a batch of its own.",
        ),
        Mistake(
            "The rows are sorted",
            sorted_first,
            "The rows are sorted before they are cut. Their order is the order of the epoch, drawn at random: keep it.",
        ),
        Mistake(
            "From the end",
            backwards,
            "The batches are cut from the end of the list. Begin at its first row.",
        ),
        Mistake("An empty batch at the end", cut(lambda n, size: range(0, n + 1, size)), EMPTY),
        Mistake(
            "One batch more than there are full ones", cut(lambda n, size: range(0, n // size * size + 1, size)), EMPTY
        ),
        Mistake(
            "As many rows as in the lesson",
            cut(lambda n, size: range(0, 200, size)),
            "After the last row the batches are empty. There are not always 200 rows: `len(rows)` says how many there "
            "are.",
        ),
        Mistake("Up to a batch before the end", cut(lambda n, size: range(0, n - size, size)), TOO_SHORT),
        Mistake("Up to the last row", cut(lambda n, size: range(0, n - 1, size)), TOO_SHORT),
        Mistake(
            "The last batch is filled up",
            filled_up,
            "The last batch holds rows that have come before: `rows[-batch_size:]` has always `batch_size` of them. It "
            "takes only what is left.",
        ),
        Mistake(
            "Only the first batch",
            lambda rows, batch_size: [rows[:batch_size]],
            "Only the first batch came. The others begin at `batch_size`, at twice that, and so on.",
        ),
        *(
            Mistake(
                name,
                only_last,
                "Only the last batch came. Make an empty list before the loop, and put each batch into it.",
            )
            for name, only_last in (
                ("Only the last batch", last_batch),
                ("A list of the last batch alone", lambda rows, batch_size: [last_batch(rows, batch_size)]),
            )
        ),
        Mistake(
            "All rows in one list",
            lambda rows, batch_size: rows,
            "All rows came in one piece, not parted into batches. A batch goes into the list as one thing: with "
            "`append`, and not with `extend` or `+=`, which put in its rows one by one.",
        ),
        Mistake(
            "The places where the batches begin",
            lambda rows, batch_size: list(range(0, len(rows), batch_size)),
            "These are the places where the batches begin. A batch is the slice from there: `rows[start : start + "
            "batch_size]`.",
        ),
        Mistake(
            "The slice ends at `batch_size`",
            pieces(lambda rows, start, batch_size: rows[start:batch_size]),
            "After the colon of a slice comes its end, not its length. The second batch begins at `batch_size`, and "
            "ends at twice that: `rows[start : start + batch_size]`.",
        ),
        Mistake(
            "Each slice begins at the first row",
            pieces(lambda rows, start, batch_size: rows[: start + batch_size]),
            "Each batch begins at the first row here, so they grow. A slice begins with what comes before the colon.",
        ),
        Mistake(
            "Each slice goes on to the last row",
            pieces(lambda rows, start, batch_size: rows[start:]),
            "Each batch goes on to the last row here. A slice ends with what comes after the colon.",
        ),
        Mistake(
            "A row too few",
            pieces(lambda rows, start, batch_size: rows[start : start + batch_size - 1]),
            "Each batch lacks its last row. In a slice the end does not count: `rows[0:2]` has two rows.",
        ),
        Mistake(
            "Batches as equal as can be",
            lambda rows, batch_size: np.array_split(rows, -(-len(rows) // batch_size)),
            "The batches are as equal as can be, so that some are too small. Each has `batch_size` rows, and only the "
            "last one may have fewer.",
        ),
    ],
    hints=[
        "The batches begin at the places 0, batch_size, twice batch_size, …: `range(0, len(rows), batch_size)`.",
        "A batch is a slice: `rows[start : start + batch_size]`. At the end of the list a slice simply has fewer rows.",
        "`return [rows[start : start + batch_size] for start in range(0, len(rows), batch_size)]`",
    ],
    praise="Every row comes once in an epoch, and the last batch takes what is left.",
    otherwise="Slices of `rows`, each of `batch_size` rows, one after the other.",
)

which_rate = Question(
    title="Read the curves",
    statement="One of your networks has fallen from 0.72 to 0.52 in sixty epochs, smoothly, and it is still falling. "
    "Nothing else is known about it. What do you try first?",
    choices=[
        Choice(
            "A learning rate ten times as large.",
            "It falls smoothly and slowly, so its steps are short. Longer ones get there sooner, and should they be "
            "too long, the curve will tell you by leaping.",
            right=True,
        ),
        Choice(
            "A learning rate ten times as small.",
            "That is for a curve that leaps. This one is smooth, and would be slower still.",
        ),
        Choice(
            "A larger network.",
            "It may be too small, but nothing says so yet: a curve that still falls has not come to its end.",
        ),
        Choice(
            "Stop: the loss falls, so all is well.",
            "It is well on its way. At this pace it needs hundreds of epochs for what others reach in ten.",
        ),
    ],
)

start_spread = ValueExercise(
    title="How large the first weights may be",
    statement="A unit has 100 inputs, each with a spread of 1, and 100 weights drawn with a standard deviation of s. "
    "Its score then has the spread s · √100. Which s makes that 1?",
    reference=0.1,
    mistakes=[
        Mistake(
            "Divided by the number of inputs",
            0.01,
            "You divided by the number of inputs. Numbers drawn at random partly cancel, so a sum of 100 of them "
            "spreads only √100 = 10 times as far as one.",
        ),
        Mistake("As large as the inputs", 1, "Then the score spreads by √100 = 10, and tanh of it is nearly ±1."),
        Mistake("The root", 10, "This is √100: how much further the sum spreads. The weights have to undo it."),
        *(
            Mistake(
                name,
                typed,
                "This is √(2/100), the spread of He for units with ReLU, which cuts half of everything off. Here no "
                "activation is asked for.",
            )
            for name, typed in (
                ("As He has it", 0.02**0.5),
                ("As He has it, rounded to 0.1414", 0.1414),
                ("As He has it, rounded to 0.141", 0.141),
                ("As He has it, rounded to 0.14", 0.14),
            )
        ),
    ],
    hints=["s times 10 should be 1.", "`start_spread = 1 / 100**0.5`"],
    praise="One over the root of the number of inputs: all good recipes have that in them.",
    otherwise="The spread of the score is s times the root of the number of inputs, and it should be 1.",
)

third_velocity = RoundedExercise(
    digits=3,
    title="Momentum by hand",
    statement="A parameter has the slope 2 in every step, with η = 0.1 and μ = 0.9. The velocity is 0 before the first "
    "step. Give the velocity of the third step, to three decimals.",
    reference=-0.542,
    mistakes=[
        Mistake("The second step", -0.38, "This is the second step. One more: 0.9 times it, minus 0.2."),
        Mistake("The first step", -0.2, "This is the first step, minus η times the slope. Two more follow."),
        Mistake(
            "Nothing is forgotten",
            -0.6,
            "The three steps were added up whole. Of the velocity, only 0.9 goes on from each step to the next.",
        ),
        Mistake(
            "The place in place of the velocity",
            -1.122,
            "This is how far the parameter has come in three steps. The velocity is the last of them alone.",
        ),
        Mistake("Uphill", 0.542, "The size is right, and the direction is uphill: minus η times the slope."),
        Mistake(
            "Only what is left of the first",
            -0.162,
            "This is what is left of the first step alone, 0.2 · 0.9 · 0.9. The slope pushes in every step.",
        ),
        Mistake("The fourth step", -0.6878, "This is the fourth step. The velocity is 0 before the first."),
        Mistake(
            "No push in the third step",
            -0.342,
            "This is 0.9 times the second step alone. The slope pushes in the third step too: minus 0.2.",
        ),
        Mistake("The learning rate is left out", -5.42, "η is missing: in each step the slope comes in times 0.1."),
        Mistake(
            "μ and η are mixed up",
            -1.998,
            "μ and η have changed places. The old velocity is multiplied by 0.9, and the slope by 0.1.",
        ),
        Mistake(
            "A mean in place of a sum",
            -0.0542,
            "The slope was multiplied by 1 - 0.9. Here it comes in whole: v = μ v - η g.",
        ),
    ],
    hints=[
        "v = 0.9 · v - 0.1 · 2, three times, from v = 0.",
        "The first is -0.2, the second 0.9 · (-0.2) - 0.2 = -0.38.",
        "`third_velocity = 0.9 * -0.38 - 0.2`",
    ],
    praise="-0.2, -0.38, -0.542: it goes on growing, towards ten times the plain step.",
    otherwise="Work out v = 0.9 · v - 0.2 three times, from v = 0.",
)


def drawn(shape, seed, momentum, learning_rate):
    rng = np.random.default_rng(seed)
    theta, gradient, velocity = (np.round(rng.normal(0, 1, shape), 2) for _ in range(3))
    return theta, gradient, velocity, learning_rate, momentum


MOMENTUM = [
    (np.array([2.0]), np.array([3.0]), np.array([0.5]), 0.1, 0.9),
    (np.array([1.0, -2.0]), np.array([0.5, 4.0]), np.array([0.0, 0.0]), 0.2, 0.5),
    drawn(3, 1, 0.9, 0.01),
    drawn((2, 3), 2, 0.7, 0.3),
    drawn(2, 3, 0.0, 0.5),
    drawn(4, 5, 0.95, 1.5),
    drawn(2, 6, 0.9, 0.2)[:4],
    (1.5, -0.4, 0.3, 0.2, 0.8),
    (np.array([1, 2]), np.array([0.5, -4.0]), np.array([0.25, 0.75]), 0.2, 0.9),
]


def moves(of: Callable) -> Callable:
    """Make a wrong answer that moves θ by what `of` says, and returns it as the velocity."""

    def step(theta, gradient, velocity, learning_rate, momentum=0.9):
        v = of(gradient, velocity, learning_rate, momentum)
        return theta + v, v

    return step


def moved_before(theta, gradient, velocity, learning_rate, momentum=0.9):
    return theta + velocity, momentum * velocity - learning_rate * gradient


def twice(theta, gradient, velocity, learning_rate, momentum=0.9):
    v = momentum * velocity - learning_rate * gradient
    return theta + v - learning_rate * gradient, v


def nesterov(theta, gradient, velocity, learning_rate, momentum=0.9):
    v = momentum * velocity - learning_rate * gradient
    return theta + momentum * v - learning_rate * gradient, v


def momentum_in_place(theta, gradient, velocity, learning_rate, momentum=0.9):
    velocity *= momentum
    velocity -= learning_rate * gradient
    theta += velocity
    return theta, velocity


def velocity_uphill(theta, gradient, velocity, learning_rate, momentum=0.9):
    v = momentum * velocity + learning_rate * gradient
    return theta - v, v


def rate_at_the_end(theta, gradient, velocity, learning_rate, momentum=0.9):
    v = momentum * velocity + gradient
    return theta - learning_rate * v, v


def keeps(theta_by: Callable, velocity_by: Callable) -> Callable:
    """Make a wrong answer of what the parameters move by, and of what comes back as the velocity."""

    def step(theta, gradient, velocity, learning_rate, momentum=0.9):
        v = momentum * velocity - learning_rate * gradient
        case = gradient, velocity, learning_rate, momentum
        return theta + theta_by(v, *case), velocity_by(v, *case)

    return step


def arrays_alone(theta, gradient, velocity, learning_rate, momentum=0.9):
    v = velocity.copy()
    for i in np.ndindex(velocity.shape):
        v[i] = momentum * velocity[i] - learning_rate * gradient[i]
    return theta + v, v


momentum_step = CodeExercise(
    title="One step with momentum",
    statement="Return the parameters and the velocity after one step: v = μ v - η g, then θ + v.",
    parts=("theta", "velocity"),
    reference=lesson.momentum_step,
    cases=MOMENTUM,
    mistakes=[
        Mistake(
            "Uphill",
            moves(lambda g, v, rate, mu: mu * v + rate * g),
            "The gradient is added, so this goes uphill. The step is minus η times the gradient.",
        ),
        Mistake(
            "The old velocity moves the parameters",
            moved_before,
            "The velocity is right, and the parameters were moved by the old one. Make the new velocity first.",
        ),
        Mistake(
            "The plain step",
            moves(lambda g, v, rate, mu: -rate * g),
            "This is the plain step: the velocity is not in it. Of the step before, the share μ goes on.",
        ),
        Mistake(
            "All of the velocity goes on",
            moves(lambda g, v, rate, mu: v - rate * g),
            "The whole velocity goes on here, so nothing is ever forgotten. Multiply it by μ.",
        ),
        Mistake(
            "A mean of both",
            moves(lambda g, v, rate, mu: mu * v - (1 - mu) * rate * g),
            "The gradient was multiplied by 1 - μ, as in a running mean. In momentum it comes in whole.",
        ),
        Mistake(
            "The learning rate is forgotten",
            moves(lambda g, v, rate, mu: mu * v - g),
            "The learning rate is missing: minus η times the gradient.",
        ),
        Mistake(
            "0.9, whatever is handed over",
            moves(lambda g, v, rate, mu: 0.9 * v - rate * g),
            "μ is 0.9 here, whatever is handed over. Use the parameter `momentum`.",
        ),
        Mistake(
            "In an array of theta's kind",
            lambda theta, *rest: (
                lesson.momentum_step.unchecked(theta, *rest)[0].astype(np.asarray(theta).dtype)
                if np.ndim(theta)
                else lesson.momentum_step.unchecked(theta, *rest)[0],
                lesson.momentum_step.unchecked(theta, *rest)[1],
            ),
            "For decimals it is right. `np.zeros_like(theta)` makes room for whole numbers where theta holds whole "
            "numbers, and cuts the rest off. `theta + velocity` makes room for decimals.",
        ),
        Mistake(
            "The learning rate takes both",
            moves(lambda g, v, rate, mu: rate * (mu * v - g)),
            "The velocity was multiplied by the learning rate as well, which it holds already.",
        ),
        Mistake(
            "The minus comes last",
            velocity_uphill,
            "The velocity has no minus, and θ - v makes up for it. Some books write it so. Here v already holds the "
            "minus: v = μ v - η g, then θ + v.",
        ),
        Mistake(
            "The learning rate comes last",
            rate_at_the_end,
            "The parameters may be right at first, and the velocity is another: it is kept without η here, and with "
            "the other sign. Some books write it so. Here v = μ v - η g, and θ moves by v.",
        ),
        Mistake(
            "The gradient moves the parameters twice",
            twice,
            "The velocity is right. But the gradient was added once more: θ moves by v, and v holds the gradient.",
        ),
        Mistake(
            "Nesterov's momentum",
            nesterov,
            "This is Nesterov's momentum, which looks a step ahead. You want the plain one: θ moves by v.",
        ),
        Mistake(
            "Changed in place",
            momentum_in_place,
            "The numbers are right, but `*=` and `+=` write into the arrays of whoever called the function. Make new "
            "ones.",
        ),
        Mistake(
            "Only for arrays",
            arrays_alone,
            "Here a single parameter comes as a plain number, which has no entries, no `.shape` and no `.copy()`: `+` "
            "and `*` take numbers and arrays alike, without a loop.",
        ),
        Mistake(
            "Returned in the wrong order",
            lambda *case: lesson.momentum_step.unchecked(*case)[::-1],
            "Both are right, and they come in the wrong order. The parameters come first.",
        ),
        Mistake(
            "Only the parameters",
            lambda *case: lesson.momentum_step.unchecked(*case)[0],
            "The parameters are right. The velocity is needed for the next step: return both.",
        ),
        Mistake(
            "The old velocity comes back",
            keeps(lambda v, *case: v, lambda v, g, old, *rest: old),
            "The parameters are right, and the old velocity came back. The next step needs the new one, or nothing is "
            "ever carried on.",
        ),
        Mistake(
            "θ comes back as it was",
            keeps(lambda v, *case: 0 * v, lambda v, *case: v),
            "The velocity is right, and θ came back as it was. `theta + velocity` alone is lost: give the sum a name, "
            "or return it.",
        ),
        Mistake(
            "The plain step, and the old velocity",
            keeps(lambda v, g, old, rate, mu: -rate * g, lambda v, g, old, *rest: old),
            "This is the plain step, and the velocity came back as it was. Of the step before, the share μ goes on.",
        ),
        *(
            Mistake(
                name,
                keeps(by, lambda v, *case: v),
                "The velocity is right, and holds μ, η and the minus already. So θ moves by it as it is: θ + v.",
            )
            for name, by in (
                ("η again", lambda v, g, old, rate, mu: rate * v),
                ("Minus η again", lambda v, g, old, rate, mu: -rate * v),
                ("Minus again", lambda v, *case: -v),
                ("μ again", lambda v, g, old, rate, mu: mu * v),
            )
        ),
        Mistake(
            "A running mean, and η last",
            keeps(
                lambda v, g, old, rate, mu: -rate * (mu * old + (1 - mu) * g),
                lambda v, g, old, rate, mu: mu * old + (1 - mu) * g,
            ),
            "The velocity is a running mean of the gradients here. Some books write it so. Here v = μ v - η g, and θ "
            "moves by v.",
        ),
        Mistake(
            "μ takes both",
            moves(lambda g, v, rate, mu: mu * (v - rate * g)),
            "The gradient was multiplied by μ as well. μ is for the old velocity alone: `momentum * velocity - "
            "learning_rate * gradient`.",
        ),
        Mistake(
            "1 - μ goes on",
            moves(lambda g, v, rate, mu: (1 - mu) * v - rate * g),
            "Here 1 - μ of the old velocity goes on. The share that goes on is μ itself.",
        ),
        Mistake(
            "0.1, whatever is handed over",
            moves(lambda g, v, rate, mu: mu * v - 0.1 * g),
            "η is 0.1 here, whatever is handed over. Use the parameter `learning_rate`.",
        ),
        Mistake(
            "μ and η are mixed up",
            moves(lambda g, v, rate, mu: rate * v - mu * g),
            "μ and η have changed places: μ is for the velocity, η for the gradient.",
        ),
    ],
    hints=[
        "First the new velocity: what goes on of the old one, minus η times the gradient.",
        "`velocity = momentum * velocity - learning_rate * gradient`, and the parameters move by it.",
        "`return theta + velocity, velocity`",
    ],
    praise="Two lines. With a momentum of 0 it is the plain step of lesson 5.",
    otherwise="First the new velocity, from the old one and the gradient. Then the parameters move by it.",
)

first_moves = RoundedExercise(
    digits=4,
    title="The first step of Adam, by hand",
    statement="Two parameters have the slopes 300 and -0.5 in the first step of Adam, with η = 0.01. By how much does "
    "each move? Give (first, second), and leave ε out.",
    parts=("first", "second"),
    reference=(-0.01, 0.01),
    mistakes=[
        Mistake(
            "The plain step",
            (-3, 0.005),
            "This is the plain step, minus η times the slope. Adam divides the slope by the root of its mean square: "
            "in the first step, by its own size.",
        ),
        Mistake("Uphill", (0.01, -0.01), "The lengths are right, and both go uphill. Against the slope, please."),
        Mistake(
            "The lengths alone",
            (0.01, 0.01),
            "The lengths are right. Say which way each goes, too: a parameter that falls moves by a negative number.",
        ),
        Mistake(
            "Without the correction",
            (-0.01 * 0.1 / 0.001**0.5, 0.01 * 0.1 / 0.001**0.5),
            "You left the correction out. In the first step m and v are too small, each by another factor: divide m by "
            "1 - 0.9 = 0.1 and v by 1 - 0.999 = 0.001.",
        ),
        Mistake(
            "Only m is corrected",
            (-0.01 / 0.001**0.5, 0.01 / 0.001**0.5),
            "m is corrected, and v is not: divide v by 1 - 0.999, which leaves the square of the slope.",
        ),
        Mistake(
            "Only v is corrected",
            (-0.001, 0.001),
            "v is corrected, and m is not: divide m by 1 - 0.9, which leaves the slope itself.",
        ),
        Mistake(
            "The learning rate is left out",
            (-1, 1),
            "These are the directions. Each step is η times that: its length is 0.01.",
        ),
        *(
            Mistake(
                f"The {which} does not move",
                moves,
                "Both move, and by equally much: each slope is divided by its own size.",
            )
            for which, moves in (("first", (0, 0.01)), ("second", (-0.01, 0)))
        ),
        Mistake(
            "The root is forgotten",
            (-0.01 / 300, 0.01 / 0.5),
            "It was divided by the mean square itself. Take its root first.",
        ),
        Mistake("Nothing moves", (0, 0), "Both move, and by equally much. What is a number divided by its own size?"),
        Mistake("The same way for both", (-0.01, -0.01), "The second slope is negative, so its parameter goes up."),
    ],
    hints=[
        "In the first step m̂ is the slope itself, and v̂ its square.",
        "A number divided by the root of its square is 1 or -1.",
        "`first_moves = (-0.01, 0.01)`",
    ],
    praise="Both move by η, though one slope is 600 times the other. Only the sign counts in the first step.",
    otherwise="In the first step, the slope is divided by its own size. What is left of it is the sign.",
)

ADAM = [
    (np.array([1.0]), np.array([0.4]), np.array([0.3]), np.array([0.2]), 2, 0.05, 0.3, 0.4, 0.1),  # no slip gives NaN
    (np.array([2.0, 2.0]), np.array([300.0, -0.5]), np.zeros(2), np.zeros(2), 1, 0.1),
    (np.array([2.0, 1.0]), np.array([1e-8, -0.5]), np.zeros(2), np.array([0.0, 0.04]), 2, 0.1),
    (np.array([1.0]), np.array([0.4]), np.array([0.3]), np.array([0.2]), 2, 0.05, 0.9, 0.99, 1e-8),
    (
        np.array([0.5, -1.5, 2.0]),
        np.array([0.1, -2.0, 0.7]),
        np.array([0.2, 0.1, -0.4]),
        np.array([0.3, 1.7, 0.5]),
        5,
        0.2,
        0.8,
        0.95,
        0.1,
    ),
    (
        np.array([[1.0, 2.0], [3.0, 4.0]]),
        np.array([[0.5, -0.5], [1.5, 0.2]]),
        np.array([[0.1, 0.0], [0.4, -0.3]]),
        np.array([[0.9, 0.6], [1.1, 0.4]]),
        12,
        0.01,
        0.5,
        0.7,
        0.01,
    ),
    (np.array([0.3]), np.array([0.0]), np.array([0.5]), np.array([0.4]), 3, 0.3, 0.7, 0.9, 0.05),
    (
        np.array([-2.0, 0.0]),
        np.array([-0.6, 1.2]),
        np.array([0.8, 0.9]),
        np.array([0.1, 2.5]),
        40,
        1.5,
        0.95,
        0.98,
        0.2,
    ),
    (np.array([2, -1]), np.array([3, -5]), np.zeros(2), np.zeros(2), 1, 0.1),
]


def adam(
    mean: Callable = lambda m, g, beta: beta * m + (1 - beta) * g,
    square: Callable = lambda v, g, beta: beta * v + (1 - beta) * g**2,
    corrected: Callable = lambda m, v, t, beta_1, beta_2: (m / (1 - beta_1**t), v / (1 - beta_2**t)),
    move: Callable = lambda m, v, rate, epsilon: -rate * m / (np.sqrt(v) + epsilon),
) -> Callable:
    """Return an `adam_step` of which one part may be another, be it right or not."""

    def step(theta, gradient, m, v, t, learning_rate, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
        m, v = mean(m, gradient, beta_1), square(v, gradient, beta_2)
        return theta + move(*corrected(m, v, t, beta_1, beta_2), learning_rate, epsilon), m, v

    return step


def corrected_means(theta, gradient, m, v, t, learning_rate, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
    moved, m, v = lesson.adam_step.unchecked(theta, gradient, m, v, t, learning_rate, beta_1, beta_2, epsilon)
    return moved, m / (1 - beta_1**t), v / (1 - beta_2**t)


def old_means(theta, gradient, m, v, t, learning_rate, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
    moved = adam(mean=lambda m, g, beta: m, square=lambda v, g, beta: v)
    _, new_m, new_v = lesson.adam_step.unchecked(theta, gradient, m, v, t, learning_rate, beta_1, beta_2, epsilon)
    return moved(theta, gradient, m, v, t, learning_rate, beta_1, beta_2, epsilon)[0], new_m, new_v


def adam_in_place(theta, gradient, m, v, t, learning_rate, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
    found = lesson.adam_step.unchecked(theta, gradient, m, v, t, learning_rate, beta_1, beta_2, epsilon)
    for own, new in zip((theta, m, v), found):
        own[...] = new
    return theta, m, v


def begun_anew(theta, gradient, m, v, *rest):
    return lesson.adam_step.unchecked(theta, gradient, 0 * m, 0 * v, *rest)


def means_as_they_were(theta, gradient, m, v, *rest):
    return lesson.adam_step.unchecked(theta, gradient, m, v, *rest)[0], m, v


def other_step(by: int) -> Callable:
    """Return an `adam_step` that counts the steps from elsewhere."""
    return adam(corrected=lambda m, v, t, beta_1, beta_2: (m / (1 - beta_1 ** (t + by)), v / (1 - beta_2 ** (t + by))))


def step_alone(theta, *case):
    moved, m, v = lesson.adam_step.unchecked(theta, *case)
    return moved - theta, m, v


def betas_swapped(theta, gradient, m, v, t, learning_rate, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
    return lesson.adam_step.unchecked(theta, gradient, m, v, t, learning_rate, beta_2, beta_1, epsilon)


def beta_1_for_v(theta, gradient, m, v, t, learning_rate, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
    step = adam(square=lambda v, g, beta: beta_1 * v + (1 - beta_1) * g**2)
    return step(theta, gradient, m, v, t, learning_rate, beta_1, beta_2, epsilon)


def without_brackets(theta, gradient, m, v, t, learning_rate, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
    m, v = beta_1 * m + 1 - beta_1 * gradient, beta_2 * v + 1 - beta_2 * gradient**2
    with np.errstate(invalid="ignore"):  # nobody who made another slip hears of a root of what is negative here
        root = np.sqrt(v / (1 - beta_2**t))
    return theta - learning_rate * m / (1 - beta_1**t) / (root + epsilon), m, v


def one_square(theta, gradient, m, v, *rest):
    return adam(square=lambda v, g, beta: beta * v + (1 - beta) * (g @ g))(theta, gradient, m, v, *rest)


BRACKETS = "What divides is 1 - βᵗ, with the power taken first: `m / (1 - beta_1**t)` and `v / (1 - beta_2**t)`."

adam_step = CodeExercise(
    title="One step of Adam",
    statement="Return the parameters, m and v after step t of Adam.",
    parts=("theta", "m", "v"),
    reference=lesson.adam_step,
    cases=ADAM,
    not_finite="They come from dividing by zero, or from the root of a negative number.",
    mistakes=[
        Mistake(
            "Without the correction",
            adam(corrected=lambda m, v, t, beta_1, beta_2: (m, v)),
            "m and v are used as they are. Both began at 0 and are too small in the first steps: divide m by "
            "1 - β₁ᵗ and v by 1 - β₂ᵗ.",
        ),
        Mistake(
            "The correction of the first step in every step",
            adam(corrected=lambda m, v, t, beta_1, beta_2: (m / (1 - beta_1), v / (1 - beta_2))),
            "In the first step it is right. The correction fades with the steps: `beta_1**t`, not `beta_1`.",
        ),
        *[
            Mistake(f"Brackets of the correction: {name}", adam(corrected=corrected), BRACKETS)
            for name, corrected in (
                ("`m / 1 - beta_1**t`", lambda m, v, t, beta_1, beta_2: (m / 1 - beta_1**t, v / 1 - beta_2**t)),
                (
                    "`m / (1 - beta_1)**t`",
                    lambda m, v, t, beta_1, beta_2: (m / (1 - beta_1) ** t, v / (1 - beta_2) ** t),
                ),
            )
        ],
        Mistake(
            "Only m is corrected",
            adam(corrected=lambda m, v, t, beta_1, beta_2: (m / (1 - beta_1**t), v)),
            "m is corrected and v is not. v began at 0 as well: divide it by 1 - β₂ᵗ.",
        ),
        Mistake(
            "Only v is corrected",
            adam(corrected=lambda m, v, t, beta_1, beta_2: (m, v / (1 - beta_2**t))),
            "v is corrected and m is not. m began at 0 as well: divide it by 1 - β₁ᵗ.",
        ),
        Mistake(
            "The correction multiplies",
            adam(corrected=lambda m, v, t, beta_1, beta_2: (m * (1 - beta_1**t), v * (1 - beta_2**t))),
            "m and v were multiplied by 1 - βᵗ, which makes them smaller still. Divide them by it.",
        ),
        Mistake(
            "The corrections have changed places",
            adam(corrected=lambda m, v, t, beta_1, beta_2: (m / (1 - beta_2**t), v / (1 - beta_1**t))),
            "The means are right, and their corrections have changed places. m is divided by 1 - β₁ᵗ, v by 1 - β₂ᵗ.",
        ),
        Mistake(
            "β₁ and β₂ have changed places",
            betas_swapped,
            "β₁ and β₂ have changed places. m forgets with β₁, and v with β₂.",
        ),
        Mistake(
            "β₁ in the mean v",
            beta_1_for_v,
            "The mean v forgets with β₁. It has a number of its own, β₂, as in its correction.",
        ),
        *(
            Mistake(
                f"The step is counted from {name}",
                other_step(by),
                "The means are right. The correction counts the steps from elsewhere: `t` is 1 in the first step, and "
                "stands in the power as it is.",
            )
            for name, by in (("2 on", 1), ("0 on", -1))
        ),
        Mistake(
            "m and v begin at 0 in every step",
            begun_anew,
            "m and v begin at 0 here in every step, so that nothing of the steps before is left. They come in as "
            "parameters: go on from those.",
        ),
        Mistake(
            "m and v come back as they were",
            means_as_they_were,
            "The parameters are right, and m and v came back as they were. The next step needs the new ones.",
        ),
        Mistake(
            "θ comes back as it was",
            lambda theta, *case: (theta, *lesson.adam_step.unchecked(theta, *case)[1:]),
            "m and v are right, and θ came back as it was. What is taken from `theta` alone is lost: give the result a "
            "name, or return it.",
        ),
        *(
            Mistake(
                f"Returned in the order {name}",
                lambda *case, order=order: tuple(lesson.adam_step.unchecked(*case)[i] for i in order),
                "All three are right, and they come in another order. The parameters come first, then m, then v.",
            )
            for name, order in (("θ, v, m", (0, 2, 1)), ("m, v, θ", (1, 2, 0)))
        ),
        Mistake(
            "The step alone",
            step_alone,
            "This is how far the parameters move. Return where they are then: `theta` and the step.",
        ),
        Mistake(
            "Both corrected by the same number",
            adam(corrected=lambda m, v, t, beta_1, beta_2: (m / (1 - beta_1**t), v / (1 - beta_1**t))),
            "Both were corrected with β₁. v forgets more slowly, and its correction has β₂.",
        ),
        Mistake(
            "The corrected means are returned",
            corrected_means,
            "The parameters are right. The means m and v go on uncorrected into the next step: the correction is for "
            "this step alone. Give it names of its own.",
        ),
        Mistake(
            "The root is forgotten",
            adam(move=lambda m, v, rate, epsilon: -rate * m / (v + epsilon)),
            "It was divided by v̂. Take its root: only then is the step as long as η, whatever the size of the "
            "gradient.",
        ),
        Mistake(
            "The root is taken before the correction",
            adam(
                corrected=lambda m, v, t, beta_1, beta_2: (m / (1 - beta_1**t), (np.sqrt(v) / (1 - beta_2**t)) ** 2),
            ),
            "The root was taken of v, and its correction came after. Correct v first, and take the root of that.",
        ),
        Mistake(
            "ε under the root",
            adam(move=lambda m, v, rate, epsilon: -rate * m / np.sqrt(v + epsilon)),
            "ε is under the root. It is added to the root: `np.sqrt(v_hat) + epsilon`.",
        ),
        Mistake(
            "Without ε",
            adam(move=lambda m, v, rate, epsilon: -rate * m / np.sqrt(v)),
            "ε is missing, or it is 1e-8 whatever is handed over: use `epsilon`. Without it, where all gradients have "
            "been 0 so far, this divides by 0.",
        ),
        Mistake(
            "Uphill",
            adam(move=lambda m, v, rate, epsilon: rate * m / (np.sqrt(v) + epsilon)),
            "The means are right, and the parameters go uphill. They move by minus η times m̂ over the root.",
        ),
        Mistake(
            "The gradient in place of its mean",
            lambda theta, gradient, m, v, t, learning_rate, beta_1=0.9, beta_2=0.999, epsilon=1e-8: adam(
                move=lambda _, v, rate, small: -rate * gradient / (np.sqrt(v) + small)
            )(theta, gradient, m, v, t, learning_rate, beta_1, beta_2, epsilon),
            "The parameters moved by this gradient alone. Above the root stands m̂, the mean of the gradients so far.",
        ),
        Mistake(
            "The gradient is not squared",
            adam(square=lambda v, g, beta: beta * v + (1 - beta) * np.abs(g)),
            "In v there is the size of the gradient. You want its square.",
        ),
        Mistake(
            "The gradient itself in v",
            adam(square=lambda v, g, beta: beta * v + (1 - beta) * g),
            "In v there is the gradient itself. v is the mean of the *squares*: `gradient**2`.",
        ),
        Mistake(
            "1 - β is squared too",
            adam(square=lambda v, g, beta: beta * v + ((1 - beta) * g) ** 2),
            "1 - β₂ was squared too. A power comes first: `(1 - beta_2) * gradient**2`.",
        ),
        Mistake(
            "One square for all parameters",
            one_square,
            "`@` adds the squares up into one number. So does `np.sum`. Each parameter has a square of its own: "
            "`gradient**2`.",
        ),
        Mistake(
            "Times t in place of to the power of t",
            adam(corrected=lambda m, v, t, beta_1, beta_2: (m / (1 - beta_1 * t), v / (1 - beta_2 * t))),
            "In the first step it is right. βᵗ is a power, and in Python a power is `**`: `beta_1**t`.",
        ),
        Mistake(
            "No brackets around the root plus ε",
            adam(move=lambda m, v, rate, epsilon: -rate * m / np.sqrt(v) + epsilon),
            "The brackets around root plus ε are missing, so ε is added at the very end: `/ (np.sqrt(v_hat) + "
            "epsilon)`.",
        ),
        Mistake(
            "The whole gradient comes in",
            adam(mean=lambda m, g, beta: beta * m + g),
            "m is not a mean: the gradient comes in whole. Multiply it by 1 - β₁.",
        ),
        Mistake(
            "The whole square comes in",
            adam(square=lambda v, g, beta: beta * v + g**2),
            "v is not a mean: the square of the gradient comes in whole. Multiply it by 1 - β₂.",
        ),
        Mistake(
            "The whole gradient and the whole square come in",
            adam(mean=lambda m, g, beta: beta * m + g, square=lambda v, g, beta: beta * v + g**2),
            "m and v are no means: what is new comes in whole. Multiply it by 1 - β₁ and by 1 - β₂.",
        ),
        Mistake(
            "No brackets around 1 - β",
            without_brackets,
            "The brackets around 1 - β are missing, so only β is multiplied by what is new: `(1 - beta_1) * gradient`.",
        ),
        Mistake(
            "β and 1 - β are mixed up in v",
            adam(square=lambda v, g, beta: (1 - beta) * v + beta * g**2),
            "In v, β₂ and 1 - β₂ have changed places. The old mean keeps the large part.",
        ),
        Mistake(
            "β and 1 - β are mixed up",
            adam(mean=lambda m, g, beta: (1 - beta) * m + beta * g),
            "In m, β₁ and 1 - β₁ have changed places. The old mean keeps the large part.",
        ),
        Mistake(
            "β and 1 - β are mixed up in both",
            adam(
                mean=lambda m, g, beta: (1 - beta) * m + beta * g,
                square=lambda v, g, beta: (1 - beta) * v + beta * g**2,
            ),
            "In m and in v, β and 1 - β have changed places. The old mean keeps the large part.",
        ),
        Mistake(
            "The old means move the parameters",
            old_means,
            "m and v are right, and the parameters were moved by the old ones. Work out m and v first.",
        ),
        Mistake(
            "0.9 and 0.999, whatever is handed over",
            lambda theta, gradient, m, v, t, learning_rate, beta_1=0.9, beta_2=0.999, epsilon=1e-8: (
                lesson.adam_step.unchecked(theta, gradient, m, v, t, learning_rate, epsilon=epsilon)
            ),
            "With 0.9 and 0.999 it is right. Use what is handed over, `beta_1` and `beta_2`.",
        ),
        Mistake(
            "Both means with one β",
            lambda theta, gradient, m, v, t, learning_rate, beta_1=0.9, beta_2=0.999, epsilon=1e-8: (
                lesson.adam_step.unchecked(theta, gradient, m, v, t, learning_rate, beta_1, beta_1, epsilon)
            ),
            "Both means forget with β₁. v has its own, β₂.",
        ),
        Mistake(
            "Changed in place",
            adam_in_place,
            "The numbers are right, but the arrays of whoever called the function have been changed. Make new ones.",
        ),
        Mistake(
            "Only the parameters",
            lambda *case: lesson.adam_step.unchecked(*case)[0],
            "The parameters are right. m and v are needed for the next step: return all three.",
        ),
    ],
    hints=[
        "First the two running means: `m = beta_1 * m + (1 - beta_1) * gradient`, and v in the same way, with β₂ and "
        "`gradient**2`.",
        "Then the corrected ones, for this step alone: `m_hat = m / (1 - beta_1**t)` and `v_hat = v / (1 - "
        "beta_2**t)`.",
        "`return theta - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v`",
    ],
    praise="Most networks today are trained with this optimizer, or with a close relative of it.",
    otherwise="m and v are running means of the gradient and of its square. Corrected, they give the step.",
)

plateau = Question(
    title="Read the curves again",
    statement="For thirty epochs, both curves have been lying flat at 0.30, that of the training rows beside that of "
    "the validation rows. Then both begin to fall. What was the network doing at 0.30?",
    choices=[
        Choice(
            "It was overfitting.",
            "Then the curves would part: the one of the training rows falls on, the other rises.",
        ),
        Choice(
            "It stood on a nearly level stretch, here what the best line reaches, until the bend was found.",
            "The network without activations ends at the same height. From there the way down is gentle at first, and "
            "whoever stops too early keeps a line.",
            right=True,
        ),
        Choice(
            "Nothing: its gradient was 0.",
            "Then it would still be there. The slopes were small, and not 0.",
        ),
        Choice(
            "The learning rate was too large.",
            "Then the curve would leap up and down. It lay flat.",
        ),
    ],
)

CURVES = [
    (np.array([0.7, 0.5, 0.4, 0.45, 0.42, 0.3]), 2),
    (np.array([0.7, 0.5, 0.4, 0.45, 0.42, 0.3]), 3),
    (np.array([0.7, 0.6, 0.5, 0.4]), 2),
    (np.array([0.5, 0.6, 0.7, 0.8, 0.2]), 3),
    (np.array([0.9, 0.4, 0.4, 0.4, 0.3, 0.5]), 2),
    (np.array([0.9, 0.4, 0.5, 0.4, 0.3, 0.5]), 3),
    (np.array([0.5, 0.5, 0.6, 0.7]), 2),
    (np.array([0.8, 0.7, 0.75, 0.6, 0.65, 0.62, 0.61, 0.1]), 1),
    (np.array([0.8, 0.7, 0.75, 0.6, 0.65, 0.62, 0.61, 0.1]), 4),
    (np.array([250.0, 120.0, 180.0, 119.5, 130.0, 125.0]), 2),
    (np.array([0.5013, 0.5012, 0.5011, 0.5014, 0.5015]), 3),
    (np.array([0.9, 0.8, 0.7, 0.6, 0.65, 0.5, 0.55, 0.52]), 1),
    (np.array([0.9, 0.8, 0.7, 0.6, 0.65, 0.5, 0.55, 0.52]), 2),
]


def stopping(
    ends: Callable, better: Callable = lambda loss, lowest: loss < lowest, answer: Callable | None = None
) -> Callable:
    """Return a `best_epoch` that ends, prefers and answers in another way, be it right or not."""

    def wrong(losses, patience):
        best = 0
        for epoch in range(len(losses)):
            if better(losses[epoch], losses[best]):
                best = epoch
            if ends(epoch, best, patience, losses):
                break
        return answer(epoch, best) if answer else best

    return wrong


def stops_before(end: int) -> Callable:
    """Return a `best_epoch` that does not look at the last losses."""
    return lambda losses, patience: lesson.best_epoch.unchecked(losses[:end], patience)


def back_from_the_end(losses, patience):
    best = lesson.best_epoch.unchecked(losses, patience)
    return min(best + patience, len(losses) - 1) - patience


def below_the_first(losses, patience):
    best = waited = 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[0]:
            best, waited = epoch, 0
        else:
            waited += 1
        if waited == patience:
            break
    return best


def first_rise(losses, patience):
    for epoch in range(1, len(losses)):
        if losses[epoch] > losses[epoch - 1]:
            return epoch - 1
    return len(losses) - 1


def in_time(epoch, best, patience, losses):
    return epoch - best == patience


def stops_and_says(said: Callable) -> Callable:
    """Return a `best_epoch` that says something of the epoch in which it stops, and is right where it does not."""

    def wrong(losses, patience):
        best = lesson.best_epoch.unchecked(losses, patience)
        stop = best + patience
        return said(stop) if stop < len(losses) else best

    return wrong


def counting(first: int = 1, than_before: bool = False, anew: bool = True) -> Callable:
    """Return a `best_epoch` that counts the epochs it waits, from one on, by another measure or for good."""

    def wrong(losses, patience):
        best, waited = 0, 0
        for epoch in range(first, len(losses)):
            if losses[epoch] < losses[epoch - 1 if than_before else best]:
                best, waited = epoch, 0 if anew else waited
            else:
                waited += 1
            if waited == patience:
                break
        return best

    return wrong


best_epoch = CodeExercise(
    title="Stop early, and say which epoch to keep",
    statement="Go through the losses. Stop where `patience` epochs have brought no new lowest one, and return the "
    "epoch of the lowest.",
    reference=lesson.best_epoch,
    cases=CURVES,
    mistakes=[
        Mistake(
            "The lowest of all",
            lambda losses, patience: int(np.argmin(losses)),
            "This is the lowest loss of the whole list. But the training ends earlier: where `patience` epochs have "
            "brought no new lowest loss, those that follow are never made.",
        ),
        Mistake(
            "Where it stopped",
            stopping(in_time, answer=lambda epoch, best: epoch),
            "This is the epoch in which it stopped. Keep the one with the lowest loss until then.",
        ),
        *[
            Mistake(
                f"Where it stopped, {name}",
                stops_and_says(said),
                "Where it stops, this returns the epoch in which it stopped, or the one before. Keep the one with the "
                "lowest loss until then, there too: `best`.",
            )
            for name, said in (("else the best", lambda epoch: epoch), ("less one", lambda epoch: epoch - 1))
        ],
        Mistake(
            "Epoch 0 counts as waiting",
            counting(first=0),
            "The first loss counts as an epoch without a new lowest one here. It is the lowest so far, so nothing has "
            "been waited for yet.",
        ),
        *(
            Mistake(
                f"The lowest of the first few{name}",
                lambda losses, patience, more=more: int(np.argmin(losses[: patience + more])),
                "It looks at the first `patience` epochs and no further. With each new lowest loss the waiting begins "
                "anew.",
            )
            for name, more in (("", 1), (", less one", 0))
        ),
        Mistake(
            "Always 0",
            lambda losses, patience: 0,
            "It says 0 in every try. Is a loss compared with a loss, `losses[best]`, and does it begin with a loss of "
            "the list and not with 0, below which nothing lies? And where does `return` stand? In the loop it ends all "
            "in the first round.",
        ),
        Mistake(
            "The last loss is left out",
            stops_before(-1),
            "It never looks at the last loss. `range(len(losses))` ends with the last place already.",
        ),
        Mistake(
            "The stop less `patience`",
            back_from_the_end,
            "This goes back from where the loop ended. Where the losses come to their end first, that is another "
            "epoch: keep the number of the best one.",
        ),
        Mistake(
            "The first time that it rises",
            stopping(lambda epoch, best, patience, losses: epoch > best),
            "It stops at the first epoch that brings no new lowest loss. `patience` says how many of them there may "
            "be.",
        ),
        Mistake(
            "An epoch too late",
            stopping(lambda epoch, best, patience, losses: epoch - best > patience),
            "It waits for an epoch more than `patience`. Stop as soon as the best one lies `patience` epochs back.",
        ),
        *(
            Mistake(
                f"An epoch too early{name}",
                stopping(ends),
                "It stops an epoch too early. The best one has to lie `patience` epochs back, and the loss of the "
                "epoch in which it stops is looked at first: it may be a new lowest one.",
            )
            for name, ends in (
                ("", lambda epoch, best, patience, losses: epoch > best and epoch - best >= patience - 1),
                (", at once too", lambda epoch, best, patience, losses: epoch - best == patience - 1),
            )
        ),
        Mistake(
            "The first loss above the one before",
            first_rise,
            "It stops the first time that the loss rises. `patience` says how many epochs without a new lowest loss "
            "there may be.",
        ),
        Mistake(
            "Equal counts as better",
            stopping(in_time, better=lambda loss, lowest: loss <= lowest),
            "An equal loss counts as a new lowest one here, so it goes on too long and keeps a later epoch. Better is "
            "`<`, and not `<=`.",
        ),
        Mistake(
            "Better than the epoch before",
            counting(than_before=True),
            "It asks whether the loss is lower than in the epoch before. It should be: lower than in the best epoch so "
            "far.",
        ),
        Mistake(
            "Lower than the first",
            below_the_first,
            "Each loss is compared with the first one. With each new lowest loss, that is the one to compare with.",
        ),
        Mistake(
            "The lowest loss of all in place of the epoch",
            lambda losses, patience: float(losses.min()),
            "This is the lowest loss of the whole list. You want the number of an epoch, and the training ends where "
            "`patience` epochs have brought no new lowest one.",
        ),
        *(
            Mistake(
                f"The loss in place of the epoch{name}",
                lambda losses, patience, epoch=epoch: float(losses[epoch(losses, patience)]),
                "This is the lowest loss itself. You want the number of its epoch.",
            )
            for name, epoch in (
                ("", lesson.best_epoch.unchecked),
                (", and epoch 0 counts as waiting", counting(first=0)),
            )
        ),
        Mistake(
            "Counted from 1",
            lambda losses, patience: lesson.best_epoch.unchecked(losses, patience) + 1,
            "It is one too many. The first loss is that before training, epoch 0.",
        ),
        Mistake(
            "The highest",
            lambda losses, patience: lesson.best_epoch.unchecked(-losses, patience),
            "It looks for the highest loss. A loss should be low.",
        ),
        Mistake(
            "Patience used up for good",
            counting(anew=False),
            "It counts all epochs without a new lowest loss, also those before the last one. With each new lowest "
            "loss, the counting begins anew.",
        ),
    ],
    hints=[
        "Keep the number of the best epoch so far, 0 at first. In each epoch: is this loss lower than "
        "`losses[best]`? Then this epoch is the best.",
        "After that: if `epoch - best` has come to `patience`, leave the loop with `break`.",
        "`best = 0`, then `for epoch in range(len(losses)):` with the two questions in it, and `return best` after the "
        "loop.",
    ],
    praise="The training ends when it no longer pays, and what is kept is the best that was seen.",
    otherwise="Keep the best epoch so far, and stop where it lies `patience` epochs back.",
)


l2_slope = RoundedExercise(
    digits=3,
    title="A slope with L2",
    statement="A weight is 3, alpha is 0.5, and a batch has 20 rows. The slope of the log-loss for this weight is "
    "0.01. What is the slope with L2, to three decimals?",
    reference=0.085,
    mistakes=[
        Mistake(
            "Everything is divided by n",
            0.0755,
            "Everything was divided by 20. The slope of the log-loss is a mean over the rows already: only alpha · w "
            "is divided.",
        ),
        Mistake("The part of L2 alone", 0.075, "This is the part of L2 alone. The slope of the log-loss is added."),
        Mistake(
            "Half of it",
            0.0475,
            "There is a half in the loss, alpha · w² / 2n. The slope of w² is 2w, and the 2 cancels the half.",
        ),
        Mistake("Rounded too early", 0.09, "This is close, and was rounded too early. Give 3 decimals or more."),
        Mistake(
            "Not divided by the rows",
            1.51,
            "The part of L2 was not divided by n: the loss is a mean over the rows.",
        ),
        Mistake(
            "Not divided, and halved",
            0.76,
            "The half stays in, and n does not divide. The slope of alpha · w² / 2n is alpha · w / n.",
        ),
        Mistake(
            "The square in place of its slope",
            0.1225,
            "This takes alpha · w² / 2n itself. You want its slope for w.",
        ),
        Mistake("Taken away", -0.065, "The part of L2 is added to the slope. The step then goes against both."),
        Mistake(
            "Twice",
            0.16,
            "The part of L2 is twice too large. It is alpha · w / n with alpha = 0.5: the 2 of the slope of w² cancels "
            "the half in the loss.",
        ),
    ],
    hints=[
        "The slope of alpha · w² / 2n is alpha · w / n.",
        "That is 0.5 · 3 / 20, and the slope of the log-loss is added.",
        "`l2_slope = 0.01 + 0.5 * 3 / 20`",
    ],
    praise="In each step the weight loses a small share of itself, so a large one loses much.",
    otherwise="The slope of alpha · w² / 2n is alpha · w / n. It is added to that of the log-loss.",
)

which_set = Question(
    title="Which of the three",
    statement="You have trained twelve networks with different settings, and want to tell the committee how good the "
    "best one is for next year's applicants. Which accuracy do you report?",
    choices=[
        Choice(
            "The one on the training rows.",
            "It was fitted to them. You know from lesson 6 how far that can flatter.",
        ),
        Choice(
            "The one on the validation rows: nothing was trained on them.",
            "It is tempting, because no gradient has seen them. But you have picked, of twelve, the one that did best "
            "there, and part of that was luck.",
        ),
        Choice(
            "The one on test rows that were used neither for training nor for choosing, whatever it says.",
            "It is the only number that nobody has had a hand in. It may disappoint, and then it stays as it is.",
            right=True,
        ),
        Choice(
            "The best of the twelve on the test rows.",
            "Then the test rows have chosen, and are a validation set by another name.",
        ),
    ],
)

spot_the_bug = Question(
    title="Spot the bug",
    statement="What is wrong in the colleague's loop?",
    choices=[
        Choice(
            "The rows are shuffled anew in each epoch.",
            "That is as it should be: other batches in each epoch.",
        ),
        Choice(
            "The optimizer is made anew for each batch.",
            "Adam has no past then: every step is its first, and as long as η in each parameter, however flat the "
            "ground. So it comes close quickly, and then trembles about the goal instead of settling.",
            right=True,
        ),
        Choice(
            "The learning rate is too small.",
            "Then the curve would fall slowly and smoothly. It falls fast, and then it trembles.",
        ),
        Choice(
            "backward is called before step.",
            "So it must be: the gradients first, and then the move.",
        ),
    ],
)

recall_batches = Question(
    title="Small batches",
    statement="Why do you train in batches and not with all rows at once?",
    choices=[
        Choice(
            "The gradient of a batch is more exact.",
            "It is rougher: it comes from fewer rows.",
        ),
        Choice(
            "A rough gradient comes much cheaper, so there are many more steps in an epoch.",
            "Each step is a little off, and on average they are right. Many of them get further than one exact step.",
            right=True,
        ),
        Choice(
            "So that each row is seen more often.",
            "In an epoch each row comes once, whatever the size of the batches.",
        ),
    ],
)

recall_validation = Question(
    title="The validation set",
    statement="What is a validation set for?",
    choices=[
        Choice(
            "To compute gradients when the training rows are used up.",
            "Then it would belong to the training rows.",
        ),
        Choice(
            "To choose among settings, and when to stop, so that the test set stays unseen.",
            "Whatever is chosen with it flatters it. That is why there is a third set.",
            right=True,
        ),
        Choice(
            "To report how good the model is.",
            "It has chosen the model, and so it flatters. The test set reports.",
        ),
    ],
)

recall_one_line = Question(
    title="Back to lesson 5: the same line",
    statement="The plain step of this lesson is the one of lesson 5, and nearly the perceptron trick. What is "
    "different in the trick?",
    choices=[
        Choice(
            "It has a step where the other has a sigmoid, so only a mistake moves it.",
            "Error times input, times η: that is the same in both. The step makes the error -1, 0 or 1; the sigmoid "
            "makes it anything in between.",
            right=True,
        ),
        Choice(
            "It goes uphill.",
            "Both lower what is wrong: the one a mistake, the other the loss.",
        ),
        Choice(
            "It has no learning rate.",
            "It has one, η, as in lesson 2.",
        ),
    ],
)

CONTENTS = contents(vars())
