"""The pictures of the course: matplotlib figures with one look, and `show` with words for who cannot see them.

Every drawing function takes the axes first, draws into them and returns them. `new` makes the axes.
"""

from course_lib.figures.base import ADMITTED, LINE, PLANE, REJECTED, SCALE, bundle, new, png, show
from course_lib.figures.curves import mistakes_per_epoch, step_function
from course_lib.figures.geometry import equation
from course_lib.figures.graph import perceptron_graph
from course_lib.figures.planes import boundary, half_planes, regions, students, trail
from course_lib.figures.space import plane

__all__ = [
    "ADMITTED",
    "LINE",
    "PLANE",
    "REJECTED",
    "SCALE",
    "boundary",
    "bundle",
    "equation",
    "half_planes",
    "mistakes_per_epoch",
    "new",
    "perceptron_graph",
    "plane",
    "png",
    "regions",
    "show",
    "step_function",
    "students",
    "trail",
]
