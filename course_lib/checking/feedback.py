"""What a check answers: the same words as HTML for a notebook and as plain text."""

import html
import re
import sys
from dataclasses import dataclass

SYMBOLS = {"not started": "○", "not yet": "◐", "passed": "✓", "hint": "?"}
# Where a console cannot show them, as one of Windows set to a Western code page.
PLAIN = {"● ": "> "} | dict.fromkeys(("✓ ", "◐ ", "○ "), "")
PLAIN |= {"η": "eta", "σ": "sigma", "γ": "gamma", "ŷ": "y_hat", "₁": "1", "₂": "2", "−": "-"}
COLOURS = {
    "not started": "var(--jp-border-color1, #9e9e9e)",
    "not yet": "var(--jp-warn-color1, #f57c00)",
    "passed": "var(--jp-success-color1, #388e3c)",
    "hint": "var(--jp-info-color1, #0288d1)",
}


@dataclass(frozen=True)
class Fact:
    """One labelled piece of code: what was tried, what came, what was expected."""

    label: str
    code: str


@dataclass(frozen=True)
class Feedback:
    """The answer of a check. As a cell's value it shows itself.

    Attributes
    ----------
    state : {"not started", "not yet", "passed", "hint"}
        How far the learner is.
    title : str
        The exercise's title.
    body : tuple of str or Fact
        Paragraphs, in which code stands between backticks, and facts, in reading order.
    hints : tuple of str
        The hints, each of which the learner opens.
    call : str
        The check's name, such as ``check.step``, for opening hints without the mouse.
    """

    state: str
    title: str
    body: tuple[str | Fact, ...] = ()
    hints: tuple[str, ...] = ()
    call: str = ""

    @property
    def passed(self) -> bool:
        """Whether the exercise is done."""
        return self.state == "passed"

    def __repr__(self) -> str:
        word = self.state.capitalize()
        lines = [f"{SYMBOLS[self.state]} {word}: {self.title}"]
        width = max((len(part.label) for part in self.body if isinstance(part, Fact)), default=0) + 2
        for part in self.body:
            lines += _fact_lines(part, width) if isinstance(part, Fact) else [part]
        if self.hints:
            lines.append(_hints_in_words(self.call, len(self.hints)))
        return _printable("\n".join(lines))

    def __str__(self) -> str:
        return for_console(repr(self))

    def _repr_html_(self) -> str:
        style = (
            f"border-left: 4px solid {COLOURS[self.state]}; padding: 4px 12px; margin: 4px 0; "
            "max-width: 46em; overflow-wrap: anywhere"
        )
        head = f'<p><span aria-hidden="true">{SYMBOLS[self.state]}</span> <strong>{self.state.capitalize()}</strong>: '
        return _printable(
            f'<div role="status" class="course-feedback" style="{style}">{head}{_inline(self.title)}</p>'
            f"{''.join(_grouped(self.body))}{_details(self.hints)}</div>"
        )


def _hints_in_words(call: str, count: int) -> str:
    if count == 1:
        return f"Stuck? Run {call}.hint(1) for a hint."
    return f"Stuck? Run {call}.hint(1), then {call}.hint(2) and so on: {count} hints."


def _fact_lines(fact: Fact, width: int) -> list[str]:
    first, *rest = fact.code.split("\n")
    return [f"  {fact.label + ':':<{width}}{first}", *[" " * (width + 2) + line for line in rest]]


def _grouped(body: tuple[str | Fact, ...]) -> list[str]:
    """Return the body's HTML; facts that follow each other share one list."""
    parts, facts = [], []
    for part in (*body, ""):
        if isinstance(part, Fact):
            facts.append(part)
            continue
        if facts:
            parts.append(_fact_list(facts))
            facts = []
        if part:
            parts.append(f"<p>{_inline(part)}</p>")
    return parts


def _fact_list(facts: list[Fact]) -> str:
    style = "display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 2px 12px; margin: 6px 0"
    # JupyterLab floats the terms of a list and gives them a fifth of the width.
    plain = "float: none; width: auto; margin: 0; overflow-wrap: normal"
    code = "display: inline-block; white-space: pre-wrap; overflow-wrap: anywhere"
    rows = (
        f'<dt style="font-weight: normal; {plain}">{html.escape(fact.label)}</dt>'
        f'<dd style="{plain}"><code style="{code}">{html.escape(fact.code)}</code></dd>'
        for fact in facts
    )
    return f'<dl style="{style}">{"".join(rows)}</dl>'


def _details(hints: tuple[str, ...]) -> str:
    """Return the hints, each inside the one before, so that each has to be opened."""
    inner = ""
    for number in range(len(hints), 0, -1):
        inner = (
            f'<details style="margin: 4px 0"><summary style="cursor: pointer">Hint {number} of {len(hints)}</summary>'
            f"<p>{_inline(hints[number - 1])}</p>{inner}</details>"
        )
    return inner


def _inline(text: str) -> str:
    """Return the text as HTML: everything escaped, code between backticks set as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text))


def for_console(text: str) -> str:
    """Return the text in characters that standard output can hold: `print` would fail on any other."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        for sign, plain in PLAIN.items():
            text = text.replace(sign, plain)
    return text.encode(encoding, "replace").decode(encoding)


def _printable(text: str) -> str:
    """Return the text without what no page can show: half a character, such as an answer can print."""
    return text.encode("utf-8", "replace").decode("utf-8")
