"""The modules as anywidget loads them, each as one text; and the colours of the style sheet."""

import re

import pytest

from course_lib.explorables import base


def explorables():
    """Return the names of the modules that are explorables: those with a default export."""
    sources = {path.stem: path.read_text(encoding="utf-8") for path in base.SOURCES.glob("*.js")}
    return sorted(name for name, source in sources.items() if "export default" in source)


def test_the_explorables_are_found():
    assert {"admission_line", "logic_gate", "perceptron_trick"} <= set(explorables())


# As anywidget loads it: a text alone. A name defined twice does not parse, a relative import leads nowhere.
@pytest.mark.parametrize("name", explorables())
def test_each_module_is_one_text_that_stands_alone(modules, name):
    text = base.module(name)
    assert not re.search(r"^\s*import\b", text, re.MULTILINE)
    assert text.count("export default") == 1
    script = """async (text) => {
        const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
        return typeof (await import(address)).default.render;
    }"""
    assert modules.evaluate(script, text) == "function"


def test_a_module_holds_only_what_it_imports():
    logic_gate, trick = base.module("logic_gate"), base.module("perceptron_trick")
    assert "class Plane" in logic_gate
    assert "class Chart" not in logic_gate
    assert "class Chart" in trick
    assert "draggableLine" not in trick
    assert trick.count("class Plane ") == 1
    assert not re.search(r"^ *//", trick, re.MULTILINE)


NAMES = re.compile(r"^export (?:const|class|function) (\w+)", re.MULTILINE)
IMPORTED = re.compile(r"^import \{([^}]*)\}", re.MULTILINE)
CALLED = re.compile(r"(?<![.\w])(\w+)\(")


@pytest.mark.parametrize("path", sorted(base.SOURCES.glob("*.js")), ids=lambda path: path.stem)
def test_every_shared_function_that_a_module_calls_is_imported_there(path):
    """In the one text it would be found anyway, as long as some other module imports it."""
    texts = {each.stem: each.read_text(encoding="utf-8") for each in base.SOURCES.glob("*.js")}
    shared = {name for text in texts.values() if "export default" not in text for name in NAMES.findall(text)}
    source = base.COMMENT.sub("", texts[path.stem])
    imported = {name.strip() for names in IMPORTED.findall(source) for name in names.split(",")} - {""}
    called = set(CALLED.findall(source)) & shared
    own = {name for name in called if re.search(rf"\b(const|class|function) {name}\b", source)}
    assert called - imported - own == set()
    assert {name for name in imported if len(re.findall(rf"\b{name}\b", source)) == 1} == set()


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
