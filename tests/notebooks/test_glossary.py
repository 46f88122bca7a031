"""The glossary has every term of the lessons once, with its first lesson, and is up to date."""

import re

import pytest

from authoring import glossary
from authoring.build import ROOT

ROW = re.compile(r"\| \*\*(.+?)\*\* \| (.+) \| \[(\d+)\]\((\d\d)_\w+\.ipynb\) \|")
LESSONS = sorted((ROOT / "lessons").glob("[0-9][0-9]_*.md"))
INSTRUCTOR = re.compile(r'\+\+\+ \{"tags": \["instructor"\]\}.*?(?=\n\+\+\+|\Z)', re.DOTALL)
CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def page():
    return glossary.page(ROOT / "lessons")


@pytest.fixture(scope="module")
def rows(page):
    return [ROW.fullmatch(line).groups() for line in page.splitlines()[6:]]


def first_lessons():
    found = {}
    for number, path in enumerate(LESSONS):
        text = CODE.sub("", INSTRUCTOR.sub("", path.read_text(encoding="utf-8")))
        for term in text.split("**")[1::2]:
            found.setdefault(" ".join(term.split()), number)
    return found


def test_every_term_is_in_it_once_with_its_first_lesson(rows):
    found = {term: int(number) for term, _, number, _ in rows}
    assert found == first_lessons()
    assert len(found) == len(rows) > 100


def test_each_has_one_sentence_and_a_link_to_its_lesson(rows):
    for term, sentence, number, file in rows:
        assert sentence.endswith("."), term
        assert len(sentence) <= 200, term
        assert int(number) == int(file)
        assert "**" not in sentence, term


def test_the_terms_stand_in_the_order_of_the_alphabet(rows):
    terms = [row[0].lower() for row in rows]
    assert terms == sorted(terms)


def test_it_is_up_to_date(page):
    built = (ROOT / "notebooks" / "glossary.md").read_text(encoding="utf-8")
    assert built == page, "build it: python run.py build"


def small(folder, text, sentences=""):
    folder.joinpath("03_small.md").write_text(text, encoding="utf-8")
    folder.joinpath("glossary.toml").write_text(sentences, encoding="utf-8")
    return glossary.page(folder)


NOTES = '\n\n+++ {"tags": ["instructor"]}\n\nSay **nothing**.\n'


def test_a_term_is_explained_by_its_own_sentence_or_by_the_one_it_was_given(tmp_path):
    text = f"# Small\n\nLook. A **dot** is\nsmall. It has a **mark**.{NOTES}"
    found = small(tmp_path, text, 'mark = "A sign."')
    assert "| **dot** | A dot is small. | [3](03_small.ipynb) |\n| **mark** | A sign. |" in found
    assert "nothing" not in found


def test_a_sentence_for_what_is_no_term_is_named(tmp_path):
    with pytest.raises(ValueError, match=r"^lessons/glossary\.toml: no lesson prints in bold: blot$"):
        small(tmp_path, "# Small\n\nA **dot** is small.\n", 'blot = "A stain."')


def test_sentences_that_are_no_toml_are_named_with_their_file(tmp_path):
    with pytest.raises(ValueError, match=r"^lessons/glossary\.toml: Invalid value \(at line 1, column 8\)$"):
        small(tmp_path, "# Small\n", "mark = A sign.")


def test_a_power_in_code_or_in_a_formula_is_no_term_and_a_bar_stays_in_its_column(tmp_path):
    text = "The **size** of `(x**2 + y**2)` is $|x|$ or $a**b**c$.\n\nThen `f(**a)` or `g(**b)` come."
    page = small(tmp_path, f"# Small\n\n{text}")
    assert [line for line in page.splitlines() if line.startswith("| **")] == [
        "| **size** | The size of `(x**2 + y**2)` is $\\|x\\|$ or $a**b**c$. | [3](03_small.ipynb) |"
    ]
