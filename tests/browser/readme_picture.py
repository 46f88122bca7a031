"""Draw the README's picture, a hand that drags the admission line: .venv/bin/python tests/browser/readme_picture.py."""

import io
import sys
import tempfile
from pathlib import Path

import harness
from PIL import Image
from playwright.sync_api import sync_playwright

from authoring.site import widget_page
from course_lib.explorables import AdmissionLine

PICTURE = harness.ROOT / "lessons" / "images" / "admission_line.webp"
FRAMES, MILLISECONDS, LAST = 14, 110, 1800


def main() -> None:
    """Turn the line and push it, take a picture at each step, and write the animation."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=harness.find_chromium(), args=harness.FLAGS)
        page = browser.new_page(viewport={"width": 900, "height": 620})
        page.goto(widget_page.write_page(Path(folder), "picture", AdmissionLine(w1=-1.0, w2=2.0, b=-4.0)).as_uri())
        harness.wait_for_explorables(page)
        root = page.locator(".cx-explorable")
        frames = [picture(root)]
        for slider, goal in (("w₁ (test)", 1.8), ("w₂ (grades)", 1.2), ("b (bias)", -18.0)):
            frames += pictures_on_the_way(root, slider, goal)
        browser.close()
    durations = [MILLISECONDS] * (len(frames) - 1) + [LAST]
    frames[0].save(PICTURE, save_all=True, append_images=frames[1:], duration=durations, loop=0, quality=80, method=6)
    sys.stdout.write(f"{PICTURE.name}: {PICTURE.stat().st_size / 1000:.0f} kB, {len(frames)} frames\n")


def picture(root) -> Image.Image:
    return Image.open(io.BytesIO(root.screenshot())).convert("RGB")


def pictures_on_the_way(root, slider: str, goal: float) -> list[Image.Image]:
    """Move a slider to its goal with the keyboard, and return a picture of every step or so."""
    handle = root.get_by_role("slider", name=slider, exact=True)
    start = float(handle.get_attribute("aria-valuenow"))
    presses = round(abs(goal - start) * 10)
    stops = {round((i + 1) * presses / FRAMES) for i in range(FRAMES)}
    frames = []
    for press in range(1, presses + 1):
        handle.press("ArrowRight" if goal > start else "ArrowLeft")
        if press in stops:
            frames.append(picture(root))
    return frames


if __name__ == "__main__":
    main()
