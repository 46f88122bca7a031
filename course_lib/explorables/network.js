// A network of dense layers, named as in course_lib.network and course_lib.optimizers; a test holds it to them. Tables
// are flat arrays, row after row. Nothing is made anew in a step: arrays of each size are made once, and kept.

// e^z for z between -40 and 40, to 14 digits and in half the time of Math.exp, most of a field's time: the table holds
// the powers of two, whole ones and parts of one, and what is left is so small that four terms of the series do.
const SLICES = 1024;
const PART = Float64Array.from({ length: SLICES }, (_, j) => 2 ** (j / SLICES));
const WHOLE = Float64Array.from({ length: 128 }, (_, k) => 2 ** (k - 64));
const STEP = Math.LN2 / SLICES;
function exp(z) {
  const steps = Math.floor(z / STEP + 0.5) | 0;
  const rest = z - steps * STEP;
  const series = 1 + rest * (1 + rest * (0.5 + rest / 6));
  return WHOLE[(steps >> 10) + 64] * PART[steps & 1023] * series;
}

const tanh = (z) => 1 - 2 / (exp(2 * Math.min(Math.max(z, -20), 20)) + 1);
const logistic = (z) => 1 / (1 + exp(Math.min(Math.max(-z, -40), 40)));

// f writes f(z) of a whole layer into a; slope multiplies delta by f'(z), which it computes from a = f(z).
const ACTIVATIONS = {
  identity: {
    f(z, a) {
      a.set(z);
    },
    slope() {},
  },
  logistic: {
    f(z, a) {
      for (let i = 0; i < a.length; i++) a[i] = logistic(z[i]);
    },
    slope(delta, a) {
      for (let i = 0; i < a.length; i++) delta[i] *= a[i] * (1 - a[i]);
    },
  },
  tanh: {
    f(z, a) {
      for (let i = 0; i < a.length; i++) a[i] = tanh(z[i]);
    },
    slope(delta, a) {
      for (let i = 0; i < a.length; i++) delta[i] *= 1 - a[i] * a[i];
    },
  },
  relu: {
    f(z, a) {
      for (let i = 0; i < a.length; i++) a[i] = Math.max(z[i], 0);
    },
    slope(delta, a) {
      for (let i = 0; i < a.length; i++) if (!(a[i] > 0)) delta[i] = 0;
    },
  },
  softmax: { f: softmaxOfRows },
};

function softmaxOfRows(z, a, units) {
  for (let row = 0; row < a.length; row += units) {
    let largest = -Infinity;
    let sum = 0;
    for (let i = row; i < row + units; i++) largest = Math.max(largest, z[i]);
    for (let i = row; i < row + units; i++) sum += a[i] = Math.exp(z[i] - largest);
    for (let i = row; i < row + units; i++) a[i] /= sum;
  }
}

// The loss of one student, from the row of scores and of what is true that begins at `row`.
const LOSSES = {
  cross_entropy(Y, z, row, units) {
    let largest = -Infinity;
    let sum = 0;
    let truth = 0;
    for (let i = row; i < row + units; i++) largest = Math.max(largest, z[i]);
    for (let i = row; i < row + units; i++) {
      sum += Math.exp(z[i] - largest);
      truth += Y[i] * z[i];
    }
    return Math.log(sum) + (largest - truth);
  },
  log_loss: summed((y, z) => Math.log1p(Math.exp(-Math.abs(z))) + y * Math.max(-z, 0) + (1 - y) * Math.max(z, 0)),
  squared_error: summed((y, z) => (z - y) ** 2 / 2),
  squared_error_of_sigmoid: summed((y, z) => (logistic(z) - y) ** 2 / 2),
};

function summed(lossOfOutput) {
  return (Y, z, row, units) => {
    let sum = 0;
    for (let i = row; i < row + units; i++) sum += lossOfOutput(Y[i], z[i]);
    return sum;
  };
}

// The activation of the last layer, and the losses that it may have; with the first, delta is (a - Y) / n.
const OUTPUTS = {
  softmax: { last: "softmax", losses: { cross_entropy: LOSSES.cross_entropy } },
  sigmoid: {
    last: "logistic",
    losses: { log_loss: LOSSES.log_loss, squared_error: LOSSES.squared_error_of_sigmoid },
  },
  identity: { last: "identity", losses: { squared_error: LOSSES.squared_error } },
};

// --- Layers and networks ---------------------------------------------------------------------------------------------

// z = x W + b. Four units at a time share what is read, which halves the time; to take arrays apart would double it.
function scores(x, { inputs, units, weights, biases }, n, z) {
  for (let row = 0; row < n; row++) {
    const from = row * inputs;
    const to = row * units;
    let j = 0;
    for (; j + 3 < units; j += 4) {
      let z0 = biases[j];
      let z1 = biases[j + 1];
      let z2 = biases[j + 2];
      let z3 = biases[j + 3];
      for (let i = 0, w = j; i < inputs; i++, w += units) {
        const value = x[from + i];
        z0 += value * weights[w];
        z1 += value * weights[w + 1];
        z2 += value * weights[w + 2];
        z3 += value * weights[w + 3];
      }
      z[to + j] = z0;
      z[to + j + 1] = z1;
      z[to + j + 2] = z2;
      z[to + j + 3] = z3;
    }
    for (; j < units; j++) {
      let sum = biases[j];
      for (let i = 0, w = j; i < inputs; i++, w += units) sum += x[from + i] * weights[w];
      z[to + j] = sum;
    }
  }
}

// A dense layer: x, z, a and delta hold the batch that went forward last, each row a student.
class Layer {
  constructor([weights, biases], [weightsGradient, biasesGradient], { f, slope }) {
    this.units = biases.length;
    this.inputs = weights.length / this.units;
    this.weights = weights;
    this.biases = biases;
    this.weightsGradient = weightsGradient;
    this.biasesGradient = biasesGradient;
    this.f = f;
    this.slope = slope;
    this.rooms = new Map();
    this.makeRoom(0);
  }

  // The arrays for a batch of n: new ones, or those of an earlier batch of that size.
  makeRoom(n) {
    const made = () => new Float64Array(n * this.units);
    if (!this.rooms.has(n)) this.rooms.set(n, { z: made(), a: made(), delta: made() });
    const { z, a, delta } = this.rooms.get(n);
    this.z = z;
    this.a = a;
    this.delta = delta;
  }

  // a = f(x W + b)
  forward(x, n) {
    if (n * this.units !== this.a.length) this.makeRoom(n);
    this.x = x;
    scores(x, this, n, this.z);
    this.f(this.z, this.a, this.units);
    return this.a;
  }

  // delta of the layer before, (delta Wᵀ) · f'(z).
  passBack(before, n) {
    const { inputs, units, weights, delta } = this;
    for (let row = 0; row < n; row++) {
      for (let i = 0, w = 0; i < inputs; i++) {
        let sum = 0;
        for (let j = 0; j < units; j++) sum += delta[row * units + j] * weights[w++];
        before.delta[row * inputs + i] = sum;
      }
    }
    before.slope(before.delta, before.a);
  }

  // xᵀ delta, and the sum of delta over the students.
  takeGradients(n) {
    const { inputs, units, x, delta, weightsGradient, biasesGradient } = this;
    weightsGradient.fill(0);
    biasesGradient.fill(0);
    for (let row = 0; row < n; row++) {
      const start = row * units;
      for (let j = 0; j < units; j++) biasesGradient[j] += delta[start + j];
      for (let i = 0, w = 0; i < inputs; i++) {
        const value = x[row * inputs + i];
        for (let j = 0; j < units; j++) weightsGradient[w++] += value * delta[start + j];
      }
    }
  }
}

// `random`: a function that returns numbers between 0 and 1, such as randomNumbers makes, for the first weights; without
// it all are 0. `parameters` and `gradients` hold all weights, layer after layer, then all biases.
export class Network {
  constructor(layerSizes, { activation = "relu", output = "softmax", loss = null, alpha = 0, random = null } = {}) {
    const { last, losses } = OUTPUTS[output];
    this.layerSizes = layerSizes;
    this.activation = activation;
    this.output = output;
    this.lossName = loss ?? Object.keys(losses)[0];
    this.lossOfScores = losses[this.lossName];
    this.alpha = alpha;
    this.n = 0;
    const sizes = layerSizes.slice(1).map((units, k) => [layerSizes[k], units]);
    this.nWeights = sizes.reduce((sum, [inputs, units]) => sum + inputs * units, 0);
    const count = this.nWeights + sizes.reduce((sum, [, units]) => sum + units, 0);
    this.parameters = new Float64Array(count);
    this.gradients = new Float64Array(count);
    let [w, b] = [0, this.nWeights];
    this.layers = sizes.map(([inputs, units], k) => {
      const [nextW, nextB] = [w + inputs * units, b + units];
      /** @type {(flat: Float64Array) => [Float64Array, Float64Array]} */
      const parts = (flat) => [flat.subarray(w, nextW), flat.subarray(b, nextB)];
      const f = ACTIVATIONS[k + 1 < sizes.length ? activation : last];
      const layer = new Layer(parts(this.parameters), parts(this.gradients), f);
      [w, b] = [nextW, nextB];
      return layer;
    });
    if (random) this.drawWeights(random);
  }

  // Uniform in ± sqrt(6 / (inputs + units)); before relu normal, with standard deviation sqrt(2 / inputs).
  drawWeights(random) {
    this.parameters.fill(0);
    for (const { inputs, units, weights, f } of this.layers) {
      const [limit, spread] = [Math.sqrt(6 / (inputs + units)), Math.sqrt(2 / inputs)];
      const draw = f === ACTIVATIONS.relu.f ? () => spread * normal(random) : () => limit * (2 * random() - 1);
      weights.set(weights.map(draw));
    }
  }

  // X: the rows of a batch in one flat array. Returns the `a` of the last layer, which the next call writes over.
  forward(X) {
    this.n = X.length / this.layerSizes[0];
    let a = X;
    for (const layer of this.layers) a = layer.forward(a, this.n);
    return a;
  }

  // Y: what is true of the batch that went forward last.
  backward(Y) {
    const { layers, n, alpha, nWeights, parameters, gradients } = this;
    const last = layers.at(-1);
    for (let i = 0; i < Y.length; i++) last.delta[i] = (last.a[i] - Y[i]) / n;
    if (this.lossOfScores === LOSSES.squared_error_of_sigmoid) last.slope(last.delta, last.a);
    for (let k = layers.length - 1; k > 0; k--) layers[k].passBack(layers[k - 1], n);
    for (const layer of layers) layer.takeGradients(n);
    if (alpha) for (let i = 0; i < nWeights; i++) gradients[i] += (alpha / n) * parameters[i];
  }

  // The mean loss of the batch that went forward last, without the part of L2.
  loss(Y) {
    const { z, units } = this.layers.at(-1);
    let sum = 0;
    for (let row = 0; row < z.length; row += units) sum += this.lossOfScores(Y, z, row, units);
    return sum / this.n;
  }

  // What one unit of a layer makes of each of the rows that went forward last, written into `out`.
  unit(layer, k, out = new Float64Array(this.n)) {
    const { a, units } = this.layers.at(layer);
    for (let row = 0; row < this.n; row++) out[row] = a[row * units + k];
    return out;
  }
}

// --- Optimizers ------------------------------------------------------------------------------------------------------

// v = μ v - η gradient, then parameters += v, or with Nesterov parameters += μ v - η gradient.
export class SGD {
  constructor({ learningRate = 0.1, momentum = 0, nesterov = false } = {}) {
    this.learningRate = learningRate;
    this.momentum = momentum;
    this.nesterov = nesterov;
    this.v = null;
  }

  step(parameters, gradients) {
    this.v ??= new Float64Array(parameters.length);
    const { learningRate, momentum, nesterov, v } = this;
    for (let i = 0; i < v.length; i++) {
      const move = -learningRate * gradients[i];
      v[i] = momentum * v[i] + move;
      parameters[i] += nesterov ? momentum * v[i] + move : v[i];
    }
  }
}

// Adam as in the paper; m and v are kept without the constant factors 1 - β, which go into η and ε instead.
export class Adam {
  constructor({ learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = {}) {
    this.learningRate = learningRate;
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
    this.t = 0;
    this.m = null;
    this.v = null;
  }

  step(parameters, gradients) {
    this.m ??= new Float64Array(parameters.length);
    this.v ??= new Float64Array(parameters.length);
    const { learningRate, beta1, beta2, epsilon, m, v } = this;
    this.t += 1;
    const mean = (1 - beta1) / (1 - beta1 ** this.t);
    const root = Math.sqrt((1 - beta2) / (1 - beta2 ** this.t));
    const [rate, small] = [(learningRate * mean) / root, epsilon / root];
    for (let i = 0; i < m.length; i++) {
      m[i] = beta1 * m[i] + gradients[i];
      v[i] = beta2 * v[i] + gradients[i] * gradients[i];
      parameters[i] -= (rate * m[i]) / (Math.sqrt(v[i]) + small);
    }
  }
}

// --- Training, and fields --------------------------------------------------------------------------------------------

// Takes the rows of X and Y in batches, in whatever order it is told to, without making an array in a step.
export class Batches {
  constructor(X, Y, features, outputs, size) {
    this.X = X;
    this.Y = Y;
    this.features = features;
    this.outputs = outputs;
    this.n = X.length / features;
    this.size = Math.min(size, this.n);
    this.order = Uint32Array.from({ length: this.n }, (_, i) => i);
    this.whole = this.room(this.size);
    this.last = this.room(this.n % this.size);
  }

  room(rows) {
    return { X: new Float64Array(rows * this.features), Y: new Float64Array(rows * this.outputs) };
  }

  shuffle(random) {
    const { order } = this;
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      const kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
  }

  // One step with the batch that begins at place `start` of the order; returns where the next one begins.
  step(network, optimizer, start) {
    const end = Math.min(start + this.size, this.n);
    const batch = end - start === this.size ? this.whole : this.last;
    copyRows(this.X, this.features, this.order, start, end, batch.X);
    copyRows(this.Y, this.outputs, this.order, start, end, batch.Y);
    network.forward(batch.X);
    network.backward(batch.Y);
    optimizer.step(network.parameters, network.gradients);
    return end;
  }

  // One step with each batch.
  epoch(network, optimizer) {
    for (let start = 0; start < this.n; ) start = this.step(network, optimizer, start);
  }
}

function copyRows(from, width, order, start, end, to) {
  for (let row = start, k = 0; row < end; row++) {
    for (let i = order[row] * width; i < (order[row] + 1) * width; i++) to[k++] = from[i];
  }
}

// The places of a grid over a window, row by row from the lowest x2, as a field wants its numbers: [x1, x2, x1, x2, …].
export function gridOf({ x, y }, size = 100) {
  const places = new Float64Array(2 * size * size);
  const along = ([low, high], i) => low + ((high - low) * i) / (size - 1);
  for (let row = 0, k = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      places[k++] = along(x, column);
      places[k++] = along(y, row);
    }
  }
  return places;
}

// What a unit of the last layer says at every place of a grid, written into `out` or a new array. The hidden units of the
// same pass are network.unit(layer, k). A FieldPlane draws anew what is another array: give it two in turns.
export function fieldOf(network, grid, out = undefined, unit = 0) {
  network.forward(grid);
  return network.unit(-1, unit, out);
}

// --- Chance ----------------------------------------------------------------------------------------------------------

// A function that returns numbers from 0 to below 1, the same for the same seed (T. Ettinger's mulberry32).
export function randomNumbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

// A normal number, by G. Box's and M. Muller's rule.
export const normal = (random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
