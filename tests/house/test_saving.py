"""A notebook that JupyterLab saves keeps its widgets: the hook in a real contents manager, on real files."""

import copy
import json

import nbformat
import pytest
from jupyter_server.services.contents.largefilemanager import LargeFileManager

from course_lib.workspace import widgets
from course_lib.workspace.copies import SERVER_SETTINGS


def widget(model, **state):
    return {"model_module": "@jupyter-widgets/controls", "model_name": model, "state": state}


WIDGETS = {
    "slider1": widget("FloatSliderModel", layout="IPY_MODEL_layout1", value=2.0),
    "layout1": widget("LayoutModel"),
    "view1": widget("AnyModel", w1=2.0),
    "box1": widget("VBoxModel", children=["IPY_MODEL_slider1", "IPY_MODEL_view1"]),
    "link1": widget("LinkModel", source=["IPY_MODEL_slider1", "value"], target=["IPY_MODEL_view1", "w1"]),
    "slider2": widget("IntSliderModel", value=3),
    "stale": widget("TextModel", value="shown by no output"),
}


def cell(identifier, shown):
    output = nbformat.v4.new_output("display_data", data={widgets.VIEW: {"model_id": shown}, "text/plain": "a slider"})
    return nbformat.v4.new_code_cell("slider()", id=identifier, execution_count=1, outputs=[output])


@pytest.fixture
def notebook():
    metadata = {
        "language_info": {"name": "python"},
        "widgets": {widgets.STATE: {"state": WIDGETS, "version_major": 2, "version_minor": 0}},
    }
    return nbformat.v4.new_notebook(cells=[cell("first", "box1"), cell("second", "slider2")], metadata=metadata)


@pytest.fixture
def save(tmp_path, notebook):
    """Return a function that saves as JupyterLab does and returns what the file holds then."""
    path = tmp_path / "01_perceptron.ipynb"
    nbformat.write(notebook, path)
    manager = LargeFileManager(root_dir=str(tmp_path), **SERVER_SETTINGS["ContentsManager"])

    def save(content, name=path.name):
        manager.save({"type": "notebook", "format": "json", "content": copy.deepcopy(content)}, f"/{name}")
        return json.loads((tmp_path / name).read_bytes())

    save.path = path
    return save


def as_jupyterlab_sends_it(notebook, live):
    """Return the notebook with the widgets of the running kernel only, and with Python's version."""
    sent = copy.deepcopy(notebook)
    sent.metadata.language_info["version"] = "3.11.7"
    sent.metadata.widgets[widgets.STATE]["state"] = live
    return sent


def states(saved):
    return saved["metadata"]["widgets"][widgets.STATE]["state"]


def test_a_notebook_that_was_only_looked_at_keeps_its_widgets_and_is_no_work_of_the_learners(save, notebook):
    del notebook.metadata.widgets[widgets.STATE]["state"]["stale"]
    nbformat.write(notebook, save.path)
    before = save.path.read_bytes()
    save(as_jupyterlab_sends_it(notebook, {}))
    assert save.path.read_bytes() == before


def test_the_widgets_of_cells_that_were_not_run_stay_with_all_they_need(save, notebook):
    notebook.cells[1] = cell("second", "fresh")
    fresh = widget("IntSliderModel", value=5)
    saved = states(save(as_jupyterlab_sends_it(notebook, {"fresh": fresh})))
    assert saved == {name: WIDGETS[name] for name in ("slider1", "layout1", "view1", "box1", "link1")} | {
        "fresh": fresh
    }


@pytest.mark.parametrize("name", ["slider2", "slider1"])  # slider1 is in a box of which nothing else is live
def test_a_live_widget_is_newer_than_the_saved_one(save, notebook, name):
    moved = widget("IntSliderModel", value=7)
    assert states(save(as_jupyterlab_sends_it(notebook, {name: moved})))[name] == moved


def test_a_notebook_that_has_pythons_version_keeps_it(save, notebook):
    sent = as_jupyterlab_sends_it(notebook, {})
    nbformat.write(sent, save.path)
    assert save(sent)["metadata"]["language_info"]["version"] == "3.11.7"


def test_widgets_that_nothing_shows_any_more_go(save, notebook):
    notebook.cells = []
    assert states(save(as_jupyterlab_sends_it(notebook, {}))) == {}


def test_a_cell_that_is_run_again_and_again_does_not_make_the_notebook_larger(save, notebook):
    earlier = {f"earlier{i}": widget("AnyModel", _esm="a script") for i in range(3)}
    assert states(save(as_jupyterlab_sends_it(notebook, WIDGETS | earlier))).keys() == WIDGETS.keys() - {"stale"}


def test_what_an_output_widget_shows_stays(save, notebook):
    shown = nbformat.v4.new_output("display_data", data={widgets.VIEW: {"model_id": "inside"}})
    live = {"inside": widget("AnyModel", w1=2.0), "outside": widget("OutputModel", outputs=[shown])}
    notebook.cells = [cell("first", "outside")]
    sent = as_jupyterlab_sends_it(notebook, live)
    assert states(save(sent)) == live
    assert states(save(as_jupyterlab_sends_it(notebook, {}))) == live


def test_a_picture_stands_in_for_a_widget_that_a_restart_of_the_kernel_has_lost(save, notebook):
    notebook.cells[1] = cell("second", "lost")
    first, second = (each["outputs"][0]["data"] for each in save(as_jupyterlab_sends_it(notebook, {}))["cells"])
    assert widgets.VIEW in first
    assert second == {"text/plain": ["a slider"]}


def test_without_any_saved_widget_in_what_jupyterlab_sends(save, notebook):
    sent = as_jupyterlab_sends_it(notebook, {})
    del sent.metadata["widgets"]
    assert states(save(sent))["slider2"] == WIDGETS["slider2"]


def test_new_notebooks_and_notebooks_without_widgets_are_saved_as_they_are(save):
    empty = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("mine", id="mine")])
    for _ in range(2):
        saved = save(empty, "mine.ipynb")
        assert saved["cells"][0]["source"] == ["mine"]
        assert saved["metadata"] == {}
