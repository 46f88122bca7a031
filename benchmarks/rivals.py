"""The networks that are compared, with scikit-learn's names: ours, scikit-learn's, and PyTorch's if it is there."""

import importlib.util
from itertools import pairwise

import numpy as np
import sklearn.neural_network

from benchmarks.workloads import Workload
from course_lib.mlp import MLPClassifier

STEP = 0.001  # Adam's learning rate, for all


def rivals(workload: Workload, seed: int = 0) -> dict[str, object]:
    """Return a network of each kind, by name, for the same work: the same batches, steps and epochs, none cut short."""
    same = {
        "hidden_layer_sizes": workload.hidden,
        "batch_size": workload.batch,
        "max_iter": workload.epochs,
        "learning_rate_init": STEP,
        "alpha": 1e-4,
        "tol": 0.0,
        "n_iter_no_change": workload.epochs + 1,
        "random_state": seed,
    }
    found = {"ours": MLPClassifier(**same), "scikit-learn": sklearn.neural_network.MLPClassifier(**same)}
    if importlib.util.find_spec("torch"):
        found["PyTorch"] = TorchNetwork(workload.layer_sizes, workload.batch, workload.epochs, seed)
    return found


class TorchNetwork:
    """The same in PyTorch, on one thread of a processor, as fast as we could make it with its own gradients.

    A batch is gathered into buffers that stay, nothing is asked of a tensor in the loop (`item` would), so that the
    losses are added up in one, Adam is the fused one, and alpha is left out, which spares PyTorch a product a step. The
    first weights are PyTorch's own, smaller than the others', so that it learns a little later.

    Measured beside it, with the time of an epoch for c, d, d' as a part of this one's: Adam foreach 1.25, 1.15, 1.07;
    gradients filled with zeros 1.05, 1.01, 1; batches made anew 1.02, 1.04, 1.08; all rows gathered once an epoch 1.01,
    1.26, 1.16; nn.Sequential 1.03, 1.02, 1; torch.jit.script 1.05, 1.04, 1; torch.compile 1.13, 1.09, 0.98 and half a
    minute to compile; denormals flushed to zero, within the noise. Gradients written by hand as ours are, with autograd
    switched off, 0.56, 0.84, 0.84: but that is no longer what PyTorch is used for.
    """

    def __init__(self, layer_sizes: tuple[int, ...], batch: int, epochs: int, seed: int):
        import torch

        torch.set_num_threads(1)
        self.torch, self.layer_sizes, self.batch, self.epochs, self.seed = torch, layer_sizes, batch, epochs, seed

    def fit(self, X: np.ndarray, y: np.ndarray) -> "TorchNetwork":
        """Learn from students X and their classes y."""
        torch = self.torch
        torch.manual_seed(self.seed)
        features, targets, loss_of = torch.from_numpy(X), *self.targets(X, y)
        self.layers = [torch.nn.Linear(*sizes, dtype=features.dtype) for sizes in pairwise(self.layer_sizes)]
        adam = torch.optim.Adam([each for layer in self.layers for each in layer.parameters()], lr=STEP, fused=True)
        x_room, y_room = (torch.empty_like(whole[: self.batch]) for whole in (features, targets))
        self.loss_curve_ = []
        for _ in range(self.epochs):
            total = torch.zeros((), dtype=features.dtype)
            for rows in torch.randperm(len(X)).split(self.batch):
                x = torch.index_select(features, 0, rows, out=x_room[: len(rows)])
                loss = loss_of(self.forward(x), torch.index_select(targets, 0, rows, out=y_room[: len(rows)]))
                adam.zero_grad()
                loss.backward()
                adam.step()
                total += loss.detach() * len(rows)
            self.loss_curve_.append(total.item() / len(X))
        self.n_iter_ = self.epochs
        return self

    def targets(self, X: np.ndarray, y: np.ndarray) -> tuple:
        """Return the classes as the loss wants them, and the loss."""
        functional = self.torch.nn.functional
        if self.layer_sizes[-1] == 1:
            return self.torch.from_numpy(y[:, None].astype(X.dtype)), functional.binary_cross_entropy_with_logits
        return self.torch.from_numpy(y.astype(np.int64)), functional.cross_entropy

    def forward(self, x):
        """Return the scores of the last layer."""
        *hidden, last = self.layers
        linear = self.torch.nn.functional.linear
        for layer in hidden:
            x = linear(x, layer.weight, layer.bias).relu_()
        return linear(x, last.weight, last.bias)

    @property
    def coefs_(self) -> list[np.ndarray]:
        """Return the weights of each layer, of shape (inputs, units)."""
        return [layer.weight.detach().numpy().T for layer in self.layers]

    def score(self, X: np.ndarray, y: np.ndarray) -> float:
        """Return the accuracy."""
        with self.torch.no_grad():
            scores = self.forward(self.torch.from_numpy(X)).numpy()
        guess = scores[:, 0] > 0 if scores.shape[1] == 1 else scores.argmax(1)
        return float(np.mean(guess == y))
