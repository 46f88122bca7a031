"""The map of the course: every lesson, in order, in one place."""

from typing import NamedTuple


class Lesson(NamedTuple):
    """One lesson: its number, the name of its file, its title, a learner's minutes, and whether it is written."""

    number: int
    name: str
    title: str
    minutes: int
    written: bool = False

    @property
    def file(self) -> str:
        """The name of its file, without the ending: 01_perceptron."""
        return f"{self.number:02}_{self.name}"


LESSONS = (
    Lesson(0, "start_here", "Start here: drag a line, meet the course", 37, written=True),
    Lesson(1, "perceptron", "Turn a line into a decision", 110, written=True),
    Lesson(2, "perceptron_trick", "Let the data move the line", 103, written=True),
    Lesson(3, "sigmoid", "Say how sure you are", 109, written=True),
    Lesson(4, "log_loss", "Measure how wrong a whole model is", 103, written=True),
    Lesson(5, "gradient_descent", "Walk downhill on the error", 127, written=True),
    Lesson(6, "train_for_real", "Train, test and judge a classifier", 131, written=True),
    Lesson(7, "hidden_layer", "Bend the boundary", 118, written=True),
    Lesson(8, "feedforward", "Compute any network with matrices", 133, written=True),
    Lesson(9, "backpropagation", "Compute every gradient, and check it", 142, written=True),
    Lesson(10, "train_a_network", "Make training work", 161, written=True),
    Lesson(11, "read_handwriting", "Build a reader of digits", 124, written=True),
    Lesson(12, "beyond", "Read what comes next", 140, written=True),
)
