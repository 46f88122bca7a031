"""Tables that line up in a terminal and are Markdown too."""

from collections.abc import Iterable, Sequence


def table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]], *notes: str) -> list[str]:
    """Return the lines of a table: the first column to the left, the others to the right, and notes below it."""
    cells = [list(heads), *map(list, rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    first, *rest = widths
    rule = ["-" * first, *("-" * (width - 1) + ":" for width in rest)]
    lines = [" | ".join([row[0].ljust(first), *map(str.rjust, row[1:], rest)]) for row in [cells[0], rule, *cells[1:]]]
    below = ["", *notes] if notes else []
    return [f"### {title}", "", *(f"| {line} |" for line in lines), *below]


def ms(milliseconds: float, spread: float | None = None) -> str:
    """Return a time with three digits, and its spread: 12.3 ms ± 2 %."""
    digits = 0 if milliseconds >= 100 else 1 if milliseconds >= 10 else 2
    return f"{milliseconds:.{digits}f} ms" + ("" if spread is None else f" ± {spread:.0%}".replace("%", " %"))


def factor(ratio: float) -> str:
    """Return how many times faster, with three digits: 3.21 x."""
    return f"{ratio:.0f} x" if ratio >= 100 else f"{ratio:#.3g} x"


def verdict(ratio: float, bounds: tuple[float, float] | None) -> str:
    """Return what a ratio must be and aims to be, and which of them it reaches; nothing where nothing is promised."""
    if bounds is None:
        return ""
    must, aim = bounds
    return f"{must} ({aim}) " + ("missed" if ratio < must else "reached" if ratio < aim else "aim reached")
