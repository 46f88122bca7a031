"""The pictures of the course: matplotlib figures with one look, and `show` with words for those who cannot see them.

Every drawing function takes the axes first, draws into them and returns them. `new` makes the axes.
"""

from course_lib.figures.base import ADMITTED, LINE, PLANE, REJECTED, SCALE, bundle, new, png, show
from course_lib.figures.curves import activation, cost_of_one_point, learning_curve, mistakes_per_epoch, step_function
from course_lib.figures.evaluation import calibration, confusion_matrix
from course_lib.figures.geometry import equation
from course_lib.figures.graph import perceptron_graph
from course_lib.figures.landscape import loss_landscape
from course_lib.figures.planes import boundary, half_planes, probability_field, regions, students, trail
from course_lib.figures.space import plane

__all__ = [
    "ADMITTED",
    "LINE",
    "PLANE",
    "REJECTED",
    "SCALE",
    "activation",
    "boundary",
    "bundle",
    "calibration",
    "confusion_matrix",
    "cost_of_one_point",
    "equation",
    "half_planes",
    "learning_curve",
    "loss_landscape",
    "mistakes_per_epoch",
    "new",
    "perceptron_graph",
    "plane",
    "png",
    "probability_field",
    "regions",
    "show",
    "step_function",
    "students",
    "trail",
]
