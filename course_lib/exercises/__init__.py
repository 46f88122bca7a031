"""Exercises, questions and progress. A lesson writes `from course_lib.exercises import perceptron as check`."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=[
        "gradient_descent",
        "log_loss",
        "perceptron",
        "perceptron_trick",
        "sigmoid",
        "start_here",
        "train_for_real",
    ],
    submod_attrs={"contents": ["catalog"], "progress_map": ["progress"]},
)
