"""Questions to commit to: real radio buttons, and a reason for every choice. They work without a kernel."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import anywidget
import traitlets

from course_lib.checking.exercise import read
from course_lib.checking.feedback import Feedback, for_console
from course_lib.checking.values import shown
from course_lib.workspace import record

LETTERS = "abcdef"


@dataclass(frozen=True)
class Choice:
    """One answer that can be chosen: its words, the reason that answers it, and whether it is right."""

    text: str
    reason: str
    right: bool = False


class Question:
    """A question with a few choices, of which one is right. Calling it shows it.

    Parameters
    ----------
    title : str
        A few words that name it.
    statement : str
        The question.
    choices : sequence of Choice
        They get the letters a, b, c, … in this order.
    prediction : bool
        A prediction is done once the learner has committed to any choice; other questions once the choice is right.

    Attributes
    ----------
    lesson, name : str
        The module it lives in, and its name there: a lesson calls ``check.<name>()``. `contents` fills them in.
    """

    lesson = name = ""

    def __init__(self, *, title: str, statement: str, choices: Sequence[Choice], prediction: bool = False):
        self.title, self.statement = title, statement
        if len(choices) > len(LETTERS):
            raise ValueError(f"Question: choices must be at most {len(LETTERS)}, but {len(choices)} came.")
        self.choices = dict(zip(LETTERS, choices))
        self.prediction = prediction

    def __repr__(self) -> str:
        return f"check.{self.name}() asks a question: {self.title}"

    @property
    def right(self) -> str:
        """The letter of the right choice."""
        return next(letter for letter, choice in self.choices.items() if choice.right)

    @property
    def typical_mistakes(self) -> list[tuple[str, str]]:
        """For the instructor: each wrong choice, and the reason that a learner is given."""
        return [(choice.text, choice.reason) for choice in self.choices.values() if not choice.right]

    def passes(self, choice: object) -> bool:
        """Return whether a letter counts as done: any choice of a prediction, the right one of another question."""
        chosen = self.choices.get(choice.strip(" ().").lower()) if type(choice) is str else None
        return chosen is not None and (chosen.right or self.prediction)

    def __call__(self, choice: str = "") -> "QuestionView | Feedback":
        """Return the question, with the choice made where one is given, or what is wanted where it is none of them."""
        if choice is ... or (type(choice) is str and not choice):
            return QuestionView(self, "")
        letter = choice.strip(" ().").lower() if type(choice) is str else ""
        if letter in self.choices:
            return QuestionView(self, letter)
        came = shown(read(choice))
        body = f'Choose one of {", ".join(self.choices)}, as in `check.{self.name}(choice="a")`. You gave `{came}`.'
        return Feedback("not yet", self.title, (body,))


class QuestionView(anywidget.AnyWidget):
    """A question on the page. Everything it needs is in its traits, so that it lives without a kernel."""

    _esm = Path(__file__).parent / "question.js"
    _css = Path(__file__).parent / "question.css"
    statement = traitlets.Unicode().tag(sync=True)
    choices = traitlets.List().tag(sync=True)
    chosen = traitlets.Unicode().tag(sync=True)
    heard = traitlets.Unicode().tag(sync=True)  # the choice that the kernel knows of

    def __init__(self, question: Question, chosen: str = ""):
        self._question = question
        choices = [
            {"letter": letter, "text": choice.text, "reason": choice.reason, "right": choice.right}
            for letter, choice in question.choices.items()
        ]
        super().__init__(statement=question.statement, choices=choices, chosen=chosen)
        self.observe(self._remember, "chosen")

    def _remember(self, change: dict) -> None:
        if self._question.passes(change["new"]):
            record.mark(self._question.lesson, self._question.name)
        self.heard = change["new"]

    def __repr__(self) -> str:
        lines = [self.statement]
        for letter, choice in self._question.choices.items():
            lines.append(f"  {'●' if letter == self.chosen else '○'} {letter}) {choice.text}")
        chosen = self._question.choices.get(self.chosen)
        if chosen:
            lines.append(f"{verdict(chosen.right)}: {chosen.reason}")
        return "\n".join(lines)

    def __str__(self) -> str:
        return for_console(repr(self))

    def _repr_mimebundle_(self, **kwargs: object) -> tuple[dict, dict]:
        data, metadata = super()._repr_mimebundle_(**kwargs)
        return {**data, "text/plain": repr(self)}, metadata


def verdict(right: bool) -> str:
    """Return the words in front of a reason."""
    return "✓ Right" if right else "◐ Not quite"
