"""What the tests of the browser stand on."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor

import harness
import pytest

NPM = f"""#!{sys.executable}
import pathlib, sys, time
modules = pathlib.Path("node_modules")
try:
    modules.mkdir()
except FileExistsError:
    sys.exit("another npm is at work here")
time.sleep(0.2)
for name in ("requirejs/require.js", "@jupyter-widgets/html-manager/dist/embed-amd.js"):
    path = modules / name
    path.parent.mkdir(parents=True)
    path.touch()
"""


@pytest.mark.skipif(os.name != "posix", reason="the npm that stands in here is a script with a #! line")
def test_processes_that_fetch_scripts_at_once_do_not_disturb_each_other(tmp_path, monkeypatch):
    npm = tmp_path / "npm"
    npm.write_text(NPM, encoding="utf-8")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(harness, "CACHE", tmp_path / "cache" / "npm")
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda _: harness.widget_assets(), range(3)))
    assert all(path.exists() for assets in found for path in assets.values())
    assert [path.name for path in harness.CACHE.iterdir()] == ["node_modules"]
