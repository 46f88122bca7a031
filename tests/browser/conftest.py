"""A browser for the tests, pages without a kernel, and JupyterLab. Whatever a page complains of fails its test."""

import os

import harness
import pytest
from playwright.sync_api import sync_playwright

from course_lib.explorables import base


def cannot(why: str):
    """Skip what this machine cannot show, and fail where CI is set."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(why)


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
        cannot(harness.NO_CHROMIUM)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=harness.FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser):
    """Return a function that opens an empty page; its test fails if the page logs an error or leaves the machine."""
    complaints, contexts = [], []

    def new_page(**options):
        options = {"viewport": {"width": 900, "height": 800}} | options
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        harness.collect_complaints(page, complaints)
        return page

    yield new_page
    for context in contexts:
        context.close()
    assert not complaints, "\n".join(dict.fromkeys(complaints))


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """Return the folder of the pages without a kernel."""
    try:
        harness.widget_assets()
    except FileNotFoundError as error:
        cannot(str(error))
    return tmp_path_factory.mktemp("site")


@pytest.fixture
def show(new_page, site):
    """Return a function that shows explorables on a page without a kernel: show(LogicGate(), color_scheme="dark")."""
    shown = 0

    def show(*explorables, **options):
        nonlocal shown
        shown += 1
        page = new_page(**options)
        page.goto(harness.write_page(site, f"{os.getpid()}-{id(page)}-{shown}", *explorables).as_uri())
        harness.wait_for_explorables(page, len(explorables))
        return page

    return show


@pytest.fixture(scope="module")
def modules(browser):
    """Return a page into which the ES modules of the explorables can be imported, as they lie in the package."""
    page = browser.new_page()
    page.route("http://localhost/*", serve_module)
    page.goto("http://localhost/")
    yield page
    page.close()


def serve_module(route):
    """Answer a request of the page from the package, so that no server is needed."""
    name = route.request.url.rpartition("/")[2]
    if not name.endswith(".js"):
        return route.fulfill(body="<!DOCTYPE html><link rel=icon href=data:,>", content_type="text/html")
    return route.fulfill(body=(base.SOURCES / name).read_text(encoding="utf-8"), content_type="text/javascript")


@pytest.fixture(scope="session")
def start_lab(tmp_path_factory):
    """Return a function that starts JupyterLab in a folder and returns its `harness.Lab`; stopped after the session."""
    labs = []

    def start_lab(folder, *arguments):
        labs.append(harness.Lab(folder, tmp_path_factory.mktemp("jupyter"), *arguments))
        return labs[-1]

    yield start_lab
    for lab in labs:
        lab.stop()
