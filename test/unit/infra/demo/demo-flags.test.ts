import { expect, it } from 'vitest';
import { readDemoFlags } from '../../../../infra/demo/demo-flags.ts';

it('builds with seed 1 and stops the stack afterwards unless told otherwise', () => {
  expect(readDemoFlags([])).toEqual({ seed: 1, afterwards: 'stop', output: 'people', help: false });
  expect(readDemoFlags(['--seed', '7', '--keep', '--json'])).toEqual({
    seed: 7,
    afterwards: 'keep',
    output: 'json',
    help: false,
  });
});

it.each([['--seed', 'two'], ['--seed', '-1'], ['--seed', '1.5'], ['--sede', '2'], ['extra']])(
  'refuses %s %s',
  (...args) => {
    expect(() => readDemoFlags(args)).toThrow(TypeError);
  },
);
