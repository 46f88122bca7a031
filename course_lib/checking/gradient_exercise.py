"""Exercises whose answer is a gradient: beside what came stands what the slopes by nudging are."""

import re
from collections.abc import Callable, Sequence

import numpy as np

from course_lib.checking.code_exercise import CodeExercise
from course_lib.checking.feedback import Fact
from course_lib.checking.runner import Report
from course_lib.checking.values import finite, in_the_form_of
from course_lib.gradients import gradient_check


class GradientExercise(CodeExercise):
    """An exercise whose answer is a gradient: what came is also put beside the slopes that numbers show.

    Parameters
    ----------
    loss : callable
        Takes the arguments of a case. The gradient wanted is that by the first of them, one for each of `parts`.
    places : sequence of tuples of lists of arrays, optional
        Where it is taken in each case, if that is not among the arguments: a list for each of `parts`. The loss then
        takes these first, and behind them the arguments of the case.
    """

    def __init__(self, *, loss: Callable[..., float], places: Sequence[tuple] = (), **words: object):
        super().__init__(**words)
        self.loss, self.places = loss, places

    def _verdict(self, report: Report, at: int) -> str:
        """Return what `gradient_check` says of what came in a case; empty where that is no gradient."""
        outcome, case = report.outcomes[at], self.cases[at]
        value = outcome.result.value if outcome.ended and not outcome.trouble else None
        here = self.places[at] if self.places else case[: len(self.parts)]
        rest = case if self.places else case[len(self.parts) :]
        came = in_the_form_of(self.wanted[at], value) if isinstance(value, tuple) else value
        if not isinstance(came, tuple) or len(came) != len(here) or not finite(came):
            return ""
        came = [list(part) if _is_several(place, part) else part for place, part in zip(here, came)]
        if list(map(_shapes, here)) != list(map(_shapes, came)):
            return ""

        def loss(theta: dict) -> float:
            arrays = iter(theta.values())
            return self.loss(
                *([next(arrays) for _ in part] if isinstance(part, list) else next(arrays) for part in here), *rest
            )

        return self._of_as_many(str(gradient_check(loss, self._by_name(here), self._by_name(came))), case)

    def _of_as_many(self, verdict: str, case: tuple) -> str:
        """Leave out a guess at a sum or a mean over another number of students than there are."""
        lengths = {len(value) for value in case if isinstance(value, np.ndarray) and value.ndim}
        return re.sub(
            r": if there are (\d+) students, [^.]*", lambda guess: guess[0] if int(guess[1]) in lengths else "", verdict
        )

    def _by_name(self, parts: Sequence) -> dict[str, np.ndarray]:
        """Return the arrays under their names: those of a list as `weights_gradients[0]` and so on."""
        found = {}
        for name, part in zip(self.parts, parts):
            if isinstance(part, tuple | list):
                found |= {f"{name}[{i}]": np.array(each, float) for i, each in enumerate(part)}
            else:
                found[name] = np.array(part, float)
        return found

    def _facts(self, answer: object, report: Report) -> list[Fact]:
        verdict = self._verdict(report, self._first_wrong(report))
        tells = verdict and not verdict.startswith("Right")  # as of a wrong answer where float32 was used on the way
        return [*super()._facts(answer, report), *([Fact("Gradient check", verdict)] if tells else [])]

    def _remarks(self, answer: object) -> list[str]:
        verdict = self._verdict(self._attempt(answer), 0)
        return [f"And the gradient check of your own function says: {verdict}"] * verdict.startswith("Right")


def _is_several(place: object, part: object) -> bool:
    """Return whether a part was read as one array, and is a list of arrays of the same shape."""
    return isinstance(place, list) and isinstance(part, np.ndarray) and part.ndim > 0


def _shapes(part: object) -> object:
    """Return the shape of an array, or those of the arrays in a list, however deep it is."""
    return list(map(_shapes, part)) if isinstance(part, tuple | list) else np.shape(part)
