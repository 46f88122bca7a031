"""JavaScript is held as Python is: formatted, linted, its types checked, and no name twice in what becomes one text."""

import collections
import os
import re

import pytest
from small_course import ROOT

from authoring import bundle, javascript

IMPORT = re.compile(r'^import .*from "\./(\w+)\.js";$', re.MULTILINE)
DECLARED = re.compile(r"^(?:export )?(?:default )?(?:async )?(?:const|let|function\*?|class) (\w+)", re.MULTILINE)

EXPORTED = re.compile(r"^export (?:async )?(?:const|let|function\*?|class) (\w+)", re.MULTILINE)


def test_biome_and_typescript_find_nothing_to_mend():
    try:
        assert not javascript.faults()
    except FileNotFoundError as error:
        give_up = pytest.fail if os.environ.get("CI") else pytest.skip
        give_up(str(error))


def joined(name, sources):
    """Return the names of the modules that become one text with a module: itself, and what it imports."""
    found, new = set(), {name}
    while new:
        found |= new
        new = {imported for each in new for imported in IMPORT.findall(sources[each])} - found
    return found


@pytest.mark.parametrize("name", bundle.explorables())
def test_no_name_is_declared_twice_in_what_becomes_one_text(name):
    sources = {path.stem: path.read_text(encoding="utf-8") for path in bundle.SOURCES.glob("*.js")}
    modules = joined(name, sources)
    assert "elements" in modules
    declared = collections.Counter(each for module in modules for each in DECLARED.findall(sources[module]))
    assert [each for each, times in declared.items() if times > 1] == []


@pytest.mark.parametrize("name", sorted(path.stem for path in bundle.SOURCES.glob("*.js")))
def test_what_a_module_exports_is_wanted_elsewhere(name):
    exported = EXPORTED.findall((bundle.SOURCES / f"{name}.js").read_text(encoding="utf-8"))
    others = [path for path in bundle.SOURCES.glob("*.js") if path.stem != name]
    others += [path for folder in ("tests", "benchmarks", "authoring") for path in (ROOT / folder).rglob("*.py")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in others if "node_modules" not in path.parts)
    assert [each for each in exported if not re.search(rf"\b{each}\b", text)] == []
