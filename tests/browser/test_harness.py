"""What the tests of the browser stand on."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from authoring import npm as fetching
from authoring import widget_page

NPM = f"""#!{sys.executable}
import io, pathlib, sys, tarfile, time
if any(pathlib.Path().iterdir()):
    sys.exit("another npm is at work here")
pathlib.Path("busy").touch()
time.sleep(0.2)
for package in sys.argv[3:]:
    name = package.lstrip("@").replace("/", "-").replace("@", "-")
    with tarfile.open(name + ".tgz", "w:gz") as archive:
        for script in ("package/require.js", "package/dist/embed-amd.js"):
            archive.addfile(tarfile.TarInfo(script), io.BytesIO())
"""


@pytest.mark.skipif(os.name != "posix", reason="the npm that stands in here is a script with a #! line")
def test_processes_that_fetch_scripts_at_once_do_not_disturb_each_other(tmp_path, monkeypatch):
    npm = tmp_path / "npm"
    npm.write_text(NPM, encoding="utf-8")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(fetching, "CACHE", tmp_path / "cache" / "npm")
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda _: widget_page.widget_assets(), range(3)))
    assert all(path.exists() for assets in found for path in assets.values())
    assert {path.name.partition("-")[2] for path in fetching.CACHE.iterdir()} == set(widget_page.SCRIPTS)
