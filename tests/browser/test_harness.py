"""What the tests of the browser stand on."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from authoring import npm as fetching

NPM = f"""#!{sys.executable}
import pathlib, sys, time
if any(pathlib.Path().iterdir()):
    sys.exit("another npm is at work here")
pathlib.Path("busy").touch()
time.sleep(0.2)
for package in sys.argv[6:]:
    (pathlib.Path("node_modules") / package.rpartition("@")[0]).mkdir(parents=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="the npm that stands in here is a script with a #! line")
def test_processes_that_fetch_packages_at_once_do_not_disturb_each_other(tmp_path, monkeypatch):
    npm = tmp_path / "npm"
    npm.write_text(NPM, encoding="utf-8")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(fetching, "CACHE", tmp_path / "cache" / "npm")
    with ThreadPoolExecutor(3) as pool:
        found = set(pool.map(lambda _: fetching.installed("a test", "@jupyter-widgets/base", "katex"), range(3)))
    assert len(found) == 1
    assert {path.name for path in found.pop().iterdir()} == {"@jupyter-widgets", "katex"}
    assert len(list(fetching.CACHE.iterdir())) == 1
