"""What a learner drags: pictures that move within a frame of the hand.

Each explorable is one Python class and one ES module. The controls are those of ipywidgets, joined in the browser to a
view that draws there, so that it lives without a kernel too, and the kernel can read every value.
"""

from course_lib.explorables.admission_line import AdmissionLine
from course_lib.explorables.downhill import Downhill
from course_lib.explorables.how_likely import HowLikely
from course_lib.explorables.logic_gate import LogicGate
from course_lib.explorables.perceptron_trick import PerceptronTrick
from course_lib.explorables.sure_or_not import SureOrNot
from course_lib.explorables.training_replay import TrainingReplay

__all__ = ["AdmissionLine", "Downhill", "HowLikely", "LogicGate", "PerceptronTrick", "SureOrNot", "TrainingReplay"]
