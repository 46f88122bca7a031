"""Exercises whose answer is a function: it is called on several cases."""

import contextlib
import importlib
import inspect
import itertools
import re
import types
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

import numpy as np

from course_lib.checking import source
from course_lib.checking.derived import Derived, derived
from course_lib.checking.errors import FORGOTTEN_ZIP, in_plain_words, said_by_the_line
from course_lib.checking.exercise import Exercise, Returned, alike, comes_to_the_same, read, warned
from course_lib.checking.feedback import Fact
from course_lib.checking.runner import Outcome, Report, Trouble, run
from course_lib.checking.values import (
    MOST_PARTS,
    Odd,
    Plain,
    code,
    copied,
    equal,
    finite,
    in_a_row,
    in_decimals,
    in_the_form_of,
    in_whole_numbers,
    plain,
    rounded,
    same,
    same_shape,
    shape_in_words,
    shown,
)
from course_lib.checking.words import (
    BY_HAND,
    IN_WHICH,
    NEARLY,
    NOT_FINITE,
    OF_ONE,
    RETURN_IN_LOOP,
    SLOW,
    WHILE,
    WHOLE_NUMBERS,
    ZEROS,
    endless,
    first_misshapen,
    if_lazy,
    nothing_returned,
    way_out,
)
from course_lib.validation import shorten

MOST_SHOWN = 400
MOST_LINES = 5
TOGETHER = 10  # wrong answers that share one time limit
CLASS = 100  # students in the tables of most lessons
SMALL = 10  # to whole numbers up to here many slips come
NEAR = 0.01  # as a part of the right number


class CodeExercise(Exercise):
    """An exercise whose answer is a function: it is called on several cases, and compared with the reference.

    Parameters
    ----------
    cases : sequence of tuples
        The arguments of each call. Between them they must tell the right answer from every mistake.
    parts : tuple of str
        The names of the values that are returned, where there are several.
    atol : float
        How far a number may be off, if it is not off by a millionth part.
    strict : bool
        Whether the function must not overflow on its way: then NumPy raises an error where it otherwise only warns.
    endless, not_finite : str
        What to say here where a `while` does not end, and where `nan` or infinity comes.
    """

    def __init__(
        self,
        *,
        cases: Sequence[tuple],
        parts: tuple[str, ...] = (),
        atol: float = 1e-9,
        strict: bool = False,
        endless: str = WHILE,
        not_finite: str = NOT_FINITE,
        **words: object,
    ):
        super().__init__(**words)
        self.cases, self.parts, self.atol = tuple(cases), parts, atol
        self.endless, self.not_finite = endless, not_finite
        self.errstate = dict.fromkeys(("over", "invalid", "divide"), "raise") if strict else {}

    @cached_property
    def wanted(self) -> tuple[Plain, ...]:
        """What the reference returns for each case."""
        return tuple(plain(self.reference(*case)) for case in self.cases)

    def _started(self, answer: object) -> bool:
        return answer is not ... and not source.is_stub(answer)

    def _misfit(self, answer: object) -> str:
        signature = f"`{self.name}{source.signature(self.reference)}`"
        if self.errstate and source.silences(answer):
            return "Telling NumPy to be quiet leaves the overflow where it is. Find a way on which none comes."
        if not callable(answer):
            hand_over = (
                f"Hand over the function itself, without brackets after its name: `check.{self.name}({self.name})`."
            )
            return f"A function is wanted, but {shape_in_words(read(answer))} came. {hand_over}"
        try:
            for case in self.cases:
                inspect.signature(answer).bind(*case)
        except TypeError:
            return f"Your function takes `{source.signature(answer)}`. {self._parameters_wanted(answer, signature)}"
        except Exception:
            return ""
        own, wanted = source.parameters(answer), source.parameters(self.reference)
        if own != wanted and sorted(own) == sorted(wanted):
            return f"Your function takes `{source.signature(answer)}`. {self._parameters_wanted(answer, signature)}"
        return ""

    def _parameters_wanted(self, answer: Callable, signature: str) -> str:
        if "*" in source.signature(answer):
            return f"It should be {signature}: without a star, since the values come in this order and without names."
        if source.parameters(answer) == source.parameters(self.reference):
            wanted = source.signature(self.reference)
            return f"It should be `{wanted}`: what has a value there may be left out of a call, and some tries do."
        return f"It should be {signature}, with these parameters in this order."

    def _attempt(self, answer: object) -> Report:
        _ = self.wanted  # first of all: what the reference imports must not take the learner's time
        for module in source.slow_to_import(answer):
            with contextlib.suppress(Exception):  # the learner is told of it when the answer imports it
                importlib.import_module(module)
        return run([self._call(answer, case) for case in self.cases], own=source.notebook(answer))

    def _call(self, answer: Callable, case: tuple) -> Callable[[], Returned]:
        def call() -> Returned:
            handed_over = [copied(value) for value in case]
            with np.errstate(**self.errstate):
                value = plain(self._listed_out(answer(*handed_over)))
            changed = [i for i, value in enumerate(case) if not equal(value, handed_over[i])]
            return Returned(value, tuple(changed))

        return call

    def _listed_out(self, value: object) -> object:
        """Return the list of what a generator or a `map` yields, or an array of arrays, where a list is wanted."""
        holds = isinstance(value, np.ndarray) and value.dtype == object and value.ndim == 1
        if (holds or isinstance(value, Iterator)) and any(isinstance(each, tuple) for each in self.wanted):
            return list(itertools.islice(value, MOST_PARTS + 1))
        return value

    @cached_property
    def _typical(self) -> "WrongAnswers":
        """The typical mistakes, with the reason of each."""
        return WrongAnswers(self, [(mistake.answer, mistake.reason) for mistake in self.mistakes])

    @cached_property
    def _derived(self) -> "WrongAnswers":
        """The derived wrong answers, with the words for each."""
        return WrongAnswers(self, [(wrong.answer, IN_WHICH.format(wrong.words)) for wrong in self.derived])

    @cached_property
    def derived(self) -> list[Derived]:
        """The wrong answers that one slip makes of the reference."""
        arrays = [value for case in self.cases for value in case if isinstance(value, np.ndarray) and value.ndim]
        return derived(self.reference, tuple(sorted({CLASS, *map(len, arrays)})), self._listed())

    def _listed(self) -> dict[str, type]:
        """Return which parameters are lists or texts, by what they are in the cases; a text may be left out."""
        found = {}
        for i, name in enumerate(source.parameters(self.reference)):
            values = [case[i] for case in self.cases if i < len(case)]
            for kind in (list, str):
                if any(isinstance(value, kind) for value in values):
                    found[name] = kind
        return found

    def _reason(self, answer: object, report: Report) -> str:
        """Return the reason of the mistake that an answer comes to.

        A typical mistake fits as well if one case differs that is not shown.
        """
        at = self._first_wrong(report)
        outcome, typical = report.outcomes[at], [*self._typical.like(report, at)]
        spoiled = self._right_value(outcome, self.wanted[at])  # then what it has changed comes before all else
        if spoiled:
            way = self._way_of_writing(answer, outcome.result.changed)
            typical = [
                (wrong, reason)
                for wrong, reason in typical
                if _has_changed_its_arguments(wrong, at) and _names_the_way(reason, way, answer)
            ]
        if outcome.trouble and said_by_the_line(outcome.trouble):
            typical = [pair for pair in typical if _says_the_same(pair[0], at, outcome.trouble)]
        exact = [reason for wrong, reason in typical if alike(report, wrong)]
        near = [reason for wrong, reason in typical if not exact and self._explains(wrong, report, at)]
        if exact or near or spoiled or not _numbers(outcome):
            return [*exact, *near, ""][0]
        if source.returns_in_loop(answer):
            return RETURN_IN_LOOP
        whole = self._whole_numbers(answer, at)
        if whole:
            return WHOLE_NUMBERS.format(whole)
        if not self._telling(report):
            return ZEROS if self._only_zeros(report) else ""
        derived = ((wrong, words) for wrong, words in self._derived.like(report, at) if not self._right(wrong))
        slip = next((words for wrong, words in derived if alike(report, wrong)), "")
        if slip:
            return f"{self._right_so_far(outcome.result.value, self.wanted[at])} {slip}".strip()
        return NEARLY if self._nearly_right(report) else ""

    def _whole_numbers(self, answer: object, at: int) -> str:
        """Return which array of whole numbers would have to hold decimals for an answer to be right in a case."""
        case, names = self.cases[at], source.parameters(answer) or source.parameters(self.reference)
        whole = [i for i, value in enumerate(case) if in_whole_numbers(value)]
        for places in [*([i] for i in whole), *([whole] if len(whole) > 1 else [])]:  # one of them, or else all
            decimals = tuple(in_decimals(value) if i in places else value for i, value in enumerate(case))
            if self._fits(run([self._call(answer, decimals)]).outcomes[0], self.wanted[at]):
                return f"{names[places[0]]}{'[0]' * isinstance(case[places[0]], list)}"
        return ""

    def _only_zeros(self, report: Report) -> bool:
        """Return whether zeros came throughout, and in no case zeros alone are right."""
        came = [in_a_row(outcome.result.value) if _numbers(outcome) else np.ones(1) for outcome in report.outcomes]
        zeros = all(row.size and np.max(np.abs(row)) <= self.atol for row in came)
        zeros = zeros and all(same_shape(outcome.result.value, of) for outcome, of in zip(report.outcomes, self.wanted))
        return zeros and len(came) == len(self.cases) and not any(map(self._fits, report.outcomes, self.wanted))

    def _telling(self, report: Report) -> bool:
        """Return whether what is wrong is more than zeros, or than one small whole number, to which many slips come."""
        for outcome, wanted in zip(report.outcomes, self.wanted):
            value = in_the_form_of(wanted, outcome.result.value) if _numbers(outcome) else ()
            parts = zip(value, wanted) if _as_many(value, wanted) else [(value, wanted)]
            wrong = in_a_row(tuple(came for came, right in parts if not same(came, right, self.atol)))
            alone = not isinstance(value, tuple) and wrong.size == 1
            small = alone and abs(wrong[0]) <= SMALL and wrong[0] == np.round(wrong[0])
            if np.max(np.abs(wrong), initial=0) > self.atol and not small:
                return True
        return False

    def _way_of_writing(self, answer: object, changed: tuple[int, ...]) -> str:
        """Return how an answer is seen to write into the first argument that it has changed: ``"w += …"``."""
        names = source.parameters(answer) or source.parameters(self.reference)
        return source.way_of_writing(answer, names[changed[0]]) if changed else ""

    def _nearly_right(self, report: Report) -> bool:
        """Return whether each call came to numbers that are right or nearly so, and not all of them to right ones."""
        pairs = list(zip(report.outcomes, self.wanted))
        right = [self._right_value(outcome, wanted) for outcome, wanted in pairs]
        near = [_near(outcome, wanted) for outcome, wanted in pairs]
        return len(pairs) == len(self.cases) and all(map(max, right, near)) and not all(right)

    def _explains(self, wrong: Report, report: Report, at: int) -> bool:
        """Return whether a wrong answer comes to the same but in one case, and but where no usable numbers came."""
        pairs = zip(report.outcomes, wrong.outcomes)
        lost = sum(not _numbers(one) and not one.trouble and not comes_to_the_same(one, other) for one, other in pairs)
        fits = len(wrong.outcomes) > at and self._fits(wrong.outcomes[at], self.wanted[at])
        rest = len(self.cases) - lost
        return len(self.cases) > 5 and rest > 2 and not fits and alike(report, wrong, but=lost + (rest > 5), at=at)

    def _right(self, report: Report) -> bool:
        return len(report.outcomes) == len(self.cases) and all(map(self._fits, report.outcomes, self.wanted))

    def _fits(self, outcome: Outcome, wanted: Plain) -> bool:
        return self._right_value(outcome, wanted) and not outcome.result.changed

    def _right_value(self, outcome: Outcome, wanted: Plain) -> bool:
        result = outcome.result
        return outcome.ended and not outcome.trouble and same(in_the_form_of(wanted, result.value), wanted, self.atol)

    def _first_wrong(self, report: Report) -> int:
        fits = list(map(self._fits, report.outcomes, self.wanted))
        return fits.index(False) if False in fits else len(fits) - 1

    def _facts(self, answer: object, report: Report) -> list[Fact]:
        at = self._first_wrong(report)
        facts = [Fact("Tried", self._call_in_words(answer, self.cases[at])), *self._came(report, at, answer)]
        return [*facts, Fact("Expected", shown(self.wanted[at], self.parts))]

    def _came(self, report: Report, at: int, answer: object) -> list[Fact]:
        outcome, facts = report.outcomes[at], []
        if not outcome.ended:
            facts.append(Fact("Got", "nothing, it was still running"))
        elif outcome.trouble:
            trouble = outcome.trouble
            facts.append(Fact("Got", f"{trouble.kind}: {trouble.message}"))
            if trouble.line:
                where = (
                    f" of `{trouble.function}`" if trouble.function not in (getattr(answer, "__name__", ""), "") else ""
                )
                facts.append(Fact(f"In line {trouble.line_number}{where}", trouble.line))
        else:
            facts.append(Fact("Got", shorten(shown(outcome.result.value, self.parts), MOST_SHOWN)))
        if outcome.output.strip():
            facts.append(Fact("Printed", _beginning(outcome.output)))
        return facts

    def _call_in_words(self, answer: object, case: tuple) -> str:
        """Return the call as a learner would type it, with the learner's own parameter names."""
        starred = "*" in source.signature(answer)
        names, short = source.parameters(self.reference if starred else answer), list(map(rounded, case))
        given = [f"{name}={code(value)}" for name, value in zip(names, short)]
        said = "" if all(map(equal, case, short)) else "  # long numbers are rounded"
        return f"{self.name}({', '.join(given if len(given) == len(case) else map(code, short))}){said}"

    def _explained(self, answer: object, report: Report, reason: str) -> list[str]:
        at = self._first_wrong(report)
        return [
            source.unfinished(answer)
            or source.slip_of_writing(answer)
            or self._gathered(answer)
            or self._to_blame(answer, report)
            or reason
            or self._diagnosis(report, at, answer),
            source.foreign(answer, self.reference) if not reason else "",
            self._tally(report),
            *warned(report),
        ]

    def _gathered(self, answer: object) -> str:
        """Say so where a star gathers the one value that is handed over into a tuple."""
        name = source.gathers(answer)
        if not name or len(source.parameters(self.reference)) > 1:
            return ""
        wanted = f"{self.name}{source.signature(self.reference)}"
        return (
            f"The star in `*{name}` puts what comes into a tuple, and here one value comes. Leave it out: `{wanted}`."
        )

    def _to_blame(self, answer: object, report: Report) -> str:
        """Say so where the answer is right, and what is wrong is a function of the learner's that it calls.

        Nobody waits a second time for an answer that did not end.
        """
        if not all(outcome.ended for outcome in report.outcomes):
            return ""
        others = {}
        for name in source.global_names(answer):
            own, right = answer.__globals__[name], self._right_one(name)
            if name != self.name and right and type(own) is types.FunctionType and own is not right:
                others[name] = right

        def without(name: str) -> bool:
            rest = {each: other for each, other in others.items() if each != name}
            return self._right(self._attempt(source.with_others(answer, rest)))

        if not others or not without(""):
            return ""
        wrong = [name for name in others if not without(name)] or list(others)
        return (
            f"Your `{self.name}` is right. What is not right yet is what it calls: `{'` and `'.join(wrong)}`. Go back "
            f"to the cell of `{wrong[0]}`, run its check, and then this cell again."
        )

    def _right_one(self, name: str) -> Callable | None:
        """Return what the reference has at hand under a name, if it is a function, or an exercise about one."""
        found = getattr(inspect.unwrap(self.reference), "__globals__", {}).get(name)
        found = found.reference if isinstance(found, CodeExercise) else found
        return found if isinstance(found, types.FunctionType) else None

    def _tally(self, report: Report) -> str:
        right = sum(map(self._fits, report.outcomes, self.wanted))
        return f"It is right in {right} of {len(self.cases)} tries, and this is the first that is not." if right else ""

    def _diagnosis(self, report: Report, at: int, answer: object) -> str:
        """Return what is behind a wrong outcome that is no typical mistake."""
        outcome, wanted = report.outcomes[at], self.wanted[at]
        if source.forgets_zip(answer):
            return FORGOTTEN_ZIP
        if not outcome.ended:
            return endless(report, self.endless if source.has_while(answer) else SLOW)
        if outcome.trouble:
            return in_plain_words(outcome.trouble, self.reference)
        value = in_the_form_of(wanted, outcome.result.value)
        if same(value, wanted, self.atol):
            return self._changed(report, at, answer)
        if inspect.isgeneratorfunction(answer) and isinstance(value, Odd):
            return "A generator came, since `yield` makes one. Write `return`; several values go into a list first."
        if inspect.iscoroutinefunction(answer):
            return "A coroutine came, since `async` makes one. Leave `async` out."
        if isinstance(value, Odd) and value.kind.startswith("nothing"):
            return nothing_returned(answer, outcome.output)
        return self._misshapen(report, at, answer) or self._partly_right(value, wanted)

    def _changed(self, report: Report, at: int, answer: object) -> str:
        positions = report.outcomes[at].result.changed
        names = [(source.parameters(answer) or source.parameters(self.reference))[i] for i in positions]
        name, belong = names[0], "belongs" if len(names) == 1 else "belong"
        how = way_out(name, self._way_of_writing(answer, positions))
        if isinstance(self.cases[at][positions[0]], list):
            how = (
                f"`{name}.pop()` takes an entry out of the caller's list, `{name}[0] = …` puts another one there, and "
                f"`{name}[0] += …` writes into the array in it. `{name}[-1]` only reads, and `list({name})` is a list "
                f"of your own. A second name, as in `last = {name}[-1]`, is the same array: `last -= …` changes it too."
            )
        right = all(map(self._right_value, report.outcomes, self.wanted)) and len(report.outcomes) == len(self.wanted)
        begins = "The result is right, but" if right else "In this try the result is right, in others it is not. And"
        return (
            f"{begins} your function has changed `{'` and `'.join(names)}`, which still {belong} to whoever called it. "
            f"{how}"
        )

    def _misshapen(self, report: Report, at: int, answer: object) -> str:
        wanted, came = self.wanted[at], report.outcomes[at].result.value
        value = in_the_form_of(wanted, came)
        as_in = f", as in `return {', '.join(self.parts)}`" if self.parts else ""
        if isinstance(wanted, tuple) and (not isinstance(value, tuple) or len(value) != len(wanted)):
            alone = [name for i, name in enumerate(self.parts) if self._is_part(report, i)]
            if alone:
                others = [name for name in self.parts if name != alone[0]]
                come, many = ("does not come", "both") if len(others) == 1 else ("do not come", "all")
                return (
                    f"`{alone[0]}` is right, and `{'` and `'.join(others)}` {come} back. Return {many}: `return "
                    f"{', '.join(self.parts)}`."
                )
            return f"{len(wanted)} values are wanted{as_in}, but {shape_in_words(value)} came.{if_lazy(value)}"
        if not finite(value):
            return f"The result holds `nan` or `inf`, which are not usable numbers. {self.not_finite}"
        if not same_shape(value, wanted):
            if isinstance(wanted, tuple) and isinstance(came, np.ndarray):  # which was read as its rows
                return f"{len(wanted)} values are wanted{as_in}, but {shape_in_words(came)} came."
            alone = isinstance(value, tuple) and len(value) == 1 and source.wraps_one(answer)
            return first_misshapen(value, wanted, self.parts) + OF_ONE * alone
        return ""

    def _is_part(self, report: Report, i: int) -> bool:
        """Return whether in every case one part came in place of all."""
        pairs = zip(report.outcomes, self.wanted)
        return all(one.ended and not one.trouble and same(one.result.value, all_of[i]) for one, all_of in pairs)

    def _partly_right(self, value: Plain, wanted: Plain) -> str:
        return f"{self._right_so_far(value, wanted)} {self.otherwise or BY_HAND}".strip()

    def _right_so_far(self, value: Plain, wanted: Plain) -> str:
        """Return which of several values are right and which are not, where some are."""
        if not isinstance(wanted, tuple):
            return ""
        value = in_the_form_of(wanted, value)
        right = [name for name, one, other in zip(self.parts, value, wanted) if same(one, other)]
        wrong = [name for name in self.parts if name not in right]
        if not (right and wrong):
            return ""
        are, are_not = ("are" if len(names) > 1 else "is" for names in (right, wrong))
        return f"Here `{', '.join(right)}` {are} right, and `{', '.join(wrong)}` {are_not} not."


class WrongAnswers:
    """Wrong answers with their reasons. What they come to is worked out once, and no sooner than it is asked for.

    Parameters
    ----------
    exercise : CodeExercise
        What they answer.
    reasons : list of (function, str)
        The answers, and the reason of each.
    """

    def __init__(self, exercise: CodeExercise, reasons: list[tuple[Callable, str]]):
        self._exercise, self._reasons = exercise, reasons
        self._outcomes: dict[int, list[Outcome]] = {}  # of all of them, by the number of the case
        self._reports: dict[int, Report] = {}  # by the number of the answer

    def like(self, report: Report, at: int) -> Iterator[tuple[Report, str]]:
        """Yield the report and the reason of each that comes to the same as an answer in the case `at`.

        Nearly all come to something else there, so that nobody waits for what they come to in the other cases.
        """
        for number, outcome in enumerate(self._in_case(at)):
            if comes_to_the_same(report.outcomes[at], outcome):
                answer, reason = self._reasons[number]
                if number not in self._reports:
                    self._reports[number] = self._exercise._attempt(answer)
                yield self._reports[number], reason

    def _in_case(self, at: int) -> list[Outcome]:
        """Return what each comes to in one case."""
        outcomes, case = self._outcomes.setdefault(at, []), self._exercise.cases[at]
        while len(outcomes) < len(self._reasons):  # a run ends with one that does not end
            answers = [answer for answer, _ in self._reasons[len(outcomes) :][:TOGETHER]]
            several = run([self._exercise._call(answer, case) for answer in answers]).outcomes
            if len(several) > 1 and not several[-1].ended:
                several.pop()  # it begins the next run, with all of the time
            outcomes += several
        return outcomes


def _has_changed_its_arguments(report: Report, at: int) -> bool:
    outcome = report.outcomes[at] if at < len(report.outcomes) else Outcome()
    return outcome.ended and not outcome.trouble and bool(outcome.result.changed)


def _names_the_way(reason: str, way: str, answer: object) -> bool:
    """Return whether a reason names no way of writing into an array, or the one that is seen, if the answer is."""
    if not re.search(r"[-+*/]= …`", reason):
        return True
    return way in reason if way else source.tree(answer) is None


def _says_the_same(wrong: Report, at: int, trouble: Trouble) -> bool:
    """Return whether the line in which a wrong answer failed says what that of the trouble says."""
    failed = [outcome.trouble for outcome in wrong.outcomes[at : at + 1] if outcome.trouble]
    return all(said_by_the_line(each) == said_by_the_line(trouble) for each in failed)


def _numbers(outcome: Outcome) -> bool:
    """Return whether a call ended with numbers, none of them NaN or infinite."""
    value = outcome.result.value if outcome.ended and not outcome.trouble else Odd("nothing")
    return not isinstance(value, Odd) and finite(value)


def _as_many(value: Plain, wanted: Plain) -> bool:
    return isinstance(value, tuple) and isinstance(wanted, tuple) and len(value) == len(wanted)


def _near(outcome: Outcome, wanted: Plain) -> bool:
    """Return whether a call came to numbers of the right shape that are off by a small part of their size."""
    if not _numbers(outcome):
        return False
    value = in_the_form_of(wanted, outcome.result.value)
    if not same_shape(value, wanted):
        return False
    came, right = in_a_row(value), in_a_row(wanted)
    largest = np.max(np.abs(right), initial=0)  # of no numbers too
    return bool(np.all(np.abs(came - right) <= NEAR * np.maximum(np.abs(right), largest / 10)))


def _beginning(output: str) -> str:
    """Return the first lines of what was printed."""
    lines = output.strip("\n").split("\n")
    return shorten("\n".join(lines[:MOST_LINES]), MOST_SHOWN) + ("\n…" if len(lines) > MOST_LINES else "")
