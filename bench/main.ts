import { benchChaos } from './chaos.ts';
import { benchGate } from './gate.ts';
import { benchInference } from './inference.ts';
import { benchResume } from './resume.ts';
import { benchRetrieval } from './retrieval.ts';
import { benchServe } from './serve.ts';
import { benchTeacher } from './teacher.ts';
import { benchTraining } from './training.ts';

/** A bench takes its own flags and gives its figures; `say` is for people. */
export type Bench = (
  flags: readonly string[],
  say: (line: string) => void,
) => Promise<Readonly<Record<string, unknown>>>;

const BENCHES: Readonly<Record<string, Bench>> = {
  chaos: benchChaos,
  gate: benchGate,
  inference: benchInference,
  resume: benchResume,
  retrieval: benchRetrieval,
  serve: benchServe,
  teacher: benchTeacher,
  training: benchTraining,
};

/** `npm run bench -- <name> [--json] [flags of the bench]`: with `--json` the last line is one JSON object, and nothing else is printed to stdout. */
async function main(): Promise<void> {
  const [name = '', ...flags] = process.argv.slice(2);
  const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
  if (!bench) {
    process.stderr.write(`There is no bench ${name}. Benches: ${Object.keys(BENCHES).join(', ')}.\n`);
    process.exitCode = 2;
    return;
  }
  const json = flags.includes('--json');
  const figures = await bench(
    flags.filter((flag) => flag !== '--json'),
    (line) => (json ? process.stderr : process.stdout).write(`${line}\n`),
  );
  if (json) process.stdout.write(`${JSON.stringify({ bench: name, ...figures })}\n`);
  else
    for (const [figure, value] of Object.entries(figures))
      process.stdout.write(`${figure}: ${JSON.stringify(value)}\n`);
}

await main();
