import csv
import hashlib
from pathlib import Path

import numpy as np
import pytest

from course_lib import data
from course_lib.data import (
    load_admissions,
    load_biased_admissions,
    load_breast_cancer,
    load_csv,
    load_messy_admissions,
    logic_gate,
    recipe,
)
from course_lib.perceptron import Perceptron, count_mistakes

CHECKSUMS = {
    "admissions.csv": "ad5ce0301589a967e90d7f19846bd2e51dd804168156c23e73677fbc290a4d6b",
    "admissions_biased.csv": "d2ddab645417649bbf83dd2389e5fc13d53a85e02c472b694aa96b4298d2e1ea",
    "admissions_messy.csv": "9fb00109be9f5188a3e47e9d5a2584cbc01774b9208b6daf107888aa34072369",
    "admissions_separable.csv": "a209498140cb2f7f61089118af22d0c020cd1164a4338a684060b8b54a128a95",
}


# The files


@pytest.mark.parametrize("name", CHECKSUMS)
def test_the_files_are_the_ones_the_lessons_speak_of(name):
    content = (data.FOLDER / name).read_bytes()
    assert hashlib.sha256(content).hexdigest() == CHECKSUMS[name]


@pytest.mark.parametrize("name", CHECKSUMS)
def test_the_recipe_makes_the_very_files(name, tmp_path):
    recipe.write(tmp_path)
    assert (tmp_path / name).read_bytes() == (data.FOLDER / name).read_bytes()
    assert b"\r" not in (tmp_path / name).read_bytes()


# What the lessons say of the students


def line(X):
    return 2 * X[:, 0] + X[:, 1] - 18


@pytest.mark.parametrize("separable", [False, True])
def test_the_students_are_fit_for_a_picture(separable):
    X, y, names = load_admissions(separable)
    assert names == ("test", "grades")
    assert X.shape == (100, 2)
    assert y.shape == (100,)
    assert set(y.tolist()) == {0, 1}
    assert X.min() >= 0
    assert X.max() <= 10
    assert np.array_equal(X, X.round(1))
    assert np.abs(line(X)).min() > 0.2  # nobody on the line
    apart = np.hypot(*(X[:, None] - X[None]).T)[~np.eye(100, dtype=bool)]
    assert apart.min() > 0.39  # everybody can be clicked
    assert np.ptp(X, axis=0).min() > 8.5  # all over the plane
    assert 0.3 < np.corrcoef(X.T)[0, 1] < 0.7  # who is good at one is, mostly, good at the other


def test_the_committees_line_is_right_for_90_of_100():
    X, y, _ = load_admissions()
    assert count_mistakes([2, 1], -18, X, y) == 10
    assert y.sum() == 45  # always saying no is right for 55


def test_no_line_is_right_for_all():
    """Two students whose mean lies between others of the other label: found by linear programming."""
    from scipy.optimize import linprog

    def separable(X, y):
        signs = 2 * y - 1
        rows = -signs[:, None] * np.column_stack([X, np.ones(len(X))])
        return linprog(np.zeros(rows.shape[1]), rows, -np.ones(len(X)), bounds=(None, None)).success

    assert not separable(*load_admissions()[:2])
    assert separable(*load_admissions(separable=True)[:2])


def test_the_preparatory_year_is_a_triangle_that_no_line_replaces():
    X, y, names = load_messy_admissions()
    assert (names, X.shape, y.sum()) == (("test", "grades"), (200, 2), 78)
    assert np.sum((recipe.depth_in_triangle(*X.T) >= 0) == y) == 184
    assert most_right_by_a_line(X, y) == 131
    apart = np.hypot(*(X[:, None] - X[None]).T)[~np.eye(200, dtype=bool)]
    assert apart.min() > 0.24
    assert np.ptp(X, axis=0).min() > 9


def most_right_by_a_line(X, y):
    """Try every way in which a line can part the points: all directions in which their order changes, from both sides.

    Scores are from 0 to 10 with one decimal, so no two of these directions are as close as a millionth.
    """
    i, j = np.triu_indices(len(X), 1)
    angles = np.arctan2(*(X[j] - X[i]).T)
    turned = np.concatenate([angles - 1e-6, angles + 1e-6])
    order = np.argsort(np.cos(turned)[:, None] * X[:, 0] - np.sin(turned)[:, None] * X[:, 1], axis=1)
    ahead = np.cumsum(np.where(y[order] == 1, 1, -1), axis=1)  # right by saying yes up to here, less wrong by it
    return int(max(np.sum(y == 0) + ahead.max(), np.sum(y == 1) - ahead.min()))


def test_class_rank_explains_most_of_the_mistakes():
    X, y, names = load_admissions(class_rank=True)
    assert names == ("test", "grades", "rank")
    assert np.array_equal(X[:, :2], load_admissions().X)
    assert set(X[:, 2].tolist()) == {1, 2, 3, 4}
    assert count_mistakes([2, 1, -2], -13, X, y) == 3


def test_a_learned_plane_beats_a_learned_line():
    def fewest(class_rank):
        X, y, _ = load_admissions(class_rank=class_rank)
        model = Perceptron(pocket=True, random_state=0).fit(X, y)
        return count_mistakes(model.coef_[0], model.intercept_[0], X, y)

    assert fewest(class_rank=True) < fewest(class_rank=False)


def test_the_separable_students_keep_a_gap_and_are_learned_soon():
    X, y, _ = load_admissions(separable=True)
    assert count_mistakes([2, 1], -18, X, y) == 0
    assert np.abs(line(X)).min() == pytest.approx(1.5, abs=0.11)
    assert y.sum() == 41
    assert Perceptron(eta0=1.0, shuffle=False).fit(X, y).n_iter_ == 13


# The unfair committee


def test_the_applicants_of_both_districts():
    X, y, names, group, deserved = load_biased_admissions()
    assert names == ("test", "grades", "commute")
    assert X.shape == (400, 3)
    assert [column.shape for column in (y, group, deserved)] == [(400,)] * 3
    assert {column.dtype.kind for column in (y, group, deserved)} == {"i"}
    assert [int(column.sum()) for column in (y, group, deserved)] == [160, 191, 197]
    assert ((X[:, :2] >= 0) & (X[:, :2] <= 10)).all()
    assert "nobody in the data exists" in load_biased_admissions.__doc__.lower()


def test_the_committee_wronged_nobody_but_deserving_applicants_of_the_south():
    _, y, _, group, deserved = load_biased_admissions()
    assert (y <= deserved).all()
    wronged = y < deserved
    assert (group[wronged] == 1).all()
    assert wronged.sum() == 37


def test_the_districts_are_alike_but_for_the_commute():
    X, _, _, group, deserved = load_biased_admissions()
    north, south = X[group == 0].mean(axis=0), X[group == 1].mean(axis=0)
    assert np.abs(north - south)[:2].max() < 0.3
    assert (north[2].round(), south[2].round()) == (19, 49)
    assert abs(deserved[group == 0].mean() - deserved[group == 1].mean()) < 0.03
    longer = X[group == 1, 2][:, None] > X[group == 0, 2]
    assert longer.mean() > 0.98  # of two applicants the one from the south nearly always has the longer way


def wrong_no_rates(train, held_out, columns, labels):
    """Return the accuracy on past decisions, then of the deserving in north and in south the share predicted 0."""
    from sklearn.linear_model import LogisticRegression

    mean, std = train.X.mean(axis=0), train.X.std(axis=0)
    model = LogisticRegression().fit(((train.X - mean) / std)[:, columns], getattr(train, labels))
    said = model.predict(((held_out.X - mean) / std)[:, columns])
    rates = [np.mean(said[(held_out.deserved == 1) & (held_out.group == district)] == 0) for district in (0, 1)]
    return np.mean(said == held_out.y), *rates


def drawn(n, seed):
    rows = recipe.biased_admissions(n, seed)
    return data.BiasedAdmissions(rows[:, :3], rows[:, 5], ("test", "grades", "commute"), rows[:, 3], rows[:, 4])


def halves():
    """Return the course's applicants, as lesson 6 splits them, and many more by the same recipe."""
    X, y, names, group, deserved = load_biased_admissions()
    yield [data.BiasedAdmissions(X[rows], y[rows], names, group[rows], deserved[rows]) for rows in (FIRST, LAST)]
    yield drawn(1500, seed=1), drawn(3000, seed=2)


FIRST, LAST = slice(240), slice(240, None)


def test_a_model_repeats_the_bias_without_seeing_the_district():
    for train, held_out in halves():
        accuracy, north, south = wrong_no_rates(train, held_out, [0, 1, 2], "y")
        assert 0.88 <= accuracy <= 0.93
        assert accuracy > 0.25 + (1 - held_out.y.mean())  # much better than always saying no
        assert north < 0.14
        assert south > 0.30


def test_without_the_commute_both_districts_pay():
    for train, held_out in halves():
        _, north, south = wrong_no_rates(train, held_out, [0, 1], "y")
        assert abs(north - south) < 0.03
        assert 0.16 < north < 0.23


def test_labels_that_are_just_make_a_model_that_is():
    for train, held_out in halves():
        accuracy, north, south = wrong_no_rates(train, held_out, [0, 1, 2], "deserved")
        assert max(north, south) < 0.10
        assert accuracy < 0.89  # though it agrees less with the past


# Tumours


def test_of_tumours_1_is_malignant():
    from sklearn import datasets

    X, y, names = load_breast_cancer()
    bundled = datasets.load_breast_cancer()
    assert X.shape == (569, 30)
    assert X.dtype == float
    assert y.dtype == int
    assert np.array_equal(y == 1, bundled.target_names[bundled.target] == "malignant")
    assert y.sum() == 212
    assert X[y == 1, 0].mean() > X[y == 0, 0].mean()  # malignant ones are larger
    assert names == tuple(bundled.feature_names)
    assert {type(name) for name in names} == {str}


# Logic gates


@pytest.mark.parametrize(
    ("name", "truth"),
    [
        ("AND", lambda a, b: a and b),
        ("OR", lambda a, b: a or b),
        ("NAND", lambda a, b: not (a and b)),
        ("NOR", lambda a, b: not (a or b)),
        ("XOR", lambda a, b: a != b),
    ],
)
def test_gates_by_their_truth_tables(name, truth):
    X, y, names = logic_gate(name)
    assert names == ("x1", "x2")
    assert X.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert y.tolist() == [int(truth(bool(a), bool(b))) for a, b in X]
    assert np.array_equal(logic_gate(name.lower()).y, y)


def test_not_has_one_input():
    X, y, names = logic_gate("NOT")
    assert (X.tolist(), y.tolist(), names) == ([[0], [1]], [1, 0], ("x1",))


@pytest.mark.parametrize("name", ["MAYBE", "", None, 3])
def test_an_unknown_gate_lists_the_known_ones(name):
    with pytest.raises(ValueError, match=r"name must be one of AND, OR, NAND, NOR, XOR, NOT, but .* came"):
        logic_gate(name)


# Your own CSV file


@pytest.fixture
def csv_file(tmp_path: Path):
    def write(text: str | bytes) -> Path:
        path = tmp_path / "students.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


GOOD = "test,grades,admitted\n7,6,1\n3,4.5,0\n"


def test_the_course_layout(csv_file):
    X, y, names = load_csv(csv_file(GOOD))
    assert (X.tolist(), y.tolist(), names) == ([[7, 6], [3, 4.5]], [1, 0], ("test", "grades"))
    assert X.dtype == float
    assert y.dtype == int


def test_the_well_known_layout(csv_file):
    path = csv_file("admit,gre,gpa,rank\n0,380,3.61,3\n1,660,3.67,1\n")
    X, y, names = load_csv(path)
    assert (X.tolist(), y.tolist(), names) == ([[380, 3.61], [660, 3.67]], [0, 1], ("gre", "gpa"))
    X, y, names = load_csv(str(path), class_rank=True)
    assert (X.tolist(), names) == ([[380, 3.61, 3], [660, 3.67, 1]], ("gre", "gpa", "rank"))


@pytest.mark.parametrize(
    "text",
    [
        "\ufefftest,grades,admitted\n7,6,1\n3,4.5,0\n",  # as a spreadsheet saves it
        "test,grades,admitted\r\n7,6,1\r\n3,4.5,0\r\n",
        "test,grades,admitted\n7,6,1\n3,4.5,0",
        "\n test , Grades,ADMITTED\n\n 7, 6 ,1\n\n3,4.5,0\n\n",
        "test;grades;admitted\n7;6;1\n3;4,5;0\n",
        "test;grades;admitted\n7;6;1\n3;4.5;0\n",
        "test\tgrades\tadmitted\n7\t6\t1\n3\t4.5\t0\n",
        "test;grades;admitted;born in, at\n7;6;1;Bern\n3;4,5;0;Ulm\n",
        "test\tgrades\tadmitted\tborn in, at; when\n7\t6\t1\tBern\n3\t4.5\t0\tUlm\n",
        'test,grades,admitted,"born; in\tat"\n7,6,1,Bern\n3,4.5,0,Ulm\n',
        "name,test,grades,admitted\nAnn\u2028Lee,7,6,1\nBo\x85\x0cBee,3,4.5,0\n",
        "test,grades,admitted\r7,6,1\r3,4.5,0\r",
        "\ufeff\n;;\ntest;grades;admitted\n7;6;1\n3;4.5;0\n",
        '"test","grades","admitted"\n"7","6","1"\n"3","4.5","0"\n',
        'name,admitted,grades,test\n"Doe, Ann",1,6,7\n"Roe ""Bo""",0,4.5,3\n',
        "test,grades,admitted\n7,6,1.0\n3,4.5,0.0\n",
    ],
)
def test_the_same_students_in_other_writing(csv_file, text):
    X, y, names = load_csv(csv_file(text))
    assert (X.tolist(), y.tolist(), names) == ([[7, 6], [3, 4.5]], [1, 0], ("test", "grades"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("test,grades,admitted\n7,6,1\n3,n/a,0\n", "line 3, column grades: a number is wanted, but 'n/a' came"),
        ("test,grades,admitted\n7,6,1\n\n3,,0\n", "line 4, column grades: a number is wanted, but nothing came"),
        ("test,grades,admitted\nnan,6,1\n", "line 2, column test: a number is wanted, but 'nan' came"),
        ("test,grades,admitted\n7,inf,1\n", "line 2, column grades: a number is wanted, but 'inf' came"),
        ("test,grades,admitted\n1_2,6,1\n", "line 2, column test: a number is wanted, but '1_2' came"),
        ("test,grades,admitted\n7,6,yes\n", "line 2, column admitted: 0 or 1 is wanted, but 'yes' came"),
        ("test,grades,admitted\n7,6,-1\n", "line 2, column admitted: 0 or 1 is wanted, but '-1' came"),
        ("test,grades,admitted\n7,6\n", "line 2: 2 values, but line 1 names 3 columns"),
        ("test,grades,admitted\n7,6,1,9\n", "line 2: 4 values, but line 1 names 3 columns"),
        ("test,grades,admitted\n7,6,1\n8,8,1\n", "every student has admitted = 1; students of both labels"),
        ("test,grades,admitted\n", "the columns are named, but no students follow"),
        ("", "the file is empty"),
        ("\n\n", "the file is empty"),
        ("test,admitted\n7,1\n", "line 1: column grades is missing; the columns are test, admitted"),
        ("a,b\n1,2\n", "line 1: the columns are a, b, but test,grades,admitted or admit,gre,gpa are wanted"),
        ("7,6,1\n3,4,0\n", "line 1: the columns are 7, 6, 1, but"),
        ("test,test,grades,admitted\n7,7,6,1\n", "line 1: two columns are named test"),
        ('test,grades,admitted\n7,"6,1\n', "line 2: not readable as CSV"),
        ("\n\na,b\n1,2\n", "line 3: the columns are a, b"),
        ("\n\ntest,admitted\n7,1\n", "line 3: column grades is missing"),
        ("\n\ntest,test,grades,admitted\n7,7,6,1\n", "line 3: two columns are named test"),
        ("\n\ntest,grades,admitted\n7,6\n", "line 4: 2 values, but line 3 names 3 columns"),
        (
            "\ntest,grades,admitted,a\x0cb\u2028c\n7,6,1,a\n3,x,0,b\n",
            "line 4, column grades: a number is wanted, but 'x' came",
        ),
        ("test;grades;admitted\n1.234,5;6;1\n", "line 2, column test: a number is wanted, but '1.234,5' came"),
        ("test;grades;admitted\n7;6;1,5\n", "line 2, column admitted: 0 or 1 is wanted, but '1,5' came"),
        (b"test,grades,admitted\n7,6,1\n\xff\xfe", "not a text file in UTF-8; save it as 'CSV UTF-8'"),
    ],
)
def test_a_bad_file_is_refused_with_line_and_column(csv_file, text, message):
    with pytest.raises(ValueError) as caught:
        load_csv(csv_file(text))
    assert str(caught.value).startswith(f"students.csv{', ' if message.startswith('line') else ': '}{message}")


@pytest.mark.parametrize(("name", "value"), [("separable", "no"), ("class_rank", "no"), ("class_rank", 1)])
def test_what_is_neither_true_nor_false_is_refused(name, value):
    with pytest.raises(ValueError, match=rf"^load_admissions: {name} must be True or False, but .* came"):
        load_admissions(**{name: value})


def test_a_class_rank_that_is_neither_true_nor_false_is_refused(csv_file):
    with pytest.raises(ValueError, match=r"^load_csv: class_rank must be True or False, but the text 'no' came"):
        load_csv(csv_file("test,grades,admitted\n1,2,0\n3,4,1\n"), class_rank="no")


def test_a_missing_rank_is_named(csv_file):
    with pytest.raises(ValueError, match="line 1: column rank is missing"):
        load_csv(csv_file(GOOD), class_rank=True)


def test_a_missing_file_says_where_it_was_looked_for(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"there is no file .*nowhere\.csv\. The current folder is "):
        load_csv(tmp_path / "nowhere.csv")


def write(tmp_path, content):
    path = tmp_path / "table.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_table_is_read_by_its_own_names(tmp_path):
    path = write(tmp_path, "Serial No.,GRE Score,CGPA,Chance of Admit \n1,337,9.65,1\n2,324,8.87,0\n")
    X, y, names = load_csv(path, features=("GRE Score", "CGPA"), label="Chance of Admit")
    assert X.tolist() == [[337, 9.65], [324, 8.87]]
    assert y.tolist() == [1, 0]
    assert names == ("gre score", "cgpa")


def test_a_file_without_a_header_is_given_its_names(tmp_path):
    path = write(tmp_path, "34.62,78.02,0\n60.18,86.3,1\n")
    X, y, _ = load_csv(path, names=("exam 1", "exam 2", "passed"), features=("exam 1", "exam 2"), label="passed")
    assert X.tolist() == [[34.62, 78.02], [60.18, 86.3]]
    assert y.tolist() == [0, 1]


def test_where_the_names_are_given_no_line_is_said_to_hold_them(tmp_path):
    path = write(tmp_path, "7,6,1\n3,4,0\n")
    with pytest.raises(ValueError, match=r"table\.csv, line 1: 3 values, but names= holds 4 columns$"):
        load_csv(path, names=("a", "b", "c", "d"), features=("a", "b"), label="c")
    with pytest.raises(ValueError, match=r"table\.csv, names=: .* say which with features= and label=$"):
        load_csv(path, names=("a", "b", "c"))
    with pytest.raises(ValueError, match=r"table\.csv, names=: column d is missing"):
        load_csv(path, names=("a", "b", "c"), features=("a", "d"), label="c")


@pytest.mark.parametrize("yes", [1, True, "", None, ["yes"]])
def test_what_stands_for_yes_is_a_text(tmp_path, yes):
    path = write(tmp_path, "a,b,done\n1,2,1\n3,4,0\n")
    if yes is None:
        assert load_csv(path, features=["a", "b"], label="done", yes=yes).y.tolist() == [1, 0]
    else:
        with pytest.raises(ValueError, match=r"^load_csv: yes must be .* such as 'yes', but .* came\.$"):
            load_csv(path, features=["a", "b"], label="done", yes=yes)


@pytest.mark.parametrize(("one", "other", "yes"), [("TRUE", "FALSE", "true"), ("yes", "no", "Yes"), ("M", "B", "m")])
def test_labels_in_words_are_read_where_asked(tmp_path, one, other, yes):
    path = write(tmp_path, f"a,b,done\n1,2,{one}\n3,4,{other}\n")
    assert load_csv(path, features=["a", "b"], label="done", yes=yes).y.tolist() == [1, 0]
    with pytest.raises(ValueError, match=r"0 or 1 is wanted, but .* came; if it stands for 1, say so with yes="):
        load_csv(path, features=["a", "b"], label="done")


@pytest.mark.parametrize(
    ("content", "arguments", "sentence"),
    [
        ("a,b,c\n1,2,yes\n3,4,no\n5,6,maybe\n", {"yes": "yes"}, "column c holds maybe, no beside yes; one other"),
        (
            "a,b,c\n1,2,yes\n3,4,No\n",
            {"yes": "Y"},
            "^table.csv: yes='y' is not a label of column c, which holds no, yes$",
        ),
        ("a,b,c\n1,2,no\n3,4,no\n", {"yes": "y"}, "yes='y' is not a label of column c, which holds no$"),
        ("a,b,c\n1,2,a\n3,4,b\n5,6,a\n", {"yes": "y"}, "yes='y' is not a label of column c, which holds a, b"),
        ("a,b,c\n1,2,Yes\n3,4,yes\n", {"yes": "yes"}, "every student has c = yes; one other label is wanted$"),
        ("a,b,c\n1,2,0\n3,4,1\n", {"features": ["a", "d"]}, "line 1: column d is missing; the columns are a, b, c"),
        (b"PK\x03\x04 zip", {}, "an Excel workbook, whatever its name says"),
        ("x" * 131_073 + ",b,c\n1,2,0\n", {}, "not readable as CSV: field larger than field limit"),
        ("a," * 20_000 + "c\n", {}, "two columns are named a"),
        ("a;b;c\n1.200;3,5;1\n3;4;0\n", {}, "column a: '1.200' came, but elsewhere decimals are written with a comma"),
    ],
)
def test_a_table_that_cannot_be_read_is_told_why(tmp_path, content, arguments, sentence):
    with pytest.raises(ValueError, match=sentence) as caught:
        load_csv(write(tmp_path, content), **{"features": ["a", "b"], "label": "c"} | arguments)
    assert len(str(caught.value)) < 400


def test_the_data_sheets_say_what_is_in_the_files():
    sheets = (data.FOLDER / "README.md").read_text(encoding="utf-8")
    for file in sorted(data.FOLDER.glob("admissions*.csv")):
        rows = list(csv.DictReader(file.open(encoding="utf-8")))
        admitted = sum(row["admitted"] == "1" for row in rows)
        sheet = sheets.partition(f"## {file.name}\n\n")[2]
        assert sheet.startswith(f"{len(rows)} rows, {admitted} admitted; "), file.name
    biased = data.load_biased_admissions()
    south, y = biased.group == 1, biased.y
    wronged = ((biased.deserved == 1) & (y == 0)).sum()
    assert f"Of {south.sum()} applicants from the south {y[south].sum()} were admitted" in sheets
    assert f"of {(~south).sum()} from the north {y[~south].sum()}." in sheets
    assert f"and {wronged} applicants who deserved a place were rejected" in sheets
