/** The most frequent training output for every input; among equals the one that comes first. The floor that any student must beat. */
export function answerByMajority(train: readonly { readonly output: string }[], inputs: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const { output } of train) counts.set(output, (counts.get(output) ?? 0) + 1);
  // The sort is stable, and the map keeps the order of first appearance.
  const [most] = [...counts].toSorted(([, one], [, other]) => other - one);
  if (most === undefined) throw new RangeError('no training rows to take a majority of');
  return inputs.map(() => most[0]);
}
