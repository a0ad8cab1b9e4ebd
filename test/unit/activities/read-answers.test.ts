import { describe, expect, it } from 'vitest';
import { readAnswers } from '../../../activities/read-answers.ts';
import type { Example } from '../../../contracts/example.ts';

const TEST: readonly Example[] = ['def f(): pass', 'return None'].map((output, row) => ({
  id: `id${row}`,
  input: 'x',
  output,
  origin: 'gold',
  votes: [],
  agreement: 1,
  group: `g${row}`,
}));
const quiet = () => ({ signal: new AbortController().signal, progress: () => {} });

describe('readAnswers', () => {
  it('reads what is expected and what was answered, but for answers that are none', async () => {
    const reading = await readAnswers({ kind: 'code' }, TEST, ['pass', null], quiet());
    expect(reading).toMatchObject({ language: 'Python', rows: 2 });
    expect(reading && 'programs' in reading && reading.programs.has('pass')).toBe(true);
  });

  it('reads nothing of another kind', async () => {
    expect(await readAnswers({ kind: 'text' }, TEST, ['pass'], quiet())).toBeNull();
  });

  it('tells how far it is, and ends with the build', async () => {
    const many = Array.from({ length: 100 }, (_, at) => `x = ${at}`);
    const told: unknown[] = [];
    await readAnswers({ kind: 'code' }, TEST, many, { ...quiet(), progress: (what) => told.push(what) });
    expect(told).toEqual([{ doing: 'reading programs', done: 64, of: 103 }]);
    const cancelled = AbortSignal.abort(new Error('cancelled'));
    await expect(readAnswers({ kind: 'code' }, TEST, many, { ...quiet(), signal: cancelled })).rejects.toThrow(
      'cancelled',
    );
  });
});
