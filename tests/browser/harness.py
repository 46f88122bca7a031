"""Finding a browser, explorables on a page that has no kernel, JupyterLab, and hands that move things."""

import contextlib
import functools
import io
import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from ipywidgets import Box
from PIL import Image

from authoring.chromium import FLAGS, NO_CHROMIUM, find_chromium  # noqa: F401 - for all tests and benchmarks
from authoring.site import widget_page
from course_lib.workspace import copies as workspace

ROOT = Path(__file__).parents[2]
FRAME = 16.0
VIEWPORT = {"width": 900, "height": 800}
MEDIA = {"color_scheme": "light", "reduced_motion": "no-preference", "forced_colors": "none"}
PATIENCE = 60_000  # milliseconds that a busy machine may take for anything that comes at all
SLIDERS = {  # of an explorable with a line and its steepness
    "steepness": "steepness k",
    "student": "student",
    "w1": "w₁ (test)",
    "w2": "w₂ (grades)",
    "b": "b (bias)",
}


def cannot(why: str):
    """Skip what this machine cannot show, and fail where CI is set."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(why)


# Tells a page that nobody sees it. The numbers beside a picture then wait for no frame, and a test reads them at once.
UNSEEN = "Object.defineProperty(document, 'hidden', { configurable: true, value: true });"
# Takes down what the page shows, and shows other widgets with the scripts that it has loaded.
SHOW = """async (saved) => {
    await window.course.showAll(document.querySelector("main"), saved);
    window.shown = saved.view_specs.map((view) => view.model_id);
}"""


def show_again(page, folder: Path, *explorables, viewport=VIEWPORT, **media):
    """Show these explorables on a page that may show others, with the keyboard and the mouse as on a new one.

    What the page shows already stays: see `first`.
    """
    if not page.url.startswith("file:"):
        page.goto(widget_page.write_page(folder, f"{os.getpid()}-shared", Box()).as_uri())
    page.set_viewport_size(viewport)
    page.emulate_media(**MEDIA | media)
    page.mouse.move(0, 0)
    page.evaluate(f"{UNSEEN} window.scrollTo(0, 0)")
    if page.evaluate("window.shown") == [each.model_id for each in explorables]:
        page.evaluate(PAINTED)
    else:
        evaluate(page, SHOW, widget_page.saved(explorables))


@functools.cache
def first(explorable: type):
    """Return an explorable as it is at first, always the same one: for tests that look at it and move nothing.

    Those that follow each other share the page that shows it, since to show it takes longer than to look at it.
    """
    return explorable()


def evaluate(page, script: str, argument):
    """Return what a function in JavaScript makes of an argument.

    Both travel as text: where they hold thousands of numbers, Playwright's own way takes a tenth of a second.
    """
    as_text = f"async (text) => JSON.stringify((await ({script})(JSON.parse(text))) ?? null)"
    return json.loads(page.evaluate(as_text, json.dumps(argument)))


def traits(explorable) -> dict:
    """Return what the view of an explorable is drawn from, for a model of a test's own."""
    state = explorable.view.get_state().items()
    return {name: value for name, value in state if not name.startswith("_") and name != "layout"}


def slider_values(page) -> dict[str, float]:
    """Return the value of each slider by its name, all at one time: what asks for one after the other is slow."""
    read = "all => Object.fromEntries(all.map((each) => [each.ariaLabel, Number(each.ariaValueNow)]))"
    return page.locator(".cx-controls [role=slider]").evaluate_all(read)


def stop_clock(page) -> None:
    """Stop the clock of a page, for the test to wind it on."""
    page.clock.pause_at(page.evaluate("Date.now() / 1000") + 1000)


def button(page, name: str):
    """Return the button with exactly this name."""
    return page.get_by_role("button", name=name, exact=True)


def settled(agree, page, explorable):
    """Assert that the numbers agree, and that the words follow once the hand rests."""
    agree(page, explorable)
    page.wait_for_function("text => document.querySelector('.cx-words').textContent === text", arg=explorable.text())


def collect_complaints(page, complaints: list):
    """Note what the page logs as an error, what fails to load, and what it asks of other machines."""
    local = ("file:", "data:", "blob:", "http://127.0.0.1", "ws://127.0.0.1", "http://localhost", "ws://localhost")
    page.on("pageerror", lambda error: complaints.append(f"error in the page: {error}"))
    page.on("console", lambda line: line.type == "error" and complaints.append(f"console: {line.text}"))
    page.on("requestfailed", lambda request: complaints.append(f"failed: {request.url} {request.failure}"))
    page.on("request", lambda each: each.url.startswith(local) or complaints.append(f"left the machine: {each.url}"))


def wait_for_explorables(page, count: int = 1):
    """Wait until `count` explorables are drawn, their sliders have names, and JupyterLab's keys stay away from them.

    The wait ends as well where JupyterLab says that a widget is lost.
    """
    page.wait_for_function(
        """([count, lost]) => {
            const outputs = [...document.querySelectorAll(".jp-OutputArea-output")];
            if (outputs.some((output) => output.textContent.includes(lost))) return true;
            const roots = [...document.querySelectorAll(".cx-explorable")];
            const ready = (root) => root.querySelector(".cx-plane :is(.cx-frame, .cx-node)") &&
                [...root.querySelectorAll("[role=slider]")].every((handle) => handle.ariaLabel) &&
                root.querySelector(".cx-controls [role=slider]") && root.onkeydown &&
                root.querySelector(".cx-words").textContent;
            return roots.length >= count && roots.every(ready);
        }""",
        arg=[count, LOST],
    )


def wait_until_drawn(page):
    """Wait for the numbers beside a picture, which are drawn when the picture is painted and the processor is idle."""
    script = "new Promise((done) => requestAnimationFrame(() => requestIdleCallback(() => done(), { timeout: 1000 })))"
    page.evaluate(script)


def controls(page) -> list:
    """Return what a key moves in an explorable."""
    return page.locator(".cx-explorable :is(.cx-controls [role=slider], .cx-scrub):visible").all()


# What has the focus in an explorable.
CONTROLS = ".cx-explorable :is(button, input, [role=slider], [role=textbox], [tabindex='0'])"
# Those of these elements of which JupyterLab would hear a key: in a cell, and where it listens.
HEARD = """(elements, key) => elements.filter((element) => {
    const [root, name] = [element.closest(".cx-explorable, .course-question"), key.split("+").at(-1)];
    const held = { ctrlKey: /Control/.test(key), metaKey: /Meta/.test(key), altKey: /Alt/.test(key) };
    let heard = false;
    const hear = () => { heard = true; };
    root.parentElement.classList.add("jp-Cell");
    document.addEventListener("keydown", hear);
    element.dispatchEvent(new KeyboardEvent("keydown", { key: name, ...held, bubbles: true, cancelable: true }));
    document.removeEventListener("keydown", hear);
    root.parentElement.classList.remove("jp-Cell");
    return heard;
}).map((element) => element.outerHTML.slice(0, 200))"""

# What a hand drags: which knob, and around which place beside it, how far.
DRAGGED = {
    "AdmissionLine": (0, (60, 90), (40, 70)),
    "SureOrNot": (0, (60, 90), (40, 70)),
    "HowLikely": (0, (-40, 60), (30, 50)),
    "Downhill": (-1, (60, 60), (40, 50)),
    "HiddenLayer": (2, (60, 90), (40, 70)),
    "DrawCurve": (4, (0, -40), (5, 60)),
    "ReadDigit": (0, (0, 0), (50, 70)),
    "Kernel": (0, (0, 0), (50, 50)),
}


def hand(page, name: str):
    """Take hold of what a hand drags in an explorable, and return move(i), which takes it a step further."""
    knob, centre, radius = DRAGGED[name]
    for step in page.get_by_role("slider", name="step", exact=True).all():
        step.press("End")  # a whole path
    x, y = middle(page.locator(".cx-figure .cx-knob").nth(knob))
    page.mouse.move(x, y)
    page.mouse.down()
    session = page.context.new_cdp_session(page)  # page.mouse.move runs scripts of its own in the page each time

    def move(i: int) -> None:
        place = {"x": x + centre[0] + radius[0] * np.sin(i / 3), "y": y + centre[1] + radius[1] * np.cos(i / 3)}
        session.send("Input.dispatchMouseEvent", {"type": "mouseMoved", "button": "left", "buttons": 1, **place})

    return move


# Where a control of a range stands: its lowest value, its own, its highest.
RANGE = "e => [e.ariaValueMin ?? e.min, e.ariaValueNow ?? e.value, e.ariaValueMax ?? e.max].map(Number)"
BACK = {"ArrowRight": "ArrowLeft", "ArrowLeft": "ArrowRight"}


class HeldKeys:
    """Moves one control after the other as a key does that is held down: forth, and back.

    It goes where there is more room, and no further, so that every key moves something. `ready(i)` gives the focus to
    what the i-th key moves. It runs scripts of Playwright's own in the page, which are no work of a key.
    """

    def __init__(self, page, moving: list):
        self.page, self.moving = page, moving
        self.plans = [self._forth(handle) for handle in moving]

    def _forth(self, handle) -> tuple[str, int]:
        """Return the key that goes there, and how often: no control has steps of more than 1."""
        low, now, high = handle.evaluate(RANGE)
        key, room = max(("ArrowRight", high - now), ("ArrowLeft", now - low), key=lambda each: each[1])
        return key, int(np.clip(room, 1, 6))

    def ready(self, i: int) -> None:
        if i % 12 == 0:
            self.moving[i // 12 % len(self.moving)].focus()

    def __call__(self, i: int) -> None:
        key, steps = self.plans[i // 12 % len(self.moving)]
        self.page.keyboard.down(key if i % 12 % (2 * steps) < steps else BACK[key])


def drawing_work(page, move, count: int = 9, slowed: float = 1) -> np.ndarray:
    """Return how many milliseconds of processor each of `count` drawings takes, shape (count, 3).

    The first number is that of scripts, styles and layout. The others count all until the picture is painted, and all
    until the numbers beside it are, less what the page does for a key that means nothing to it. `move(i)` makes the
    i-th event, after `move.ready(i)` where there is such a thing, which does not count. `slowed` is how many times
    slower the processor is made. The time is that of the page's own thread, so it does not count how long others kept
    it waiting. What they take away while it runs slows down a known sum as well, which is timed in between: the work is
    given as on a machine where nothing else runs.
    """
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    session.send("Emulation.setCPUThrottlingRate", {"rate": slowed})
    page.evaluate(HOLD_BACK)

    def work(make) -> np.ndarray:
        page.evaluate(FINISHED)
        before = processor_ms(session)
        make()
        page.evaluate(PAINTED)
        picture = processor_ms(session) - before
        page.evaluate(FINISHED)
        laid_out, painted = processor_ms(session) - before
        return np.array([laid_out, picture[1], painted])

    drawn, idle, known = [], [], []
    for i in range(count):
        if hasattr(move, "ready"):
            move.ready(i)
        drawn.append(work(functools.partial(move, i)))
        if i % 3 == 0:
            idle.append(work(lambda: page.keyboard.down("Shift")))
            known.append(work(lambda: page.evaluate(KNOWN_SUM)))
    drawn, idle, known = np.array(drawn), np.array(idle), np.array(known)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    session.detach()
    page.evaluate(HOLD_BACK_NO_MORE)
    let_go(page)
    drawn[:, 1:] -= np.median(idle[:, 1:], axis=0)
    return drawn / max(1, np.median(known[:, 0]) / (KNOWN_MS * slowed))


def whole_layouts(page, move, moves: list[int]) -> list[int]:
    """Return those of the moves whose picture has the page laid out as a whole before it is painted, not a part of it.

    What stands beside the picture may change no sooner than the picture is painted, or lies in a part of its own.
    """
    session, events, ended = page.context.new_cdp_session(page), [], []
    session.on("Tracing.dataCollected", lambda found: events.extend(found["value"]))
    session.on("Tracing.tracingComplete", lambda found: ended.append(found))
    page.evaluate(HOLD_BACK)
    session.send("Tracing.start", {"transferMode": "ReportEvents", "categories": "devtools.timeline,blink.user_timing"})
    for i in moves:
        if hasattr(move, "ready"):
            move.ready(i)
        page.evaluate(FINISHED)
        page.evaluate("i => { performance.mark(`move ${i}`); }", i)
        move(i)
        page.evaluate(PAINTED)
        page.evaluate("() => { performance.mark('painted'); }")
    page.evaluate(FINISHED)
    session.send("Tracing.end")
    while not ended:
        page.wait_for_timeout(10)
    session.detach()
    page.evaluate(HOLD_BACK_NO_MORE)
    let_go(page)
    return _moves_of_whole_layouts(sorted(events, key=lambda event: event.get("ts", 0)), len(moves))


def _moves_of_whole_layouts(events: list[dict], count: int) -> list[int]:
    now, marks, layouts, whole = "painted", 0, 0, []
    for name, arguments in ((event["name"], event.get("args", {})) for event in events):
        if name == "painted" or name.startswith("move "):
            now, marks = name, marks + 1
        elif name == "Layout" and now != "painted" and "beginData" in arguments:
            layouts += 1
            if not arguments["beginData"]["partialLayout"]:
                whole.append(int(now.split()[1]))
    assert marks == 2 * count and layouts >= count / 2, (marks, layouts)
    return whole


def let_go(page) -> None:
    """Let go of the keys and the mouse: the next test has the same page, where a held Shift would spoil every key."""
    for key in ("Shift", "ArrowRight", "ArrowLeft"):
        page.keyboard.up(key)
    page.mouse.up()


# What waits for an idle processor waits until it is asked for, so that the picture is measured without it.
HOLD_BACK = """() => {
    delete document.hidden;
    window.heldBack = [];
    window.ownIdle = window.requestIdleCallback;
    window.requestIdleCallback = (f) => window.heldBack.push(f);
}"""
HOLD_BACK_NO_MORE = "() => { window.requestIdleCallback = window.ownIdle; }"
FINISHED = """() => new Promise((resolve) => {
    for (const f of window.heldBack.splice(0)) f();
    requestAnimationFrame(() => setTimeout(resolve));
})"""
PAINTED = "() => new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)))"
# A hundred thousand sigmoids, and what they take on an idle processor of 2020, such as a workflow's.
KNOWN_SUM = """() => new Promise((resolve) => requestAnimationFrame(() => {
    let sum = 0;
    for (let i = 0; i < 100000; i++) sum += 1 / (1 + Math.exp(-i / 5000));
    resolve(sum);
}))"""
KNOWN_MS = 1.5


def processor_ms(session) -> np.ndarray:
    """Return how long the page's thread has computed so far: for scripts, styles and layout, and in all."""
    metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    laid_out = sum(metrics[name] for name in ("ScriptDuration", "RecalcStyleDuration", "LayoutDuration"))
    return 1e3 * np.array([laid_out, metrics["TaskDuration"]])


# Without this, axe works out the numbers of each colour anew for each word: that is most of its time.
KNOWN_COLOURS = """() => {
    const { Color } = axe.commons.color;
    const parse = Color.prototype.parseString;
    const known = new Map();
    Color.prototype.parseString = function (text) {
        if (!known.has(text)) known.set(text, parse.call(new Color(0, 0, 0), text));
        const { r, g, b, alpha } = known.get(text);
        return Object.assign(this, { r, g, b, alpha });
    };
}"""


def violations(page, *places: str, **options) -> list[str]:
    """Return what axe finds wrong in the parts of a page that these selectors name. Its script is loaded once."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
        page.evaluate(KNOWN_COLOURS)
    find = """async ([places, options]) => {
        const found = await axe.run({ include: places }, { resultTypes: ["violations"], ...options });
        return found.violations.flatMap(({ id, nodes }) =>
            nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
    }"""
    return page.evaluate(find, [[[place] for place in places if page.locator(place).count()], options])


def drag(page, start, end, steps: int = 10):
    """Drag with the mouse from one place of the page to another."""
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=steps)
    page.mouse.up()


def touch_drag(page, start, end, steps: int = 10):
    """Drag with a finger from one place of the page to another."""
    session = page.context.new_cdp_session(page)

    def send(kind, *places):
        points = [{"x": x, "y": y} for x, y in places]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    send("touchStart", start)
    for i in range(1, steps + 1):
        send("touchMove", tuple(a + (b - a) * i / steps for a, b in zip(start, end, strict=True)))
    send("touchEnd")
    session.detach()


# The words in tables that stand on two lines.
BROKEN = r"""() => [...document.querySelectorAll(":is(td, th)")].flatMap((cell) => {
    const found = [];
    const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const text = texts.currentNode;
        if (text.parentElement.closest(".cx-hidden")) continue;
        for (const { 0: word, index } of text.data.matchAll(/\S+/g)) {
            const range = document.createRange();
            range.setStart(text, index);
            range.setEnd(text, index + word.length);
            if (new Set([...range.getClientRects()].map((box) => box.top)).size > 1) found.push(word);
        }
    }
    return found;
})"""

# The targets among these elements that a finger misses 11 pixels beside their middle: less than 24 pixels wide or high.
SMALL = """elements => elements.filter((element) => {
    element.scrollIntoView({ block: "center" });
    const box = element.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    return ![[-11.5, 0], [11.5, 0], [0, -11.5], [0, 11.5]].every(([right, down]) =>
        element.contains(document.elementFromPoint(x + right, y + down)));
}).map((element) => element.outerHTML.slice(0, 200))"""


def colours(page, *selectors: str) -> list[list]:
    """Return for each selector the colours of its elements, all cut from one picture of the page.

    A picture of each element would take seconds.
    """
    whole = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
    find = """elements => elements.map((element) => {
        const { left, top, right, bottom } = element.getBoundingClientRect();
        const [x, y] = [window.scrollX, window.scrollY];
        return [Math.floor(left + x), Math.floor(top + y), Math.ceil(right + x), Math.ceil(bottom + y)];
    })"""
    boxes = (page.locator(selector).evaluate_all(find) for selector in selectors)
    return [[commonest_colours(whole.crop(box)) for box in each] for each in boxes]


def commonest_colours(picture: Image.Image) -> list[tuple[int, int, int]]:
    """Return the colours of a picture, the commonest first."""
    red, green, blue = np.moveaxis(np.asarray(picture, dtype=np.uint32), -1, 0)
    colours, counts = np.unique(red << 16 | green << 8 | blue, return_counts=True)
    ordered = colours[np.argsort(-counts, kind="stable")].tolist()
    return [(colour >> 16, colour >> 8 & 255, colour & 255) for colour in ordered]


def contrast(one, other) -> float:
    """Return the contrast of two colours, from 1 to 21, as WCAG 2 defines it."""
    shares = np.array([one, other]) / 255
    linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    dark, light = sorted(linear @ [0.2126, 0.7152, 0.0722])
    return (light + 0.05) / (dark + 0.05)


def middle(locator) -> tuple[float, float]:
    """Return the middle of an element on the page."""
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


# ipywidgets' manager asks for a model every 100 ms for 2 s, not once more at the end. Where a slow page restores the
# widgets just then, it says of one that is drawn meanwhile that it is lost, and shows it only where it is drawn anew.
LOST = "Error displaying widget: model not found"
LOST_LOG = "widget model not found"
# Whether the notebook's manager is there, and knows every widget that the notebook has saved.
RESTORED = """() => {
    const { content } = window.jupyterapp.shell.currentWidget;
    const views = content.rendermime.createRenderer("application/vnd.jupyter.widget-view+json", {});
    views._manager.promise.then((manager) => { content.widgetManager = manager; });
    const saved = content.model.getMetadata("widgets")?.["application/vnd.jupyter.widget-state+json"].state ?? {};
    return content.widgetManager && Object.keys(saved).every((id) => content.widgetManager.has_model(id));
}"""
# Draws anew what was said to be lost.
DRAWN_ANEW = """(lost) => {
    for (const { outputArea } of window.jupyterapp.shell.currentWidget.content.widgets) {
        if (outputArea?.node.textContent.includes(lost)) outputArea.model.fromJSON(outputArea.model.toJSON());
    }
}"""
# What JupyterLab's debugger says, at once or a little later, of a kernel that was ended while it asked it something.
CUT_SHORT = "Canceled future for debug_request"


class Lab:
    """JupyterLab as run.py starts it: on the loopback address, with a token, with the course's settings."""

    def __init__(self, folder: Path, private: Path):
        workspace.write_lab_settings(Path(sys.prefix))
        self.folder = folder
        self.token = secrets.token_hex(16)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        names = ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_WORKSPACES_DIR", "IPYTHONDIR")
        own = {name: str(private / name.lower()) for name in names}
        own["JUPYTERLAB_SETTINGS_DIR"] = str(private / "settings")  # those of whoever runs the tests stay out
        command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--expose-app-in-browser"]
        options = [
            f"--port={port}",
            "--ServerApp.ip=127.0.0.1",
            "--ServerApp.port_retries=0",
            f"--ServerApp.root_dir={folder}",
        ]
        token = f"--IdentityProvider.token={self.token}"
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.server = subprocess.Popen([*command, *options, token], env=os.environ | own, **quiet)
        self._wait()

    def _wait(self):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.server.poll() is None:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{self.url}/api?token={self.token}", timeout=2).close()
                return
            time.sleep(0.1)
        self.stop()
        raise RuntimeError("JupyterLab did not start")

    def stop(self):
        """Stop the server, and with it its kernels."""
        self.server.terminate()
        try:
            self.server.wait(20)
        except subprocess.TimeoutExpired:
            self.server.kill()

    def open_notebook(self, page, path: str):
        """Open a notebook; wait until its kernel is idle, and its widgets are there and those in sight shown."""
        if page.url.startswith(self.url):
            opening = "window.jupyterapp.commands.execute('docmanager:open', { path })"
            page.evaluate(f"async (path) => {{ await {opening}; }}", path)
        else:
            page.goto(f"{self.url}/doc/tree/{path}?reset&token={self.token}", wait_until="domcontentloaded")
        page.wait_for_function(
            """path => {
                const panel = window.jupyterapp?.shell.currentWidget;
                const session = panel?.sessionContext;
                const kernel = session?.session?.kernel;
                return panel?.context?.path === path && panel.content.widgets.length && session.isReady &&
                    kernel?.connectionStatus === "connected" && kernel.status === "idle" &&
                    ![...document.querySelectorAll(".jp-OutputArea-output")]
                        .some((output) => output.textContent.startsWith("Loading widget"));
            }""",
            arg=path,
        )
        page.wait_for_function(RESTORED)
        page.evaluate(DRAWN_ANEW, LOST)

    def lay_out(self, page):
        """Lay out every cell of the notebook that is open: JupyterLab spares those outside the window."""
        page.evaluate(
            """() => {
                const notebook = window.jupyterapp.shell.currentWidget.content;
                notebook.notebookConfig = { ...notebook.notebookConfig, windowingMode: "none" };
                notebook.update();
            }"""
        )

    def close_notebook(self, page):
        """Close the notebook that is open, if one is, with its kernel and without saving it."""
        page.evaluate(
            """async () => {
                const panel = window.jupyterapp?.shell.currentWidget;
                await panel?.sessionContext?.shutdown();
                panel?.dispose();
            }"""
        )

    def end_kernels(self):
        """End every kernel, so that none is left to cost memory."""
        sessions = f"{self.url}/api/sessions"
        with urllib.request.urlopen(f"{sessions}?token={self.token}", timeout=60) as answer:
            for session in json.load(answer):
                address = f"{sessions}/{session['id']}?token={self.token}"
                urllib.request.urlopen(urllib.request.Request(address, method="DELETE"), timeout=60).close()

    def run_all(self, page):
        """Run every cell of the notebook that is open and wait until all have run."""
        page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
        page.wait_for_function(
            """() => {
                const panel = window.jupyterapp.shell.currentWidget;
                const code = [...panel.content.widgets].filter((cell) => cell.model.type === "code");
                const filled = code.filter((cell) => cell.model.sharedModel.source.trim());
                const idle = panel.sessionContext.session.kernel.status === "idle";
                return idle && filled.every((cell) => cell.model.executionCount);
            }""",
            timeout=300_000,
        )

    def run_cell(self, page, index: int) -> str:
        """Run one cell of the notebook that is open, wait until it has run, and return what it prints."""
        return page.evaluate(
            """async index => {
                const notebook = window.jupyterapp.shell.currentWidget.content;
                notebook.activeCellIndex = index;
                await window.jupyterapp.commands.execute("notebook:run-cell");
                return notebook.widgets[index].model.outputs.toJSON().map((output) => output.text ?? "").join("");
            }""",
            index,
        )


def call(page, module, expression, argument=None):
    """Return the value of an expression in JavaScript, where m is the module and a the argument."""
    script = f"async (a) => {{ const m = await import('/{module}.js'); return {expression}; }}"
    return page.evaluate(script, argument)
