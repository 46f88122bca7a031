"""The pictures of the course: matplotlib figures with one look, and `show` with words for those who cannot see them.

Every drawing function takes the axes first, draws into them and returns them. `new` makes the axes.
"""

from course_lib.figures.base import ADMITTED, LINE, PLANE, REJECTED, SCALE, bundle, new, png, show
from course_lib.figures.curves import (
    activation,
    bumps,
    cost_of_one_point,
    learning_curve,
    mistakes_per_epoch,
    step_function,
)
from course_lib.figures.evaluation import calibration, confusion_matrix
from course_lib.figures.geometry import equation
from course_lib.figures.graph import perceptron_graph
from course_lib.figures.landscape import loss_landscape
from course_lib.figures.networks import blame_graph, gradient_sizes, network_graph
from course_lib.figures.planes import boundary, half_planes, hidden_space, probability_field, regions, students, trail
from course_lib.figures.space import plane, surface

__all__ = [
    "ADMITTED",
    "LINE",
    "PLANE",
    "REJECTED",
    "SCALE",
    "activation",
    "blame_graph",
    "boundary",
    "bumps",
    "bundle",
    "calibration",
    "confusion_matrix",
    "cost_of_one_point",
    "equation",
    "gradient_sizes",
    "half_planes",
    "hidden_space",
    "learning_curve",
    "loss_landscape",
    "mistakes_per_epoch",
    "network_graph",
    "new",
    "perceptron_graph",
    "plane",
    "png",
    "probability_field",
    "regions",
    "show",
    "step_function",
    "students",
    "surface",
    "trail",
]
