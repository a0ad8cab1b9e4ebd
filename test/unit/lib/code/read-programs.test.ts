import { describe, expect, it } from 'vitest';
import { type CodeReading, readPrograms } from '../../../../lib/code/read-programs.ts';

const quiet = (): void => {};
const stop = (): void => {
  throw new Error('cancelled');
};
const reasonOf = (reading: CodeReading): string | null => ('leftOut' in reading ? reading.leftOut : null);

describe('readPrograms', () => {
  it.each([
    ['Python', 'def f(x):\n    return x'],
    ['JavaScript', 'const f = (x) => { return typeof x; };'],
    ['Java', 'public int f(int x) { final int y = x; return y; }'],
  ])('reads %s off the keywords of what is expected', async (language, program) => {
    const reading = await readPrograms([program], ['', 'x ='], quiet);
    expect(reading).toMatchObject({ language, broken: 0, rows: 1 });
    expect('programs' in reading && [...reading.programs.keys()]).toEqual([program, '', 'x =']);
  });

  it('reads each text once, and the empty one for answers that are none', async () => {
    const reading = await readPrograms(['pass', 'pass'], ['pass'], quiet);
    expect('programs' in reading && [...reading.programs.keys()]).toEqual(['pass', '']);
  });

  it('counts expected outputs that are no whole programs', async () => {
    const expected = ['def f(x):\n    return x', 'def g(', 'return None'];
    expect(await readPrograms(expected, [], quiet)).toMatchObject({ broken: 1, rows: 3 });
  });

  it('leaves out what it has no grammar for, and says so', async () => {
    expect(reasonOf(await readPrograms(['func f(xs []int) { go g(); defer h() }'], [], quiet))).toBe(
      'CodeBLEU, syntax match and data-flow match are left out: the expected outputs are most likely Go. Python, JavaScript, Java are read.',
    );
    expect(reasonOf(await readPrograms(['x + y'], [], quiet))).toContain('no keyword of a programming language');
  });

  it('leaves out a language that is only like one it reads', async () => {
    const scala = ['private final def f(x: Int): Int = throw new E(x)', 'final class A(x: Int) extends B with C'];
    expect(reasonOf(await readPrograms(scala, [], quiet))).toMatch(/2 of 2 expected outputs are no whole programs/);
  });

  it('tells how far it is, and ends where it is told to', async () => {
    const many = Array.from({ length: 200 }, (_, at) => `return ${at}`);
    const told: (readonly number[])[] = [];
    await readPrograms(many, [], (done, of) => told.push([done, of]));
    expect(told).toEqual([
      [64, 201],
      [128, 201],
      [192, 201],
    ]);
    await expect(readPrograms(many, [], stop)).rejects.toThrow('cancelled');
  });
});
