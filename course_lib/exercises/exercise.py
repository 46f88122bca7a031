"""Exercises that know their typical mistakes.

A typical mistake is written down as the wrong answer itself with the reason behind it. The check puts the learner's
answer and the wrong answer to the same test, and where both come to the same thing, the reason is given.
"""

import dis
import inspect
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from course_lib.exercises import record
from course_lib.exercises.errors import in_plain_words
from course_lib.exercises.feedback import Fact, Feedback
from course_lib.exercises.runner import Outcome, Report, run
from course_lib.exercises.values import (
    Odd,
    Plain,
    code,
    finite,
    in_the_form_of,
    plain,
    reads_as_numbers,
    same,
    shape_in_words,
    shown,
    texts,
    truth_value,
)
from course_lib.validation import shorten

MOST_SHOWN = 400
MOST_LINES = 5
BY_HAND = (
    "Work this one case out by hand, and print what your function has after each of its steps. They part somewhere."
)


@dataclass(frozen=True)
class Mistake:
    """A typical wrong answer: what it looks like (for the instructor), the answer itself, and the reason to give."""

    looks_like: str
    answer: object
    reason: str


class Exercise:
    """What all exercises share: their words, their hints, and the way from an answer to a feedback.

    Parameters
    ----------
    lesson, name : str
        The module it lives in, and its name there: a learner calls ``check.<name>(answer)``.
    title, statement : str
        What it is called, and what is wanted, in one line each.
    reference : object
        A right answer.
    mistakes : sequence of Mistake
        The typical wrong answers. The first that fits is the one that is answered.
    hints : sequence of str
        From a nudge to nearly the answer.
    praise : str
        One sentence for a right answer: what it shows, or what comes next.
    otherwise : str
        What to say of a wrong answer that no mistake explains.
    """

    def __init__(
        self,
        lesson: str,
        name: str,
        *,
        title: str,
        statement: str,
        reference: object,
        mistakes: Sequence[Mistake],
        hints: Sequence[str],
        praise: str,
        otherwise: str = "",
    ):
        self.lesson, self.name = lesson, name
        self.title, self.statement = title, statement
        self.reference = reference
        self.mistakes, self.hints = tuple(mistakes), tuple(hints)
        self.praise, self.otherwise = praise, otherwise

    def __repr__(self) -> str:
        return f"check.{self.name}(…) checks your answer: {self.title}"

    @property
    def typical_mistakes(self) -> list[tuple[str, str]]:
        """For the instructor: what each typical mistake looks like, and the reason that a learner is given."""
        return [(mistake.looks_like, mistake.reason) for mistake in self.mistakes]

    def hint(self, number: int = 1) -> Feedback:
        """Return one hint, counted from 1."""
        if number not in range(1, len(self.hints) + 1):
            return Feedback(
                "hint", self.title, (f"There are {len(self.hints)} hints: ask for 1 to {len(self.hints)}.",)
            )
        return Feedback("hint", self.title, (f"Hint {number} of {len(self.hints)}. {self.hints[number - 1]}",))

    def __call__(self, answer: object = ...) -> Feedback:
        """Return the feedback to an answer."""
        if not self._started(answer):
            return self._feedback("not started", self.statement, "Replace the three dots, then run the cell again.")
        misfit = self._misfit(answer)
        if misfit:
            return self._feedback("not yet", misfit)
        report = self._attempt(answer)
        if self._right(report):
            record.mark(self.lesson, self.name)
            return Feedback("passed", self.title, (self.praise, *self._remarks(answer), *_warned(report)))
        reason = self._reason(answer, report)
        return self._feedback("not yet", *self._facts(answer, report), *self._explained(answer, report, reason))

    def _feedback(self, state: str, *body: str | Fact) -> Feedback:
        return Feedback(state, self.title, tuple(part for part in body if part), self.hints, f"check.{self.name}")

    def _reason(self, answer: object, report: Report) -> str:
        """Return the reason of the first typical mistake that comes to the same as the answer."""
        for mistake in self.mistakes:
            if _alike(report, self._attempt(mistake.answer)):
                return mistake.reason
        return ""

    def _started(self, answer: object) -> bool:
        """Return whether the learner has replaced the dots."""
        raise NotImplementedError

    def _misfit(self, answer: object) -> str:
        """Return why the answer cannot be tried at all, or an empty string."""
        raise NotImplementedError

    def _attempt(self, answer: object) -> Report:
        """Try the answer."""
        raise NotImplementedError

    def _right(self, report: Report) -> bool:
        """Return whether everything that came is right."""
        raise NotImplementedError

    def _facts(self, answer: object, report: Report) -> list[Fact]:
        """Return what was tried, what came and what was expected."""
        raise NotImplementedError

    def _explained(self, answer: object, report: Report, reason: str) -> list[str]:
        """Return what is behind a wrong answer, in words; `reason` is that of a typical mistake, or empty."""
        raise NotImplementedError

    def _remarks(self, answer: object) -> list[str]:
        """Return what there is to say of a right answer beyond the praise."""
        return []


@dataclass(frozen=True)
class Returned:
    """What a call returned, as plain numbers, and the positions of the arguments that it changed."""

    value: Plain
    changed: tuple[int, ...] = ()


def _alike(report: Report, wrong: Report) -> bool:
    """Return whether an answer came to the same as a wrong one, in every case."""
    return len(report.outcomes) == len(wrong.outcomes) and all(map(_like, report.outcomes, wrong.outcomes))


def _like(one: Outcome, wrong: Outcome) -> bool:
    if not (one.ended and wrong.ended) or one.trouble or wrong.trouble:
        return one.ended and wrong.ended and one.trouble == wrong.trouble
    value = in_the_form_of(wrong.result.value, one.result.value)
    return same(value, wrong.result.value) and (not wrong.result.changed or one.result.changed == wrong.result.changed)


def _warned(report: Report) -> list[str]:
    return [f"Python warned: {shorten(report.warnings[0], 200)}."] if report.warnings else []


class CodeExercise(Exercise):
    """An exercise whose answer is a function: it is called on several cases, and compared with the reference.

    Parameters
    ----------
    cases : sequence of tuples
        The arguments of each call. Between them they must tell the right answer from every mistake.
    parts : tuple of str
        The names of the values that are returned, where there are several.
    """

    def __init__(self, lesson: str, name: str, *, cases: Sequence[tuple], parts: tuple[str, ...] = (), **words: object):
        super().__init__(lesson, name, **words)
        self.cases, self.parts = tuple(cases), parts
        self.wanted = tuple(plain(self.reference(*case)) for case in self.cases)

    def _started(self, answer: object) -> bool:
        return answer is not ... and not _is_stub(answer)

    def _misfit(self, answer: object) -> str:
        signature = f"`{self.name}({', '.join(_parameters(self.reference))})`"
        if not callable(answer):
            hand_over = (
                f"Hand over the function itself, without brackets behind its name: `check.{self.name}({self.name})`."
            )
            return f"A function is wanted, and {shape_in_words(_read(answer))} came. {hand_over}"
        try:
            inspect.signature(answer).bind(*self.cases[0])
        except TypeError:
            own = f"({', '.join(_parameters(answer))})"
            return f"Your function takes `{own}`. Wanted is {signature}, with these parameters in this order."
        except Exception:
            return ""
        return ""

    def _attempt(self, answer: object) -> Report:
        return run([self._call(answer, case) for case in self.cases], own=_notebook(answer))

    def _call(self, answer: Callable, case: tuple) -> Callable[[], Returned]:
        def call() -> Returned:
            handed_over = [np.array(value) if isinstance(value, np.ndarray) else value for value in case]
            value = plain(answer(*handed_over))
            changed = [i for i, value in enumerate(case) if not np.array_equal(value, handed_over[i])]
            return Returned(value, tuple(changed))

        return call

    def _right(self, report: Report) -> bool:
        return len(report.outcomes) == len(self.cases) and all(map(self._fits, report.outcomes, self.wanted))

    def _fits(self, outcome: Outcome, wanted: Plain) -> bool:
        return self._right_value(outcome, wanted) and not outcome.result.changed

    def _right_value(self, outcome: Outcome, wanted: Plain) -> bool:
        result = outcome.result
        return outcome.ended and not outcome.trouble and same(in_the_form_of(wanted, result.value), wanted)

    def _first_wrong(self, report: Report) -> int:
        fits = list(map(self._fits, report.outcomes, self.wanted))
        return fits.index(False) if False in fits else len(fits) - 1

    def _facts(self, answer: object, report: Report) -> list[Fact]:
        at = self._first_wrong(report)
        facts = [Fact("Tried", self._call_in_words(answer, self.cases[at])), *self._came(report, at)]
        return [*facts, Fact("Expected", shown(self.wanted[at], self.parts))]

    def _came(self, report: Report, at: int) -> list[Fact]:
        outcome, facts = report.outcomes[at], []
        if not outcome.ended:
            facts.append(Fact("Came", "nothing, it was still running"))
        elif outcome.trouble:
            trouble = outcome.trouble
            facts.append(Fact("Came", f"{trouble.kind}: {trouble.message}"))
            if trouble.line:
                facts.append(Fact(f"In line {trouble.line_number}", trouble.line))
        else:
            facts.append(Fact("Came", shorten(shown(outcome.result.value, self.parts), MOST_SHOWN)))
        if outcome.output.strip():
            facts.append(Fact("Printed", _beginning(outcome.output)))
        return facts

    def _call_in_words(self, answer: object, case: tuple) -> str:
        """Return the call as a learner would type it, with the learner's own parameter names."""
        names = _parameters(answer)
        given = [f"{name}={code(value)}" for name, value in zip(names, case)]
        return f"{self.name}({', '.join(given if len(given) == len(case) else map(code, case))})"

    def _explained(self, answer: object, report: Report, reason: str) -> list[str]:
        at = self._first_wrong(report)
        return [
            _unfinished(answer) or reason or self._diagnosis(report, at, answer),
            _foreign(answer) if not reason else "",
            self._tally(report),
            *_warned(report),
        ]

    def _tally(self, report: Report) -> str:
        right = sum(map(self._fits, report.outcomes, self.wanted))
        return f"It is right in {right} of {len(self.cases)} tries, and this is the first that is not." if right else ""

    def _diagnosis(self, report: Report, at: int, answer: object) -> str:
        """Return what is behind a wrong outcome that is no typical mistake."""
        outcome, wanted = report.outcomes[at], self.wanted[at]
        if not outcome.ended:
            return _endless(report)
        if outcome.trouble:
            return in_plain_words(outcome.trouble)
        value = in_the_form_of(wanted, outcome.result.value)
        if same(value, wanted):
            return self._changed(outcome.result.changed, answer)
        return self._misshapen(value, wanted, outcome.output) or self._partly_right(value, wanted)

    def _changed(self, positions: tuple[int, ...], answer: object) -> str:
        names = [(_parameters(answer) or _parameters(self.reference))[i] for i in positions]
        return (
            f"The result is right, but your function has changed `{'` and `'.join(names)}`, which still belongs to "
            f"whoever called it. Something like `{names[0]} += …` writes into the caller's array. Write "
            f"`{names[0]} = {names[0]} + …`, which makes a new one."
        )

    def _misshapen(self, value: Plain, wanted: Plain, printed: str) -> str:
        if isinstance(value, Odd) and value.kind.startswith("nothing"):
            if printed.strip():
                return (
                    "Your function prints its result, but returns nothing. `print` shows a value to a person; "
                    "`return` hands it on to the code."
                )
            return "Your function returns nothing. It gives back only what stands behind `return`."
        if isinstance(wanted, tuple) and (not isinstance(value, tuple) or len(value) != len(wanted)):
            names = ", ".join(self.parts)
            return f"{len(wanted)} values are wanted, as in `return {names}`, and {shape_in_words(value)} came."
        if not finite(value):
            return (
                "The result holds `nan` or `inf`, which are no usable numbers. They come from dividing by zero, or "
                "from numbers that grew without bound."
            )
        if shape_in_words(value) != shape_in_words(wanted):
            return f"Wanted is {_in_words(wanted, self.parts)}, and {_in_words(value, self.parts)} came."
        return ""

    def _partly_right(self, value: Plain, wanted: Plain) -> str:
        if isinstance(wanted, tuple):
            right = [name for name, one, other in zip(self.parts, value, wanted) if same(one, other)]
            wrong = [name for name in self.parts if name not in right]
            if right:
                return (
                    f"Here `{', '.join(right)}` is right, and `{', '.join(wrong)}` is not. {self.otherwise or BY_HAND}"
                )
        return self.otherwise or BY_HAND


def _beginning(output: str) -> str:
    """Return the first lines of what was printed."""
    lines = output.strip("\n").split("\n")
    return shorten("\n".join(lines[:MOST_LINES]), MOST_SHOWN) + ("\n…" if len(lines) > MOST_LINES else "")


def _in_words(value: Plain, parts: tuple[str, ...]) -> str:
    if isinstance(value, tuple) and len(value) == len(parts):
        return " and ".join(f"for `{name}` {shape_in_words(part)}" for name, part in zip(parts, value))
    return shape_in_words(value)


def _endless(report: Report) -> str:
    advice = "A `while` goes on until its condition is false: look at what in the loop changes that condition."
    if report.stopped:
        return f"It did not come to an end, so it was stopped. {advice}"
    return (
        f"It did not come to an end and could not be stopped, so it may still be running. {advice} Then choose Restart "
        "Kernel in the Kernel menu, and run the lesson's cells again from the top."
    )


def _read(value: object) -> Plain:
    """Return a value as plain numbers, whatever its own methods do."""
    outcome = run([lambda: plain(value)]).outcomes[0]
    return outcome.result if outcome.ended and not outcome.trouble else Odd("a value that cannot be read")


def _parameters(function: object) -> list[str]:
    try:
        return list(inspect.signature(function).parameters)
    except Exception:
        return []


def _notebook(function: object) -> Mapping | None:
    """Return the global names that a function of the learner's can see."""
    return function.__globals__ if type(function) is types.FunctionType else None


def _is_stub(function: object) -> bool:
    """Return whether a function does nothing yet: its body is `...`, `pass` or a bare return."""
    if type(function) is not types.FunctionType:
        return False
    steps = [step for step in dis.get_instructions(function) if step.opname not in ("RESUME", "NOP", "COPY_FREE_VARS")]
    idle = all(step.opname in ("LOAD_CONST", "POP_TOP", "RETURN_CONST", "RETURN_VALUE") for step in steps)
    return idle and all(step.argval in (None, ...) for step in steps if step.opname.endswith("CONST"))


def _global_names(function: object) -> list[str]:
    if type(function) is not types.FunctionType:
        return []
    names = [step.argval for step in dis.get_instructions(function) if step.opname == "LOAD_GLOBAL"]
    return [name for name in dict.fromkeys(names) if name in function.__globals__]


def _unfinished(function: object) -> str:
    """Say so where the function relies on another that is not written yet."""
    for name in _global_names(function):
        if _is_stub(function.__globals__[name]):
            return (
                f"Your function uses `{name}`, which is not written yet. Write `{name}` first, then run this cell "
                f"again."
            )
    return ""


def _foreign(function: object) -> str:
    """Say so where the function takes a value from the notebook that is not one of its parameters."""
    for name in _global_names(function):
        value = function.__globals__[name]
        if not callable(value) and not isinstance(value, types.ModuleType):
            return (
                f"Your function also uses `{name}`, which is not one of its parameters: it comes from another cell and "
                "stays the same in every call."
            )
    return ""


class ValueExercise(Exercise):
    """An exercise whose answer is a number, or several. A wrong one is explained, the right one is not given away.

    Parameters
    ----------
    parts : tuple of str
        The names of the numbers, where there are several.
    """

    def __init__(self, lesson: str, name: str, *, parts: tuple[str, ...] = (), **words: object):
        super().__init__(lesson, name, **words)
        self.parts = parts
        self.wanted = plain(self.reference)

    def _started(self, answer: object) -> bool:
        return answer is not ... and not (type(answer) in (tuple, list) and any(part is ... for part in answer))

    def _misfit(self, answer: object) -> str:
        value = in_the_form_of(self.wanted, self._read(answer))
        if truth_value(value):
            return f"{self._wanted_in_words()}, and a truth value came, True or False."
        if shape_in_words(value) == shape_in_words(self.wanted):
            return "" if finite(value) else "The result is `nan` or `inf`, which is no usable number."
        if any(same(plain(mistake.answer), value) for mistake in self.mistakes):
            return ""
        return f"{self._wanted_in_words()}, and {shape_in_words(value)} came.{self._advice(value)}"

    def _wanted_in_words(self) -> str:
        if self.parts:
            return f"{len(self.parts)} numbers are wanted, `({', '.join(self.parts)})`"
        return "One number is wanted"

    def _advice(self, value: Plain) -> str:
        found = texts(value)
        if found and all(map(reads_as_numbers, found)):
            return " Leave out the quotation marks."
        if found and not self.parts:
            return " Write a number, such as 4."
        one = isinstance(value, tuple) and shape_in_words(value) == "a tuple of one number"
        return " A comma behind a number makes a tuple." if one and not self.parts else ""

    def _read(self, answer: object) -> Plain:
        value = _read(answer)
        one_row = isinstance(value, np.ndarray) and value.ndim == 1 and isinstance(self.wanted, tuple)
        return tuple(np.array(number) for number in value) if one_row else value

    def _attempt(self, answer: object) -> Report:
        return Report([Outcome(Returned(in_the_form_of(self.wanted, self._read(answer))), ended=True)])

    def _right(self, report: Report) -> bool:
        return same(report.outcomes[0].result.value, self.wanted)

    def _facts(self, answer: object, report: Report) -> list[Fact]:
        return [Fact("Came", shown(report.outcomes[0].result.value, self.parts))]

    def _explained(self, answer: object, report: Report, reason: str) -> list[str]:
        if reason or not self.parts:
            return [reason or self.otherwise]
        numbers = zip(self.parts, report.outcomes[0].result.value, self.wanted)
        right = [name for name, one, other in numbers if same(one, other)]
        return [f"Right so far: {', '.join(right)}." if right else "", self.otherwise]


class RoundedExercise(ValueExercise):
    """An exercise by hand: right is what lies no further from the right answer than rounding can move it.

    Parameters
    ----------
    digits : int
        The decimals that count.
    also : sequence
        What else is right: the answers of a learner who has rounded on the way.
    """

    def __init__(self, lesson: str, name: str, *, digits: int, also: Sequence = (), **words: object):
        self.digits = digits
        super().__init__(lesson, name, **words)
        self.also = tuple(map(plain, also))

    def _right(self, report: Report) -> bool:
        came = report.outcomes[0].result.value
        return any(_near(right, came, self.digits) for right in (self.wanted, *self.also))

    def _reason(self, answer: object, report: Report) -> str:
        """Return the reason of the nearest of the mistakes that may have been rounded to the answer."""
        came = report.outcomes[0].result.value
        wrong = [(in_the_form_of(self.wanted, plain(mistake.answer)), mistake.reason) for mistake in self.mistakes]
        like = [(_apart(value, came), reason) for value, reason in wrong if _rounds_to(value, came, self.digits)]
        return min(like, default=(0, ""), key=lambda pair: pair[0])[1]


def _near(value: Plain, came: Plain, digits: int) -> bool:
    """Return whether what came is at most half of the last decimal that counts away; 0.235 is 0.2345 to three."""
    if shape_in_words(value) != shape_in_words(came):
        return False
    half = 0.5 / 10**digits
    return bool(np.all(np.abs(_numbers(value) - _numbers(came)) <= half * (1 + 1e-9)))


def _rounds_to(value: Plain, came: Plain, digits: int) -> bool:
    """Return whether a value came, rounded to the decimals that count or, with two digits at least, as it was typed."""
    if shape_in_words(value) != shape_in_words(came):
        return False
    return _near(value, came, digits) or all(map(_typed, _numbers(value), _numbers(came)))


def _typed(number: float, typed: float) -> bool:
    digits = len(f"{abs(typed):.15g}".split("e")[0].replace(".", "").lstrip("0"))
    return number == typed or (digits >= 2 and f"{number:.{digits}g}" == f"{typed:.{digits}g}")


def _apart(value: Plain, came: Plain) -> float:
    """Return how far apart two values are, in proportion to their size."""
    one, other = _numbers(value), _numbers(came)
    return float(np.max(np.abs(one - other) / np.maximum(np.abs(one) + np.abs(other), np.finfo(float).tiny)))


def _numbers(value: Plain) -> np.ndarray:
    """Return all numbers of a plain value in one row."""
    return np.hstack([np.ravel(part) for part in value] if isinstance(value, tuple) else np.ravel(value)).astype(float)


class GateExercise(ValueExercise):
    """An exercise whose answer is a line (w1, …, b): it must give every row of a truth table its label.

    Parameters
    ----------
    table : tuple of X (n, d) and y (n,)
        The rows of the truth table, and what each wants.
    """

    def __init__(self, lesson: str, name: str, *, table: tuple[np.ndarray, np.ndarray], **words: object):
        super().__init__(lesson, name, **words)
        self.X, self.y = table

    def _scores(self, answer: object) -> np.ndarray:
        *w, b = np.array(in_the_form_of(self.wanted, self._read(answer)), dtype=float)
        with np.errstate(over="ignore"):  # an infinite score still has its sign, and no warning is the learner's
            return self.X @ np.array(w) + b

    def _attempt(self, answer: object) -> Report:
        decisions = np.where(self._scores(answer) >= 0, 1, 0)
        return Report([Outcome(Returned(decisions), ended=True)])

    def _reason(self, answer: object, report: Report) -> str:
        """Return the reason of the mistake with the very same numbers, or else of one with the same table."""
        value = in_the_form_of(self.wanted, self._read(answer))
        exact = [mistake.reason for mistake in self.mistakes if same(plain(mistake.answer), value)]
        return exact[0] if exact else super()._reason(answer, report)

    def _right(self, report: Report) -> bool:
        return bool(np.array_equal(report.outcomes[0].result.value, self.y))

    def _facts(self, answer: object, report: Report) -> list[Fact]:
        rows = zip(
            self.X.astype(int).tolist(), self._scores(answer), report.outcomes[0].result.value, self.y, strict=True
        )
        return [
            Fact(f"Inputs {', '.join(map(str, row))}", f"score {shown(np.array(z))}, so {came}; wanted is {wanted}")
            for row, z, came, wanted in rows
            if came != wanted
        ]

    def _explained(self, answer: object, report: Report, reason: str) -> list[str]:
        return [reason or self.otherwise]

    def _remarks(self, answer: object) -> list[str]:
        if not np.any(self._scores(answer) == 0):
            return []
        return [
            (
                "One score is exactly 0: that corner lies on the line. It counts, since the step of 0 is 1, but "
                "there is no room to spare."
            )
        ]
