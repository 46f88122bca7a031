"""What holds for every explorable, on a page without a kernel."""

import json
import re

import harness
import numpy as np
import pytest
from ipywidgets.embed import dependency_state
from test_lessons import move_by_keyboard, move_by_mouse

from authoring.outputs import images_and_alts
from course_lib import explorables
from course_lib.explorables import (
    AdmissionLine,
    Blame,
    Downhill,
    DrawCurve,
    ForgerAndJudge,
    Gates,
    HiddenLayer,
    Kernel,
    PerceptronTrick,
    Playground,
    ReadDigit,
    TrainingReplay,
    base,
)
from course_lib.explorables.blame import LAST

EXPLORABLES = [getattr(explorables, name) for name in explorables.__all__]
PLAYED = [Downhill, ForgerAndJudge, Gates, PerceptronTrick, Playground, TrainingReplay]
# All tests of one explorable come together, so that those that only look at `harness.first` of it share its page.
every = pytest.mark.parametrize("explorable", EXPLORABLES, ids=lambda each: each.__name__, scope="module")


@every
def test_axe_finds_nothing_in_either_theme(show, explorable):
    page = show(harness.first(explorable))
    colours = {"runOnly": ["color-contrast"]}  # all that the other theme changes
    for theme, expected, rules in (("light", "rgb(255, 255, 255)", {}), ("dark", "rgb(22, 23, 26)", colours)):
        page.emulate_media(color_scheme=theme)
        paper = page.locator(".cx-explorable").evaluate("e => getComputedStyle(e).backgroundColor")
        assert (theme, paper) == (theme, expected)
        assert harness.violations(page, ".cx-explorable", **rules) == []


@every
def test_words_on_the_page_are_those_of_the_kernel(show, explorable):
    first = harness.first(explorable)
    assert show(first).locator(".cx-words").inner_text() == first.text()


# Notes the sentences that a screen reader would read: those that are written anew.
LISTEN = """() => {
    const words = document.querySelector(".cx-words");
    window.heard = new Set();
    const note = ({ target, addedNodes }) => [target, ...addedNodes].forEach((node) => {
        const sentence = [...words.children].find((child) => child.contains(node));
        if (sentence) window.heard.add(sentence.textContent);
    });
    const changes = { childList: true, characterData: true, subtree: true };
    new MutationObserver((records) => records.forEach(note)).observe(words, changes);
}"""
SENTENCES = "[...document.querySelectorAll('.cx-words > *')].map((sentence) => sentence.textContent)"


@every
def test_of_the_words_only_the_sentences_that_have_changed_are_said_again(show, explorable):
    page = show(explorable())
    assert page.locator(".cx-words").get_attribute("aria-atomic") == "false"
    before = page.evaluate(SENTENCES)
    page.evaluate(LISTEN)
    page.get_by_role("slider").first.press("Home")
    page.wait_for_function(f"before => {SENTENCES}.join() !== before.join()", arg=before)
    after = page.evaluate(SENTENCES)
    changed = {sentence for i, sentence in enumerate(after) if before[i : i + 1] != [sentence]}
    assert set(page.evaluate("[...window.heard]")) == changed
    assert len(after) > 1


# What Python sets beside the sliders, by the names of the class.
SET = {
    "AdmissionLine": {"w1": 1.5, "w2": -2.0, "b": 3.0, "student": 17},
    "Blame": {"edge": "h₂→ŷ", "stage": 2, "learning_rate": 1.5},
    "DrawCurve": {"units": 4, "mode": "by hand", "sharpness": 12},
    "ForwardPass": {"network": "2-4-3", "x1": 1.5},
    "Gates": {"sequence": [1, 0, -1], "step": 2, "plain": [0.5, -0.5, 1]},
    "HiddenLayer": {"preset": "triangle", "w11": 2.5, "activation": "none", "student": 3},
    "Kernel": {"digit": 7, "row": 3, "column": 4, "right": 1, "relu": True},
    "LogicGate": {"gate": "OR", "w1": 1.5, "w2": 0.5, "b": -0.7},
    "PerceptronTrick": {"seed": 3, "update": 5},
    "Playground": {"epoch": 3, "batch": 2},
    "ReadDigit": {"source": "drawing", "digit": 3, "unit": 5},
}


@every
def test_what_python_sets_is_what_a_page_without_a_kernel_shows(show, explorable):
    changed = explorable()
    given = SET.get(explorable.__name__) or _moved(changed)
    for name, value in given.items():
        setattr(changed, name, value)
    page = show(changed)
    assert changed.text() != harness.first(explorable).text()
    assert page.locator(".cx-words").inner_text() == changed.text()


def _moved(explorable):
    """Return another value for each slider that has a property of the same name."""
    found = {}
    for name, control in explorable.controls.items():
        if getattr(getattr(type(explorable), name, None), "fset", None) and hasattr(control, "step"):
            up = control.value + 3 * control.step
            found[name] = up if up <= control.max else control.value - 3 * control.step
    return found


CUT_OFF = """() => {
    const paper = document.querySelector(".cx-explorable").getBoundingClientRect();
    const shown = ".cx-explorable *:not(.cx-words, .cx-words *, .cx-hidden)";
    const outside = [...document.querySelectorAll(shown)].filter((e) => {
        const box = e.getBoundingClientRect();
        return box.width && (box.left < paper.left - 1 || box.right > paper.right + 1);
    });
    const labels = [...document.querySelectorAll(".widget-label, .cx-button, .widget-toggle-button, td, th")];
    const squeezed = labels.filter((e) => e.scrollWidth > e.clientWidth + 1);
    const page = document.documentElement;
    const wider = page.scrollWidth > page.clientWidth ? ["the page scrolls sideways"] : [];
    return [...wider, ...[...outside, ...squeezed].map((e) => e.outerHTML.slice(0, 200))];
}"""


def test_the_numbers_of_a_wild_walk_have_room_on_a_phone(show):
    page = show(Downhill(learning_rate=100), viewport={"width": 320, "height": 800})
    for _ in range(12):
        harness.button(page, "Step").click()
        assert page.evaluate(CUT_OFF) == []


@every
def test_every_control_has_a_name_and_keeps_its_keys(show, explorable):
    page = show(harness.first(explorable))
    named = page.evaluate(
        """() => [...document.querySelectorAll(
                ".cx-explorable :is(button, input, [role=slider], [role=textbox], [role=group])")]
            .map((e) => e.ariaLabel || e.textContent)"""
    )
    assert len(named) >= 2 * len(harness.first(explorable).controls)
    assert all(named)
    for key in ("x", "b", "Control+z"):  # JupyterLab would cut the cell, put one below, undo elsewhere
        assert page.locator(harness.CONTROLS).evaluate_all(harness.HEARD, key) == []
    everything = page.locator(harness.CONTROLS).count()
    for key in ("Control+s", "Meta+s", "Alt+1"):  # the browser would save the page and not the notebook
        assert len(page.locator(harness.CONTROLS).evaluate_all(harness.HEARD, key)) == everything


@every
def test_focus_is_seen(show, explorable):
    page = show(harness.first(explorable))
    for _ in range(page.locator(".cx-explorable :is(button, input, [role=slider], [role=textbox]):visible").count()):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            """() => {
                const style = getComputedStyle(document.activeElement);
                const ours = Boolean(document.activeElement.closest(".cx-explorable"));
                return [ours, style.outlineStyle, style.outlineWidth];
            }"""
        )
        assert focused == [True, "solid", "2.5px"] or focused == [True, "solid", "2px"]


@every
def test_a_finger_hits_every_control(show, explorable):
    page = show(harness.first(explorable))
    targets = page.locator(".cx-explorable :is(button, input, [role=slider], [role=textbox]):visible")
    assert targets.evaluate_all(harness.SMALL) == []


@every
def test_contrast_themes_leave_controls_visible(show, explorable):
    page = show(harness.first(explorable), forced_colors="active")
    for theme, paper in (("light", (255, 255, 255)), ("dark", (0, 0, 0))):
        page.emulate_media(forced_colors="active", color_scheme=theme)
        assert_controls_are_visible(page, paper)


def test_contrast_themes_give_every_button_the_edge_of_one_that_works(show):
    """GrayText would say that it is switched off."""
    page = show(harness.first(PerceptronTrick), forced_colors="active")
    edges = page.locator(".cx-button, .widget-toggle-button:not(.mod-active)").evaluate_all(
        "all => all.map((e) => getComputedStyle(e).borderColor === getComputedStyle(e).color)"
    )
    assert len(edges) > 4
    assert all(edges)


TRACKS = ":is(.noUi-target, .cx-scrub, .cx-track):visible"
FIRST = ".widget-toggle-buttons :nth-child(1 of [aria-pressed={}])"


def assert_controls_are_visible(page, paper):
    tracks, bars, pressed, others = harness.colours(
        page, TRACKS, ".cx-track:visible", FIRST.format("true"), FIRST.format("false")
    )
    for track, colours in zip(page.locator(TRACKS).all(), tracks, strict=True):
        painted = [colour for colour in colours if harness.contrast(colour, paper) >= 3]
        assert len(painted) >= 2, track.evaluate("e => e.outerHTML")
    assert all(paper in colours for colours in bars)  # what is not filled
    for one, other in zip(pressed, others, strict=True):
        assert harness.contrast(one[0], other[0]) >= 3


@every
def test_names_of_controls_keep_away_from_them(show, explorable):
    page = show(harness.first(explorable))
    gaps = page.locator(".cx-controls > *").evaluate_all(
        """controls => controls.map((control) => {
            const name = document.createRange();
            name.selectNodeContents(control.querySelector(".widget-label"));
            const next = control.querySelector(".widget-label").nextElementSibling;
            const [words, box] = [name.getBoundingClientRect(), next.getBoundingClientRect()];
            return box.top >= words.bottom ? Infinity : box.left - words.right;
        })"""
    )
    assert all(gap is None or gap >= 6 for gap in gaps), gaps


# What readers may set, as WCAG 1.4.12 has it.
SPACED = "* { letter-spacing: 0.12em !important; word-spacing: 0.16em !important; line-height: 1.5 !important; }"
SPACE_OUT = """(root, text) => {
    const style = root.appendChild(Object.assign(document.createElement("style"), { textContent: text }));
    const names = [...root.querySelectorAll(".widget-label")];
    const cutOff = names.filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.textContent);
    style.remove(); // all tests have the same page
    return cutOff;
}"""


@every
def test_names_of_controls_are_whole_where_letters_are_spaced_out(show, explorable):
    page = show(harness.first(explorable))
    assert page.locator(".cx-explorable").evaluate(SPACE_OUT, SPACED) == []


@every
def test_no_broken_link_is_shown_without_a_kernel(show, explorable):
    page = show(harness.first(explorable))
    icons = page.evaluate(
        """() => [...document.querySelectorAll(".jupyter-widgets-disconnected")]
            .map((e) => getComputedStyle(e, "::before").display)"""
    )
    assert icons
    assert set(icons) == {"none"}


# 450 pixels: a window of 900 at 200 % zoom. 285 pixels are left of 420 for a cell of JupyterLab.
# 281: as wide as on a page of the site of 320 beside a scroll bar.
@every
def test_nothing_is_cut_off_and_no_word_of_a_table_is_broken_at_any_width(show, explorable):
    page = show(harness.first(explorable))
    for width in (281, 301, 320, 360, 420, 450, 700, 760, 1400):
        page.set_viewport_size({"width": width, "height": 800})
        for _ in range(50):  # on a busy machine it may take more frames
            page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
            cut_off, broken = page.evaluate(f"[({CUT_OFF})(), ({harness.BROKEN})()]")
            if not cut_off + broken:
                break
            page.wait_for_timeout(100)
        assert (width, cut_off, broken) == (width, [], [])


# The name of an upright axis beside its numbers, and the rows of sliders, in type of this size.
CROWDED = """async (size) => {
    document.documentElement.style.fontSize = size;
    for (let i = 0; i < 3; i++) await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const box = (e) => e.getBoundingClientRect();
    const meets = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    const pictures = [...document.querySelectorAll(".cx-plane")].map((each) => [...each.querySelectorAll("text")]);
    const isName = (e) => /rotate/.test(e.getAttribute("transform")) && !e.matches(".cx-tick") && e.textContent;
    const names = pictures.flatMap((all) => all
        .filter(isName)
        .map((name) => [name, all.filter((each) => each.matches(".cx-tick") && meets(box(name), box(each)))]));
    const rows = [...document.querySelectorAll(".widget-slider")].filter((row) => row.clientHeight);
    const low = rows.filter((row) => row.clientHeight < box(row.querySelector(".widget-readout")).height);
    const covered = names.filter(([, ticks]) => ticks.length).map(([name]) => name.textContent);
    document.documentElement.style.fontSize = "";
    return [covered, low.map((row) => row.textContent), names.length];
}"""


@every
def test_larger_type_as_on_slides_or_by_a_readers_wish_covers_nothing(show, explorable):
    page = show(harness.first(explorable))
    for size in ("16px", "20px", "27px"):
        covered, low, names = page.evaluate(CROWDED, size)
        assert (size, covered, low) == (size, [], [])
    assert names or not page.locator(".cx-stage, .cx-chart").count()


def test_a_scroll_bar_that_comes_and_goes_leaves_a_picture_as_it_is(show):
    page = show(AdmissionLine())
    script = """async (widths) => {
        const [figure, layer] = [document.querySelector(".cx-figure"), document.querySelector(".cx-stage svg")];
        const found = [];
        for (const width of widths) {
            figure.style.width = `${width}px`;
            await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
            found.push(layer.clientWidth);
        }
        figure.style.width = "";
        return found;
    }"""
    assert page.evaluate(script, [400, 385, 400, 385, 400]) == [400, 385, 385, 385, 385]
    assert page.evaluate(script, [401, 440, 400, 385, 420, 380, 420]) == [401, 440, 400, 385, 420, 380, 420]


TYPED_IN = ".cx-explorable :is([contenteditable=true], input:not([type=range]), textarea:not([readonly]))"


@every
def test_an_iphone_need_not_zoom_in_when_one_types(show, explorable):
    page = show(harness.first(explorable), has_touch=True, viewport={"width": 320, "height": 800})
    sizes = page.locator(TYPED_IN).evaluate_all("all => all.map((e) => parseFloat(getComputedStyle(e).fontSize))")
    assert sizes and min(sizes) >= 16
    assert page.evaluate(CUT_OFF) == []
    values = ".widget-readout, .cx-number"
    wider = "all => all.filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.outerHTML)"
    assert page.locator(values).evaluate_all(wider) == []


def test_every_slider_has_a_track_in_jupyterlab_at_four_times_the_size(show):
    page = show(AdmissionLine(), Downhill(), Blame(), viewport={"width": 215, "height": 800})  # as a cell is then
    page.wait_for_function("document.querySelector('.cx-explorable').clientWidth < 210")
    tracks = page.locator(".cx-controls .noUi-target").evaluate_all("all => all.map((e) => e.clientWidth)")
    assert min(tracks) > 30


@every
def test_two_views_of_one_explorable_move_together(show, explorable):
    same = explorable()
    page = show(same, same)
    words = page.locator(".cx-words")
    before = words.all_inner_texts()
    slider = page.locator(".cx-explorable").first.get_by_role("slider").first
    slider.press("Home")
    page.get_by_role("button", name="Step").first.click() if explorable is PerceptronTrick else None
    told = "[...document.querySelectorAll('.cx-words')].map((words) => words.textContent)"
    page.wait_for_function(
        f"before => {told}.every((words, _, [first]) => words === first && words !== before)", arg=before[0]
    )
    after = words.all_inner_texts()
    assert after[0] == after[1] != before[0]


@pytest.mark.parametrize("explorable", PLAYED, ids=lambda each: each.__name__)
def test_one_of_two_views_plays(show, explorable):
    same = explorable()
    page = show(same, same, clock=True)
    harness.stop_clock(page)
    first, second = (harness.button(page, "Play").nth(i).element_handle() for i in range(2))

    def stands():
        return [each.inner_text() for each in (first, second)]

    def moves():
        """Return how many steps a second of playing takes."""
        before = int(page.locator(".cx-scrub").first.input_value())
        page.clock.run_for(1000)
        after = [int(scrub.input_value()) for scrub in page.locator(".cx-scrub").all()]
        assert after[0] == after[1]
        return after[0] - before

    first.click()
    assert stands() == ["Pause", "Play"]
    alone = moves()
    assert alone > 1
    second.click()
    assert stands() == ["Play", "Pause"]
    assert abs(moves() - alone) <= 1
    harness.button(page, "Reset").first.click()
    assert stands() == ["Play", "Play"]
    assert moves() == 0


# A player whose position another view, or the kernel, sets to 50 while it plays.
MOVED = """async () => {
    const { playback } = await import("/player.js");
    const wait = () => new Promise((done) => setTimeout(done, 5));
    let at = 0;
    const player = playback({ position: () => at, total: () => 1000, go: (to) => { at = to; }, pace: 1 });
    player.toggle();
    while (at < 5) await wait();
    at = 50;
    while (player.playing() && at === 50) await wait();
    return [at, player.playing()];
}"""


def test_who_plays_steps_no_further_from_where_another_has_led(modules):
    assert modules.evaluate(MOVED) == [50, False]


SHOWN = """() => [".cx-figure", ".cx-panel"].map((part) => document.querySelector(part).innerHTML)"""


@every
def test_what_is_beside_the_picture_follows_when_that_is_painted(show, explorable):
    page = show(explorable())
    page.evaluate(harness.HOLD_BACK)
    figure, panel = page.evaluate(SHOWN)
    begins = explorable in PLAYED and explorable is not Gates  # which is at its end
    handle = page.locator(".cx-scrub") if begins else harness.controls(page)[0]
    handle.press("ArrowRight")
    moved, waits = page.evaluate(SHOWN)
    assert (moved != figure) == (explorable is not Blame)  # its slider moves no more than numbers
    assert waits == panel
    handle.press("ArrowRight")
    page.evaluate(harness.PAINTED)  # on a busy machine the frame comes later than the key
    assert page.evaluate("heldBack.length") == 1, "two changes are drawn at once"
    page.evaluate(harness.FINISHED)
    newest = page.evaluate(SHOWN)
    assert newest[1] != panel
    page.evaluate(harness.HOLD_BACK_NO_MORE)
    page.evaluate(harness.UNSEEN)
    handle.press("ArrowLeft")
    handle.press("ArrowRight")
    assert page.evaluate(SHOWN)[1] == newest[1]


PICTURE = "() => document.querySelector('.cx-figure .cx-plane').innerHTML"


@pytest.mark.parametrize("name", harness.DRAGGED)
def test_the_picture_follows_the_hand_and_the_controls_follow_the_picture(show, name):
    page = show(getattr(explorables, name)())
    page.evaluate(harness.HOLD_BACK)
    move = harness.hand(page, name)
    picture, sliders = page.evaluate(PICTURE), harness.slider_values(page)
    move(3)
    page.evaluate(harness.PAINTED)
    moved = page.evaluate(PICTURE)
    assert moved != picture
    assert harness.slider_values(page) == sliders
    page.evaluate(harness.FINISHED)
    assert page.evaluate(PICTURE) == moved
    if name not in ("DrawCurve", "Kernel", "ReadDigit"):  # what is dragged there is on no slider
        assert harness.slider_values(page) != sliders
    harness.let_go(page)


# A model whose control goes no further than 5: what is drawn and what it holds, before and after it has followed.
FOLLOWS = """async () => {
    const { explorable, keepDrawn, layout, setAll } = await import("/wiring.js");
    const [values, heard, drawn] = [{ a: 1 }, [], []];
    const shared = {
        get: (name) => values[name],
        set(name, value) {
            values[name] = Math.min(value, 5);
            for (const each of heard) each();
        },
        save_changes() { values.saved = values.a; },
        on: (event, each) => heard.push(each),
        off() {},
    };
    let own = null;
    const { render } = explorable(({ model, el }) => {
        own = model;
        const { figure, words } = layout(el);
        const draw = () => drawn.push(model.get("a"));
        return keepDrawn({ model, el, figure, words, traits: ["a"], draw, resize() {}, describe: () => "" });
    });
    const el = document.body.appendChild(document.createElement("div"));
    const down = render({ model: shared, el });
    const wait = (ms) => new Promise((done) => setTimeout(done, ms));
    await wait(200);
    const told = [];
    for (const a of [3, 9]) {
        drawn.length = 0;
        setAll(own, { a });
        await null;
        told.push([[...drawn], values.a]);
        for (let i = 0; i < 600 && drawn.at(-1) !== values.a; i++) await wait(20);
        told.push([[...drawn], values.saved]);
    }
    setAll(own, { a: 4 });
    shared.set("a", 1); // another view, a slider or the kernel
    await wait(200);
    told.push([drawn.at(-1), values.a]);
    setAll(own, { a: 2 });
    down();
    return [...told, [values.a, values.saved]];
}"""


def test_what_is_drawn_already_is_not_drawn_again_when_the_model_follows(modules):
    before, after, too_far, at_its_end, from_elsewhere, taken_down = modules.evaluate(FOLLOWS)
    assert before == [[3], 1]
    assert after == [[3], 3]
    assert too_far == [[9], 3]
    assert at_its_end == [[9, 5], 5]
    assert from_elsewhere == [1, 1], "what came last is overwritten"
    assert taken_down == [2, 2], "what the hand did last is lost"


# What a view asks of its model, of the system and of the clock, and how much of it is left after it was taken down.
KEPT = """async ([name, values]) => {
    const { default: { render } } = await import(`/${name}.js`);
    const kept = { model: [], system: [], clock: [] };
    const without = (list, it) => list.includes(it) && list.splice(list.indexOf(it), 1);
    const changed = () => [...kept.model].forEach((heard) => heard());
    const model = {
        get: (trait) => values[trait],
        set(trait, value) { values[trait] = value; },
        save_changes: changed,
        on: (trait, heard) => kept.model.push(heard),
        off: (trait, heard) => without(kept.model, heard),
    };
    const own = { setTimeout, setInterval, clearTimeout, clearInterval };
    MediaQueryList.prototype.addEventListener = (name, heard) => kept.system.push(heard);
    MediaQueryList.prototype.removeEventListener = (name, heard) => without(kept.system, heard);
    window.setInterval = () => kept.clock.push(kept.clock.length + 1e6) && kept.clock.at(-1);
    window.setTimeout = window.setInterval;
    window.clearInterval = window.clearTimeout = (timer) => without(kept.clock, timer);
    const count = () => Object.fromEntries(Object.entries(kept).map(([name, list]) => [name, list.length]));
    let drawn = 0;
    try {
        const el = document.createElement("div");
        document.body.append(el);
        const down = render({ model, el });
        const play = [...el.querySelectorAll("button")].find((each) => each.textContent === "Play");
        play?.click();
        const before = { ...count(), plays: Boolean(play) };
        changed();
        await null;
        changed(); // so that a drawing is queued, and what is beside the picture waits
        el.addEventListener("drawn", () => { drawn += 1; });
        down();
        await new Promise((done) => own.setTimeout.call(window, done, 50));
        return [before, { ...count(), drawn }];
    } finally {
        Object.assign(window, own);
        for (const name of ["addEventListener", "removeEventListener"]) delete MediaQueryList.prototype[name];
    }
}"""


@every
def test_a_view_taken_down_lets_go(modules, explorable):
    name = explorable.__module__.rpartition(".")[2]
    before, after = harness.evaluate(modules, KEPT, [name, harness.traits(explorable())])
    assert before["model"] > 0
    assert before["clock"] == 1 + before["plays"]
    assert before["system"] == before["plays"] == (explorable in PLAYED)
    assert after == {"model": 0, "system": 0, "clock": 0, "drawn": 0}


@every
def test_output_is_stable_and_has_a_stand_in(explorable):
    first = explorable()
    assert repr(first) == repr(explorable()) == first.text()
    assert "object at" not in repr(first)
    bundle = first._repr_mimebundle_()
    assert bundle["text/plain"] == first.text()
    assert images_and_alts(bundle) == (1, [first.text()])
    assert len(bundle["image/png"]) < 90_000
    assert bundle["application/vnd.jupyter.widget-view+json"]["model_id"] == first.model_id


@every
def test_state_is_small(explorable):
    assert len(json.dumps(dependency_state(explorable(), drop_defaults=False))) < 150_000


@pytest.mark.parametrize(
    ("X", "window"),
    [
        ([[0, 0], [2, 1]], (0, 10)),
        ([[0, 3], [10, 1]], (0, 10)),
        ([[0, 0], [1.9, 1]], None),
        ([[0, 0], [1, 1]], None),
        ([[0, 0], [10.1, 1]], None),
        ([[-0.1, 0], [5, 1]], None),
    ],
)
def test_marks_from_0_to_10_get_their_window_and_others_their_own(X, window):
    low, high = base.axes(np.array(X, dtype=float))[0]["x"]
    column = [row[0] for row in X]
    first, last = window or (min(column), max(column))
    assert (low, high) == pytest.approx((first - 0.06 * (last - first), last + 0.06 * (last - first)))


@every
def test_every_slider_is_moved_by_keyboard_and_one_by_mouse(show, explorable):
    page = show(explorable())
    root = page.locator(".cx-explorable")
    move_by_keyboard(page, root, explorable)
    move_by_mouse(page, root, explorable, slice(-1, None))


RULES = re.compile(r"(?:^|[{}])\s*([^{}@/]+?)\s*\{", re.MULTILINE)


@every
def test_a_style_sheet_of_its_own_reaches_no_other_explorable(explorable):
    view = explorable().view
    own = view._css.removeprefix(base.View._css).removeprefix(base.FIELDS)
    name = next(each for each in harness.first(explorable)._dom_classes if each.startswith("cx-is-"))
    rules = [rule for rule in RULES.findall(re.sub(r"/\*.*?\*/", "", own, flags=re.DOTALL)) if rule.strip()]
    assert all(f".{name}" in rule for rule in rules)
    assert all(rule.count(f".{name}") >= len(re.split(r",(?![^(]*\))", rule)) for rule in rules)


@pytest.mark.parametrize(
    "explorable", [AdmissionLine, ForgerAndJudge, Gates, HiddenLayer], ids=lambda each: each.__name__
)
def test_what_a_slider_says_is_what_it_shows_after_a_button_too(show, explorable):
    page = show(explorable())
    alike = """() => [...document.querySelectorAll(".cx-controls [role=slider]")].every((handle) =>
        handle.ariaValueText ===
            handle.closest(".widget-inline-hbox").querySelector(".widget-readout").textContent)"""
    for button in page.locator(".cx-view .cx-button:visible").all():
        button.press("Enter")
        page.wait_for_function(alike, timeout=3000)


ALIKE = """() => [...document.querySelectorAll(".cx-controls [role=slider]")].filter((handle) =>
    handle.ariaValueText !== handle.closest(".widget-inline-hbox").querySelector(".widget-readout").textContent)
    .map((handle) => `${handle.ariaLabel} ${handle.ariaValueText}`)"""


@every
def test_a_slider_at_its_end_says_what_it_shows_when_a_key_moves_it_no_further(show, explorable):
    page = show(explorable())
    for handle in page.locator(".cx-controls [role=slider]:visible").all():
        for _ in range(2):
            handle.press("Home")
    assert page.evaluate(ALIKE) == []


@every
def test_no_name_of_a_control_has_the_tooltip_null(show, explorable):
    titles = show(harness.first(explorable)).locator(".widget-label").evaluate_all("all => all.map((e) => e.title)")
    assert set(titles) == {""}


@pytest.mark.parametrize("leave", ["Tab", "Enter", ""])
@pytest.mark.parametrize(
    ("typed", "shown"),
    [("−17,25", "−17.3"), ("-4", "−4.0"), ("99", "30.0"), ("abc", "−18.0"), ("", "−18.0"), ("−0.04", "0.0")],
)
def test_what_is_typed_beside_a_slider_holds_when_it_is_left(show, typed, shown, leave):
    explorable = AdmissionLine()
    page = show(explorable)
    readout = page.get_by_role("textbox", name="b (bias), value")
    readout.fill(typed)
    readout.press(leave) if leave else page.get_by_role("slider").first.click()
    assert readout.inner_text() == shown
    assert page.evaluate(ALIKE) == []
    explorable.b = float(shown.replace("−", "-"))
    page.wait_for_function("text => document.querySelector('.cx-words').textContent === text", arg=explorable.text())


@pytest.mark.parametrize("explorable", [Downhill, ForgerAndJudge])
def test_what_a_slider_of_options_shows_is_no_field(show, explorable):
    page = show(explorable())
    readouts = page.locator(".cx-of-options .widget-readout")
    for key in ("Home", "End"):
        page.locator(".cx-of-options [role=slider]").first.press(key)
        page.locator(".cx-view .cx-button").last.click()  # which sets rates from elsewhere
        editable = readouts.evaluate_all("all => all.map((e) => [e.isContentEditable, e.role])")
        assert editable and all(each == [False, None] for each in editable)


def test_a_release_that_nobody_saw_ends_a_drag_at_the_next_move(show):
    page = show(AdmissionLine())
    handle = page.locator(".cx-handle").first
    x, y = harness.middle(handle)
    unseen = """(element, [clientX, clientY]) => element.dispatchEvent(
        new PointerEvent("pointermove", { pointerId: 1, buttons: 0, clientX, clientY, bubbles: true }))"""
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 20, y)
    assert page.locator(".cx-dragging").count() == 1
    line = page.locator(".cx-equation").inner_text()
    handle.evaluate(unseen, [x + 60, y])  # as after a release outside of the window
    assert page.locator(".cx-dragging").count() == 0
    page.mouse.move(x + 60, y)
    page.mouse.up()
    page.wait_for_timeout(100)
    assert page.locator(".cx-equation").inner_text() == line


def test_the_right_button_neither_begins_a_drag_nor_keeps_one_going(show):
    page = show(AdmissionLine())
    dragging = page.locator(".cx-dragging")
    page.mouse.move(*harness.middle(page.locator(".cx-handle").first))
    page.mouse.down(button="right")
    assert dragging.count() == 0
    page.mouse.up(button="right")
    page.mouse.down()
    page.mouse.down(button="right")
    assert dragging.count() == 1
    page.mouse.up()
    assert dragging.count() == 0
    page.mouse.up(button="right")


def test_a_touch_that_comes_while_the_page_scrolls_is_left_to_the_browser(show):
    taken = """element => [true, false].map((cancelable) => {
        let asked = false;
        const event = new Event("touchstart", { cancelable });
        event.preventDefault = () => { asked = true; }; // of which the browser complains where it cannot be
        element.dispatchEvent(event);
        return asked;
    })"""
    assert show(AdmissionLine()).locator(".cx-handle").first.evaluate(taken) == [True, False]


def test_a_click_of_the_right_button_amid_a_drag_leaves_nothing_held(show):
    page = show(AdmissionLine())
    x, y = harness.middle(page.locator(".cx-handle").first)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 20, y)
    page.mouse.click(x + 20, y, button="right")
    page.mouse.move(x + 60, y + 60)  # off the handle, which has lost the pointer
    page.mouse.up()
    assert page.locator(".cx-dragging").count() == 0


@pytest.mark.parametrize(
    ("explorable", "target"),
    [
        (ReadDigit, ".cx-pad"),
        (Kernel, ".cx-cells[tabindex]"),
        (DrawCurve, ".cx-top [role=slider]"),
        (Playground, ".cx-cross"),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_alt_with_an_arrow_belongs_to_the_browser(show, explorable, target):
    taken = """(element, altKey) => !element.dispatchEvent(
        new KeyboardEvent("keydown", { key: "ArrowUp", altKey, bubbles: true, cancelable: true }))"""
    element = show(explorable()).locator(target).first
    assert [element.evaluate(taken, alt) for alt in (True, False)] == [False, True]


HEARD = """async ({ name, values }) => {
    const { default: view } = await import(`/${name}.js`);
    const [heard, el] = [[], document.createElement("div")];
    const on = (event) => heard.push(event);
    const model = { get: (trait) => values[trait], set() {}, save_changes() {}, on, off() {} };
    document.body.append(el);
    view.render({ model, el });
    el.remove();
    return heard;
}"""


@every
def test_the_view_listens_to_each_control(modules, explorable):
    first = harness.first(explorable)
    given = {"name": explorable.__module__.rpartition(".")[2], "values": harness.traits(first)}
    heard = harness.evaluate(modules, HEARD, given)
    assert {f"change:{trait}" for trait in first.controls} <= set(heard)


IN_CIRCLES = """async () => {
    document.documentElement.style.fontSize = "26px";
    for (let i = 0; i < 3; i++) await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const box = (e) => e.getBoundingClientRect();
    const circles = [...document.querySelectorAll(".cx-net circle")].map(box);
    const middle = (b) => [b.x + b.width / 2, b.y + b.height / 2];
    const words = [...document.querySelectorAll(".cx-net text")].map(box);
    const inside = circles.map((circle) => {
        const [x, y] = middle(circle);
        const own = words.filter((b) => Math.hypot(middle(b)[0] - x, middle(b)[1] - y) < 6);
        return own.map((b) => b.width / circle.width);
    });
    document.documentElement.style.fontSize = "";
    return inside.flat();
}"""


@pytest.mark.parametrize(("explorable", "settings"), [(explorables.ForwardPass, {}), (Blame, {"stage": LAST})])
def test_the_units_of_a_network_grow_with_the_numbers_in_them(show, explorable, settings):
    page = show(explorable(**settings))
    shares = page.evaluate(IN_CIRCLES)
    assert len(shares) >= 5 and max(shares) < 0.95
