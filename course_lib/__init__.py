"""From a line to a network: the companion package of the course."""

import lazy_loader

__version__ = "0.1.0"

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=[
        "activations",
        "backpropagation",
        "data",
        "datasets",
        "digits",
        "evaluation",
        "exercises",
        "explorables",
        "feedforward",
        "figures",
        "gradients",
        "hidden_layer",
        "logistic",
        "losses",
        "mlp",
        "network",
        "optimizers",
        "perceptron",
        "training",
        "workspace",
    ],
    submod_attrs={
        "data": ["load_admissions", "load_csv", "load_digits"],
        "logistic": ["LogisticRegression"],
        "mlp": ["MLPClassifier"],
        "perceptron": ["Perceptron"],
    },
)
