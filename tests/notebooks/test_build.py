"""The build: the same bytes each time, no work that is not needed, and nothing lost when it fails."""

import copy
import gc
import hashlib
import json
import platform
import re
import shutil
import subprocess
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import nbformat
import pytest

import authoring.__main__ as command
from authoring import build as building
from authoring import execute, glossary, listing
from authoring.build import ROOT
from authoring.editions import notebook as edition
from authoring.faults import Fault, FaultsFoundError
from authoring.lesson import read
from authoring.site import assets, cells
from authoring.site import build as site
from course_lib.workspace import trust
from course_lib.workspace.course_map import LESSONS
from course_lib.workspace.widgets import VIEW, _references

WIDGETS = """```{code-cell} ipython3
:tags: [explorable]
from course_lib.explorables import AdmissionLine

AdmissionLine()
```

```{code-cell} ipython3
import anywidget
import traitlets
from ipywidgets import FloatSlider, VBox


class Bar(anywidget.AnyWidget):
    _esm = "export default { render({ model, el }) { el.textContent = model.get('numbers').byteLength } }"
    numbers = traitlets.Bytes(b"0123456789").tag(sync=True)

    def __repr__(self):
        return "Ten bytes."


hidden = VBox([FloatSlider()])
Bar()
```

```{code-cell} ipython3
:tags: [figure]
from course_lib import figures

fig, ax = figures.new()
figures.step_function(ax)
figures.show(fig, "The step function jumps from 0 to 1 where the score reaches zero.")
```

```{code-cell} ipython3
import os

print("one", flush=True)
print("two")
print(os.listdir(), os.environ["MPLBACKEND"] != "agg")
```
"""
STATE = "application/vnd.jupyter.widget-state+json"


@pytest.fixture(scope="module")
def twice(tmp_path_factory, make_samples):
    """Return a lesson with widgets and a figure, built in one folder and, with the same runs, again in another."""
    once, again = (make_samples(tmp_path_factory.mktemp(name)) for name in ("once", "again"))
    runs = []

    def run(notebook, run=execute.run):
        runs.append(run(notebook))
        return copy.deepcopy(runs[-1])

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MPLBACKEND", "agg")
        for samples, how in ((once, run), (again, lambda notebook: runs.pop())):
            patch.setattr(execute, "run", how)
            samples.write(samples.head + WIDGETS)
            samples.build()
    return once, again


@pytest.fixture
def notebook(twice):
    return nbformat.read(twice[0].root / "notebooks" / "01_sample.ipynb", as_version=4)


@pytest.fixture
def quick(monkeypatch):
    """Nothing is run; return the list of notebooks that would have been."""
    ran = []
    monkeypatch.setattr(execute, "run", lambda notebook: ran.append(notebook) or notebook)
    return ran


def test_a_second_build_gives_the_same_bytes(twice):
    once, again = (samples.files() for samples in twice)
    assert once == again
    assert once["notebooks/01_sample.ipynb"] == once["notebooks/solutions/01_sample.ipynb"], "two runs of the same code"
    assert set(once) == {"notebooks/01_sample.ipynb", "notebooks/solutions/01_sample.ipynb", "teaching/01_sample.md"}
    assert all(b"\r" not in content and content.endswith(b"\n") for content in once.values())


def test_widget_state_holds_what_is_shown_and_no_more(notebook):
    models = notebook.metadata.widgets[STATE].state
    names = [model.model_name for model in models.values()]
    assert list(models) == [f"{number:032x}" for number in range(1, len(models) + 1)]
    assert "LinkModel" in names, "jslink's models are what keeps the picture alive"
    views = [output.data[VIEW]["model_id"] for output in outputs(notebook) if VIEW in output.get("data", {})]
    assert len(views) == 2 and set(views) <= set(models)
    text = json.dumps(notebook.cells) + json.dumps(models)
    assert set(_references({"state": text})) <= set(models), "a reference to a model that is not saved"
    assert sum(name == "VBoxModel" for name in names) == sum("children" in model.state for model in models.values())
    hidden = [model for model in models.values() if model.model_name == "FloatSliderModel" and model.state.max == 100]
    assert hidden == []


def test_a_list_of_numbers_stands_on_one_line(twice, notebook):
    text = (twice[0].root / "notebooks" / "01_sample.ipynb").read_text(encoding="utf-8")
    assert re.search(r'"points": \[\n *\[ \d', text)
    assert not re.search(r"\[\n *-?\d", text)


def test_widget_state_keeps_code_and_bytes(notebook):
    bar = next(model for model in notebook.metadata.widgets[STATE].state.values() if "Bar" in json.dumps(model))
    assert "byteLength" in bar.state["_esm"]
    assert bar.buffers == [{"data": "MDEyMzQ1Njc4OQ==", "encoding": "base64", "path": ["numbers"]}]


def test_a_lesson_runs_in_an_empty_folder(notebook):
    assert [output.text for output in outputs(notebook) if output.output_type == "stream"] == ["one\ntwo\n[] True\n"]


def outputs(notebook):
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def test_notebooks_are_valid_and_carry_no_version_of_python(notebook):
    nbformat.validate(notebook)
    assert "version" not in notebook.metadata.language_info
    assert all("execution" not in cell.metadata for cell in notebook.cells)


def test_a_run_leaves_nothing_open():
    one = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 1")])
    gc.collect()
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always", ResourceWarning)
        with ThreadPoolExecutor(1) as pool:  # as the build does
            pool.submit(execute.run, one).result()
        gc.collect()
    assert [str(each.message) for each in said] == []


def test_what_is_up_to_date_is_not_run(samples, quick):
    samples.write(samples.head)
    assert [built.seconds > 0 for built in samples.build()] == [True]
    before = samples.files()
    quick.clear()
    assert [built.seconds > 0 for built in samples.build()] == [False]
    assert quick == [] and samples.files() == before
    samples.build(force=True)
    assert len(quick) == 2


def test_only_the_lesson_that_changed_is_run(samples, quick):
    for name in ("01_one", "02_two"):
        samples.write(samples.head, name)
    samples.build()
    samples.write(samples.head + "More.\n", "02_two")
    assert [(built.name, built.seconds > 0) for built in samples.build()] == [("01_one", False), ("02_two", True)]


@pytest.mark.parametrize(
    "file",
    ["notebooks/01_sample.ipynb", "notebooks/solutions/01_sample.ipynb", "teaching/01_sample.md", "requirements.txt"],
)
@pytest.mark.parametrize("how", ["edited", "deleted"])
def test_a_changed_file_is_built_from_again(samples, quick, file, how):
    (samples.root / "requirements.txt").write_text("numpy==2.4.0\n", encoding="utf-8")
    samples.write(samples.head)
    samples.build()
    before = samples.files()
    path = samples.root / file
    if how == "edited":
        path.write_text("numpy==2.4.1\n", encoding="utf-8")
    else:
        path.unlink()
    quick.clear()
    samples.build()
    assert len(quick) == 2
    assert samples.files() == before


def test_a_changed_source_is_built_from_again(samples, quick, monkeypatch):
    source = samples.root / "style.css"
    source.write_text("p {}", encoding="utf-8")
    sources = building.sources()
    kinds = {path.suffix for path in sources}
    assert {".py", ".js", ".css", ".csv", ".mplstyle"} <= kinds
    assert {path.name for path in sources} >= {"perceptron.py", "build.py"}
    monkeypatch.setattr(building, "sources", lambda: [source])
    samples.write(samples.head)
    samples.build()
    source.write_text("q {}", encoding="utf-8")
    assert samples.build()[0].seconds > 0


def test_another_address_of_the_repository_is_built_from_again(samples, quick, monkeypatch):
    samples.write(samples.head)
    samples.build()
    monkeypatch.setattr(building.repository, "address", lambda course: "https://github.com/someone/fork")
    assert samples.build()[0].seconds > 0


def test_the_list_of_the_notebooks_is_fresh_and_no_reason_to_build_again(tmp_path):
    fresh = tmp_path / "notebooks.sha256"
    shutil.copy(trust.LIST, fresh)
    lessons = [path.stem for path in (ROOT / "lessons").glob("[0-9]*.md")]
    assert not listing.renew(lessons, ROOT, fresh), "run python run.py build"
    folder = ROOT / "notebooks"
    notebooks = [*folder.glob("*.ipynb"), *(folder / "solutions").glob("*.ipynb")]
    listed = {line.split("  ")[1] for line in fresh.read_text(encoding="utf-8").splitlines()}
    assert listed == {path.relative_to(folder).as_posix() for path in notebooks}
    assert trust.LIST not in building.sources()


def test_the_list_holds_what_was_built_and_no_more(samples, quick):
    samples.write(samples.head)
    samples.build()
    fresh = samples.root / "notebooks.sha256"
    shutil.copy(samples.root / "notebooks" / "01_sample.ipynb", samples.root / "notebooks" / "02_not_built.ipynb")
    one = ["01_sample"]
    assert listing.renew(one, samples.root, fresh) and not listing.renew(one, samples.root, fresh)
    lines = fresh.read_bytes().decode().splitlines()
    assert [line.split("  ")[1] for line in lines] == ["01_sample.ipynb", "solutions/01_sample.ipynb"]
    for line in lines:
        digest, name = line.split("  ")
        assert digest == hashlib.sha256((samples.root / "notebooks" / name).read_bytes()).hexdigest()


def test_a_notebook_that_was_changed_by_hand_is_not_listed_until_it_is_built(samples, quick):
    path, fresh = samples.write(samples.head), samples.root / "notebooks.sha256"
    samples.build()
    listing.renew([path.stem], samples.root, fresh)
    listed = fresh.read_bytes()
    (samples.root / "notebooks" / "01_sample.ipynb").write_text("mine", encoding="utf-8")
    assert not listing.renew([], samples.root, fresh) and fresh.read_bytes() == listed
    path.unlink()
    assert listing.renew([], samples.root, fresh) and fresh.read_bytes() == b"", "a lesson that is gone"


def test_a_damaged_stamp_is_no_obstacle(samples, quick):
    samples.write(samples.head)
    samples.build()
    (samples.root / ".build" / "01_sample.json").write_text("{", encoding="utf-8")
    assert samples.build()[0].seconds > 0


def run_of_one_that_fails(notebook):
    """Do as a run does of which a cell raises."""
    for cell in notebook.cells:
        if cell.source == "1 / 0":
            cell.outputs = [nbformat.v4.new_output("error", ename="ZeroDivisionError", evalue="by 0", traceback=[])]
    return notebook


@pytest.mark.parametrize("cell", ["```{code-cell} ipython3\n1 / 0\n```\n", "Text.\n\n## Not at the top of its cell\n"])
def test_a_failed_build_leaves_the_old_files_and_builds_the_others(samples, monkeypatch, cell):
    monkeypatch.setattr(execute, "run", run_of_one_that_fails)
    samples.write(samples.head, "01_wrong")
    samples.build()
    before = samples.files()
    samples.write(samples.head + cell, "01_wrong")
    samples.write(samples.head, "02_right")
    with pytest.raises(FaultsFoundError, match=r"^lessons/01_wrong\.md:2[34]: [^\n]*$"):
        samples.build()
    after = samples.files()
    assert {name: after[name] for name in before} == before
    assert "notebooks/02_right.ipynb" in after
    assert not list(samples.root.rglob("*.new"))
    with pytest.raises(FaultsFoundError):
        samples.build()


def test_lessons_by_number_name_and_file(samples, quick):
    path = samples.write(samples.head, "01_one")
    samples.write(samples.head, "12_two")
    for name in ("1", "01", "01_one", "lessons/01_one.md", str(path)):
        assert [built.name for built in samples.build(name, force=True)] == ["01_one"]
    with pytest.raises(ValueError, match=r"There is no lesson 3\. The lessons are: 01_one, 12_two\."):
        samples.build("3")


def test_the_command(samples, quick, monkeypatch, capsys):
    fresh = samples.root / "notebooks.sha256"
    monkeypatch.setattr(command, "build", partial(building.build, root=samples.root))
    monkeypatch.setattr(listing, "renew", partial(listing.renew, root=samples.root, file=fresh))
    samples.write(samples.head)
    assert command.main(["build", "1"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("01_sample: ") and said.count("\n") == 2
    assert said.endswith("notebooks.sha256: the notebooks that open alive\n") and fresh.exists()
    assert all(what in said for what in (" s, learner ", "solved", "teaching", "kB"))
    samples.write(samples.head, "02_more")
    samples.write(samples.head + "Text.\n\n## Here\n")
    assert command.main(["build"]) == 1
    assert capsys.readouterr().err == (
        'lessons/01_sample.md:24: the section "Here" must begin a cell of its own: put +++ above it\n'
    )
    listed = [line.split("  ")[1] for line in fresh.read_text(encoding="utf-8").splitlines()]
    assert listed == [f"{folder}{name}.ipynb" for folder in ("", "solutions/") for name in ("01_sample", "02_more")]


HALF_WRITTEN = [
    SyntaxError("invalid syntax"),
    FileNotFoundError("lessons/13_more.md"),
    FaultsFoundError([Fault(Path("lessons/13_more.md"), 3, "not text in UTF-8")]),
]


@pytest.mark.parametrize("page", ["syllabus", "glossary"])
@pytest.mark.parametrize("error", HALF_WRITTEN, ids=lambda error: type(error).__name__)
def test_another_lesson_that_is_half_written_keeps_no_lesson_from_being_built_and_listed(
    samples, quick, monkeypatch, capsys, error, page
):
    def fails():
        raise error

    fresh = samples.root / "notebooks.sha256"
    monkeypatch.setattr(command, "build", partial(building.build, root=samples.root))
    monkeypatch.setattr(listing, "renew", partial(listing.renew, root=samples.root, file=fresh))
    monkeypatch.setattr(getattr(command, page), "renew", fails)
    samples.write(samples.head)
    assert command.main(["build", "1"]) == 0
    assert capsys.readouterr().err == f"{page}.md stays as it is until every lesson can be read: {error}\n"
    assert fresh.exists()


def test_what_is_wrong_with_the_glossary_ends_the_command_and_keeps_no_lesson_from_being_built(
    samples, quick, monkeypatch, capsys
):
    samples.write(samples.head)
    (samples.root / "lessons" / "glossary.toml").write_text("mark = A sign.", encoding="utf-8")
    monkeypatch.setattr(command, "build", partial(building.build, root=samples.root))
    monkeypatch.setattr(listing, "renew", partial(listing.renew, root=samples.root, file=samples.root / "list"))
    monkeypatch.setattr(glossary, "renew", partial(glossary.renew, samples.root))
    assert command.main(["build", "1"]) == 1
    said = capsys.readouterr()
    assert said.out.startswith("01_sample: ") and said.err.startswith("lessons/glossary.toml: Invalid value (at line 1")


def test_the_command_from_a_shell():
    asked = [sys.executable, "-m", "authoring", "build", "99"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("There is no lesson 99. The lessons are: 00_start_here, 01_perceptron")


def test_only_pieces_of_the_same_stream_are_joined():
    pieces = [("stdout", "one "), ("stdout", "two"), ("stderr", "a warning"), ("stdout", "three")]
    outputs = [nbformat.v4.new_output("stream", name=name, text=text) for name, text in pieces]
    joined = [(output.name, output.text) for output in execute._joined_streams(outputs)]
    assert joined == [("stdout", "one two"), ("stderr", "a warning"), ("stdout", "three")]


@pytest.mark.skipif(platform.machine() not in ("x86_64", "AMD64"), reason="other processors add up in their own way")
def test_a_run_computes_with_what_every_x86_processor_has(tmp_path):
    code = "import numpy; print(*numpy.show_config(mode='dicts')['SIMD Extensions']['found'])"
    environment = execute.environment(str(tmp_path))
    ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert not ran.stderr
    assert [name for name in ran.stdout.split() if name.startswith(("X86_V4", "AVX512"))] == []


# The site, as far as it needs no browser


SITE = [each.file for each in LESSONS[:3]]
NOTE = 'For learners.\n\n+++ {"tags": ["instructor"]}\n\nFor you alone.\n'


@pytest.fixture
def write_site(samples, monkeypatch):
    """Return a function that writes the site of three small lessons, and returns those that it has written."""
    monkeypatch.setenv("COURSE_REPOSITORY", "https://github.com/someone/fork")
    monkeypatch.setattr(assets, "write", lambda *files: None)
    monkeypatch.setattr(site, "sources", lambda: [])
    monkeypatch.setattr(site._Site, "write_index", lambda site: None)
    for folder in ("notebooks", "teaching"):
        (samples.root / folder).mkdir()
    for name in SITE:
        this = read(samples.write(samples.head + NOTE, name))
        nbformat.write(edition(this, "learner"), samples.root / "notebooks" / f"{name}.ipynb")
        (samples.root / "teaching" / f"{name}.md").write_text("# A page for the instructor\n", encoding="utf-8")

    def write_site():
        said = []
        site.build(samples.root / "site", samples.root, SITE, said.append)
        return [line.split(":")[0] for line in said[:-1] if "up to date" not in line]

    return write_site


def test_a_lesson_of_the_site_leads_to_the_one_before_and_to_the_one_after(samples, write_site):
    write_site()
    pages = [(samples.root / "site" / f"{name}.html").read_text(encoding="utf-8") for name in SITE]
    assert [re.findall(r'rel="(\w+)" href="(\w+)\.html"', page) for page in pages] == [
        [("next", SITE[1])],
        [("prev", SITE[0]), ("next", SITE[2])],
        [("prev", SITE[1])],
    ]


def test_a_lesson_of_the_site_is_written_anew_where_a_source_has_changed_or_a_page_is_gone(samples, write_site):
    assert [write_site(), write_site()] == [SITE, []]
    for name, source in zip(SITE, ("lessons/{}.md", "notebooks/{}.ipynb", "teaching/{}.md")):
        with (samples.root / source.format(name)).open("a", encoding="utf-8") as file:
            file.write("\n")
    assert [write_site(), write_site()] == [SITE, []]
    pages = [samples.root / "site" / f"{name}.html" for name in (SITE[0], f"{SITE[1]}.slides", f"teaching/{SITE[2]}")]
    for page in pages:
        page.unlink()
    assert write_site() == SITE
    assert all(page.exists() for page in pages)
    for damaged in ("", "[1", "[1]", "null"):
        (samples.root / "site" / ".built.json").write_text(damaged, encoding="utf-8")
        assert [write_site(), write_site()] == [SITE, []]


def test_a_lesson_that_has_changed_since_its_notebook_was_built_is_no_page(samples, write_site):
    cell = "```{code-cell} ipython3\nprint(1)\n```\n"
    samples.write(f"{samples.head}{cell}", SITE[1])
    with pytest.raises(ValueError, match=f"lessons/{SITE[1]}.md has changed .* `python run.py build`"):
        write_site()


def test_the_search_does_not_find_the_notes_for_instructors(samples):
    this = read(samples.write(samples.head + NOTE))
    assert list(cells.searched(this))[1:] == [("Begin", "For learners.")]


def test_what_is_written_into_a_page_ends_no_script_and_begins_no_tag():
    assert cells.for_script("<!--<script></script>") == r'"<\u0021--<script><\/script>"'
    assert cells.plain("a <b and `c`") == "a &lt;b and <code>c</code>"
