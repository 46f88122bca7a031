"""In JupyterLab: what stands in for an explorable where a notebook is not trusted, and formulas on a phone."""

import shutil

import harness
import nbformat

from authoring.editions import FOLDED
from authoring.lesson import read
from course_lib.explorables import AdmissionLine


def test_where_a_notebook_is_not_trusted_a_picture_with_words_stands_in(lab, open_notebook):
    line = AdmissionLine()
    saved = nbformat.v4.new_output("display_data", line._repr_mimebundle_())
    cell = nbformat.v4.new_code_cell("AdmissionLine()", outputs=[saved], metadata=FOLDED)
    notebook = nbformat.v4.new_notebook(cells=[cell])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    nbformat.write(notebook, lab.folder / "stranger.ipynb")  # and not signed
    page = open_notebook(lab.folder / "stranger.ipynb")
    picture = page.locator(".jp-OutputArea-output img")
    assert picture.get_attribute("alt") == line.text()
    assert picture.evaluate("e => e.naturalWidth") == 1400
    unfolds_by_a_click(page)
    the_glossary_opens_as_a_table(page, lab)


def the_glossary_opens_as_a_table(page, lab):
    """Assert that the glossary opens as it is to be read, not as it is written."""
    shutil.copy(harness.ROOT / "notebooks" / "glossary.md", lab.folder)
    page.evaluate("void window.jupyterapp.commands.execute('docmanager:open', { path: 'glossary.md' })")
    page.locator(".jp-MarkdownViewer table").wait_for()
    page.evaluate("window.jupyterapp.shell.currentWidget.close()")


def unfolds_by_a_click(page):
    """Assert that a line with three dots stands for folded code; here, since opening a notebook takes seconds."""
    placeholder, code = page.locator(".jp-InputPlaceholder"), page.locator(".jp-CodeCell .jp-InputArea-editor")
    assert placeholder.locator("svg").count() == 1 and not code.is_visible()
    placeholder.click()
    code.wait_for()


WIDER = """() => [...document.querySelectorAll(".jp-MarkdownOutput")].flatMap((text) => {
    const right = text.getBoundingClientRect().right;
    return [...text.querySelectorAll("mjx-math, mjx-container > svg, table, pre")].map((each) => {
        const words = each.parentElement.querySelector("mjx-assistive-mml")?.textContent ?? each.textContent;
        return [Math.round(each.getBoundingClientRect().right - right), words.slice(0, 80)];
    }).filter(([over]) => over > 1);
})"""


def test_every_formula_and_every_table_fits_on_a_phone(lab, open_notebook):
    lessons = [read(path) for path in sorted((harness.ROOT / "lessons").glob("*.md"))]
    texts = [cell.source for lesson in lessons for cell in lesson.markdown if not cell.has("instructor")]
    cells = [nbformat.v4.new_markdown_cell(text) for text in texts if "$" in text or "|--" in text]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    nbformat.write(notebook, lab.folder / "formulas.ipynb")
    page = open_notebook(lab.folder / "formulas.ipynb", width=420)
    lab.lay_out(page)
    page.wait_for_function(
        "count => document.querySelectorAll('.jp-MarkdownOutput:has(mjx-container, table)').length === count",
        arg=len(cells),
    )
    assert page.evaluate(WIDER) == []
    assert page.evaluate(harness.BROKEN) == []
