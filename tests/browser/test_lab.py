"""The explorables in JupyterLab: drawn in the browser, read by the kernel, in its dark theme, by keyboard."""

import harness
import nbformat

from authoring.editions import FOLDED
from authoring.lesson import read
from course_lib.explorables import AdmissionLine, LogicGate

CELLS = [
    "from course_lib.explorables import AdmissionLine, LogicGate, PerceptronTrick\nline = AdmissionLine()\nline",
    "gate = LogicGate('XOR')\ngate",
    "trick = PerceptronTrick()\ntrick",
    "print(line.w1, line.b, line.student, gate.gate, trick.update)",
]


def test_the_kernel_reads_what_the_hand_has_set_and_the_theme_follows(lab, open_notebook):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in CELLS])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    nbformat.write(notebook, lab.folder / "explorables.ipynb")
    page = open_notebook(lab.folder / "explorables.ipynb", width=1200, height=3000)
    lab.run_all(page)
    harness.wait_for_explorables(page, 3)
    assert page.locator(".cx-words").all_inner_texts()[:2] == [AdmissionLine().text(), LogicGate("XOR").text()]
    for _ in range(3):
        page.get_by_role("slider", name="w₁ (test)").press("ArrowRight")
    page.get_by_role("slider", name="b (bias)").first.press("PageUp")
    page.get_by_role("slider", name="student").press("End")
    page.get_by_role("button", name="NAND").press("Enter")
    page.get_by_role("button", name="Step", exact=True).press("Enter")
    page.get_by_role("button", name="Step", exact=True).press("Space")
    assert page.locator(".cx-equation").first.inner_text().startswith("2.3·x₁ + 1.0·x₂")
    b = page.get_by_role("slider", name="b (bias)").first.get_attribute("aria-valuenow")
    wanted = ["2.3", b, "99", "NAND", "2"]
    for _ in range(60):  # a widget sends its newest value once the one before has been taken
        printed = lab.run_cell(page, 3).split()
        if printed == wanted:
            break
        page.wait_for_timeout(500)
    assert printed == wanted
    goes_dark(page)


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


def goes_dark(page):
    """Assert that the explorables follow JupyterLab's theme; here, since opening a notebook takes seconds."""
    paper = "getComputedStyle(document.querySelector('.cx-explorable')).backgroundColor"
    assert page.evaluate(paper) == "rgb(255, 255, 255)"
    try:
        choose(page, "Dark")
        page.wait_for_function(f"{paper} === 'rgb(22, 23, 26)'")
    finally:  # the setting outlives this page
        choose(page, "Light")
    page.wait_for_function(f"{paper} === 'rgb(255, 255, 255)'")


def choose(page, theme):
    """Choose a theme of JupyterLab, and wait until it has come."""
    page.evaluate(f"window.jupyterapp.commands.execute('apputils:change-theme', {{theme: 'JupyterLab {theme}'}})")
    light = str(theme == "Light").lower()
    page.wait_for_function(f"document.body.dataset.jpThemeLight === '{light}'")
