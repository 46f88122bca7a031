"""The learner's own folder: the copies of the notebooks, what is done, and whether the machine is ready."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=["copies", "course_map", "environment", "progress_map", "record", "saving", "widgets"],
    submod_attrs={"environment": ["environment_report"], "progress_map": ["progress"]},
)
