"""A question on a page without a kernel; in JupyterLab `test_keyboard.py` answers those of a lesson."""

import harness
import pytest

from course_lib.checking import Question
from course_lib.exercises import catalog, start_here
from course_lib.workspace.course_map import LESSONS

QUESTION = start_here.recall_learning
LESSON_BY_LESSON = {
    lesson.name: [item for item in catalog(lesson.name) if isinstance(item, Question)]
    for lesson in LESSONS
    if lesson.written
}


@pytest.fixture
def ask(place):
    """Return a function that shows questions on a page without a kernel."""

    def ask(*questions, **options):
        page = place(*questions, **options)
        page.wait_for_function(
            "n => document.querySelectorAll('.course-question form').length === n", arg=len(questions)
        )
        return page

    return ask


def reason(page):
    return page.locator(".course-question [role=status]")


@pytest.mark.parametrize("questions", LESSON_BY_LESSON.values(), ids=LESSON_BY_LESSON)
def test_every_choice_of_every_question_gets_its_reason(ask, questions):
    page = ask(*(question() for question in questions))
    assert set(reason(page).all_inner_texts()) <= {""}
    assert page.evaluate(CHOOSE_ALL) == [
        ("✓ Right: " if choice.right else "◐ Not quite: ") + choice.reason.replace("`", "")
        for question in questions
        for choice in question.choices.values()
    ]


# In the page: a hand that clicks hundreds of times takes half a minute, and other tests have one.
CHOOSE_ALL = """() => [...document.querySelectorAll(".course-question")].flatMap((question) =>
    [...question.querySelectorAll("input")].map((input) => {
        input.click();
        question.querySelector("button").click();
        return question.querySelector("[role=status]").innerText;
    }))"""


def test_what_is_answered_stays_marked_while_another_choice_is_picked(ask):
    page = ask(QUESTION())
    right = QUESTION.right
    wrong = next(letter for letter in QUESTION.choices if letter != right)
    marks = "labels => labels.map((each) => getComputedStyle(each, '::after').content)"

    def marked():
        shown = page.locator(".course-question label").evaluate_all(marks)
        return {letter: said[1] for letter, said in zip(QUESTION.choices, shown, strict=True) if said != "none"}

    assert marked() == {}
    for picked, committed in [(wrong, False), (wrong, True), (right, False), (right, True), (wrong, False)]:
        before = marked()
        page.locator(f"input[value={picked}]").check()
        if committed:
            page.get_by_role("button").click()
            before = {picked: "✓" if picked == right else "◐"}
        assert marked() == before
    name = QUESTION.choices[right].text.replace("`", "")
    assert page.get_by_role("radio", name=name, exact=True).count() == 1, "the mark is for the eye: the reason is read"


def test_a_finger_hits_every_choice(ask):
    page = ask(QUESTION())
    assert page.locator(".course-question :is(label, button)").evaluate_all(harness.SMALL) == []


def test_contrast_themes_show_whether_the_answer_can_be_committed(ask):
    page = ask(QUESTION(), forced_colors="active")
    button = page.get_by_role("button")
    colour = "e => getComputedStyle(e).color"
    before = button.evaluate(colour)
    page.locator("input").first.check()
    assert button.evaluate(colour) != before


@pytest.mark.parametrize("where", ["jp-Notebook", "page"])
def test_in_a_notebook_a_choice_that_no_kernel_hears_of_is_said_to_be_forgotten(ask, where):
    page = ask(QUESTION(), clock=True)
    page.locator(".course-question").evaluate("(e, where) => e.parentElement.classList.add(where)", where)
    harness.stop_clock(page)
    for _ in range(2):  # another choice is not forgotten at once
        page.locator("input:not(:checked)").first.check()
        page.get_by_role("button").click()
        assert "run this cell" not in reason(page).inner_text()
        page.clock.run_for(3000)
        assert ("run this cell" in reason(page).inner_text()) == (where == "jp-Notebook")


def test_nothing_is_given_away_before_the_commitment(ask):
    page = ask(QUESTION())
    button = page.get_by_role("button")
    assert button.get_attribute("aria-disabled") == "true"
    button.click(force=True)
    assert reason(page).inner_text() == ""
    for letter in QUESTION.choices:
        page.locator(f"input[value={letter}]").check()
        assert button.get_attribute("aria-disabled") == "false"
        assert reason(page).inner_text() == ""


def test_the_keyboard_is_enough(ask):
    page = ask(QUESTION())
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.locator("input:checked").get_attribute("value") == "c"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert reason(page).inner_text().startswith("✓ Right: ")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert reason(page).inner_text().startswith("◐ Not quite: ")


def test_a_question_keeps_its_keys_and_leaves_to_jupyterlab_the_one_that_saves(ask):
    targets = ask(QUESTION()).locator(".course-question :is(input, button)")
    for key in ("x", "b", "ArrowDown", "Enter", " "):
        assert targets.evaluate_all(harness.HEARD, key) == []
    for key in ("Control+s", "Meta+s"):
        assert len(targets.evaluate_all(harness.HEARD, key)) == len(QUESTION.choices) + 1


def test_the_focus_stays_where_it_was_after_committing(ask):
    page = ask(QUESTION())
    page.locator("input[value=a]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert reason(page).inner_text()
    assert page.evaluate("document.activeElement.textContent") == "Commit to this answer"
    assert page.get_by_role("button").get_attribute("aria-disabled") == "true"


def test_a_screen_reader_gets_the_question_the_choices_and_the_reason(ask):
    page = ask(QUESTION())
    assert page.get_by_role("group", name=QUESTION.statement).count() == 1
    for choice in QUESTION.choices.values():
        assert page.get_by_role("radio", name=choice.text, exact=True).count() == 1
    assert reason(page).get_attribute("aria-live") == "polite"


def test_two_questions_do_not_share_their_choices(ask):
    page = ask(QUESTION(), QUESTION(), QUESTION(choice="c"))
    first, second, third = page.locator(".course-question").all()
    first.locator("input[value=a]").check()
    second.locator("input[value=b]").check()
    assert first.locator("input:checked").get_attribute("value") == "a"
    assert third.locator("input:checked").get_attribute("value") == "c"
    assert third.locator("[role=status]").inner_text().startswith("✓ Right: ")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(ask, theme):
    page = ask(QUESTION(), QUESTION(choice="a"), QUESTION(choice="c"), color_scheme=theme)
    page.locator(".course-question input").first.check()
    assert harness.violations(page, ".course-question") == []


def test_it_fits_on_a_phone_and_at_twice_the_size(ask):
    questions = [question(choice="a") for lesson in LESSON_BY_LESSON.values() for question in lesson]
    page = ask(*questions, viewport={"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
