"""What a learner drags: pictures that move within a frame of the hand.

Each explorable is one Python class and one ES module. The controls are those of ipywidgets, joined in the browser to a
view that draws there, so that it lives without a kernel too, and the kernel can read every value.
"""

from importlib.resources import files

import lazy_loader

# Each has a module of its name, and a bundle of that: admission_line.py, bundles/admission_line.js, AdmissionLine.
_MODULES = sorted(file.name.removesuffix(".js") for file in files(__package__).joinpath("bundles").iterdir())
_CLASSES = {name: [name.title().replace("_", "")] for name in _MODULES if "." not in name}

__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submod_attrs=_CLASSES)
