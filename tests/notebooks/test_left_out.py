"""What an instructor's note says may be left out is needed by no cell that is left."""

import builtins
import symtable
from collections.abc import Iterator

import pytest

from authoring.build import ROOT
from authoring.lesson import Cell, Lesson, read

LESSONS = {int(path.name[:2]): path for path in sorted((ROOT / "lessons").glob("*.md"))}
# Of each lesson, what may go at the same time: whole sections by their headings, and cells by words of their code.
MAY_GO = [
    (1, [], ["check.not_gate("]),
    (2, ["Scale matters", "On paper and in the computer"], []),
    (3, [], ["check.sigmoid(", "check.doubled(", "check.sure_of_ada(", "check.no_upper_bound(", "2 σ(2z) - 1"]),
    (4, [], ["squared_error(y, p)", "for z in (0, 4, 10)"]),
    (5, ["The same line of code"], []),
    (5, ["Spot the bug"], ["pairs = np.random", "lowest = path(10", "def as_they_are"]),
    (6, ["Swap one import", "Your own table"], ["check.costs(", "check.wrong_no_rate("]),
    (7, ["Opinions, and where the comparison ends", "Spot the bug"], []),
    (8, ["Spot the bug"], ["check.count_parameters(", "def fold(layers)"]),
    (9, [], ["check.deltas(", "check.bug_mask(", "check.bug_bias("]),
    (10, ["How large the first weights are"], ["optimizers = {", "tried = []", "_, test_rows = "]),
    (10, [], ["check.adam_step(", "check.best_epoch("]),
    (11, ["The same in scikit-learn", "Five digits in a row"], ["check.shuffled_pixels("]),
]


def tables(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    yield table
    for child in table.get_children():
        yield from tables(child)


def made_and_used(code: str) -> tuple[set[str], set[str]]:
    """Return the names that a cell gives to later ones, and those that it takes from earlier ones."""
    top, *inner = tables(symtable.symtable(code, "cell", "exec"))
    made = {name.get_name() for name in top.get_symbols() if name.is_assigned() or name.is_imported()}
    used = {name.get_name() for name in top.get_symbols() if name.is_referenced()}
    used |= {name.get_name() for table in inner for name in table.get_symbols() if name.is_global()}
    return made, used - set(dir(builtins))


def missing(cells: list[Cell]) -> list[str]:
    """Return what cells use and neither they nor earlier ones make."""
    known, found = set(), []
    for cell in cells:
        made, used = made_and_used(cell.source)
        known |= made
        found += [f"line {cell.line}: {name}" for name in sorted(used - known)]
    return found


def sittings(this: Lesson) -> list[list[Cell]]:
    parts = [[]]
    for section in this.sections:
        if section.begins_a_sitting:
            parts.append([])
        parts[-1] += [cell for cell in section.cells if cell.kind == "code"]
    return parts


@pytest.mark.parametrize(("number", "sections", "words"), MAY_GO, ids=[f"lesson {number}" for number, *_ in MAY_GO])
def test_what_may_be_left_out_is_not_needed(number, sections, words):
    this = read(LESSONS[number])
    assert set(sections) <= {section.name for section in this.sections}
    gone = [cell for section in this.sections if section.name in sections for cell in section.cells]
    for each in words:
        named = [cell for cell in this.code if each in cell.source]
        assert len(named) == 1, each
        gone += named
    assert missing(this.code) == []
    assert missing([cell for cell in this.code if cell not in gone]) == []


def test_one_hour_of_lesson_12_is_its_first_sitting_and_its_end():
    this = read(LESSONS[12])
    ends = [section for section in this.sections if section.name in ("From a line to a network", "Recap")]
    end = [cell for section in ends for cell in section.cells if cell.kind == "code"]
    assert missing([*sittings(this)[0], *end]) == []


def test_a_name_that_is_missing_is_found(samples):
    code = ("made = 1", "print([made + each for each in (1, 2)])")
    source = "\n\n".join(f"```{{code-cell}} ipython3\n{each}\n```" for each in code)
    cells = read(samples.write(f"{samples.head}{source}\n")).code
    assert missing(cells) == []
    assert missing(cells[1:]) == [f"line {cells[1].line}: made"]
