"""The static site, built from the first two lessons and served under a sub-path as most hosts do."""

import functools
import html
import http.server
import itertools
import json
import re
import shutil
import threading

import harness
import pytest

from authoring import lesson as lessons
from authoring import npm, repository
from authoring.faults import FaultsFoundError
from authoring.lesson import Cell
from authoring.site import assets, cells, markup, pdf
from authoring.site.build import build, published_at
from course_lib.exercises import perceptron, start_here
from course_lib.workspace.course_map import LESSONS

NAMES = [each.file for each in LESSONS[:2]]
FORK = "https://github.com/someone/fork"
LESSON = f"{NAMES[1]}.html"
PAGES = [LESSON, "index.html", "search.html?q=line", f"teaching/{LESSON}", "teaching/index.html", "glossary.html"]
GLOSSARY = f"""# Glossary

| term | in one sentence | lesson |
|---|---|---|
| **accuracy** | The share of right answers. | [1]({NAMES[1]}.ipynb) |
"""
SYLLABUS = f"""# Syllabus

The [glossary](../notebooks/glossary.md) has a sentence for each; so has [lesson 1]({NAMES[1]}.md).
"""
ALIVE = "[data-view].alive"


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *words):
        pass


@pytest.fixture(scope="session")
def fork(tmp_path_factory):
    """Return a folder with what the site of two lessons is made from, in a repository at another address."""
    root = tmp_path_factory.mktemp("fork")
    for name in NAMES:
        for folder, ending in (("lessons", "md"), ("notebooks", "ipynb"), ("teaching", "md")):
            (root / folder).mkdir(exist_ok=True)
            shutil.copy(harness.ROOT / folder / f"{name}.{ending}", root / folder)
    (root / "notebooks" / "glossary.md").write_text(GLOSSARY, encoding="utf-8")
    (root / "teaching" / "grading.md").write_text("# Grade a class\n\nBy what it answers.\n", encoding="utf-8")
    (root / "teaching" / "syllabus.md").write_text(SYLLABUS, encoding="utf-8")
    (root / "pyproject.toml").write_text(f'[project]\nname = "x"\nurls.Repository = "{FORK}"\n', encoding="utf-8")
    return root


@pytest.fixture(scope="session")
def folder(fork, tmp_path_factory):
    """Return the folder of the site."""
    folder = tmp_path_factory.mktemp("host") / "course"
    try:
        build(folder, fork, NAMES)
    except FileNotFoundError as error:
        harness.cannot(str(error))
    return folder


@pytest.fixture(scope="session")
def address(folder):
    """Return the address of the site on a host that has it under a sub-path."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder.parent))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/course"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def visit(new_page, address):
    """Return a function that opens a page of the site."""

    def visit(name, **options):
        page = new_page(**options)
        page.goto(f"{address}/{name}")
        return page

    return visit


def enliven(page):
    """Go through the page, and wait for each widget to be alive."""
    for place in page.locator("[data-view]").all():
        place.scroll_into_view_if_needed()
        place.and_(page.locator(".alive")).wait_for()
    return page.locator("[data-view]")


def follow(page, link):
    """Follow a link, and wait until its page is whole: what a page still loads when it is left fails."""
    with page.expect_navigation():
        link.click()


def turn_to(page, address):
    """Go from a page to another one, once it is whole."""
    page.wait_for_load_state("networkidle")
    page.goto(address)


@pytest.mark.parametrize("name", NAMES)
def test_every_widget_of_a_lesson_is_alive(visit, folder, name):
    views = enliven(visit(f"{name}.html"))
    assert views.count() == (folder / f"{name}.html").read_text(encoding="utf-8").count("data-view=") > 4
    assert views.locator(".live :is(.cx-plane, form)").count() == views.count()


# Counts the frames in which something is drawn and still hidden, which a browser lays out in vain.
HIDDEN = """(() => {
    window.hidden = 0;
    const look = () => {
        window.hidden += document.querySelectorAll(":not(.alive) > .live :is(svg, canvas, form)").length;
        requestAnimationFrame(look);
    };
    look();
})()"""


def test_what_is_drawn_is_shown_in_the_same_frame(new_page, address):
    page = new_page()
    page.add_init_script(HIDDEN)
    page.goto(f"{address}/{LESSON}")
    enliven(page)
    assert page.evaluate("window.hidden") == 0


def test_a_phone_has_little_to_load_and_to_start(folder):
    size = {name: (folder / "assets" / name).stat().st_size for name in ("page.js", "widgets.js")}
    assert size["widgets.js"] < 240_000
    assert size["page.js"] < 5_000


def test_it_lives_from_a_folder_too(new_page, folder):
    page = new_page()
    page.goto((folder / f"{NAMES[0]}.html").as_uri())
    enliven(page)
    turn_to(page, (folder / "search.html").as_uri() + "?q=weights")
    assert page.locator("#results li").count() > 3


def test_an_explorable_moves(visit):
    page = visit("index.html")
    page.locator(ALIVE).wait_for()
    words = page.locator(".cx-words").inner_text()
    page.get_by_role("slider", name="b (bias)").press("ArrowLeft")
    page.wait_for_function("words => document.querySelector('.cx-words').textContent !== words", arg=words)


def test_an_answer_is_remembered_and_counted_on_the_map(visit):
    page = visit(f"{NAMES[0]}.html")
    question = f"[data-question='start_here/{start_here.recall_brain.name}']"
    place = enliven(page).and_(page.locator(question))
    right = start_here.recall_brain.right
    wrong = next(letter for letter in start_here.recall_brain.choices if letter != right)
    for letter in (wrong, right):
        place.locator(f"input[value={letter}]").check()
        place.get_by_role("button").click()
        stored = page.evaluate("Object.keys(JSON.parse(localStorage.getItem('from-a-line-to-a-network')).done)")
        assert stored == (["start_here/recall_brain"] if letter == right else [])
    page.reload()
    enliven(page)
    assert place.locator("[role=status]").inner_text().startswith("✓ Right")
    assert page.locator("[data-lesson=start_here] .count").inner_text() == "1 of 5 done"
    turn_to(page, page.url.replace(f"{NAMES[0]}.html", "index.html"))
    assert page.locator("[data-lesson=start_here] .count").inner_text() == "1 of 5 done"
    assert page.locator("[data-lesson=start_here] progress").evaluate("e => e.value") == 1
    page.evaluate("""() => {
        const row = document.querySelector("[data-lesson=start_here]");
        const kept = JSON.parse(localStorage.getItem("from-a-line-to-a-network"));
        for (const name of row.dataset.exercises.split(" ")) kept.done[`start_here/${name}`] = true;
        kept.done["perceptron_trick/step"] = true; // of a lesson whose name begins as another's
        const another = document.body.appendChild(document.createElement("iframe")); // as in another tab
        another.contentWindow.localStorage.setItem("from-a-line-to-a-network", JSON.stringify(kept));
    }""")
    page.locator("[data-lesson=start_here] .count", has_text="✓ 5 of 5 done").wait_for()
    assert page.locator("[data-lesson=perceptron] .count").inner_text() == "0 of 15 done"
    page.locator("#theme").click()
    theme = page.locator("#theme").inner_text()
    forget = page.get_by_role("button", name="Forget my answers")
    forget.click()  # who is asked and says no, as a dialog that nobody answers is taken, loses nothing
    assert page.locator("[data-lesson=start_here] .count").inner_text() == "✓ 5 of 5 done"
    page.once("dialog", lambda dialog: dialog.accept())
    forget.click()
    assert page.locator("[data-lesson=start_here] .count").inner_text() == "0 of 5 done"
    page.reload()
    assert page.locator("#theme").inner_text() == theme != "System"  # that is no answer


def test_a_prediction_is_done_with_any_answer(visit):
    page = visit(LESSON)
    place = enliven(page).and_(page.locator("[data-prediction]"))
    wrong = next(letter for letter in perceptron.first_guess.choices if letter != perceptron.first_guess.right)
    place.locator(f"input[value={wrong}]").check()
    place.get_by_role("button").click()
    turn_to(page, page.url.replace(LESSON, "index.html"))
    assert page.locator("[data-lesson=perceptron] .count").inner_text() == "1 of 15 done"


def test_hints_open_one_by_one_and_the_solution_at_a_click(visit):
    page = visit(LESSON)
    exercise = page.locator(".exercise", has=page.locator("[data-done='perceptron/step']"))
    assert "your code here" in exercise.text_content()
    hints = [exercise.locator("summary", has_text=f"Hint {n} of 3") for n in (1, 2, 3)]
    for shown in range(3):
        assert [hint.is_visible() for hint in hints] == [n <= shown for n in range(3)]
        hints[shown].click()
    answer = exercise.get_by_text("np.where(z >= 0, 1, 0)").last
    assert not answer.is_visible()
    exercise.get_by_text("A solution").click()
    assert answer.is_visible()
    solved = exercise.get_by_label("I have solved it")
    solved.check()
    page.reload()
    assert solved.is_checked()
    solved.uncheck()
    assert not solved.is_checked()


@pytest.mark.parametrize("refused", ["setItem", "getItem = Storage.prototype.setItem"])
def test_what_is_solved_stays_ticked_where_the_browser_has_no_room_or_refuses_to_store_it(new_page, address, refused):
    page = new_page()
    page.add_init_script(f"Storage.prototype.{refused} = () => {{ throw new Error(); }};")
    page.goto(f"{address}/{LESSON}")
    solved = page.get_by_label("I have solved it").first
    solved.check()
    assert solved.is_checked()


@pytest.mark.parametrize("kept", ["5", '{"done": null, "place": 5}', '{"done": "all", "answers": null}', "{"])
def test_what_is_remembered_may_be_damaged(new_page, address, kept):
    page = new_page()
    page.add_init_script(f"localStorage['from-a-line-to-a-network'] ??= {json.dumps(kept)}")
    page.goto(f"{address}/index.html")
    assert not page.locator("#continue").is_visible()
    assert page.locator("[data-lesson=perceptron] .count").inner_text() == "0 of 15 done"
    turn_to(page, f"{address}/{LESSON}")
    page.get_by_label("I have solved it").first.check()
    turn_to(page, f"{address}/index.html")
    assert page.locator("[data-lesson=perceptron] .count").inner_text() == "1 of 15 done"


def test_a_page_knows_what_was_done_in_another_tab_and_while_one_was_away(visit):
    page = visit("index.html")
    keep = "(kept) => { localStorage['from-a-line-to-a-network'] = JSON.stringify(kept); }"
    with page.context.expect_page() as opened:
        page.evaluate("open('search.html')")
    opened.value.evaluate(keep, {"theme": "dark"})
    page.get_by_role("button", name="Colours: Dark").wait_for()
    page.evaluate(keep, {"done": {"perceptron/step": True}})  # of which a page that a browser keeps hears nothing
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    assert page.locator("[data-lesson=perceptron] .count").inner_text() == "1 of 15 done"
    opened.value.close()


def test_the_map_leads_back_to_where_one_was_reading(visit, address):
    page = visit("index.html", viewport={"width": 1280, "height": 800})
    assert not page.locator("#continue").is_visible()
    turn_to(page, f"{address}/{LESSON}#a-third-feature")
    page.locator("nav.contents a[aria-current]", has_text="A third feature").wait_for()
    turn_to(page, f"{address}/index.html")
    link = page.locator("#continue a", has_text="Turn a line into a decision: A third feature")
    assert "#" not in link.inner_text()
    follow(page, link)
    assert page.url == f"{address}/{LESSON}#a-third-feature"


def test_the_search_finds_a_section(visit):
    page = visit("index.html")
    page.locator("main").press("/")
    page.keyboard.type("truth table")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert {each.lower() for each in page.locator("#results mark").all_inner_texts()} >= {"truth", "table"}
    follow(page, page.locator("#results a", has_text="Choose weights that compute"))
    assert page.url.endswith(f"{LESSON}#choose-weights-that-compute")
    assert page.locator("h2", has_text="Choose weights that compute").is_visible()


def test_a_slash_leads_to_the_search_from_any_address_and_is_typed_there(visit):
    page = visit("glossary.html#%")
    page.keyboard.press("/")
    page.keyboard.type("and/or")
    assert page.locator("input:focus").input_value() == "and/or"


# Types one word after the other, and returns what the page says of each.
TYPED = """words => words.map((word) => {
    const field = document.querySelector("main input[type=search]");
    field.value = word;
    field.dispatchEvent(new Event("input"));
    return document.getElementById("count").textContent;
})"""


def test_the_search_answers_to_each_term_of_the_glossary_and_to_signs(visit):
    glossary = (harness.ROOT / "notebooks" / "glossary.md").read_text(encoding="utf-8")
    words = [*re.findall(r"^\| \*\*(.+?)\*\*", glossary, re.M), "loss", "seed", "log-loss", "x", "C", "=", "("]
    assert len(words) > 100
    said = visit("search.html").evaluate(TYPED, words)
    assert [word for word, count in zip(words, said) if f"for “{word}”" not in count] == []
    assert not said[words.index("perceptron")].startswith("0 ")


def test_the_search_reads_a_sign_however_it_is_written_and_marks_whole_words(visit):
    page = visit("search.html")
    ways = ("ŷ", "y\N{COMBINING CIRCUMFLEX ACCENT}"), ("w₁", "w1")
    for one, other in ways:
        said = page.evaluate(TYPED, [one, other])
        assert said[0].partition(" for ")[0] == said[1].partition(" for ")[0] != "0 places"
    assert {"w₁"} <= {*page.locator("#results mark").all_inner_texts()} <= {"w₁", "W₁", "w1", "W1"}


def test_who_comes_back_to_the_search_finds_the_same_places(visit):
    page = visit("search.html")
    page.locator("main input").fill("truth table")
    follow(page, page.locator("#results a").first)
    page.wait_for_load_state("networkidle")
    page.go_back()
    assert page.locator("main input").input_value() == "truth table"
    assert page.locator("#results li").count() > 1


def test_a_formula_keeps_its_signs_in_the_search():
    text = " ".join(
        text for _, text in cells.searched(lessons.read(harness.ROOT / "lessons" / "02_perceptron_trick.md"))
    )
    assert "y - ŷ" in text
    assert "y - y" not in text
    assert "w₁" in text
    assert "w_1" not in text
    text = " ".join(
        text for _, text in cells.searched(lessons.read(harness.ROOT / "lessons" / "10_train_a_network.md"))
    )
    assert "θ₁" in text
    assert "Glorot's rule, √(2 / (inputs+units))" in text.replace(" +", "+").replace("+ ", "+")


def test_no_sign_of_a_formula_is_lost_in_the_search():
    known = cells.GREEK.keys() | cells.SIGNS.keys() | {"hat", "text", "mathsf", "sqrt", "frac"}
    for path in sorted((harness.ROOT / "lessons").glob("[0-9]*.md")):
        for cell in lessons.read(path).markdown:
            for formula in re.findall(r"\$[^$]+\$", cells.DISPLAYED.sub(" ", cell.source)):
                assert set(cells.COMMAND.findall(formula)) <= known, (path.name, formula)


@pytest.mark.parametrize(
    ("formula", "plain"),
    [
        (r"$\frac{f(\theta + h) - f(\theta - h)}{2h}$", "(f(θ + h) - f(θ - h)) / 2h"),
        (r"$\frac12 (\hat y - y)^2$", "1 / 2 (ŷ - y)^2"),
        (r"$\sqrt{100} = 10$", "√100 = 10"),
        (r"$\sqrt{2/(a+b)}$", "√(2/(a+b))"),
    ],
)
def test_a_fraction_and_a_root_are_told_in_the_search(formula, plain):
    assert cells.said(Cell("markdown", formula, 1, "x", {})) == plain


def test_the_search_knows_what_is_asked():
    text = " ".join(text for _, text in cells.searched(lessons.read(harness.ROOT / "lessons" / "04_log_loss.md")))
    assert "Find the probability of the true labels" in text


def test_a_link_to_a_section_leads_to_its_heading_until_the_wheel_turns(new_page, address):
    page = new_page(viewport={"width": 390, "height": 844}, has_touch=True)
    page.goto(f"{address}/{LESSON}#predict-first")
    page.locator("[data-view].alive").first.wait_for()
    page.wait_for_load_state("networkidle")
    for _ in range(3):
        page.evaluate(harness.PAINTED)
    place = "document.querySelector('#predict-first h2').getBoundingClientRect().top"
    top = page.evaluate(place)
    assert -40 < top < 400
    page.mouse.wheel(0, 40)
    page.wait_for_function(f"top => {place} < top - 30", arg=top)
    page.evaluate("document.querySelector('article section').style.height = '3000px'")
    for _ in range(2):  # observers are called after a layout
        page.evaluate(harness.PAINTED)
    assert page.evaluate(place) < top - 30


def test_who_scrolls_on_by_the_bar_is_not_brought_back_and_the_list_of_sections_follows(new_page, address):
    page = new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{address}/{LESSON}#predict-first")
    page.locator("[data-view].alive").first.wait_for()
    page.wait_for_load_state("networkidle")
    for _ in range(20):  # a bar sends no event but that of scrolling
        page.evaluate("scrollBy(0, 100)")
        page.evaluate(harness.PAINTED)
    top = page.locator("#predict-first h2").evaluate("each => each.getBoundingClientRect().top")
    assert top < -500
    page.locator("nav.contents a[aria-current]:not([href='#predict-first'])").wait_for(state="attached")
    assert page.locator("nav.contents a[aria-current]").count() == 1


def test_the_search_says_when_it_shows_but_the_first_of_many(visit, folder):
    text = (folder / "search.html").read_text(encoding="utf-8")
    [before, sections, after] = re.split(
        r"(?<=id=\"sections\")([^>]*>.*?)(?=</script>)", text, maxsplit=1, flags=re.DOTALL
    )
    head, _, listed = sections.partition(">")
    many = f"{head}>{json.dumps(3 * json.loads(listed))}"
    (folder / "search_of_many.html").write_text(before + many + after, encoding="utf-8")
    page = visit("search_of_many.html?q=the")
    assert page.locator("#count").inner_text() == "60 places for “the”, the first 30 of them shown"
    assert page.locator("#results li").count() == 30
    (folder / "search_of_many.html").unlink()


def test_the_search_says_when_it_finds_no_place_with_all_words(visit):
    page = visit("search.html?q=line+xyzzy")
    assert page.locator("#count").inner_text() == "0 places for “line xyzzy”"


def test_the_switch_of_colours_is_remembered(visit):
    page = visit("index.html", color_scheme="light")
    page.locator(ALIVE).wait_for()
    colours = "[document.body, document.querySelector('.cx-explorable')].map(e => getComputedStyle(e).backgroundColor)"
    light = page.evaluate(colours)
    for name in ("Light", "Dark"):
        page.get_by_role("button", name="Colours").click()
        assert page.get_by_role("button", name=f"Colours: {name}").count() == 1
    dark = page.evaluate(colours)
    assert all(harness.contrast(one, other) > 10 for one, other in zip(map(rgb, light), map(rgb, dark), strict=True))
    page.reload()
    page.locator(ALIVE).wait_for()
    assert page.evaluate(colours) == dark


def rgb(colour):
    return [int(number) for number in colour.removeprefix("rgb(").removesuffix(")").split(",")]


def test_axe_finds_nothing(new_page, address):
    page = new_page()
    colours = {"runOnly": ["color-contrast"]}  # all that other colours change
    for name in PAGES:
        page.emulate_media(**harness.MEDIA)
        turn_to(page, f"{address}/{name}")
        enliven(page)
        page.add_style_tag(content="section { content-visibility: visible !important; }")  # as if all were in sight
        page.locator("details").evaluate_all("all => { for (const each of all) each.open = true; }")
        for media, rules in (({}, {}), ({"color_scheme": "dark"}, colours), ({"forced_colors": "active"}, colours)):
            page.emulate_media(**harness.MEDIA | media)
            page.evaluate(harness.PAINTED)
            assert harness.violations(page, "html", **rules) == [], (name, media)


def test_nothing_is_wider_than_a_phone(new_page, address):
    page = new_page(viewport={"width": 390, "height": 844}, has_touch=True)
    for name in PAGES:
        turn_to(page, f"{address}/{name}")
        enliven(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, name
    page.set_viewport_size({"width": 320, "height": 600})
    turn_to(page, f"{address}/glossary.html")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    turn_to(page, f"{address}/{LESSON}")
    targets = page.locator("header :is(input, button), summary:not(details details *), .exercise label, .around a")
    assert targets.evaluate_all(harness.SMALL) == []


def test_no_word_of_the_glossary_is_broken_on_the_narrowest_phone(visit):
    page = visit("glossary.html", viewport={"width": 320, "height": 600})
    glossary = (harness.ROOT / "notebooks" / "glossary.md").read_text(encoding="utf-8")
    page.locator("main").evaluate("(main, all) => { main.innerHTML = all; }", markup.html_of(glossary))
    assert [word for word in page.evaluate(harness.BROKEN) if "-" not in word] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_an_iphone_need_not_zoom_in_when_one_searches(visit):
    page = visit("search.html", viewport={"width": 320, "height": 600})
    sizes = page.locator("input").evaluate_all("all => all.map((e) => parseFloat(getComputedStyle(e).fontSize))")
    assert len(sizes) == 2 and min(sizes) >= 16
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("sheet", ["site.css", "deck.css"])
def test_nothing_is_as_high_as_an_iphone_is_without_its_bars(sheet):
    assert "100vh" not in (assets.SOURCES / sheet).read_text(encoding="utf-8"), "100dvh is what is seen"


def test_widgets_live_in_a_browser_that_cannot_join_signals(new_page, address):
    page = new_page()
    page.add_init_script("delete AbortSignal.any; delete window.requestIdleCallback")  # as in Safari before 17.4
    page.goto(f"{address}/{LESSON}")
    assert enliven(page).count() == page.locator(ALIVE).count() > 2
    slider = page.get_by_role("slider").first
    before = page.locator(".cx-equation").first.inner_text()
    slider.press("ArrowRight")
    page.wait_for_function("before => document.querySelector('.cx-equation').innerText !== before", arg=before)


def test_contrast_themes_show_the_arrows_of_slides(visit):
    page = visit(f"{NAMES[1]}.slides.html", forced_colors="active")
    page.locator(".reveal.ready").wait_for()
    [[found]] = harness.colours(page, ".controls .navigate-right")
    assert len(found) > 1
    assert harness.contrast(*found[:2]) > 7


def test_the_lesson_can_be_read_without_scripts(visit):
    page = visit(LESSON, java_script_enabled=False)
    assert page.locator(".explorable img").first.is_visible()
    assert page.get_by_text(perceptron.first_guess.choices["a"].text).is_visible()
    assert page.locator("h2", has_text="Recap").is_visible()
    idle = page.locator("header :is(input, button), .exercise input")
    assert idle.count() > 5
    assert not any(each.is_visible() for each in idle.all()), "nothing is offered that does nothing"


def test_search_and_slides_say_that_they_need_scripts(visit, address):
    page = visit("search.html", java_script_enabled=False)
    assert page.locator("noscript p").is_visible()
    turn_to(page, f"{address}/{NAMES[1]}.slides.html")
    follow(page, page.locator("noscript a"))
    assert page.url == f"{address}/{LESSON}"


def test_every_picture_has_words_and_a_size(visit):
    page = visit(LESSON)
    told = "all => all.map(e => e.alt.length > 40 && e.getAttribute('width') > 100 && e.getAttribute('height') > 100)"
    told = page.locator("img").evaluate_all(told)
    assert len(told) > 5
    assert all(told)


def test_the_fork_leads_to_its_own_notebooks(visit):
    page = visit(LESSON)
    links = page.locator(".run a, .bottom a").evaluate_all("all => all.map(e => e.href)")
    place = FORK.removeprefix("https://github.com/")
    assert f"https://mybinder.org/v2/gh/{place}/HEAD?labpath=notebooks%2F{NAMES[1]}.ipynb" in links
    assert f"https://colab.research.google.com/github/{place}/blob/HEAD/notebooks/{NAMES[1]}.ipynb" in links
    assert FORK in links


def test_a_workflow_names_the_fork_and_nobodys_address_is_not_linked_to(fork, monkeypatch):
    assert published_at(fork) == FORK
    assert published_at(harness.ROOT) == "" or repository.NOBODY not in repository.address(harness.ROOT)
    monkeypatch.setenv("COURSE_REPOSITORY", "https://github.com/else/where")
    assert published_at(fork) == "https://github.com/else/where"


def test_every_link_leads_somewhere(folder):
    for path in folder.rglob("*.html"):
        links = re.findall(r'<a\b[^>]*?\bhref="([^"]*)"', path.read_text(encoding="utf-8"))
        assert links or ".slides" in path.name, path
        for href in map(html.unescape, links):
            if ":" not in href:
                file, _, anchor = href.partition("#")
                place = path.parent / file.partition("?")[0] if file else path
                text = place.read_text(encoding="utf-8")
                assert f'id="{anchor}"' in text or not anchor or ".slides" in place.name, href


def test_the_glossary_leads_to_the_lessons_and_the_teachers_pages_to_all_of_theirs(visit, address):
    page = visit("glossary.html", java_script_enabled=False)
    follow(page, page.get_by_role("row", name="accuracy").get_by_role("link"))
    assert page.url == f"{address}/{LESSON}"
    turn_to(page, f"{address}/teaching/index.html")
    follow(page, page.get_by_role("link", name="Grade a class"))
    assert page.locator("main").inner_text().endswith("By what it answers.")


def test_slides_turn_by_keys_and_are_alive(visit):
    page = visit(f"{NAMES[1]}.slides.html")
    page.locator(".reveal.ready").wait_for()
    assert page.locator("section.present h1").is_visible()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    explorable = page.locator("section.present section.present .explorable.alive")
    explorable.wait_for()
    explorable.get_by_role("slider", name="b (bias)").press("ArrowRight")
    assert explorable.get_by_role("slider", name="b (bias)").get_attribute("aria-valuenow") == "-17.9"
    assert explorable.is_visible(), "an arrow that moves a slider turns no page"
    assert harness.violations(page, "html") == []
    with page.expect_popup() as opened:
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("s")
    opened.value.wait_for_function("document.title.includes('Speaker View')")
    opened.value.close()


def test_slides_turn_by_keys_after_a_click_on_a_button_or_a_hint(visit):
    page = visit(f"{NAMES[1]}.slides.html#/2/1")
    live = page.locator("section.present section.present .question.alive")
    live.locator("input").first.check()
    live.get_by_role("button").click()
    page.keyboard.press("PageDown")
    page.wait_for_url("**#/3")
    exercise = page.locator("section.present section.present .exercise")
    while not exercise.is_visible():
        page.keyboard.press("ArrowDown")
    hint = exercise.locator("details").first
    hint.locator("summary").first.click()
    page.keyboard.press("Space")
    assert hint.get_attribute("open") is None
    assert exercise.is_visible()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**#/4")


def test_a_button_that_is_clicked_gets_the_keys_in_safari_too(visit):
    page = visit(f"{NAMES[1]}.slides.html#/2/1")
    button = page.locator("section.present section.present .question.alive button")
    # The script's click gives it no focus, as a hand's does not in Safari.
    assert button.evaluate("button => { button.click(); return button === document.activeElement; }")
    page.keyboard.press("Space")
    assert button.is_visible()


def test_what_a_cell_prints_waits_on_its_slide_until_the_class_has_guessed(visit):
    page = visit(f"{NAMES[1]}.slides.html")
    printed = page.locator("section.present section.present[data-kind='code'] .printed")
    for _ in range(40):
        page.keyboard.press("PageDown")
        if printed.count():
            break
    waiting = printed.element_handle()
    assert not waiting.is_visible()
    page.keyboard.press("ArrowDown")
    waiting.wait_for_element_state("visible")
    page.emulate_media(media="print")
    shown = (
        "all => all.every((e) => getComputedStyle(e).visibility === 'visible' && getComputedStyle(e).opacity === '1')"
    )
    assert page.locator(".printed").evaluate_all(shown)


def test_slides_break_long_lines_that_are_printed(visit):
    page = visit(f"{NAMES[1]}.slides.html")
    page.locator(".reveal.ready").wait_for()
    assert page.locator(".printed").count() > 3
    assert page.locator(".printed").first.evaluate("e => getComputedStyle(e).whiteSpace") == "pre-wrap"


def test_the_keys_on_the_first_slide_turn_every_page(visit):
    page = visit(f"{NAMES[1]}.slides.html")
    page.locator(".reveal.ready").wait_for()
    assert page.locator(".keys").inner_text().startswith("Space or Page Down turns to the next page")
    seen, last = set(), page.locator(".slides > section > section").count()
    for _ in range(2 * last):
        seen.add(
            page.evaluate(
                "[...document.querySelectorAll('.slides > section > section')]"
                ".findLastIndex((e) => e.matches('.present > .present'))"
            )
        )
        page.keyboard.press("PageDown")
    assert seen == set(range(last))


def test_a_finger_moves_what_it_touches_and_turns_no_slide(visit):
    page = visit(f"{NAMES[1]}.slides.html#/1/1", has_touch=True, viewport={"width": 1024, "height": 768})
    live = page.locator("section.present section.present .explorable.alive")
    live.wait_for()
    equation = live.locator(".cx-equation")
    for handle, distance in ((".cx-handle", 70), (".noUi-handle", -60)):
        before, box = equation.inner_text(), live.locator(handle).first.bounding_box()
        start = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        harness.touch_drag(page, start, (start[0] + distance, start[1]))
        page.evaluate(harness.PAINTED)
        assert equation.inner_text() != before, handle
        assert page.url.endswith("#/1/1"), handle
    harness.touch_drag(page, (900, 700), (200, 700))
    page.wait_for_url("**#/2")


def test_a_slide_that_is_longer_than_the_screen_scrolls_by_keys(visit):
    page = visit(f"{NAMES[1]}.slides.html#/1/1", viewport={"width": 800, "height": 300})
    slide = page.locator("section.present section.present[tabindex='0']")
    slide.wait_for()
    slide.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowDown")
    page.wait_for_function("document.activeElement.matches('section') && document.activeElement.scrollTop > 0")
    assert page.url.endswith("#/1/1")


def test_a_slide_that_is_longer_than_the_screen_scrolls_by_finger(visit):
    page = visit(f"{NAMES[1]}.slides.html#/1/1", has_touch=True, viewport={"width": 800, "height": 300})
    page.locator("section.present section.present[tabindex='0']").wait_for()
    harness.touch_drag(page, (20, 180), (20, 20))  # beside what is live
    page.wait_for_function("document.querySelector('section.present section.present').scrollTop > 0")
    assert page.url.endswith("#/1/1")


FIT = """() => {
    const slide = document.querySelector("section.present section.present");
    const type = document.documentElement.style.getPropertyValue("--type");
    const [wide, columns] = [slide.matches(".whole-width"), slide.matches(".columns")];
    return [slide.scrollHeight > slide.clientHeight, wide, columns, type !== "" && Number(type) < 1];
}"""
COLUMNS = """slide => [...slide.querySelectorAll(".cx-explorable :is(p, table, svg, .noUi-target)")].map((part) =>
    Math.round(part.getBoundingClientRect().left))"""


@pytest.mark.parametrize(
    ("height", "wanted"),
    [
        (720, [False, False, False, False]),
        (540, [False, True, False, True]),
        (430, [False, True, True, False]),
        (300, [True, True, False, False]),
    ],
    ids=["it fits", "smaller type", "columns", "neither helps"],
)
def test_a_picture_taller_than_its_slide_gets_its_width_columns_and_smaller_type_if_it_fits_then(visit, height, wanted):
    page = visit(f"{NAMES[1]}.slides.html#/1/1", viewport={"width": 1280, "height": height})
    page.locator("section.present section.present .explorable.alive").wait_for()
    page.wait_for_function(f"wanted => String(({FIT})()) === String(wanted)", arg=wanted)
    for _ in range(20):  # it is not on its way to another type
        page.evaluate(harness.PAINTED)
    assert page.evaluate(FIT) == wanted
    page.keyboard.press("PageUp")
    page.wait_for_function("document.querySelector('section.present section.present .explorable') === null")
    assert page.evaluate(FIT)[1:] == [False, False, False]


MORE_LINES = """place => {
    const slide = place.parentElement;
    for (let i = 0; i < 60 && slide.scrollHeight <= slide.clientHeight; i++) place.append("one more line\\n");
    return slide.scrollHeight > slide.clientHeight;
}"""


def test_what_is_printed_fits_its_slide_where_smaller_type_is_enough(visit):
    page = visit(f"{NAMES[1]}.slides.html", viewport={"width": 1280, "height": 720})
    printed = page.locator("section.present section.present[data-kind='code'] .printed")
    for _ in range(40):
        page.keyboard.press("PageDown")
        if printed.count():
            break
    assert printed.evaluate(MORE_LINES)
    page.keyboard.press("PageUp")
    page.keyboard.press("PageDown")
    page.wait_for_function(f"() => {{ const found = ({FIT})(); return found[3] && !found[0]; }}")


def test_a_key_that_a_choice_does_not_need_turns_the_page(visit):
    page = visit(f"{NAMES[1]}.slides.html#/2/1")
    choice = page.locator("section.present section.present .question.alive input").first
    choice.check()
    page.keyboard.press("ArrowDown")
    assert page.url.endswith("#/2/1"), "the arrows are the choice's"
    page.keyboard.press("PageDown")
    page.wait_for_url("**#/3")


def test_the_map_on_the_slides_counts_what_is_done(visit):
    page = visit(f"{NAMES[0]}.slides.html")
    page.evaluate(
        "localStorage.setItem('from-a-line-to-a-network', JSON.stringify({ done: { 'start_here/first_guess': true,"
        " 'start_here/of_long_ago': true } }))"
    )
    page.reload()
    page.locator(".reveal.ready").wait_for()
    assert page.locator(".map [data-lesson='start_here'] .count").inner_text().startswith("1 of ")


def test_a_heading_alone_is_no_slide():
    """It stands above what comes next. A map or a question has no text of its own, and is one."""
    parts = [cells.Part("text"), cells.Part("question"), cells.Part("code", is_map=True)]
    assert [part.kind for part in cells.slides(parts)] == ["question", "code"]


def test_every_page_is_described_by_itself(folder):
    described = [
        re.search(r'<meta name="description" content="([^"]*)"', path.read_text(encoding="utf-8"))[1]
        for path in sorted(folder.rglob("*.html"))
    ]
    assert all(len(each) > 10 for each in described)
    whole = [each for each in described if each.startswith("A course in")]
    assert len(whole) <= 1, "that of the first page"


def test_no_part_of_a_picture_in_columns_leaves_its_column_while_a_hand_moves_it(visit):
    page = visit(f"{NAMES[1]}.slides.html#/1/1", viewport={"width": 1280, "height": 430})
    page.locator("section.present section.present.held").wait_for()
    slide = page.locator("section.present section.present")
    before = slide.evaluate(COLUMNS)
    assert len(set(before)) > 3
    slide.locator(".cx-equation, .cx-sum caption").first.evaluate("e => { e.textContent = 'more words '.repeat(12); }")
    page.evaluate(harness.PAINTED)
    assert slide.evaluate(COLUMNS) == before
    slide.get_by_role("slider", name="b (bias)").press("End")
    page.evaluate(harness.PAINTED)
    assert slide.evaluate(COLUMNS)[:8] == before[:8]


def test_slides_are_printed_one_below_the_other_without_the_notes(visit):
    page = visit(f"{NAMES[1]}.slides.html#/1/1")
    page.locator("section.present section.present .alive").wait_for()
    page.emulate_media(media="print")
    boxes = page.locator(".slides section section").evaluate_all("all => all.map((e) => e.getBoundingClientRect())")
    assert len(boxes) > 50
    assert all(box["height"] > 20 for box in boxes)
    assert all(one["bottom"] <= other["top"] for one, other in itertools.pairwise(boxes))
    assert page.locator(".alive .still").first.is_visible()
    assert not any(each.is_visible() for each in page.locator(".notes, .live, .controls").all())


def test_the_sign_of_an_exercise_is_printed_in_ink(visit):
    page = visit(LESSON)
    page.emulate_media(media="print", color_scheme="dark")  # browsers print no background
    colour = page.locator(".kind").first.evaluate("each => getComputedStyle(each).color")
    assert harness.contrast(rgb(colour), (255, 255, 255)) > 10


TAKEN_AWAY = "<script>for (const each of document.querySelectorAll('img')) each.remove();</script>"


def test_lessons_and_instructors_pages_are_printed_with_all_their_pictures(browser, folder, tmp_path):
    folder = shutil.copytree(folder, tmp_path / "course")
    for path in folder.rglob("*.html"):  # a script that takes the pictures away, as those do that bring what moves
        path.write_text(path.read_text(encoding="utf-8") + TAKEN_AWAY, encoding="utf-8")
    files = {file.relative_to(folder / "pdf").as_posix(): file for file in pdf.printed(browser, folder, NAMES)}
    assert set(files) == {f"{place}{name}.pdf" for name in NAMES for place in ("", "teaching/")}
    for name, file in files.items():
        content = file.read_bytes()
        assert content.startswith(b"%PDF")
        assert b"/Outlines" in content
        assert b"file:" not in content, "a link into the folder where it was made"
        page = (folder / name).with_suffix(".html").read_text(encoding="utf-8")
        pictures = set(re.findall('pictures/[^"]+', page))
        assert content.count(b"/Subtype /Image") >= len(pictures)
        assert len(re.findall(rb"/Type /Page\b", content)) > len(pictures) / 2


def test_what_is_wider_than_its_slide_is_reached_by_keyboard(visit):
    page = visit(f"{NAMES[1]}.slides.html", viewport={"width": 420, "height": 800})
    page.locator(".reveal.ready").wait_for()
    page.add_style_tag(content=".reveal .slides section { display: block !important; visibility: visible !important; }")
    page.locator("details").evaluate_all("all => { for (const each of all) each.open = true; }")
    for _ in range(2):  # observers are called after a layout, and see each other's in the next
        page.evaluate(harness.PAINTED)
    wide = page.locator("pre, .katex-display").evaluate_all(
        "all => all.filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.tabIndex)"
    )
    assert len(wide) > 3
    assert set(wide) == {0}


@pytest.mark.parametrize(
    "text, wanted",
    [
        ("| | a |\n|---|---|\n| b | 1 |", "<td></td>"),
        ("Read [this](02_perceptron_trick.ipynb).", 'href="02_perceptron_trick.html"'),
        ("Read [that](https://a.org/b.md).", 'href="https://a.org/b.md"'),
        ("Ada's score", "Ada’s score"),
        ("`a` and\n\n```python\nx = 'a'\n```", '<pre class="code">'),
        ("The score $z$, say.", "</span>,</span> say."),
    ],
)
def test_text_becomes_html(folder, text, wanted):
    assert wanted in markup.html_of(text)


def test_a_formula_that_cannot_be_set_is_named_with_its_lesson_and_line(tmp_path):
    path = tmp_path / "01_small.md"
    path.write_text(
        '# Small\n\n+++ {"tags": ["goals"]}\n\nRead.\n\n+++\n\nOne.\n\nTwo, $\\frac{1$.\n', encoding="utf-8"
    )
    page = cells.Page(lessons.read(path), {"cells": [], "metadata": {}}, tmp_path / "pictures")
    with pytest.raises(FaultsFoundError, match=r":11: the formula \$\\frac\{1\$ cannot be set: KaTeX parse error"):
        page.stretches()


def test_no_head_of_a_table_is_a_formula_alone():
    """For axe it is empty: it reads no MathML, which is what a formula is for those who listen."""
    heads = [
        head
        for path in (harness.ROOT / "lessons").glob("*.md")
        for head in re.findall(r"^\|(.*)\|\n\|[-:| ]+\|$", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert heads
    assert [head for head in heads if any(re.fullmatch(r" *\$[^$]+\$ *", cell) for cell in head.split("|"))] == []


def test_slides_hold_little_text_and_the_notes(folder, fork):
    this = lessons.read(fork / "lessons" / f"{NAMES[1]}.md")
    notebook = json.loads((fork / "notebooks" / f"{NAMES[1]}.ipynb").read_text(encoding="utf-8"))
    stretches = cells.Page(this, notebook, folder / "pictures").stretches()
    slides = [slide for stretch in stretches for slide in cells.slides(stretch.parts)]
    long = [slide for slide in slides if sum(block.length for block in slide.blocks) > 75]
    assert all(len(slide.blocks) == 1 for slide in long)
    figures = [slide for slide in slides if slide.picture]
    assert len(figures) > 5
    assert all(slide.folded or not slide.code for slide in figures), "a figure stands below its code, out of sight"
    text = (folder / f"{NAMES[1]}.slides.html").read_text(encoding="utf-8")
    assert text.count('<aside class="notes">') > 10
    assert "Put the question to the class" in text
    assert "Put the question to the class" not in (folder / LESSON).read_text(encoding="utf-8")


def test_without_npm_a_sentence_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(npm, "CACHE", tmp_path / "cache")
    with pytest.raises(FileNotFoundError, match="npm is missing, and with it the site"):
        build(tmp_path / "site", names=NAMES)


def test_only_what_has_changed_is_written_again(folder, fork):
    said = []
    build(folder, fork, NAMES, said.append)
    assert [line for line in said if "up to date" in line] == [f"{name}: up to date" for name in NAMES]
    source = fork / "lessons" / f"{NAMES[1]}.md"
    before = source.read_text(encoding="utf-8")
    source.write_text(before.replace("## Recap", "## Summary"), encoding="utf-8")
    build(folder, fork, NAMES, said.append)
    assert said[-3:-1] == [f"{NAMES[0]}: up to date", f"{NAMES[1]}: page, slides and the instructor's page"]
    assert 'id="summary"' in (folder / LESSON).read_text(encoding="utf-8")
    source.write_text(before, encoding="utf-8")
    build(folder, fork, NAMES)
