"""What JupyterLab leaves out when it saves a notebook, put back: a hook that its server calls."""

import json
from pathlib import Path
from typing import Any

from course_lib.workspace.widgets import STATE, needed, saved, shown


def keep_widgets(model: dict[str, Any], path: str, contents_manager: Any, **_: Any) -> None:
    """Put back the saved widgets that a notebook still shows, before it is written.

    JupyterLab saves only the widgets of cells that ran since the notebook was opened: the others would reopen with
    "model not found". It also adds Python's version, so that a notebook which was only looked at would count as
    changed by the learner; that is taken out again.
    """
    file = Path(contents_manager.root_dir, path.strip("/"))
    if model["type"] != "notebook" or not file.exists():
        return
    notebook, before = model["content"], json.loads(file.read_text(encoding="utf-8"))
    old, now = saved(before), saved(notebook)
    lost = needed((name for name in shown(notebook) if name not in now), old)
    if lost:
        whole = before["metadata"]["widgets"][STATE] | {"state": {name: old[name] for name in lost} | now}
        notebook["metadata"]["widgets"] = {STATE: whole}
    if "version" not in before["metadata"].get("language_info", {}):
        notebook["metadata"].get("language_info", {}).pop("version", None)
