"""The networks of the course take the very steps of PyTorch's, from the same weights, in the same order."""

import os

import numpy as np
import pytest

from course_lib.mlp import MLPClassifier

EPOCHS, BATCH = 3, 16
ACTIVATIONS = {
    "relu": "ReLU",
    "tanh": "Tanh",
    "logistic": "Sigmoid",
    "identity": "Identity",
}
OPTIMIZERS = {
    "plain": ({"solver": "sgd", "momentum": 0.0}, "SGD", {}),
    "momentum": ({"solver": "sgd", "momentum": 0.9, "nesterovs_momentum": False}, "SGD", {"momentum": 0.9}),
    "Nesterov": ({"solver": "sgd", "momentum": 0.9}, "SGD", {"momentum": 0.9, "nesterov": True}),
    "Adam": ({"solver": "adam"}, "Adam", {}),
    "Adam, other betas": (
        {"solver": "adam", "beta_1": 0.5, "beta_2": 0.9, "epsilon": 1e-3},
        "Adam",
        {"betas": (0.5, 0.9), "eps": 1e-3},
    ),
}


@pytest.fixture(scope="module")
def torch():
    """Return PyTorch, imported here as that takes long; without it the tests are skipped, and fail where CI is set."""
    if not os.environ.get("CI"):
        reason = "PyTorch is not installed. `python -m pip install torch` brings it; CONTRIBUTING.md says more"
        pytest.importorskip("torch", reason=reason)
    import torch

    torch.set_num_threads(1)  # small networks gain nothing from more, and other tests run beside this one
    return torch


def students(classes):
    """Return 50 students: three batches of 16 and one of 2."""
    rng = np.random.default_rng(classes)
    X = rng.normal(size=(50, 4))
    y = np.argmax(X @ rng.normal(size=(4, classes)) + rng.normal(size=(50, classes)) / 3, axis=1)
    y[:classes] = np.arange(classes)
    return X, y


def twin(torch, model, activation):
    """Return PyTorch's network with the same weights. It keeps them the other way round, (units, inputs)."""
    layers = []
    for weights, biases in zip(model.coefs_, model.intercepts_, strict=True):
        linear = torch.nn.Linear(*weights.shape, dtype=torch.float64)
        with torch.no_grad():
            linear.weight.copy_(torch.tensor(weights.T))
            linear.bias.copy_(torch.tensor(biases))
        layers += [linear, getattr(torch.nn, ACTIVATIONS[activation])()]
    return torch.nn.Sequential(*layers[:-1])  # without the last activation: the losses below take scores


def train(torch, network, optimizer, X, y, classes, alpha):
    X, y = torch.tensor(X), torch.tensor(y)
    for _ in range(EPOCHS):
        for few, labels in zip(X.split(BATCH), y.split(BATCH), strict=True):
            scores = network(few)
            if classes == 2:
                loss = torch.nn.functional.binary_cross_entropy_with_logits(scores[:, 0], labels.double())
            else:
                loss = torch.nn.functional.cross_entropy(scores, labels)
            squares = sum((layer.weight**2).sum() for layer in network if isinstance(layer, torch.nn.Linear))
            optimizer.zero_grad()
            (loss + alpha / (2 * len(few)) * squares).backward()
            optimizer.step()


@pytest.mark.filterwarnings("ignore:MLPClassifier.fit:sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize("alpha", [0.0, 0.1])
@pytest.mark.parametrize("classes", [2, 4])
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_steps_are_those_of_pytorch(torch, name, activation, classes, alpha):
    X, y = students(classes)
    ours, theirs, options = OPTIMIZERS[name]
    settings = {"activation": activation, "alpha": alpha, "batch_size": BATCH, "shuffle": False, "random_state": 0}
    model = MLPClassifier((7, 5), learning_rate_init=1e-300, **settings, **ours)
    model.partial_fit(X, y, range(classes))  # draws the weights, and leaves them where they are
    network, start = twin(torch, model, activation), model.coefs_[0].copy()
    model.set_params(learning_rate_init=0.05, warm_start=True, max_iter=EPOCHS).fit(X, y)
    optimizer = getattr(torch.optim, theirs)(network.parameters(), 0.05, **options)
    train(torch, network, optimizer, X, y, classes, alpha)
    assert np.abs(model.coefs_[0] - start).max() > 1e-3
    linear = [layer for layer in network if isinstance(layer, torch.nn.Linear)]
    for weights, biases, layer in zip(model.coefs_, model.intercepts_, linear, strict=True):
        np.testing.assert_allclose(weights, layer.weight.detach().numpy().T, rtol=0, atol=1e-9)
        np.testing.assert_allclose(biases, layer.bias.detach().numpy(), rtol=0, atol=1e-9)
