"""The tables of `run.py bench` can be made. How fast anything is, no test says: machines differ."""

import importlib

import pytest
from small_course import ROOT

from benchmarks import answers, growth, imports, machine, memory, mlp, opening, products, tables, timing
from benchmarks.__main__ import TABLES, main
from benchmarks.workloads import digits, images, moons
from course_lib.checking.values import equal, plain

SMALL = [moons(80, epochs=2), digits("c", 32, 2, (3, 4), n=70), images("d", 16, {}, n=40, held=10)]


def is_table(lines):
    """Tell whether they are a title and rows of Markdown that line up."""
    rows = [line for line in lines if line.startswith("|")]
    return lines[0].startswith("### ") and len(rows) > 2 and len(set(map(len, rows))) == 1


def test_every_module_of_a_table_is_known_and_has_a_report():
    shared = {"__init__", "__main__", "machine", "rivals", "tables", "timing", "workloads"}
    assert {path.stem for path in (ROOT / "benchmarks").glob("*.py")} == shared | set(TABLES)
    assert all(callable(importlib.import_module(f"benchmarks.{name}").report) for name in TABLES)


def test_an_unknown_table_is_answered_with_those_there_are():
    with pytest.raises(SystemExit, match=r"no table speed\. There are imports, .*mlp"):
        main(["speed"])


def test_the_tables_of_networks_can_be_made(monkeypatch):
    monkeypatch.setattr(mlp, "BELOW", 1)  # who learned two batches knows nothing yet
    speed, learned = "\n".join(mlp.report(SMALL, rounds=1)).split("\n\n### ")
    assert is_table(speed.split("\n"))
    assert is_table(f"### {learned}".split("\n"))
    assert is_table(products.report(SMALL, rounds=1))
    assert is_table(memory.report(SMALL[2], students=50))
    assert is_table(growth.report((50, 100), rounds=1))


def test_the_table_of_answers_measures_what_nothing_explains():
    exercises = [each for each in answers.code_exercises() if each.name in ("step", "score")]
    assert is_table(answers.report(exercises, rounds=1))
    for exercise in exercises:
        reasons = [reason for _, reason in exercise.typical_mistakes]
        feedback = repr(exercise(answers.unexplained(exercise.reference)))
        assert not any(reason in feedback for reason in [*reasons, "Your answer gives what a right one gives when"])


@pytest.mark.parametrize("exercise", answers.code_exercises(), ids=lambda each: each.name)
def test_every_exercise_can_be_answered_with_what_nothing_explains(exercise):
    right, wrong = (form(*exercise.cases[0]) for form in (exercise.reference, answers.unexplained(exercise.reference)))
    assert not isinstance(right, tuple | list) or type(wrong) is type(right)
    assert not equal(plain(wrong), plain(right))


def test_a_lesson_is_opened_beside_a_notebook_with_one_cell():
    lines = opening.lines({"plain": [100.0, 200.0], "slow": [150.0, 260.0], "quick": [105.0, 210.0]})
    assert is_table(lines)
    assert [line.split("|")[3:5] for line in lines[-2:]] == [
        ["            1.40 ", "      missed "],
        ["            1.05 ", "     reached "],
    ]


def test_the_table_of_the_first_explorable_can_be_made():
    assert is_table(imports.first_explorable(rounds=1))


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_who_learns_less_is_found_out(monkeypatch):
    monkeypatch.setattr(mlp, "BELOW", -1)
    with pytest.raises(AssertionError, match=r"c: digits.*ours learned less"):
        mlp.accuracies(SMALL[1], seeds=1)


def test_a_table_lines_up_and_says_what_is_below_it():
    lines = tables.table("Speed", ["", "time"], [["ours", tables.ms(9.8765, 0.1)], ["theirs", tables.ms(123)]], "Note.")
    assert lines == [
        "### Speed",
        "",
        "|        |           time |",
        "| ------ | -------------: |",
        "| ours   | 9.88 ms ± 10 % |",
        "| theirs |         123 ms |",
        "",
        "Note.",
    ]


def test_a_verdict_says_what_must_be_and_what_of_it_is_reached():
    found = [tables.verdict(ratio, (0.5, 0.6)) for ratio in (0.49, 0.5, 0.6)]
    assert found == ["0.5 (0.6) missed", "0.5 (0.6) reached", "0.5 (0.6) aim reached"]
    assert tables.verdict(0.49, None) == ""


def test_ratios_are_taken_round_by_round():
    assert timing.times_faster([1, 2, 4], [3, 6, 8]) == 3
    assert timing.spread([1.0, 2.0, 3.0]) == 0.25
    assert timing.spread([2.0]) == 0


def test_the_machine_names_its_processor_and_versions():
    assert "scikit-learn" in "\n".join(machine.report())
