import { describe, expect, it } from 'vitest';
import { dataFlow, flowEdges } from '../../../../lib/code/data-flow.ts';
import { openGrammar } from '../../../../lib/code/grammar.ts';

const python = await openGrammar('Python');
const java = await openGrammar('Java');
const edges = (program: string) =>
  flowEdges(python(program).root, 'Python').map(({ name, place, fromNames, fromPlaces }) => [
    name,
    place,
    fromNames,
    fromPlaces,
  ]);

describe('dataFlow', () => {
  it('says what each value is computed from, and where a name got its value', () => {
    const flow = flowEdges(python('y = x + 1\nz = y').root, 'Python');
    expect(flow).toEqual([
      { name: 'y', place: 0, relation: 'computedFrom', fromNames: ['x', '1'], fromPlaces: [2, 4] },
      { name: 'x', place: 2, relation: 'comesFrom', fromNames: [], fromPlaces: [] },
      { name: '1', place: 4, relation: 'comesFrom', fromNames: [], fromPlaces: [] },
      { name: 'z', place: 5, relation: 'computedFrom', fromNames: ['y'], fromPlaces: [7] },
      { name: 'y', place: 7, relation: 'comesFrom', fromNames: ['y'], fromPlaces: [0] },
    ]);
  });

  it('is the same where names alone differ, and another where order does', () => {
    const [one, renamed, turned] = ['a = b\nc = a', 'x = y\nz = x', 'c = a\na = b'].map((program) =>
      dataFlow(python(program).root, 'Python'),
    );
    expect(one).toEqual(renamed);
    expect(one).not.toEqual(turned);
  });

  it('joins what branches leave, and what was before where there is no else', () => {
    expect(edges('x = 0\nif a:\n    x = 1\nprint(x)').at(-1)).toEqual(['x', 11, ['x'], [0, 6]]);
    expect(edges('x = 0\nif a:\n    x = 1\nelse:\n    x = 2\nprint(x)').at(-1)).toEqual(['x', 16, ['x'], [6, 11]]);
  });

  it('goes through a loop twice', () => {
    expect(edges('while i < n:\n    i = i + j')).toContainEqual(['i', 7, ['i'], [1, 5]]);
  });

  it('is empty where nothing flows, and where the reference stops: at a text for a part of a thing', () => {
    expect(edges('f(a)')).toEqual([]);
    expect(edges("y = x\nself.x = 'a'")).toEqual([]);
  });

  it('is empty where loops or brackets are too deep', () => {
    const depths = Array.from({ length: 20 }, (_, depth) => depth);
    const loops = depths.map((depth) => `${' '.repeat(depth)}while a:`).join('\n');
    expect(edges(`${loops}\n${' '.repeat(20)}a = b`)).toEqual([]);
    expect(edges(`x = y\nz = ${'('.repeat(2000)}x${')'.repeat(2000)}`)).toEqual([]);
  });

  it('takes words that the parser put in at one spot for one', () => {
    const flow = flowEdges(java('int f(int a) { return a + ; } g(a);').root, 'Java');
    expect(new Set(flow.map(({ place }) => place)).size).toBe(flow.length);
  });
});
