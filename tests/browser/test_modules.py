"""The modules as anywidget loads them, each as one text; and the colours of the style sheet."""

import re

import harness
import pytest

from authoring import bundle, npm
from authoring.site import assets
from course_lib.explorables import base


@pytest.fixture(scope="module")
def bundled(tmp_path_factory):
    """Return a folder with every bundle made anew."""
    folder = tmp_path_factory.mktemp("bundles")
    try:
        bundle.bundle(folder)
    except FileNotFoundError as error:
        harness.cannot(str(error))
    return folder


def test_what_is_committed_is_what_the_bundler_makes(bundled):
    made = {path.name: path.read_text(encoding="utf-8") for path in bundled.iterdir()}
    committed = {path.name: path.read_text(encoding="utf-8") for path in bundle.BUNDLES.glob("*.js")}
    assert committed == made, "run python run.py build"


def test_who_changes_no_module_needs_no_npm(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert bundle.renew() == []


def test_a_changed_module_asks_for_npm_in_a_sentence(monkeypatch, tmp_path):
    monkeypatch.setattr(bundle, "sources_hash", lambda: "another")
    monkeypatch.setattr(npm, "CACHE", tmp_path)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(
        FileNotFoundError, match="npm is missing, and with it the bundler of the explorables: install Node"
    ):
        bundle.renew()


# As anywidget loads it: a text alone.
@pytest.mark.parametrize("name", bundle.explorables())
def test_each_module_is_one_text_that_stands_alone(modules, name):
    text = base.module(name)
    assert not re.search(r"(^|;)import\b", text)
    script = """async (text) => {
        const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
        return typeof (await import(address)).default.render;
    }"""
    assert modules.evaluate(script, text) == "function"


def test_a_bundle_holds_only_what_it_needs():
    sizes = {name: len(base.module(name)) for name in bundle.explorables()}
    assert sizes.pop("playground") < 45_000  # it has a field and a chart, a network and a player
    assert max(sizes.values()) < 30_000
    assert sizes["logic_gate"] < 0.7 * sizes["downhill"]


def luminance(colour):
    """Return the relative luminance of a colour such as #0072b2 (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# axe cannot judge words drawn in an SVG, nor markers.
@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_words_and_marks_stand_out_in_both_themes(theme):
    css = (base.SOURCES / "shared.css").read_text(encoding="utf-8")
    colours = {
        name: re.findall("#[0-9a-f]{6}", value)[theme if "light-dark" in value else 0]
        for name, value in re.findall(r"--cx-(\w[\w-]*): (.*#.*);", css)
    }

    def contrast(one, other):
        bright, dim = sorted((luminance(colours[one]), luminance(colours[other])), reverse=True)
        return (bright + 0.05) / (dim + 0.05)

    grounds = ("paper", "one-field", "zero-field", "button")
    words = [("ink", each) for each in grounds] + [
        ("soft", "paper"),
        ("one-ink", "one-field"),
        ("zero-ink", "zero-field"),
    ]
    words += [("one-ink", "paper"), ("zero-ink", "paper"), ("paper", "accent")]
    for pair in words:
        assert contrast(*pair) >= 4.5, pair
    marks = [
        (mark, ground)
        for mark in ("one-edge", "zero", "ink", "accent")
        for ground in ("paper", "one-field", "zero-field")
    ]
    for pair in [*marks, ("accent", "paper")]:
        assert contrast(*pair) >= 3, pair


RESOLVED = """names => Object.fromEntries(names.map((name) => {
    const place = document.querySelector(".cx-explorable");
    place.style.color = `var(${name})`;
    return [name, getComputedStyle(place).color];
}))"""


@pytest.mark.parametrize(
    "sheet", [base.SOURCES / "shared.css", assets.SOURCES / "site.css"], ids=lambda each: each.name
)
def test_a_browser_without_two_colours_in_one_has_those_of_the_light_theme(new_page, sheet):
    css = sheet.read_text(encoding="utf-8")
    names = list(dict.fromkeys(re.findall(r"^  (--[\w-]+): light-dark", css, re.MULTILINE)))
    assert len(names) > 6
    known, unknown = [new_page(color_scheme=theme) for theme in ("light", "dark")]
    for page, text in ((known, css), (unknown, css.replace("light-dark(", "unknown("))):
        page.set_content(f"<style>{re.sub('@import.*;', '', text)}</style><div class=cx-explorable></div>")
    assert unknown.evaluate(RESOLVED, names) == known.evaluate(RESOLVED, names)
    assert unknown.locator(".cx-explorable").evaluate("e => getComputedStyle(e).colorScheme") == "light"
