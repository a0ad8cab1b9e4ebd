import type { ParsedTask, Pilot, PilotTeacherInput } from '../contracts/activities.ts';
import type { PlanResult } from '../contracts/plan-result.ts';
import { proposeAttributes } from './fix-test.ts';
import { add, times } from './ledger.ts';
import type { Build } from './build.ts';
import { teacher } from './stage-options.ts';

/** A few calls before the many: how to ask, and what it will cost. */
export async function pilotTeacher(
  build: Build,
  task: ParsedTask,
  given: Pick<PilotTeacherInput, 'attributes' | 'testRows' | 'testOrigin' | 'search' | 'trainMinutes' | 'rowsWanted'>,
): Promise<Pilot> {
  const { write, label } = task.callCosts;
  // Three ways of writing with three calls each, and votes on some rows of each: more is asked for where it is needed.
  const wish = { expected: add(times(write, 9), times(label, 30 * task.votes)), least: write, sharers: 1 };
  const { usd, tokens, calls } = build.cost();
  return build.spend(wish, (grant) =>
    teacher.pilotTeacher.executeWithOptions({ summary: 'Try a few rows, choose how to ask' }, [
      { build: build.context, spec: task.spec, ...given, paid: { usd, tokens, calls }, grant },
    ]),
  );
}

/** Ends a build that is only to say what it would do and cost. No test is written for it. */
export async function planOnly(build: Build, task: ParsedTask, trainMinutes: number): Promise<PlanResult> {
  const planned = await build.stage(
    'pilot',
    () => plan(build, task, trainMinutes),
    ({ pilot }) => notePilot(pilot),
  );
  await build.endPlan();
  const { settings, reasons, arms, gold, feasibility, measured, samples, sampleRows, split, estimate } = planned.pilot;
  return {
    buildId: build.context.buildId,
    spec: task.spec,
    attributes: planned.attributes,
    pilot: { settings, reasons, arms, gold, feasibility, measured, samples, sampleRows, split, estimate },
    cost: build.cost(),
  };
}

async function plan(build: Build, task: ParsedTask, trainMinutes: number) {
  const attributes = await proposeAttributes(build, task);
  const { testRowsWanted: testRows, rowsWanted } = task;
  const testOrigin = task.testSource === 'generated' ? 'generated' : 'gold';
  const asked = { attributes, testRows, testOrigin, trainMinutes, rowsWanted, search: 'ahead' } as const;
  const pilot = await pilotTeacher(build, task, asked);
  build.keep(pilot);
  return { attributes, pilot };
}

export function notePilot({ settings, sampleRows, estimate }: Pilot): string {
  const { schedule, shown } = settings.writing;
  const { low, high } = estimate.total.usd;
  const price = estimate.hasPrice ? `, $${low.toFixed(2)}–${high.toFixed(2)} in all` : '';
  return `${sampleRows} sample rows; temperature ${schedule}, demonstrations ${shown}${price}`;
}
