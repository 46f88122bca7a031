"""From a line to a network: the companion package of the course."""

import lazy_loader

__version__ = "0.1.0"

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=[
        "activations",
        "adversarial",
        "autodiff",
        "backpropagation",
        "convolution",
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
        "recurrence",
        "training",
        "workspace",
    ],
    submod_attrs={
        "autodiff": ["Value"],
        "data": ["load_admissions", "load_csv", "load_digits"],
        "evaluation": ["base_rate", "standardize"],
        "gradients": ["gradient_check"],
        "logistic": ["LogisticRegression"],
        "mlp": ["MLPClassifier"],
        "perceptron": ["Perceptron"],
    },
)
