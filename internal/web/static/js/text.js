// Fills the sentences that the server sends with {n} in them.

/** The sentence for a number: data-one for exactly one, else data-many. */
export function counted(element, n) {
  const { one, many } = element.dataset;
  return n === 1 ? one : many.replace("{n}", n);
}
