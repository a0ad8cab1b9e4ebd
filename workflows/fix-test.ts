import type { Holdout, ParsedTask } from '../contracts/activities.ts';
import type { ArtifactRef } from '../contracts/artifact.ts';
import { generateRows, tooFewRows } from './generate-rows.ts';
import { times } from './ledger.ts';
import type { HumanRows } from './look-first.ts';
import type { Build } from './build.ts';
import { quick, teacher } from './stage-options.ts';

/** What is fixed before any training row exists. */
export interface Fixed {
  readonly holdout: Holdout;
  /** Attributes: what written inputs are to differ in. */
  readonly attributes: ArtifactRef;
}

/** From fewer generated test rows not even agreement can be said; nor anything from fewer imported ones. */
const MIN_TEST_ROWS = 20;

/** Test rows: the user's, else rows that other people wrote, else rows from calls of their own. */
export async function fixTest(build: Build, task: ParsedTask, human: HumanRows | null): Promise<Fixed> {
  const attributes = await proposeAttributes(build, task);
  const isOpen = task.testSource === 'generated';
  const imported =
    isOpen && human !== null && human.imported.counts.test >= MIN_TEST_ROWS
      ? { test: human.imported.test, confirmed: human.confirmed }
      : null;
  const generated = isOpen && imported === null ? await writeTest(build, task, attributes) : [];
  const holdout = await quick.fixHoldout.executeWithOptions({ summary: 'Fix the test rows' }, [
    { build: build.context, spec: task.spec, generated, imported },
  ]);
  build.keep(holdout);
  build.ledger.setAside(holdout.evaluation);
  return { holdout, attributes };
}

async function writeTest(build: Build, task: ParsedTask, attributes: ArtifactRef): Promise<readonly ArtifactRef[]> {
  const wish = { purpose: 'test', wanted: task.testRowsWanted, attributes, settings: null, later: null } as const;
  const generated = await generateRows(build, task, wish);
  if (generated.rows < MIN_TEST_ROWS) throw tooFewRows('test', generated);
  return generated.shards;
}

/** One call, three at the most; without a usable answer, lists that fit any task serve. */
export async function proposeAttributes(build: Build, task: ParsedTask): Promise<ArtifactRef> {
  const { write } = task.callCosts;
  const proposed = await build.spend({ expected: times(write, 3), least: write, sharers: 1 }, (grant) =>
    teacher.proposeAttributes.executeWithOptions({ summary: 'Ask what inputs differ in' }, [
      { build: build.context, spec: task.spec, grant },
    ]),
  );
  build.keep(proposed);
  return proposed.attributes;
}

export const noteFixed = ({ holdout }: Fixed): string => `${holdout.rows} ${holdout.origin} rows`;
