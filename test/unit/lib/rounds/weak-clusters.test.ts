import { describe, expect, it } from 'vitest';
import { weakClusters } from '../../../../lib/rounds/weak-clusters.ts';

const [BREAD, TRAIN] = [Float32Array.of(1, 0), Float32Array.of(0, 1)];
const range = (count: number): number[] => Array.from({ length: count }, (_, at) => at);
/** 40 validation rows about bread, 80 about trains. */
const vectors = range(120).map((at) => (at < 40 ? BREAD : TRAIN));
const validation = (isRight: (at: number) => boolean) => ({
  vectors,
  scores: range(120).map((at) => (isRight(at) ? 1 : 0)),
  kind: 'right-or-wrong' as const,
});
const training = (bread: number) => {
  const inputs = range(bread + 30).map((at) => (at < bread ? `bake bread ${at}` : `take train ${at}`));
  return { inputs, texts: inputs, vectors: range(bread + 30).map((at) => (at < bread ? BREAD : TRAIN)) };
};

describe('weakClusters', () => {
  it('finds the cluster that does worse than the rest, told by training rows, with its share of the errors', () => {
    // 30 of 40 wrong about bread, 10 of 80 about trains.
    const scored = validation((at) => (at < 40 ? at < 10 : at < 110));
    expect(weakClusters(scored, training(10), 1)).toEqual([
      {
        name: 'inputs with bake, bread',
        rows: 40,
        errors: 30,
        share: expect.closeTo(0.7 * 0.75, 12),
        words: ['bake', 'bread'],
        examples: ['bake bread 0', 'bake bread 1', 'bake bread 2'],
      },
    ]);
  });

  it('finds none where errors are spread as chance would have it, however many there are', () => {
    expect(
      weakClusters(
        validation((at) => at % 2 === 0),
        training(10),
        1,
      ),
    ).toEqual([]);
    expect(
      weakClusters(
        validation((at) => at % 10 !== 0),
        training(10),
        1,
      ),
    ).toEqual([]);
  });

  it('leaves out a cluster that fewer than two training rows lie in: nothing may tell it', () => {
    const scored = validation((at) => at >= 40);
    expect(weakClusters(scored, training(1), 1)).toEqual([]);
    expect(weakClusters(scored, training(2), 1)).toMatchObject([
      { words: [], name: 'inputs like “bake bread 0”', examples: ['bake bread 0', 'bake bread 1'] },
    ]);
  });

  it('leaves validation that is too small in one', () => {
    const few = { vectors: vectors.slice(0, 59), scores: range(59).map((at) => (at < 40 ? 0 : 1)) };
    expect(weakClusters({ ...few, kind: 'right-or-wrong' }, training(10), 1)).toEqual([]);
  });
});
