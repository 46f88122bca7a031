// Formulas, named as in course_lib.activations, losses, perceptron and logistic; a test compares each with course_lib.
// w is an array of weights, b the bias, x one student, X a list of students, y the label or the labels.

export const step = (z) => (z >= 0 ? 1 : 0);

// A loop, since a field asks for ten thousand scores in each frame.
export function score(w, b, x) {
  let z = 0;
  for (let i = 0; i < w.length; i++) z += w[i] * x[i];
  return z + b;
}

export const predict = (w, b, x) => step(score(w, b, x));

export function perceptronTrick(w, b, x, y, learningRate) {
  const error = y - predict(w, b, x);
  return { w: w.map((weight, i) => weight + learningRate * error * x[i]), b: b + learningRate * error };
}

export const countMistakes = (w, b, X, y) => X.filter((x, i) => predict(w, b, x) !== y[i]).length;

export function sigmoid(z) {
  const e = Math.exp(-Math.abs(z));
  return (z >= 0 ? 1 : e) / (1 + e);
}

export const predictProba = (w, b, x) => sigmoid(score(w, b, x));

// The log-loss of one student from the score: -ln p where the label is 1, -ln(1 - p) where it is 0. Both are
// ln(1 + e^z) - yz, written so that nothing overflows.
export const logLoss = (y, z) => Math.max(z, 0) - y * z + Math.log1p(Math.exp(-Math.abs(z)));

// The mean over students.
export const logLossFromScores = (y, z) => z.reduce((sum, each, i) => sum + logLoss(y[i], each), 0) / z.length;

// The gradient of the mean log-loss: what E gains where w and b gain a little. A loop, since a hand that drags the start
// of a walk asks for one at each of its steps, in every frame.
export function gradient(w, b, X, y) {
  const sums = w.map(() => 0);
  let sum = 0;
  for (let i = 0; i < X.length; i++) {
    const error = predictProba(w, b, X[i]) - y[i];
    for (let k = 0; k < w.length; k++) sums[k] += error * X[i][k];
    sum += error;
  }
  return { w: sums.map((each) => each / X.length), b: sum / X.length };
}
