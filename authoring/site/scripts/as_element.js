// Stands in for jquery, by which the widgets do no more than hold an element and empty it.

export default function held(element) {
  if (!new.target) return new held(element);
  this[0] = element;
}

held.prototype.empty = function () {
  this[0].replaceChildren();
};
