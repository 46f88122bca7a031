"""Which widgets JupyterLab saves with a notebook, put right: a hook that its server calls."""

import json
from pathlib import Path
from typing import Any

from course_lib.workspace.widgets import STATE, VIEW, needed, saved, shown


def keep_widgets(model: dict[str, Any], path: str, contents_manager: Any, **_: Any) -> None:
    """See that a notebook is saved with the widgets that it shows and what these need, and with no others.

    JupyterLab saves the widgets that were made since the notebook was opened. Those of cells that have not run would
    reopen with "model not found", and those of earlier runs would make the notebook larger each time a cell is run. It
    also adds Python's version, so that a notebook which was only looked at would count as changed by the learner; that
    is taken out again.
    """
    file = Path(contents_manager.root_dir, path.strip("/"))
    if model["type"] != "notebook" or not file.exists():
        return
    notebook, before = model["content"], json.loads(file.read_text(encoding="utf-8"))
    old, now = saved(before), saved(notebook)
    lost = needed((name for name in shown(notebook) if name not in now), old)
    known = {name: old[name] for name in lost} | now
    kept = {name: known[name] for name in needed(shown(notebook), known)}
    if kept.keys() != now.keys():
        frame = (notebook if now else before)["metadata"]["widgets"][STATE]
        notebook["metadata"]["widgets"] = {STATE: frame | {"state": kept}}
    _show_what_stands_in(notebook, kept)
    if "version" not in before["metadata"].get("language_info", {}):
        notebook["metadata"].get("language_info", {}).pop("version", None)


def _show_what_stands_in(notebook: dict[str, Any], kept: dict[str, Any]) -> None:
    """Leave to the picture or the words beside it what a widget showed that is nowhere saved.

    After a restart of the kernel JupyterLab saves none of the widgets that were made before.
    """
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if VIEW in data and data[VIEW]["model_id"] not in kept and len(data) > 1:
                del data[VIEW]
