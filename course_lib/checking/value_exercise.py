"""Exercises whose answer is a number or several: worked out by hand, rounded, or a line for a truth table."""

import re
from collections.abc import Sequence

import numpy as np

from course_lib.checking.exercise import Exercise, Returned, read
from course_lib.checking.feedback import Fact
from course_lib.checking.runner import Outcome, Report
from course_lib.checking.values import (
    Odd,
    Plain,
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

NO_ORDER = " A set has no order. Write `({})`, in round brackets."
OTHER_ORDER = "These are the right numbers, in another order: {} are wanted."
BIAS_LAST = "The numbers are right, and in another order: the bias comes last, `({})`."
IN_PERCENT = "Is this in percent? A share is a number from 0 to 1: 25 % is 0.25."
DECIMAL_MARK = " Is the comma a decimal mark? In Python the decimal mark is a point: `0.12`."


class ValueExercise(Exercise):
    """An exercise whose answer is a number, or several. A wrong one is explained, the right one is not given away.

    Parameters
    ----------
    parts : tuple of str
        The names of the numbers, where there are several.
    """

    def __init__(self, *, parts: tuple[str, ...] = (), **words: object):
        super().__init__(**words)
        self.parts = parts
        self.wanted = plain(self.reference)

    def _started(self, answer: object) -> bool:
        return answer is not ... and not (type(answer) in (tuple, list) and any(part is ... for part in answer))

    def _misfit(self, answer: object) -> str:
        value = self._given(answer)
        fits = shape_in_words(value) == shape_in_words(self.wanted)
        if not fits and any(same(plain(mistake.answer), value) for mistake in self.mistakes):
            return ""
        if truth_value(value):
            return f"{self._wanted_in_words()}, and a truth value came, True or False."
        if fits:
            return "" if finite(value) else "The result is `nan` or `inf`, which is not a usable number."
        if type(answer) is list and isinstance(value, np.ndarray) and value.ndim == 1:  # no array to whoever typed it
            alone = len(value) == 1 and not self.parts
            came = f"a list of {'one number' if len(value) == 1 else f'{len(value)} numbers'}"
            return f"{self._wanted_in_words()}, and {came} came.{' Leave out the square brackets.' if alone else ''}"
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
            if all(re.fullmatch(r"[\d\s.+*/()-]+", each) for each in found):
                return " Leave out the quotation marks, and Python works it out."
            return " Write a number, such as 4, without quotation marks and without a unit."
        if isinstance(value, Odd) and value.kind.startswith("nothing"):
            return " If it comes from `print`: that shows a number and returns nothing."
        if isinstance(value, Odd) and value.kind == "a set":
            return NO_ORDER.format(", ".join(self.parts)) if self.parts else ""
        if self.parts and shape_in_words(value) == f"{len(self.parts) + 1} numbers":
            numbers = _numbers(value)
            return DECIMAL_MARK * bool(np.all(numbers == np.round(numbers)))
        if self.parts or not isinstance(value, tuple):
            return ""
        if _reads_with_a_comma(value):
            return self._what_the_comma_was(*map(int, _numbers(value)))
        return " A comma after a number makes a tuple." if shape_in_words(value) == "a tuple of one number" else ""

    def _what_the_comma_was(self, before: int, after: int) -> str:
        """Return what to do without the comma: it stood for a decimal mark, between thousands, or between two parts."""
        whole = self.wanted == np.round(self.wanted)
        if not whole or before == 0:
            return DECIMAL_MARK
        if self.wanted >= 1000 and 100 <= after < 1000:
            return f" Python takes no comma in a number: write `{before}{after}`."
        return " If these are parts of it, put them together."

    def _in_percent(self, came: np.ndarray) -> bool:
        shares = np.all((_numbers(self.wanted) >= 0) & (_numbers(self.wanted) <= 1))
        return bool(shares) and self._would_be_right(came / 100)

    def _in_another_order(self, came: np.ndarray) -> bool:
        ranks = np.argsort(np.argsort(_numbers(self.wanted)))
        return len(came) == len(ranks) and self._would_be_right(np.sort(came)[ranks])

    def _would_be_right(self, numbers: Sequence[float]) -> bool:
        return self._right(self._attempt(list(numbers) if self.parts else numbers[0]))

    def _attempt(self, answer: object) -> Report:
        return Report([Outcome(Returned(self._given(answer)), ended=True)])

    def _given(self, answer: object) -> Plain:
        """Return an answer as numbers; a table of as many as are wanted counts row by row."""
        value = read(answer)
        if isinstance(value, tuple) and value:  # rows that were typed in round brackets
            value = in_the_form_of(np.empty((len(value), len(self.parts) // len(value))), value)
        if isinstance(value, np.ndarray) and value.ndim == 2 and value.size == len(self.parts):
            value = value.ravel()
        return in_the_form_of(self.wanted, value)

    def _right(self, report: Report) -> bool:
        return same(report.outcomes[0].result.value, self.wanted)

    def _facts(self, answer: object, report: Report) -> list[Fact]:
        return [Fact("Got", shown(report.outcomes[0].result.value, self.parts))]

    def _explained(self, answer: object, report: Report, reason: str) -> list[str]:
        came = report.outcomes[0].result.value
        if not reason and self._in_percent(_numbers(came)):
            return [IN_PERCENT]
        if reason or not self.parts:
            return [reason or self.otherwise]
        if self._in_another_order(_numbers(came)):
            return [OTHER_ORDER.format(f"`({', '.join(self.parts)})`")]
        numbers = zip(self.parts, came, self.wanted)
        right = [name for name, came, wanted in numbers if self._part_right(came, wanted)]
        return [f"Right so far: {', '.join(right)}." if right else "", self.otherwise]

    def _part_right(self, came: Plain, wanted: Plain) -> bool:
        return same(came, wanted)


class RoundedExercise(ValueExercise):
    """An exercise by hand: right is what lies no further from the right answer than rounding can move it.

    Parameters
    ----------
    digits : int
        The decimals that count.
    also : sequence
        What else is right: the answers of a learner who has rounded on the way.
    """

    def __init__(self, *, digits: int, also: Sequence = (), **words: object):
        self.digits = digits
        super().__init__(**words)
        self.also = tuple(map(plain, also))

    def _right(self, report: Report) -> bool:
        came = report.outcomes[0].result.value
        return any(_near(right, came, self.digits) for right in (self.wanted, *self.also))

    def _part_right(self, came: Plain, wanted: Plain) -> bool:
        return _near(wanted, came, self.digits)

    def _advice(self, value: Plain) -> str:
        twice_as_many = shape_in_words(value) == f"{2 * len(self.parts)} numbers"
        if self.parts and twice_as_many and np.all(_numbers(value) == np.round(_numbers(value))):
            return DECIMAL_MARK
        return super()._advice(value)

    def _reason(self, answer: object, report: Report) -> str:
        """Return the reason of the nearest of the mistakes that may have been rounded to the answer."""
        came = report.outcomes[0].result.value
        wrong = [(in_the_form_of(self.wanted, plain(mistake.answer)), mistake.reason) for mistake in self.mistakes]
        like = [(_apart(value, came), reason) for value, reason in wrong if _rounds_to(value, came, self.digits)]
        if _cut_short(self.wanted, came, self.digits) and not any(
            _near(value, came, self.digits) for value, _ in wrong
        ):
            return f"This is close, but was rounded too early or too far. Give {self.digits} decimals or more."
        if not like and self.parts:
            like = [(0, reason) for value, reason in wrong if self._all_but_the_last(value, came)]
        return min(like, default=(0, ""), key=lambda pair: pair[0])[1]

    def _all_but_the_last(self, value: Plain, came: Plain) -> bool:
        """Return whether a mistake came in all parts but the last, two at least, and went on to another wrong number.

        The last is worked out from the others, and there a second slip, or rounding on the way, hides the first.
        """
        if len(came) < 3 or self._part_right(came[-1], self.wanted[-1]):
            return False
        return _near(value[:-1], came[:-1], self.digits) and not _near(self.wanted[:-1], came[:-1], self.digits)


def _reads_with_a_comma(value: Plain) -> bool:
    """Return whether a tuple is two whole numbers as in ``0,12``, of which the second has no sign."""
    if shape_in_words(value) != "2 numbers":
        return False
    numbers = _numbers(value)
    return bool(np.isfinite(numbers).all() and np.all(numbers == np.round(numbers)) and numbers[1] >= 0)


def _near(value: Plain, came: Plain, digits: int, units: float = 0.5) -> bool:
    """Return whether what came is at most half of the last decimal that counts away; 0.235 is 0.2345 to three."""
    if shape_in_words(value) != shape_in_words(came):
        return False
    room = units / 10**digits
    return bool(np.all(np.abs(_numbers(value) - _numbers(came)) <= room * (1 + 1e-9)))


def _cut_short(value: Plain, came: Plain, digits: int) -> bool:
    """Return whether numbers came with fewer decimals than count, or with the others cut off; the rest may be right."""
    one, other = _numbers(value), _numbers(came)
    if one.shape != other.shape:
        return False
    cut = [np.round(one, fewer) for fewer in range(1, digits)] + [np.trunc(one * 10**digits) / 10**digits]
    close = [np.isclose(each, other, rtol=0, atol=1e-12) for each in cut]
    right = np.abs(one - other) <= 0.5 / 10**digits
    return bool(np.all(np.any([*close, right], axis=0)))


def _rounds_to(value: Plain, came: Plain, digits: int) -> bool:
    """Return whether a value came, rounded to the decimals that count or, with two digits at least, as it was typed.

    Of several, one may be worked out from another that was rounded, and be a whole unit of the last decimal off.
    """
    if shape_in_words(value) != shape_in_words(came):
        return False
    units = 1 if isinstance(value, tuple) else 0.5
    return _near(value, came, digits, units) or all(map(_typed, _numbers(value), _numbers(came)))


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
    inputs : sequence of str, optional
        What the columns of X are called, where they are not the inputs themselves: ``("OR", "NAND")``.
    """

    def __init__(self, *, table: tuple[np.ndarray, np.ndarray], inputs: Sequence[str] = (), **words: object):
        super().__init__(**words)
        self.X, self.y = table
        self.inputs = inputs

    def _scores(self, answer: object) -> np.ndarray:
        *w, b = np.array(self._given(answer), dtype=float)
        X, w = self.X, np.array(w)
        with np.errstate(over="ignore"):  # an infinite score still has its sign, and no warning is the learner's
            z, size = X @ w + b, np.abs(X) @ np.abs(w) + abs(b)
        return np.where(np.isfinite(size) & (np.abs(z) <= 4 * np.finfo(float).eps * size), 0.0, z)

    def _attempt(self, answer: object) -> Report:
        decisions = np.where(self._scores(answer) >= 0, 1, 0)
        return Report([Outcome(Returned(decisions), ended=True)])

    def _reason(self, answer: object, report: Report) -> str:
        """Return the reason of the mistake with the very same numbers, or else of one with the same table."""
        value = self._given(answer)
        exact = [mistake.reason for mistake in self.mistakes if same(plain(mistake.answer), value)]
        if not exact and self._would_be_right(np.roll(_numbers(value), -1)):
            return BIAS_LAST.format(", ".join(self.parts))
        return exact[0] if exact else super()._reason(answer, report)

    def _right(self, report: Report) -> bool:
        return bool(np.array_equal(report.outcomes[0].result.value, self.y))

    def _facts(self, answer: object, report: Report) -> list[Fact]:
        rows = zip(
            self.X.astype(int).tolist(), self._scores(answer), report.outcomes[0].result.value, self.y, strict=True
        )
        facts = [
            Fact(self._named(row), f"score {shown(np.array(z))}, so {came}; it should be {wanted}")
            for row, z, came, wanted in rows
            if came != wanted
        ]
        return list(dict.fromkeys(facts))

    def _named(self, row: list[int]) -> str:
        if not self.inputs:
            return f"Input{'s' * (len(row) > 1)} {', '.join(map(str, row))}"
        return ", ".join(f"{name} {value}" for name, value in zip(self.inputs, row, strict=True))

    def _explained(self, answer: object, report: Report, reason: str) -> list[str]:
        return [reason or self.otherwise]

    def _remarks(self, answer: object) -> list[str]:
        if not np.any(self._scores(answer) == 0):
            return []
        return [
            (
                "One score is exactly 0 on paper: that corner lies on the line. It counts, since the step of 0 is 1, "
                "but there is no room to spare, and a computer's rounding can tip it over."
            )
        ]
