import { votesOnTest } from '../evaluation/voted-test.ts';
import { LABELS_PER_ARM } from '../pilot/limits.ts';
import { pilotSize } from '../pilot/pilot-size.ts';
import { pilotCalls } from '../pilot/planned-calls.ts';
import { needsReading } from '../task/read-prompt.ts';
import { rowsOfRounds } from '../task/task-config.ts';
import type { BuildFigures } from './build-figures.ts';
import { rejectedAfter, type SharePrior, shareAfter, stubbornAfter } from './factor.ts';
import { priorTokens } from './prior-tokens.ts';
import type { TaskFacts } from './task-facts.ts';

/** Of a hundred inputs asked for, so many are usable and new; of a hundred of those, so many become rows. */
export const NEW_PRIOR: SharePrior = { mean: 0.96, weight: 12 };
export const ACCEPTED_PRIOR: SharePrior = { mean: 0.97, weight: 12 };
/** Repetitions come with numbers: thirty different inputs do not promise a thousand. */
export const NEW_FLOOR = 0.1;
export const ACCEPTED_FLOOR = 0.02;

/** Whether what is found is worth a reading: anybody's guess before the search. */
const READING_CHANCE = 0.5;

/** Figures before the first call. */
export function taskFigures(facts: TaskFacts): BuildFigures {
  const { config, spec, goldRows } = facts;
  const { first: rowsWanted, later } = rowsOfRounds(config, spec.kind);
  const { votes } = config.teacher;
  const writes = pilotCalls(rowsWanted).length;
  return {
    rowsWanted,
    rounds: { most: config.generate.rounds, rows: later },
    votes,
    generatedTest: facts.isTestGenerated ? facts.testRows : 0,
    testRows: facts.testRows,
    testVotes: facts.isTestGenerated ? 0 : votesOnTest('gold', votes),
    tokens: priorTokens(facts),
    parseCalls: needsReading(config) ? 1 : 0,
    readingChance: config.retrieve.policy === 'auto' ? READING_CHANCE : 0,
    pilot: pilotSize({ rowsWanted, votes, demonstrations: spec.demonstrations.length, goldRows }),
    shared: { writes, labels: LABELS_PER_ARM * votes },
    newShare: shareAfter(NEW_PRIOR, 0, 0, NEW_FLOOR),
    acceptedShare: shareAfter(ACCEPTED_PRIOR, 0, 0, ACCEPTED_FLOOR),
    rejected: rejectedAfter(0, 0),
    stubborn: stubbornAfter(0, 0),
    price: facts.price,
    trainMinutes: facts.trainMinutes,
    trials: config.train.trials,
  };
}
