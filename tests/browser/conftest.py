"""A browser for the tests, pages without a kernel, and JupyterLab. Whatever a page complains of fails its test."""

import contextlib
import functools
import os
from pathlib import Path

import harness
import pytest
from playwright.sync_api import sync_playwright

from authoring.site import assets
from authoring.site.widget_page import write_page
from course_lib.explorables import base


@pytest.fixture(scope="session", autouse=True)
def signatures(tmp_path_factory):
    """Sign notebooks in a place of the tests' own, not in the home of whoever runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_DATA_DIR", str(tmp_path_factory.mktemp("jupyter-data")))
        yield


@pytest.fixture(scope="session")
def browser():
    """Return a headless Chromium; without one the browser layer is skipped, and fails where CI is set."""
    chromium = harness.find_chromium()
    if chromium is None:
        harness.cannot(harness.NO_CHROMIUM)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=harness.FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser):
    """Return a function that opens an empty page; its test fails if the page logs an error or leaves the machine."""
    contexts = []

    def new_page(**options):
        options = {"viewport": harness.VIEWPORT} | options
        context = browser.new_context(**options)
        context.set_default_timeout(harness.PATIENCE)
        contexts.append(context)
        page = context.new_page()
        new_page.complaints[page] = []
        harness.collect_complaints(page, new_page.complaints[page])
        return page

    new_page.complaints = {}
    yield new_page
    for context in contexts:
        context.close()
    complaints = [line for lines in new_page.complaints.values() for line in lines]
    assert not complaints, "\n".join(dict.fromkeys(complaints))


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """Return the folder of the pages without a kernel."""
    try:
        assets.node_modules()
    except FileNotFoundError as error:
        harness.cannot(str(error))
    return tmp_path_factory.mktemp("site")


@contextlib.contextmanager
def page_for_all(browser, **options):
    """Yield a page for all tests of this process, and the list of its complaints."""
    context, complaints = browser.new_context(**options), []
    context.set_default_timeout(harness.PATIENCE)
    page = context.new_page()
    harness.collect_complaints(page, complaints)
    yield page, complaints
    context.close()


@pytest.fixture(scope="session")
def plain_page(browser):
    """Return a function: the page that has loaded what shows widgets without a kernel, and its complaints.

    Loading takes long, so all tests share it: one for the mouse, one for the finger, one whose clock can stop.
    """
    with contextlib.ExitStack() as stack:

        @functools.cache
        def plain_page(has_touch, clock):
            page, complaints = stack.enter_context(page_for_all(browser, has_touch=has_touch))
            if clock:
                page.clock.install(time=0)
            return page, complaints

        yield plain_page


@pytest.fixture
def place(request, new_page, plain_page, site):
    """Return a function that puts widgets on a page without a kernel: place(Question(), color_scheme="dark").

    The first page of a test is one that all tests share, unless its options want another kind of browser. What was
    on it is taken down; after a test that failed it is loaded anew. With `clock` it is one whose clock the test can
    stop (`harness.stop_clock`) and wind on, so that it does not depend on how busy the machine is.
    """
    shared = None
    placed = 0

    def place(*widgets, clock=False, has_touch=False, **options):
        nonlocal placed, shared
        placed += 1
        if placed == 1 and options.keys() <= {"viewport", *harness.MEDIA}:
            shared = plain_page(has_touch, clock)
            if clock:
                shared[0].clock.resume()
            harness.show_again(shared[0], site, *widgets, **options)
            return shared[0]
        page = new_page(has_touch=has_touch, **options)
        page.add_init_script(harness.UNSEEN)
        if clock:
            page.clock.install(time=0)
        page.goto(write_page(site, f"{os.getpid()}-{id(page)}-{placed}", *widgets).as_uri())
        return page

    failed = request.session.testsfailed
    yield place
    page, complaints = shared or (None, [])
    said = list(dict.fromkeys(complaints))
    if page and (said or request.session.testsfailed > failed):
        page.goto("about:blank")
    complaints.clear()
    assert not said, "\n".join(said)


@pytest.fixture
def show(place):
    """Return a function that shows explorables on a page without a kernel, and waits until they are drawn."""

    def show(*explorables, **options):
        page = place(*explorables, **options)
        harness.wait_for_explorables(page, len(explorables))
        return page

    return show


PAGE = "<!DOCTYPE html><link rel=icon href=data:,><link rel=stylesheet href=/shared.css>"


@pytest.fixture(scope="module")
def modules(browser):
    """Return a page with the style of the explorables, into which their modules can be imported as they lie."""
    page = browser.new_page()
    page.route("http://localhost/*", serve_module)
    page.goto("http://localhost/")
    yield page
    page.close()


def serve_module(route):
    """Answer a request of the page from the package, so that no server is needed."""
    name = route.request.url.rpartition("/")[2]
    kind = {".js": "text/javascript", ".css": "text/css"}.get(Path(name).suffix)
    if kind is None:
        return route.fulfill(body=PAGE, content_type="text/html")
    return route.fulfill(body=(base.SOURCES / name).read_text(encoding="utf-8"), content_type=kind)


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """Return a JupyterLab for all tests of this process; each makes a folder of its own below `lab.folder`."""
    lab = harness.Lab(tmp_path_factory.mktemp("lab"), tmp_path_factory.mktemp("jupyter"))
    yield lab
    lab.stop()


@pytest.fixture(scope="session")
def lab_page(browser, lab):
    """Return a page that has loaded JupyterLab, since that takes long, and its complaints."""
    with page_for_all(browser) as page_and_complaints:
        yield page_and_complaints


@pytest.fixture
def open_notebook(request, lab, lab_page):
    """Return a function that opens a notebook in JupyterLab.

    It is opened on a page that all tests share, as a learner opens one lesson after the other. With a number of
    `explorables` it is laid out, and they are waited for. Afterwards the notebook is closed and every kernel gone;
    after a test that failed JupyterLab is loaded anew.
    """
    page, complaints = lab_page

    def open_notebook(path, width=1100, height=800, explorables=0):
        page.set_viewport_size({"width": width, "height": height})
        lab.open_notebook(page, path.relative_to(lab.folder).as_posix())
        if explorables:
            lab.lay_out(page)
            harness.wait_for_explorables(page, explorables)
        assert not page.locator(".jp-OutputArea-output", has_text=harness.LOST).count(), harness.LOST
        # Said of one that was there when it was drawn anew.
        complaints[:] = [line for line in complaints if harness.LOST_LOG not in line]
        return page

    failed = request.session.testsfailed
    yield open_notebook
    said = list(dict.fromkeys(line for line in complaints if harness.CUT_SHORT not in line))
    if said or request.session.testsfailed > failed:
        page.goto("about:blank")
    else:
        lab.close_notebook(page)
    complaints.clear()
    lab.end_kernels()
    assert not said, "\n".join(said)
