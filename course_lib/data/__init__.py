"""The data of the course: synthetic university applicants, logic gates, real tumours and digits, your own CSV file."""

import csv
import functools
import io
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from course_lib.validation import Rejected, checked, counted, describe, flag, optional, shorten

FOLDER = Path(__file__).parent

#: name of the label's column -> names of the two scores; both layouts may have a column `rank`
LAYOUTS = {"admitted": ("test", "grades"), "admit": ("gre", "gpa")}
KNOWN = {"rank", *LAYOUTS, *LAYOUTS["admitted"], *LAYOUTS["admit"]}

GATES = {
    "AND": (0, 0, 0, 1),
    "OR": (0, 1, 1, 1),
    "NAND": (1, 1, 1, 0),
    "NOR": (1, 0, 0, 0),
    "XOR": (0, 1, 1, 0),
    "NOT": (1, 0),
}


class Dataset(NamedTuple):
    """Features and labels.

    Attributes
    ----------
    X : ndarray of float, shape (n, d)
        A row of features for each student.
    y : ndarray of int, shape (n,)
        The labels 0 and 1; of students 1 admitted, 0 rejected.
    feature_names : tuple of str
        The d names of the columns of X.
    """

    X: np.ndarray
    y: np.ndarray
    feature_names: tuple[str, ...]


class BiasedAdmissions(NamedTuple):
    """Applicants of two districts, what the committee decided, and what it should have decided.

    Attributes
    ----------
    X : ndarray of float, shape (n, 3)
        A row for each applicant: test and grades from 0 to 10, and the way to the campus in minutes.
    y : ndarray of int, shape (n,)
        The committee's past decisions: 1 admitted, 0 rejected.
    feature_names : tuple of str
        The names of the columns of X: test, grades, commute.
    group : ndarray of int, shape (n,)
        The district: 0 north, 1 south. It is not among the features.
    deserved : ndarray of int, shape (n,)
        What the committee would have decided had it asked the same of both districts: 1 admitted, 0 rejected.
    """

    X: np.ndarray
    y: np.ndarray
    feature_names: tuple[str, ...]
    group: np.ndarray
    deserved: np.ndarray


class Digits(NamedTuple):
    """Handwritten digits.

    Attributes
    ----------
    X : ndarray of float, shape (n, 64)
        A row for each digit: the share of ink in each of 8x8 blocks, from 0 to 1, row by row.
    y : ndarray of int, shape (n,)
        Which digit it is, 0 to 9.
    """

    X: np.ndarray
    y: np.ndarray


@checked(separable=flag, class_rank=flag)
def load_admissions(separable: bool = False, class_rank: bool = False) -> Dataset:
    """Return the course's 100 university applicants. They are synthetic: nobody in the data exists.

    Parameters
    ----------
    separable : bool
        False: the committee's line 2*test + grades - 18 = 0 is right for 90 of the 100 students, and no line is right
        for all. True: other students, of whom the line is right for all, with a clear gap on both sides.
    class_rank : bool
        Whether X has class rank, from 1 (top quarter of the class) to 4 (bottom quarter), as a third column.

    Returns
    -------
    Dataset
        X of shape (100, 2) or (100, 3): test and grades from 0 to 10, and class rank if asked for; y of shape (100,).

    Notes
    -----
    The rule by which the students were drawn is in ``course_lib/data/recipe.py``.
    """
    name = "admissions_separable.csv" if separable else "admissions.csv"
    return load_csv(FOLDER / name, class_rank=class_rank)


def load_messy_admissions() -> Dataset:
    """Return 200 applicants to a preparatory year, whom no line tells apart. Nobody in the data exists.

    The year is for those who are not ready yet, but can be: the committee admits anyone with 2.5 points or more both in
    the test and in grades, whose score by its line, 2*test + grades - 18, is 0 or less. That is a triangle, and right
    for 184 of the 200; of the others, most are near its sides. 78 are admitted, so that always saying no is right for
    122. No line is right for more than 131.

    Returns
    -------
    Dataset
        X of shape (200, 2): test and grades from 0 to 10; y of shape (200,).

    Notes
    -----
    The rule by which the applicants were drawn is in ``course_lib/data/recipe.py``.
    """
    return load_csv(FOLDER / "admissions_messy.csv")


def load_biased_admissions() -> BiasedAdmissions:
    """Return 400 applicants of two districts, and past decisions that were unfair to one. Nobody in the data exists.

    The committee asked for 3 points more of score (2*test + grades) from applicants of the south. In everything but the
    way to the campus the two districts are alike. That bias is planted here on purpose, so that its effect on a model
    can be measured; real decisions come without the column `deserved`.

    Returns
    -------
    BiasedAdmissions
        X of shape (400, 3), y, group and deserved of shape (400,). The rows are in random order.

    Notes
    -----
    The rule by which the applicants were drawn is in ``course_lib/data/recipe.py``.
    """
    with (FOLDER / "admissions_biased.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = ("test", "grades", "commute")
    X = np.array([[float(row[name]) for name in names] for row in rows])
    group = np.array([int(row["district"] == "south") for row in rows])
    y, deserved = (np.array([int(row[name]) for row in rows]) for name in ("admitted", "deserved"))
    return BiasedAdmissions(X, y, names, group, deserved)


def load_breast_cancer() -> Dataset:
    """Return 569 tumours that were examined in Wisconsin, and whether each was malignant.

    Returns
    -------
    Dataset
        X of shape (569, 30): for each tumour the mean, the standard error and the worst value of ten measurements of
        its cell nuclei, such as radius and smoothness. y of shape (569,): 1 malignant (212), 0 benign (357).

    Notes
    -----
    The file comes with scikit-learn, which codes the labels the other way round: there 0 is malignant and 1 benign.
    Here 1 is what the test looks for, as everywhere in the course.

    References
    ----------
    Wolberg, W., Mangasarian, O., Street, N., Street, W. (1993). Breast Cancer Wisconsin (Diagnostic).
    UCI Machine Learning Repository, https://doi.org/10.24432/C5DW2B. Licence: CC BY 4.0.
    """
    from sklearn import datasets  # here, since it takes a second to import

    bundled = datasets.load_breast_cancer()
    return Dataset(bundled.data, 1 - bundled.target, tuple(map(str, bundled.feature_names)))


def load_digits() -> Digits:
    """Return 1,797 digits that thirteen people wrote by hand.

    Returns
    -------
    Digits
        X of shape (1797, 64), the counts of ink divided by 16, and y of shape (1797,), with some 180 of each digit.

    Notes
    -----
    The file comes with scikit-learn. It is the part of the data that was meant for testing: thirty other people wrote
    the 3,823 digits of the training part, which does not come with it. Each digit was a bitmap of 32x32 cells, which a
    program of NIST had brought to size; then the ink was counted in blocks of 4x4 cells.

    References
    ----------
    Alpaydin, E., Kaynak, C. (1998). Optical Recognition of Handwritten Digits. UCI Machine Learning Repository,
    https://doi.org/10.24432/C50P49. Licence: CC BY 4.0.
    """
    from sklearn import datasets  # here, since it takes a second to import

    bundled = datasets.load_digits()
    return Digits(bundled.data / 16, bundled.target.astype(int))


def logic_gate(name: str) -> Dataset:
    """Return every input of a logic gate with its output.

    Parameters
    ----------
    name : str
        AND, OR, NAND, NOR, XOR, which have two inputs, or NOT, which has one.

    Returns
    -------
    Dataset
        X of shape (4, 2), or (2, 1) for NOT, in counting order: 00, 01, 10, 11.

    Raises
    ------
    ValueError
        If there is no gate of that name.
    """
    outputs = GATES.get(name.upper()) if isinstance(name, str) else None
    if outputs is None:
        raise ValueError(f"logic_gate: name must be one of {', '.join(GATES)}, but {name!r} came.")
    d = 1 if len(outputs) == 2 else 2
    X = np.array(list(np.ndindex((2,) * d)), dtype=float)
    return Dataset(X, np.array(outputs), ("x1", "x2")[:d])


def file_path(value: object) -> Path:
    """Accept the path of a file."""
    if isinstance(value, str | Path) and str(value):
        return Path(value)
    raise Rejected(f"must be the path of a file, such as 'students.csv', but {describe(value)} came.")


def column_name(value: object) -> str:
    """Accept the name of a column."""
    if isinstance(value, str) and value.strip():
        return value.strip().lower()
    raise Rejected(f"must be the name of a column, but {describe(value)} came.")


def label_value(value: object) -> str:
    """Accept a value of the label's column, as it stands in the file."""
    if isinstance(value, str) and value.strip():
        return value.strip().lower()
    raise Rejected(
        f"must be the text that stands for 1 in the label's column, such as 'yes', but {describe(value)} came."
    )


def column_names(value: object) -> tuple[str, ...]:
    """Accept the names of one column or more, each of which comes once."""
    if not isinstance(value, list | tuple) or not value:
        raise Rejected(f"must hold names of columns, such as ('test', 'grades'), but {describe(value)} came.")
    found = tuple(map(column_name, value))
    if len(set(found)) == len(found):
        return found
    raise Rejected(f"must hold different names, but {describe(value)} came.")


@checked(
    path=file_path,
    class_rank=flag,
    features=optional(column_names),
    label=optional(column_name),
    names=optional(column_names),
    yes=optional(label_value),
)
def load_csv(
    path: str | Path,
    class_rank: bool = False,
    features: Sequence[str] | None = None,
    label: str | None = None,
    names: Sequence[str] | None = None,
    yes: str | None = None,
) -> Dataset:
    """Read students, or anything else that has numbers and a yes or no, from your own CSV file.

    The first line that is not blank names the columns, in any order; other columns are ignored. Two layouts are known:
    ``test,grades,admitted`` and ``admit,gre,gpa``, either with a further column ``rank``; of any other file say which
    columns are wanted, with `features` and `label`. Commas separate the values, or semicolons or tabs; in a file with
    semicolons a decimal may be written 7,5, or 7.5, but not both ways. Capitals make no difference, nor do blanks
    around a name or a value.

    Parameters
    ----------
    path : str or Path
        The file, in UTF-8.
    class_rank : bool
        Whether X has the column ``rank`` as its third.
    features : sequence of str, optional
        The columns of X by the file's own names, such as ``("GRE Score", "CGPA")``; `label` is wanted with them.
    label : str, optional
        The column of y by the file's own name.
    names : sequence of str, optional
        The names of all columns, for a file whose first line is a student already.
    yes : str, optional
        Which value of the label's column stands for 1, such as ``"yes"`` or ``"TRUE"``; every other one must be the
        same, and stands for 0. If not given, the labels are written 0 and 1.

    Returns
    -------
    Dataset
        X of shape (n, 2) or (n, 3), or (n, d) if d features are asked for, with the numbers as they stand in the file;
        y of shape (n,).

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If a column is missing, a value is not a finite number, a label is not 0 or 1 or not what `yes` says, a line has
        too few or too many values, or the file holds no students or only one of the two labels. The message names file,
        line and column.
    """
    if (features is None) != (label is None) or (features and class_rank):
        raise ValueError("load_csv: features and label must come together, and without class_rank.")
    text = _read(path)
    delimiter = _delimiter(text, KNOWN.union(features or (), [label] if label else ()))
    lines = _read_lines(path.name, text, delimiter)
    first, header = (0, names) if names else next(lines, (1, []))
    header = [name.lower() for name in header]
    label, features = _find_columns(path.name, first, header, class_rank, label, features)
    read_label = functools.partial(_yes_or_no, yes=yes) if yes else _label

    X, y, marks = [], [], {}
    for number, values in lines:
        if len(values) != len(header):
            named = f"line {first} names" if first else "names= holds"
            came, wanted = counted(len(values), "value"), counted(len(header), "column")
            raise ValueError(f"{path.name}, line {number}: {came}, but {named} {wanted}")
        row = dict(zip(header, values, strict=True))
        where = f"{path.name}, line {number}"
        for name in features:
            for mark in set(",.").intersection(row[name]):
                marks.setdefault(mark, (where, name, row[name]))
        X.append([_number(row[name], f"{where}, column {name}", delimiter) for name in features])
        y.append(read_label(row[label], f"{where}, column {label}", delimiter))

    if delimiter == ";":
        _check_marks(marks)
    if not y:
        raise ValueError(f"{path.name}: the columns are named, but no students follow")
    if yes:
        _check_labels(path.name, label, y, yes)
        y = [int(value == yes) for value in y]
    if len(set(y)) == 1:
        raise ValueError(
            f"{path.name}: every student has {label} = {y[0]}; students of both labels, 0 and 1, are wanted"
        )
    return Dataset(np.array(X), np.array(y), features)


def _read(path: Path) -> str:
    try:
        if not path.is_file():
            raise FileNotFoundError(f"load_csv: there is no file {path}. The current folder is {Path.cwd()}.")
        content = path.read_bytes()
    except PermissionError:
        raise PermissionError(f"load_csv: no permission to read the file {path}. Look at who owns it.") from None
    except (OSError, ValueError) as problem:
        if isinstance(problem, FileNotFoundError):
            raise
        reason = getattr(problem, "strerror", None) or problem
        raise ValueError(f"load_csv: path {shorten(str(path))} cannot be read as a file: {reason}") from None
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise ValueError(f"{path.name}: an Excel workbook, whatever its name says; in Excel save it as 'CSV UTF-8'")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(f"{path.name}: not a text file in UTF-8; save it as 'CSV UTF-8'") from None


def _delimiter(text: str, known: set[str]) -> str:
    """Return the mark that parts the first line into the most columns that are known, else into the most columns."""
    lines = (line for line in io.StringIO(text, newline="") if line.strip(",;\t \n"))
    header = next(lines, "").strip().lower()

    def columns(mark: str) -> tuple[int, int]:
        try:
            names = next(csv.reader([header], delimiter=mark, skipinitialspace=True), [])
        except csv.Error:  # a line too long for one value; the reader of the lines says so
            return 0, 0
        return len(known.intersection(name.strip() for name in names)), len(names)

    return max(",;\t", key=columns)


def _read_lines(file: str, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield line number and values of each line that is not blank."""
    lines = io.StringIO(text, newline="")  # splitlines() would also part at U+2028 and form feeds
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)
    try:
        for values in reader:
            values = [value.strip() for value in values]
            if any(values):
                yield reader.line_num, values
    except csv.Error as problem:
        raise ValueError(f"{file}, line {reader.line_num}: not readable as CSV: {problem}") from None


def _find_columns(
    file: str, first: int, header: list[str], class_rank: bool, label: str | None, features: tuple[str, ...] | None
) -> tuple[str, tuple[str, ...]]:
    """Return the names of the label's column and of the features' columns. Line 0: the header came as names=."""
    where, or_names = f"{file}, names=", ""
    if first:
        where, or_names = f"{file}, line {first}", "; for a file without column names, give all with names="
    if not header:
        raise ValueError(
            f"{file}: the file is empty; a line with the columns' names is wanted, such as test,grades,admitted"
        )
    times = Counter(header)
    twice = [name for name in header if name and times[name] > 1]
    if twice:
        raise ValueError(f"{where}: two columns are named {shorten(twice[0])}")
    came = shorten(", ".join(header), 200)
    label = label or next((name for name in LAYOUTS if name in header), None)
    if label is None:
        raise ValueError(
            f"{where}: the columns are {came}, but test,grades,admitted or admit,gre,gpa are wanted. For "
            f"others, say which with features= and label={or_names}"
        )
    features = features or LAYOUTS[label] + (("rank",) if class_rank else ())
    missing = [name for name in (*features, label) if name not in header]
    if missing:
        raise ValueError(f"{where}: column {shorten(missing[0])} is missing; the columns are {came}")
    return label, features


def _number(text: str, where: str, delimiter: str) -> float:
    decimal = text.replace(",", ".") if delimiter == ";" else text  # with semicolons spreadsheets write 7,5
    try:
        value = float(decimal)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or "_" in text:  # Python takes 1_2 for 12
        raise ValueError(f"{where}: a number is wanted, but {shorten(repr(text)) if text else 'nothing'} came")
    return value


def _check_marks(marks: dict[str, tuple[str, str, str]]) -> None:
    """Refuse a file that writes 7,5 and 1.200: a point there may part thousands."""
    if len(marks) == 2:
        where, name, text = marks["."]
        raise ValueError(
            f"{where}, column {name}: {shorten(repr(text))} came, but elsewhere decimals are written with a comma "
            f"({shorten(repr(marks[','][2]))}); write all of them the same way"
        )


def _label(text: str, where: str, delimiter: str) -> int:
    if text in ("0", "1"):
        return int(text)
    try:
        value = _number(text, where, delimiter)
    except ValueError:
        value = None
    if value not in (0, 1):
        came = shorten(repr(text)) if text else "nothing"
        hint = "; if it stands for 1, say so with yes=" if value is None and text else ""
        raise ValueError(f"{where}: 0 or 1 is wanted, but {came} came{hint}")
    return int(value)


def _yes_or_no(text: str, where: str, delimiter: str, yes: str) -> str:
    if text:
        return text.lower()
    raise ValueError(f"{where}: {shorten(yes)} or another label is wanted, but nothing came")


def _check_labels(file: str, label: str, values: list[str], yes: str) -> None:
    """Refuse a column that holds anything but `yes` and one other label."""
    others = sorted(set(values) - {yes})
    came = shorten(", ".join(others))
    if yes not in values:
        raise ValueError(f"{file}: yes={shorten(repr(yes))} is not a label of column {label}, which holds {came}")
    if not others:
        raise ValueError(f"{file}: every student has {label} = {shorten(yes)}; one other label is wanted")
    if len(others) > 1:
        raise ValueError(f"{file}: column {label} holds {came} beside {shorten(yes)}; one other label is wanted")
