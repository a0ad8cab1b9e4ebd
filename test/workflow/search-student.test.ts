import { describe, expect, inject, it } from 'vitest';
import type {
  CompareStudentsInput,
  ExportStudentInput,
  TrainedStudent,
  TrainStudentInput,
} from '../../contracts/activities.ts';
import { StageFailure } from '../../contracts/failure.ts';
import { type AllActivities, artifact, scriptedActivities } from '../support/scripted-activities.ts';
import { buildInTest } from '../support/build-in-test.ts';

const temporal = inject('temporal');
const canned = scriptedActivities().activities;

/** A build with three candidates and so many trials of each; what was trained and compared is kept. */
function searching(trials: number, replaced: Partial<AllActivities> = {}) {
  const trained: TrainStudentInput[] = [];
  const compared: CompareStudentsInput[] = [];
  const { trainStudent, compareStudents } = { ...canned, ...replaced };
  const { activities, asked } = scriptedActivities({
    parseTask: async (input) => ({ ...(await canned.parseTask(input)), trials }),
    proposeStudents: async (input) => ({
      ...(await canned.proposeStudents(input)),
      candidates: [
        { family: 'tfidf', base: null },
        { family: 'frozen-encoder', base: 'minilm' },
        { family: 'encoder', base: 'minilm' },
      ],
      leftOut: [{ what: 'decoder', reason: 'none is at hand' }],
    }),
    ...replaced,
    trainStudent: (input) => {
      trained.push(input);
      return trainStudent(input);
    },
    compareStudents: (input) => {
      compared.push(input);
      return compareStudents(input);
    },
  });
  return { activities, asked, trained, compared };
}

const byText = (one: string, other: string) => (one < other ? -1 : 1);

const ofEncoder = (trained: readonly TrainStudentInput[]) =>
  trained.filter(({ trial }) => trial.candidate.family === 'encoder');

const named = (asked: ReturnType<typeof scriptedActivities>['asked'], name: string) =>
  asked.filter((call) => call.name === name).map((call) => call.input);

/** The loss that a training comes to, by family and number of the trial. */
const withLosses =
  (losses: Readonly<Record<string, readonly number[]>>): AllActivities['trainStudent'] =>
  async (input) => {
    const { candidate, number } = input.trial;
    const loss = losses[candidate.family]?.[number] ?? 1;
    return { ...(await canned.trainStudent(input)), validationLoss: loss, validationLosses: [1, loss] };
  };

/** Training of these families runs out of memory. */
const failing =
  (families: readonly string[]): AllActivities['trainStudent'] =>
  async (input) => {
    if (families.includes(input.trial.candidate.family)) throw new StageFailure('trainer-out-of-memory', 'too large');
    return canned.trainStudent(input);
  };

describe('the search for the student', () => {
  it('trains, exports and compares every candidate, and goes on with the one that is chosen', async () => {
    const { activities, asked, trained, compared } = searching(1, {
      compareStudents: async (input) => ({ ...(await canned.compareStudents(input)), chosen: 1 }),
    });
    await buildInTest(temporal, 'three-candidates', activities, async ({ handle }) => {
      await handle.result();
      expect(trained.map(({ trial }) => `${trial.candidate.family} ${trial.number}`).toSorted(byText)).toEqual([
        'encoder 0',
        'frozen-encoder 0',
        'tfidf 0',
      ]);
      expect(compared[0]?.candidates.map(({ candidate }) => candidate.family)).toEqual([
        'tfidf',
        'frozen-encoder',
        'encoder',
      ]);
      expect(compared[0]?.leftOut).toEqual([{ what: 'decoder', reason: 'none is at hand' }]);
      expect(named(asked, 'proposeTrials')).toEqual([]);
      expect(named(asked, 'evaluateStudent')).toMatchObject([
        { trained: { family: 'frozen-encoder' }, search: artifact('3') },
      ]);
    });
  });

  it('tries settings in waves that know the losses before, and exports the best trial of each candidate', async () => {
    const { activities, trained, compared } = searching(6, {
      trainStudent: withLosses({ encoder: [0.5, 0.4, 0.6, 0.3, 0.7, 0.35], tfidf: [0.9] }),
      proposeTrials: async (input) => {
        const fitted = input.candidate.family !== 'encoder';
        return { ...(await canned.proposeTrials(input)), ...(fitted ? { trials: [] } : {}) };
      },
    });
    await buildInTest(temporal, 'six-trials', activities, async ({ handle }) => {
      await handle.result();
      const encoder = ofEncoder(trained);
      expect(encoder.map(({ trial }) => trial.number).toSorted((one, other) => one - other)).toEqual([
        0, 1, 2, 3, 4, 5,
      ]);
      const against = new Map(encoder.map(({ trial, pruneAgainst }) => [trial.number, pruneAgainst.length]));
      expect([...against].toSorted(([one], [other]) => one - other)).toEqual([
        [0, 0],
        [1, 1],
        [2, 1],
        [3, 1],
        [4, 1],
        [5, 5],
      ]);
      expect(compared[0]?.candidates.map(({ best, trials }) => [best, trials.length])).toEqual([
        [0, 1],
        [0, 1],
        [3, 6],
      ]);
    });
  });

  it('goes on with the other trials where one fails, and says so', async () => {
    const { activities, asked, compared } = searching(3, {
      trainStudent: async (input) => {
        if (input.trial.number === 1) throw new StageFailure('trainer-out-of-memory', 'too large');
        return withLosses({ encoder: [0.5, 0, 0.4] })(input);
      },
    });
    await buildInTest(temporal, 'one-fails', activities, async ({ handle }) => {
      await handle.result();
      const encoder = compared[0]?.candidates.find(({ candidate }) => candidate.family === 'encoder');
      expect(encoder?.best).toBe(2);
      expect(encoder?.trials.map(({ outcome, failure }) => [outcome.validationLoss, failure])).toEqual([
        [0.5, null],
        [null, 'trainer-out-of-memory'],
        [0.4, null],
      ]);
      expect(named(asked, 'evaluateStudent')).toMatchObject([
        { remarks: expect.arrayContaining([expect.stringContaining('encoder, trial 1 failed')]) },
      ]);
    });
  });

  it('leaves out a candidate whose every training fails, and fails itself where all do', async () => {
    const some = searching(1, { trainStudent: failing(['encoder', 'frozen-encoder']) });
    await buildInTest(temporal, 'one-left', some.activities, async ({ handle }) => {
      await handle.result();
      expect(some.compared[0]?.candidates.map(({ candidate }) => candidate.family)).toEqual(['tfidf']);
    });
    const none = searching(1, { trainStudent: failing(['encoder', 'frozen-encoder', 'tfidf']) });
    await buildInTest(temporal, 'none-left', none.activities, async ({ handle }) => {
      await expect(handle.result()).rejects.toMatchObject({ cause: { type: 'trainer-out-of-memory' } });
    });
  });

  it('cuts parts out of what can lose them, before the whole one, and goes on with the form that is chosen', async () => {
    const whole: TrainedStudent['model'] = [{ ...artifact('e'), path: 'model.safetensors' }];
    const { activities, asked, trained, compared } = searching(2, {
      trainStudent: async (input) => ({
        ...(await canned.trainStudent(input)),
        model: whole,
        prunable: input.trial.candidate.family === 'encoder',
        validationLoss: input.trial.number === 1 ? 0.1 : 0.2,
      }),
      proposeStudents: async (input) => ({
        ...(await canned.proposeStudents(input)),
        candidates: [
          { family: 'tfidf', base: null },
          { family: 'encoder', base: 'minilm' },
        ],
        compress: true,
      }),
      compareStudents: async (input) => ({ ...(await canned.compareStudents(input)), chosen: 1 }),
    });
    await buildInTest(temporal, 'pruned', activities, async ({ handle }) => {
      await handle.result();
      const cut = trained.filter(({ trial }) => trial.candidate.pruned !== undefined);
      expect(cut.map((input) => [input.whole, input.trial.changes, input.trial.number])).toEqual([
        [whole, { learningRate: 1e-5 }, 0],
        [whole, { learningRate: 1e-5 }, 0],
      ]);
      expect(compared[0]?.candidates.map(({ candidate }) => [candidate.family, candidate.pruned])).toEqual([
        ['tfidf', undefined],
        ['encoder', { heads: 0, feedForward: 0, layers: 1 / 3 }],
        ['encoder', { heads: 0.25, feedForward: 0.5, layers: 0 }],
        ['encoder', undefined],
      ]);
      expect(named(asked, 'evaluateStudent')).toMatchObject([{ trained: { family: 'encoder' } }]);
    });
  });

  it('exports a vocabulary of many languages trimmed to the training rows, too', async () => {
    const exports: ExportStudentInput[] = [];
    const { activities, compared } = searching(1, {
      trainStudent: async (input) => ({
        ...(await canned.trainStudent(input)),
        vocabulary: input.trial.candidate.family === 'encoder' ? 250_002 : 30_522,
      }),
      exportStudent: (input) => {
        exports.push(input);
        return canned.exportStudent(input);
      },
    });
    await buildInTest(temporal, 'trimmed', activities, async ({ handle }) => {
      await handle.result();
      const forms = compared[0]?.candidates.map(({ candidate }) => [candidate.family, candidate.trimmed]);
      expect(forms).toEqual([
        ['tfidf', undefined],
        ['frozen-encoder', undefined],
        ['encoder', true],
        ['encoder', undefined],
      ]);
      const kept = exports.filter(({ keepTokensOf }) => keepTokensOf !== undefined);
      expect(kept.map(({ family, keepTokensOf, validation }) => [family, keepTokensOf, validation])).toEqual([
        ['encoder', artifact('1'), artifact('2')],
      ]);
    });
  });

  it('ends the trials of a candidate when its minutes of training are over', async () => {
    const { activities, trained } = searching(9, {
      trainStudent: async (input) => ({ ...(await canned.trainStudent(input)), seconds: 150 }),
    });
    await buildInTest(temporal, 'minutes-over', activities, async ({ handle }) => {
      await handle.result();
      const encoder = ofEncoder(trained);
      // Half of the 5 minutes after the first, all of them within the next wave.
      expect(encoder.map(({ maxMinutes }) => maxMinutes)).toEqual([5, 2.5, 2.5, 2.5, 2.5]);
    });
  });
});
