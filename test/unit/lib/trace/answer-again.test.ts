import { describe, expect, it } from 'vitest';
import type { PredictionJob, Predictor } from '../../../../lib/inference/predictor.ts';
import { answerAgain } from '../../../../lib/trace/answer-again.ts';

const ROWS = Array.from({ length: 100 }, (_, row) => ({
  id: `id${row}`,
  input: `text ${row}`,
  expected: 'a',
  answers: { 'student-int8': row === 7 ? null : 'b', 'student-fp32': 'c', teacher: 'a' },
}));
const RECORDED = { folder: '/bundle', file: 'int8', rows: ROWS, threads: 2, seed: 's' } as const;
const { signal } = new AbortController();

function answering(answer: (input: unknown) => string) {
  const jobs: PredictionJob[] = [];
  const predict: Predictor = async function* predict(job) {
    jobs.push(job);
    for (const [index, input] of job.inputs.entries())
      yield { index, output: answer(input), logits: null, scores: null, ms: 1 };
  };
  return { jobs, predict };
}

describe('answerAgain', () => {
  it('asks the file that ships a sample, the same one each time, and finds nothing where it answers as recorded', async () => {
    const { jobs, predict } = answering(() => 'b');
    const seen: string[] = [];
    const rows = { ...RECORDED, rows: ROWS.filter(({ id }) => id !== 'id7') };
    const first = await answerAgain(predict, rows, 20, signal, (done, of) => seen.push(`${done}/${of}`));
    expect(first).toEqual({ asked: 20, differences: [] });
    expect(seen.at(-1)).toBe('20/20');
    await answerAgain(predict, rows, 20, signal, () => undefined);
    expect(jobs[1]).toEqual(jobs[0]);
    expect(jobs[0]).toMatchObject({ folder: '/bundle', file: 'int8', threads: 2 });
    expect(new Set(jobs[0]?.inputs).size).toBe(20);
    await answerAgain(predict, { ...rows, seed: 't' }, 20, signal, () => undefined);
    expect(jobs[2]?.inputs).not.toEqual(jobs[0]?.inputs);
  });

  it('asks all rows where there are no more, and names each that differs', async () => {
    const { predict } = answering((input) => (input === 'text 42' ? 'other' : 'b'));
    const { asked, differences } = await answerAgain(predict, RECORDED, 1000, signal, () => undefined);
    expect(asked).toBe(100);
    expect(differences.toSorted((one, other) => one.place.localeCompare(other.place))).toEqual([
      { place: 'test row id42', what: 'answer of the int8 file', expected: 'b', found: 'other' },
      { place: 'test row id7', what: 'answer of the int8 file', expected: '(none)', found: 'b' },
    ]);
  });
});
