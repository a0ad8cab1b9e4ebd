import { parseArgs } from 'node:util';

export const DEMO_USAGE = `npm run demo [-- --seed N] [--keep] [--json]

Builds the two example tasks with a simulated teacher, on this machine alone, and prints how good they became.

  --seed N   seed of the builds and of the simulated teacher (default 1); another seed makes another build
  --keep     leaves the local stack up afterwards, so that its Web UI can still be looked at (npm run down ends it)
  --json     one JSON object on the last line; progress goes to standard error`;

export interface DemoFlags {
  readonly seed: number;
  readonly afterwards: 'stop' | 'keep';
  readonly output: 'people' | 'json';
  readonly help: boolean;
}

/** @throws TypeError that says which flag is wrong */
export function readDemoFlags(args: readonly string[]): DemoFlags {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: '1' },
      keep: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const seed = Number(values.seed);
  if (!Number.isSafeInteger(seed) || seed < 0) throw new TypeError(`--seed takes a whole number, not "${values.seed}"`);
  return {
    seed,
    afterwards: values.keep ? 'keep' : 'stop',
    output: values.json ? 'json' : 'people',
    help: values.help,
  };
}
