"""The pictures of the course: matplotlib figures with one look, and `show` with words for those who cannot see them.

Every drawing function takes the axes first, draws into them and returns them. `new` makes the axes. matplotlib is
imported with the first name that is used: who imports an explorable need not wait for it.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "base": ["ADMITTED", "LINE", "PLANE", "REJECTED", "SCALE", "bundle", "new", "png", "show"],
        "curves": [
            "activation",
            "bumps",
            "cost_of_one_point",
            "learning_curve",
            "mistakes_per_epoch",
            "step_function",
        ],
        "evaluation": ["calibration", "confusion_matrix"],
        "geometry": ["equation"],
        "graph": ["perceptron_graph"],
        "handwriting": ["class_confusions", "digits"],
        "landscape": ["loss_landscape"],
        "networks": ["blame_graph", "gradient_sizes", "network_graph"],
        "planes": [
            "boundary",
            "direction",
            "half_planes",
            "hidden_space",
            "probability_field",
            "regions",
            "students",
            "trail",
        ],
        "space": ["plane", "surface"],
    },
)
