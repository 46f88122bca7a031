"""The explorables in JupyterLab: drawn in the browser, read by the kernel, in its dark theme, by keyboard."""

import harness
import nbformat
import pytest

from course_lib.explorables import AdmissionLine, LogicGate

CELLS = [
    "from course_lib.explorables import AdmissionLine, LogicGate, PerceptronTrick\nline = AdmissionLine()\nline",
    "gate = LogicGate('XOR')\ngate",
    "trick = PerceptronTrick()\ntrick",
    "print(line.w1, line.b, line.student, gate.gate, trick.update)",
]


@pytest.fixture(scope="module")
def lab(start_lab, tmp_path_factory):
    folder = tmp_path_factory.mktemp("notebooks")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in CELLS])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    nbformat.write(notebook, folder / "explorables.ipynb")
    return start_lab(folder)


def test_the_kernel_reads_what_the_hand_has_set_and_the_theme_follows(lab, new_page):
    page = new_page(viewport={"width": 1200, "height": 3000})
    lab.open_notebook(page, "explorables.ipynb")
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
    page.evaluate("window.jupyterapp.shell.currentWidget.content.activeCellIndex = 3")
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-cell')")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.jp-OutputArea-output pre')].some((e) => e.textContent.startsWith('2.3'))"
    )
    printed = page.locator(".jp-OutputArea-output pre").last.inner_text().split()
    b = page.get_by_role("slider", name="b (bias)").first.get_attribute("aria-valuenow")
    assert printed == ["2.3", b, "99", "NAND", "2"]
    goes_dark(page)


def goes_dark(page):
    """Assert that the explorables follow JupyterLab's theme; here, since opening a notebook takes seconds."""
    paper = "getComputedStyle(document.querySelector('.cx-explorable')).backgroundColor"
    assert page.evaluate(paper) == "rgb(255, 255, 255)"
    page.evaluate("window.jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab Dark'})")
    page.wait_for_function(f"{paper} === 'rgb(22, 23, 26)'")
