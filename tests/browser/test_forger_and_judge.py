"""A forger against a judge: in the browser they learn as in course_lib's duel with the same numbers drawn."""

import harness
import numpy as np
import pytest

from course_lib.adversarial import discriminator_loss, duel, generate, generator_loss, judge
from course_lib.explorables import ForgerAndJudge
from course_lib.explorables.base import fixed
from course_lib.explorables.forger_and_judge import BATCH, MEAN, PRESETS, RATES, REAL, SPREAD, START, STEPS, Draws

READ = """root => ({  // all at one time: to ask for one after the other is slow
    sliders: [...root.querySelectorAll(".cx-controls [role=slider]")].map((each) => Number(each.ariaValueNow)),
    step: Number(root.querySelector(".cx-scrub").value),
    head: root.querySelector(".cx-equation").textContent,
    lines: [...root.querySelectorAll(".cx-duel-lines p")].map((each) => each.textContent),
})"""


def shown(root):
    """Return what the page shows."""
    return root.locator("css=.cx-explorable" if hasattr(root, "goto") else "css=:scope").evaluate(READ)


def as_set(root):
    """Return an explorable that is set as the page is."""
    now = shown(root)
    discriminator, generator, seed = map(int, now["sliders"])
    return ForgerAndJudge(RATES[discriminator], RATES[generator], seed=seed, step=now["step"])


def agree(root, explorable):
    """Assert that all numbers are those of course_lib's duel with the same rates, start and numbers drawn."""
    now, t, found = shown(root), explorable.step, explorable.duel()
    (shift, scale), w = found.generators[t], found.discriminators[t]
    assert now["head"] == f"Step {t} of {STEPS}"
    spots, judged, losses = now["lines"]
    assert spots.endswith(f"ones around {fixed(shift, 2)} with a spread of {fixed(abs(scale), 2)}.")
    real, forged = (fixed(p, 3) for p in judge([MEAN, shift], w))
    assert judged.endswith(f"x²): {real} in the middle of the real ones, {forged} in that of the forged ones.")
    if t:
        by_judge, by_forger = found.discriminator_losses[t - 1], found.generator_losses[t - 1]
        assert losses.endswith(f"loss was {fixed(by_judge, 3)}, the forger's {fixed(by_forger, 3)}.")
    else:
        assert losses == "No step has been taken yet."


def reads_right(page):
    """Assert that what is shown fits what is set, and return the explorable."""
    explorable = as_set(page)
    agree(page, explorable)
    return explorable


def test_the_browser_learns_as_course_lib_does(modules):
    cases = [(0.5, 0.02, 0, START), (0.05, 1.0, 3, START), (1.0, 1.0, 9, (3.0, -0.5)), (0.1, 0.2, 5, (0.0, 0.0))]
    made = [ForgerAndJudge(*case, step=STEPS) for case in cases]
    found = harness.evaluate(
        modules,
        """async (all) => {
            const { arena } = await import("/forger_and_judge.js");
            return all.map((traits) => {
                const { run } = arena({ get: (name) => traits[name] })();
                return Object.values(run).map((values) => [...values]);
            });
        }""",
        [harness.traits(each) for each in made],
    )
    for explorable, (shift, scale, w0, w1, w2, by_judge, by_forger) in zip(made, found, strict=True):
        wanted = explorable.duel()
        np.testing.assert_allclose(np.transpose([shift, scale]), wanted.generators, atol=1e-9)
        np.testing.assert_allclose(np.transpose([w0, w1, w2]), wanted.discriminators, atol=1e-9)
        np.testing.assert_allclose(by_judge[:-1], wanted.discriminator_losses[:-1], atol=1e-9)
        np.testing.assert_allclose(by_forger[:-1], wanted.generator_losses[:-1], atol=1e-9)


def test_what_is_drawn_by_another_seed_is_another_duel_and_the_same_again():
    one, other = (ForgerAndJudge(seed=seed) for seed in (1, 2))
    again = duel(REAL, START, 0.5, 0.02, 30, BATCH, Draws(1))
    assert np.array_equal(one.duel().generators[:30], again.generators)
    assert not np.array_equal(other.duel().generators[:30], again.generators)


def test_a_step_by_hand():
    draws = Draws(4)
    noise, chosen = draws.normal(BATCH), draws.choice(REAL, BATCH)
    w = -0.5 * discriminator_loss(chosen, generate(noise, START), np.zeros(3))[1]
    moved = np.array(START) - 0.02 * generator_loss(noise, START, w)[1]
    found = ForgerAndJudge(seed=4).duel()
    np.testing.assert_allclose(found.discriminators[1], w, atol=1e-15)
    np.testing.assert_allclose(found.generators[1], moved, atol=1e-15)


def test_what_is_drawn_is_normal_and_real():
    draws = Draws(0)
    noise, chosen = draws.normal(20_000), draws.choice(REAL, 20_000)
    assert noise.mean() == pytest.approx(0, abs=0.02)
    assert noise.std() == pytest.approx(1, abs=0.02)
    assert set(chosen) == set(REAL)
    assert (np.mean(chosen), np.std(chosen)) == pytest.approx((MEAN, SPREAD), abs=0.02)


@pytest.mark.parametrize("seed", [0, 7])
def test_they_meet_and_they_circle_as_the_buttons_say(seed):
    meet, circle = (ForgerAndJudge(*PRESETS[name], seed=seed).duel() for name in ("they meet", "they circle"))
    np.testing.assert_allclose(meet.generators[-100:], [[MEAN, SPREAD]] * 100, atol=0.11)
    off = circle.generators[:, 0] - MEAN
    sides = np.split(off, np.flatnonzero(np.diff(np.sign(off))) + 1)
    far = [most for side in sides if (most := np.abs(side).max()) > 0.1]
    assert len(far) >= 4
    assert min(far[:4]) > 0.3
    assert np.abs(off[-100:]).max() > 0.3  # they have not come to rest


def test_step_play_presets_and_reset(show):
    page = show(ForgerAndJudge(), clock=True)
    harness.settled(agree, page, ForgerAndJudge())
    harness.stop_clock(page)
    for name, step in (("Step", 1), ("25 steps", 26), ("Back", 25)):
        harness.button(page, name).press("Enter")
        assert reads_right(page).step == step
    harness.button(page, "Play").press("Space")
    page.clock.run_for(1000)
    assert reads_right(page).step == 51
    harness.button(page, "Pause").click()
    for name, rates in PRESETS.items():
        harness.button(page, name).press("Enter")
        explorable = reads_right(page)
        assert (explorable.discriminator_rate, explorable.generator_rate) == rates
    for name in ("judge's rate", "forger's rate", "seed"):
        page.get_by_role("slider", name=name, exact=True).press("ArrowRight")
    explorable = reads_right(page)
    assert (explorable.discriminator_rate, explorable.generator_rate, explorable.seed) == (0.1, 1.0, 1)
    page.clock.run_for(1000)
    harness.settled(agree, page, explorable)
    page.get_by_role("slider", name="step", exact=True).press("End")
    assert reads_right(page).step == STEPS
    harness.button(page, "Reset").press("Enter")
    assert reads_right(page).step == 0


def test_the_way_of_the_forger_is_drawn(show):
    page = show(ForgerAndJudge(*PRESETS["they circle"], step=200))
    title = "The path of the forger: shift and scale after each step"
    path = page.get_by_role("img", name=title).locator(".cx-curve").get_attribute("d")
    places = np.array([place.split(",") for place in path.replace("h0", "")[1:].split("L")], float)
    wanted = ForgerAndJudge(*PRESETS["they circle"]).duel().generators[:201:4]
    for drawn, values in zip(places.T, wanted.T, strict=True):
        assert abs(np.corrcoef(drawn[: len(values)], values)[0, 1]) > 0.9999


@pytest.mark.parametrize(("generator", "dots"), [((-3, -3), 0), ((-3, -2), 1), ((3, 3), 1)])
def test_a_forger_beyond_the_picture_is_drawn_nowhere(show, generator, dots):
    page = show(ForgerAndJudge(generator=generator))
    chart = page.get_by_role("img", name="The path of the forger: shift and scale after each step")
    assert chart.locator(".cx-dot").count() == dots


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"discriminator_rate": 0.3}, "discriminator_rate must be one of 0.005, 0.01, 0.02, .*, but 0.3 came"),
        ({"generator_rate": "slow"}, "generator_rate must be one of"),
        ({"seed": 10}, "seed must be a whole number from 0 to 9, but 10 came"),
        ({"generator": (1, 2, 3)}, "generator must hold shift and scale, from -3 to 3, but"),
        ({"generator": (4, 1)}, "generator must hold shift and scale, from -3 to 3, but"),
        ({"step": 401}, "step must be a whole number from 0 to 400, but 401 came"),
    ],
)
def test_a_wrong_argument_is_named(arguments, words):
    with pytest.raises(ValueError, match=f"ForgerAndJudge: {words}"):
        ForgerAndJudge(**arguments)


@pytest.mark.parametrize(("name", "value"), [("seed", -1), ("step", 0.5)])
def test_a_wrong_value_that_is_set_later_is_named_and_changes_nothing(name, value):
    explorable = ForgerAndJudge()
    before = explorable.text()
    with pytest.raises(ValueError, match=f"ForgerAndJudge: {name} must be a whole number"):
        setattr(explorable, name, value)
    assert explorable.text() == before
