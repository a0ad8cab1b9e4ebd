import type { Shown } from '../../contracts/plan.ts';
import type { PilotResult } from '../../contracts/stage-results.ts';
import type { z } from 'zod';
import { rowId } from '../../lib/dataset/row-id.ts';
import { RETRIES } from '../../lib/generation/limits.ts';
import { exampleFrom } from '../../lib/generation/example-from.ts';
import { createMeasuringTally } from '../../lib/pilot/measuring-tally.ts';
import { putRows } from '../../lib/store/blobs.ts';
import type { CpuPorts } from '../ports.ts';
import type { TriedArm } from './compare-writing.ts';
import type { PilotDesk, PilotTask } from './pilot-desk.ts';

type Samples = Pick<z.infer<typeof PilotResult>, 'measured' | 'samples' | 'sampleRows' | 'split'>;

/** The labelled inputs of the chosen way with all their votes: rows to look at, and what rows cost. */
export async function sampleRows(
  ports: CpuPorts,
  desk: PilotDesk,
  { spec, config }: PilotTask,
  { arm, labelledInputs, tokens: write, answered }: TriedArm,
  shown: Shown,
): Promise<Samples> {
  const measuring = createMeasuringTally(desk.tally);
  const asked = labelledInputs.flatMap((input) =>
    Array.from({ length: config.teacher.votes }, (_, vote) => ({ input, vote })),
  );
  const answers = await desk.vote(asked, shown, measuring);
  const rows = labelledInputs.map((input, row) => {
    const { votes: each } = config.teacher;
    const votes = answers.slice(row * each, (row + 1) * each).filter((vote) => vote !== null);
    return { written: { id: rowId(input), input, hint: null, topic: null }, votes };
  });
  // As a test would keep them, so that the rows that the votes are split on are shown too.
  const examples = rows.flatMap(({ written, votes }) => {
    const made = exampleFrom(spec, written, votes, 'test');
    return 'example' in made ? [made.example] : [];
  });
  const accepted = rows.filter(({ written, votes }) => 'example' in exampleFrom(spec, written, votes, 'train'));
  const label = measuring.tokens();
  const usable = answered + answers.filter((answer) => answer !== null).length;
  const stubborn = rows.filter((row) => row.votes.length === 0).length;
  const others = write.calls + label.calls - stubborn * config.teacher.votes * (1 + RETRIES);
  return {
    samples: await putRows(ports.store, examples),
    sampleRows: examples.length,
    split: examples.filter((row) => new Set(row.votes).size > 1).length,
    measured: {
      write,
      label,
      callsPerAnswer: usable === 0 ? 1 : Math.max(1, others / usable),
      inputsAsked: arm.asked,
      inputsNew: arm.distinct,
      voted: rows.length,
      accepted: accepted.length,
      stubborn,
    },
  };
}
