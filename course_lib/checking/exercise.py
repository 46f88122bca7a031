"""Exercises that know their typical mistakes.

A typical mistake is written down as the wrong answer itself with the reason behind it. The check puts the learner's
answer and the wrong answer to the same test, and where both come to the same thing, the reason is given.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Real

from course_lib.checking.feedback import Fact, Feedback
from course_lib.checking.runner import Outcome, Report, run
from course_lib.checking.values import Odd, Plain, in_the_form_of, plain, same
from course_lib.validation import shorten
from course_lib.workspace import record

NO_THREADS = (
    "In this Python a check cannot stop code that does not end. If a cell runs on and on, choose Restart Kernel in the "
    "Kernel menu."
)
_told = {""}


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

    Attributes
    ----------
    lesson, name : str
        The module it lives in, and its name there: a learner calls ``check.<name>(answer)``. `contents` fills them in.
    """

    lesson = name = ""

    def __init__(
        self,
        *,
        title: str,
        statement: str,
        reference: object,
        mistakes: Sequence[Mistake],
        hints: Sequence[str],
        praise: str,
        otherwise: str = "",
    ):
        self.title, self.statement = title, statement
        self.reference = reference
        self.mistakes, self.hints = tuple(mistakes), tuple(hints)
        self.praise, self.otherwise = praise, otherwise

    def __dir__(self) -> list[str]:
        """Leave the answers out of what a notebook offers behind the dot."""
        return ["hint", "hints", "lesson", "name", "statement", "title"]

    def __repr__(self) -> str:
        return f"check.{self.name}(…) checks your answer: {self.title}"

    @property
    def typical_mistakes(self) -> list[tuple[str, str]]:
        """For the instructor: what each typical mistake looks like, and the reason that a learner is given."""
        return [(mistake.looks_like, mistake.reason) for mistake in self.mistakes]

    def hint(self, number: int = 1) -> Feedback:
        """Return one hint, counted from 1."""
        if not isinstance(number, Real) or number not in range(1, len(self.hints) + 1):
            return Feedback(
                "hint", self.title, (f"There are {len(self.hints)} hints: ask for 1 to {len(self.hints)}.",)
            )
        hint = self.hints[int(number) - 1]
        return Feedback("hint", self.title, (f"Hint {int(number)} of {len(self.hints)}. {hint}",))

    def passes(self, answer: object) -> bool:
        """Return whether an answer is right, with no word about why it is not, and without remembering it."""
        return self._started(answer) and not self._misfit(answer) and self._right(self._attempt(answer))

    def __call__(self, answer: object = ..., *more: object, **named: object) -> Feedback:
        """Return the feedback to an answer. Numbers that come without brackets around them are taken as with them.

        So are those that come by name, as in ``check.score(z=3)``.
        """
        if named:
            given = () if answer is ... else (answer,)
            return self(*given, *more, *named.values())
        if more:
            return self((answer, *more))
        if not self._started(answer):
            return self._feedback("not started", self.statement, "Replace the three dots, then run the cell again.")
        misfit = self._misfit(answer)
        if misfit:
            return self._feedback("not yet", misfit)
        report = self._attempt(answer)
        if self._right(report):
            not_remembered = _first_time(record.mark(self.lesson, self.name))
            return Feedback(
                "passed", self.title, (self.praise, *self._remarks(answer), *warned(report), *not_remembered)
            )
        reason = self._reason(answer, report)
        return self._feedback("not yet", *self._facts(answer, report), *self._explained(answer, report, reason))

    def _feedback(self, state: str, *body: str | Fact) -> Feedback:
        return Feedback(state, self.title, tuple(part for part in body if part), self.hints, f"check.{self.name}")

    def _reason(self, answer: object, report: Report) -> str:
        """Return the reason of the first typical mistake that comes to the same as the answer."""
        for mistake in self.mistakes:
            if alike(report, self._attempt(mistake.answer)):
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
        """Return what was tried, what it gave and what was expected."""
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


def alike(report: Report, wrong: Report, but: int = 0, at: int = 0) -> bool:
    """Return whether an answer came to the same as a wrong one, in every case but a few, and in that at `at`."""
    if len(report.outcomes) != len(wrong.outcomes):
        return False
    like = list(map(comes_to_the_same, report.outcomes, wrong.outcomes))
    return like[at] and like.count(False) <= but


def comes_to_the_same(one: Outcome, wrong: Outcome) -> bool:
    """Return whether a call of an answer came to the same as one of a wrong answer."""
    if not (one.ended and wrong.ended) or one.trouble or wrong.trouble:
        return one.ended and wrong.ended and one.trouble == wrong.trouble
    value = in_the_form_of(wrong.result.value, one.result.value)
    return same(value, wrong.result.value) and (not wrong.result.changed or one.result.changed == wrong.result.changed)


def warned(report: Report) -> list[str]:
    """Return what to say beside the verdict: that Python warned, or, the first time, that nothing can be stopped."""
    said = [f"Python warned: {shorten(report.warnings[0], 200).rstrip('.')}."] if report.warnings else []
    return said if report.limited else [*said, NO_THREADS]


def _first_time(said: str) -> list[str]:
    """Return what is to be said of the record of progress: what stands in its way is not said with every exercise."""
    new = [] if said in _told else [said]
    _told.add(said)
    return new


def read(value: object) -> Plain:
    """Return a value as plain numbers, whatever its own methods do."""
    outcome = run([lambda: plain(value)]).outcomes[0]
    return outcome.result if outcome.ended and not outcome.trouble else Odd("a value that cannot be read")
