"""How the students of the course were made up: run `python -m course_lib.data.recipe` to write the CSV files again.

Nobody in these files exists. The numbers are synthetic, drawn from a seeded generator by the rule below.

A student has an ability, and a test score and grades that both follow it loosely (so they are correlated), from 0 to 10
with one decimal. Class rank, 1 (top quarter of the class) to 4 (bottom quarter), is drawn independently of both.

`admissions.csv`: the committee admits where 2*test + grades - 2*rank - 13 plus a little noise (its mood of the day) is
at least 0. For the middle of the class, rank 2.5, that is the line 2*test + grades - 18 = 0. So who knows only test and
grades sees some students on the wrong side of that line, and class rank explains most of them.

`admissions_separable.csv`: the committee admits above the line 2*test + grades - 18 = 0, whatever the rank, and every
student is well away from it.

`admissions_biased.csv`: applicants from two districts, north and south. Ability, test and grades are drawn by the same
rule in both; only the way to the campus is longer from the south. Who is `deserved` is decided by the line
2*test + grades - 18 = 0 and the committee's mood. Who was `admitted` is decided by the same line and the same mood, but
the committee asked for `BIAS` points more of score from applicants of the south. So every applicant who was admitted
deserved it, and the only deserving ones who were rejected are from the south.

`admissions_messy.csv`: applicants to a preparatory year, for those who are not ready yet, but can be. The committee
admits those with 2.5 points or more both in the test and in grades whom its line 2*test + grades - 18 = 0 would reject:
the others are too weak for the year, or do not need it. That is a triangle with the corners (2.5, 2.5), (7.75, 2.5)
and (2.5, 13), of which the part above grades of 10 has nobody in it. The committee's mood moves all three sides a
little, for each student anew, so that some students near them are on the wrong side.
"""

import csv
from collections.abc import Iterable
from pathlib import Path

import numpy as np

STUDENTS = 100
SEED = 21
SEED_SEPARABLE = 14
ABILITY, ABILITY_SPREAD, LUCK = 6.1, 2.4, 1.9
MOOD = 0.8
LOWEST, HIGHEST = 0.2, 9.8
APART = 0.4  # closer students could not be told apart, or clicked, in a picture
GAP, GAP_SEPARABLE = 0.25, 1.5  # smallest |2*test + grades - 18|: nobody stands on the line
COLUMNS = ("test", "grades", "rank", "admitted")

APPLICANTS = 400
SEED_BIASED = 247
ABILITY_BIASED = 7.0  # a little above the others', so that about half deserve a place
MOOD_BIASED = 1.5
BIAS = 3.0
DISTRICTS = ("north", "south")
COMMUTE = (20, 50)  # minutes to the campus from north and from south
COMMUTE_SPREAD, COMMUTE_LEAST = 8, 5
COLUMNS_BIASED = ("test", "grades", "commute", "district", "deserved", "admitted")

APPLICANTS_MESSY = 200
SEED_MESSY = 7
ABILITY_MESSY, ABILITY_SPREAD_MESSY, LUCK_MESSY = 4.8, 2.0, 2.4  # all over the plane
LEAST = 2.5  # points in either
MOOD_MESSY = 0.4  # in points of distance
APART_MESSY = 0.25
COLUMNS_MESSY = ("test", "grades", "admitted")


def line(test: np.ndarray, grades: np.ndarray) -> np.ndarray:
    """Return the score by the committee's line, 2*test + grades - 18."""
    return 2 * test + grades - 18


def draw_students(rng: np.random.Generator, gap: float) -> np.ndarray:
    """Return test, grades and rank of `STUDENTS` students, one a row, all at least `gap` in score from the line."""
    students = np.empty((0, 3))
    while len(students) < STUDENTS:
        ability = rng.normal(ABILITY, ABILITY_SPREAD)
        scores = (ability + rng.normal(0, LUCK, size=2)).round(1)
        rank = rng.integers(1, 5)
        inside = np.all((scores >= LOWEST) & (scores <= HIGHEST))
        alone = np.all(np.hypot(*(students[:, :2] - scores).T) >= APART)
        if inside and alone and abs(line(*scores)) >= gap:
            students = np.vstack([students, [*scores, rank]])
    return students


def admissions() -> np.ndarray:
    """Return the rows of admissions.csv."""
    rng = np.random.default_rng(SEED)
    students = draw_students(rng, GAP)
    test, grades, rank = students.T
    score = 2 * test + grades - 2 * rank - 13 + rng.normal(0, MOOD, size=STUDENTS)
    return np.column_stack([students, score >= 0])


def admissions_separable() -> np.ndarray:
    """Return the rows of admissions_separable.csv."""
    students = draw_students(np.random.default_rng(SEED_SEPARABLE), GAP_SEPARABLE)
    test, grades, _ = students.T
    return np.column_stack([students, line(test, grades) >= 0])


def biased_admissions(n: int = APPLICANTS, seed: int = SEED_BIASED) -> np.ndarray:
    """Return the rows of admissions_biased.csv, the district as 0 (north) or 1 (south)."""
    rng = np.random.default_rng(seed)
    rows = []
    while len(rows) < n:
        south = rng.integers(0, 2)
        ability = rng.normal(ABILITY_BIASED, ABILITY_SPREAD)
        test, grades = (ability + rng.normal(0, LUCK, size=2)).round(1)
        commute = max(COMMUTE_LEAST, round(rng.normal(COMMUTE[south], COMMUTE_SPREAD)))
        mood = rng.normal(0, MOOD_BIASED)
        if min(test, grades) >= LOWEST and max(test, grades) <= HIGHEST:
            score = line(test, grades) + mood
            rows.append([test, grades, commute, south, score >= 0, score - BIAS * south >= 0])
    return np.array(rows, dtype=float)


def depth_in_triangle(test: np.ndarray, grades: np.ndarray) -> np.ndarray:
    """Return how far inside the preparatory year's triangle this is, in points; below 0 outside."""
    return np.minimum.reduce([test - LEAST, grades - LEAST, -line(test, grades) / np.hypot(2, 1)])


def messy_admissions(n: int = APPLICANTS_MESSY, seed: int = SEED_MESSY) -> np.ndarray:
    """Return the rows of admissions_messy.csv."""
    rng = np.random.default_rng(seed)
    rows = np.empty((0, 3))
    while len(rows) < n:
        ability = rng.normal(ABILITY_MESSY, ABILITY_SPREAD_MESSY)
        scores = (ability + rng.normal(0, LUCK_MESSY, size=2)).round(1)
        mood = rng.normal(0, MOOD_MESSY)
        inside = np.all((scores >= LOWEST) & (scores <= HIGHEST))
        if inside and np.all(np.hypot(*(rows[:, :2] - scores).T) >= APART_MESSY):
            rows = np.vstack([rows, [*scores, depth_in_triangle(*scores) + mood >= 0]])
    return rows


def write(folder: Path) -> None:
    """Write the four files into `folder`."""
    for name, rows in (("admissions.csv", admissions()), ("admissions_separable.csv", admissions_separable())):
        write_csv(folder / name, COLUMNS, ((f"{t:.1f}", f"{g:.1f}", int(rank), int(y)) for t, g, rank, y in rows))
    rows = (
        (f"{test:.1f}", f"{grades:.1f}", int(commute), DISTRICTS[int(south)], int(deserved), int(admitted))
        for test, grades, commute, south, deserved, admitted in biased_admissions()
    )
    write_csv(folder / "admissions_biased.csv", COLUMNS_BIASED, rows)
    rows = ((f"{test:.1f}", f"{grades:.1f}", int(admitted)) for test, grades, admitted in messy_admissions())
    write_csv(folder / "admissions_messy.csv", COLUMNS_MESSY, rows)


def write_csv(path: Path, columns: Iterable[str], rows: Iterable[Iterable]) -> None:
    """Write one file: the columns' names, then the rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


if __name__ == "__main__":
    write(Path(__file__).parent)
