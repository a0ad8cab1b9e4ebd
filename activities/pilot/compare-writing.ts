import type { TaskInput } from '../../contracts/example.ts';
import type { PilotArm, Schedule, Settings, Shown, TokensPerCall } from '../../contracts/plan.ts';
import { INPUTS_PER_CALL } from '../../lib/generation/limits.ts';
import { FEW } from '../../lib/generation/shown-demonstrations.ts';
import { chooseAbove } from '../../lib/pilot/choose-arm.ts';
import { LABELS_PER_ARM } from '../../lib/pilot/limits.ts';
import { createMeasuringTally } from '../../lib/pilot/measuring-tally.ts';
import { firstWaveCalls, isWorthComparing, pilotCalls } from '../../lib/pilot/planned-calls.ts';
import { distinctInputs, scoreArm } from '../../lib/pilot/score-arm.ts';
import { spread } from '../../lib/pilot/spread.ts';
import type { PilotDesk, PilotTask } from './pilot-desk.ts';

/** A way of writing, what it brought, and its inputs that got a label. */
export interface TriedArm {
  readonly arm: PilotArm;
  readonly labelledInputs: readonly TaskInput[];
  readonly firstVotes: readonly (string | null)[];
  readonly tokens: TokensPerCall;
  /** Write calls that brought a usable list. */
  readonly answered: number;
}

export interface ComparedWriting {
  readonly settings: Settings['writing'];
  readonly reason: string;
  readonly arms: readonly PilotArm[];
  readonly best: TriedArm;
}

/** How inputs are asked for: first how the temperature moves, then, with the best of it, how many demonstrations are shown. */
export async function compareWriting(desk: PilotDesk, task: PilotTask, labelledWith: Shown): Promise<ComparedWriting> {
  const { spec, rowsWanted, config } = task;
  const calls = firstWaveCalls(rowsWanted);
  const tryOne = (schedule: Schedule, shown: Shown) => tryArm(desk, task, { schedule, shown, calls }, labelledWith);
  const preset = await tryOne('constant', 'all');
  if (!isWorthComparing(rowsWanted, config.teacher.votes)) {
    const reason = `the default: ${rowsWanted} rows are too few for a comparison to pay`;
    return { settings: { schedule: 'constant', shown: 'all', calls }, reason, arms: [preset.arm], best: preset };
  }
  const scoreOf = (tried: TriedArm) => tried.arm.score;
  const annealed = [await tryOne('up', 'all'), await tryOne('down', 'all')];
  const moved = chooseAbove(preset, annealed, scoreOf);
  const fewer: TriedArm[] = [];
  for (const shown of otherNumbers(spec.demonstrations.length)) fewer.push(await tryOne(moved.arm.schedule, shown));
  const best = chooseAbove(moved, fewer, scoreOf);
  const arms = [preset, ...annealed, ...fewer].map((tried) => tried.arm);
  const { schedule, shown } = best.arm;
  return {
    settings: { schedule, shown, calls },
    reason: reasonOf(best === preset ? 'the default' : 'the best', arms),
    arms,
    best,
  };
}

const otherNumbers = (demonstrations: number): readonly Shown[] => {
  if (demonstrations === 0) return [];
  return demonstrations > FEW ? ['few', 'none'] : ['none'];
};

const reasonOf = (choice: string, arms: readonly PilotArm[]): string =>
  `${choice}, by yield times distinctness: ${arms.map((arm) => `${arm.schedule}/${arm.shown} ${arm.score.toFixed(2)}`).join(', ')}`;

async function tryArm(
  desk: PilotDesk,
  { rowsWanted }: PilotTask,
  settings: Settings['writing'],
  labelledWith: Shown,
): Promise<TriedArm> {
  const measuring = createMeasuringTally(desk.tally);
  const calls = pilotCalls(rowsWanted);
  const lists = await desk.write(calls, settings, measuring);
  const inputs = lists.flatMap((list) => list ?? []);
  const labelledInputs = spread(distinctInputs(inputs), LABELS_PER_ARM);
  const asked = labelledInputs.map((input) => ({ input, vote: 0 }));
  const firstVotes = await desk.vote(asked, labelledWith, desk.tally);
  const arm = scoreArm({
    schedule: settings.schedule,
    shown: settings.shown,
    asked: calls.length * INPUTS_PER_CALL,
    inputs,
    labelled: labelledInputs.length,
    valid: firstVotes.filter((vote) => vote !== null).length,
  });
  const answered = lists.filter((list) => list !== null).length;
  return { arm, labelledInputs, firstVotes, tokens: measuring.tokens(), answered };
}
