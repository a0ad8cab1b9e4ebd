import { describe, expect, inject, it } from 'vitest';
import type { ExaminedStudent } from '../../contracts/activities.ts';
import { StageFailure } from '../../contracts/failure.ts';
import { type AllActivities, artifact, recordOf, scriptedActivities } from '../support/scripted-activities.ts';
import { buildInTest } from '../support/build-in-test.ts';

const temporal = inject('temporal');
const canned = scriptedActivities().activities;

type Look = Pick<ExaminedStudent, 'score' | 'gain' | 'decision' | 'remark'>;
const gain = (difference: number) => ({ difference, standardError: 0.02 });

/** A build of three rounds at the most, whose students do on validation as `looks` say, in turn. */
function inRounds(looks: readonly Look[], replaced: Partial<AllActivities> = {}) {
  let trained = 0;
  let looked = 0;
  return scriptedActivities({
    parseTask: async (input) => ({ ...(await canned.parseTask(input)), rounds: { most: 3, rows: 95 } }),
    trainStudent: async (input) => ({ ...(await canned.trainStudent(input)), steps: ++trained }),
    examineStudent: async (input) => {
      const look = looks[looked++];
      if (look === undefined) throw new Error('looked too often');
      return { ...(await canned.examineStudent(input)), ...look, record: recordOf('examine', looked) };
    },
    ...replaced,
  });
}

const inputsOf = (asked: ReturnType<typeof scriptedActivities>['asked'], name: string) =>
  asked.filter((call) => call.name === name).map((call) => call.input);

describe('rounds', () => {
  it('ends after the first where validation says it is good enough', async () => {
    const { activities, asked } = inRounds([{ score: 0.97, gain: null, decision: 'good-enough' }]);
    await buildInTest(temporal, 'one-round', activities, async ({ handle }) => {
      await handle.result();
      expect(inputsOf(asked, 'trainStudent')).toHaveLength(1);
      expect(inputsOf(asked, 'evaluateStudent')).toMatchObject([{ rounds: [{ round: 1, decision: 'good-enough' }] }]);
    });
  });

  it('writes for what is weak, after the calls before, keeps validation, and trains again while it gains', async () => {
    const { activities, asked } = inRounds([
      { score: 0.7, gain: null, decision: 'again' },
      { score: 0.8, gain: gain(0.1), decision: 'again' },
      { score: 0.81, gain: gain(0.01), decision: 'no-gain' },
    ]);
    await buildInTest(temporal, 'three-rounds', activities, async ({ handle }) => {
      await handle.result();
      const writing = inputsOf(asked, 'writeInputs');
      expect(writing.slice(0, 2)).not.toContainEqual(
        expect.objectContaining({ plan: expect.objectContaining({ focus: expect.anything() }) }),
      );
      expect(writing.slice(2)).toMatchObject([
        { calls: { from: 20, to: 30 }, plan: { focus: artifact('5') } },
        { calls: { from: 30, to: 40 }, plan: { focus: artifact('5') } },
      ]);
      const [first, second, third] = inputsOf(asked, 'assembleDataset');
      expect(first).not.toHaveProperty('before');
      for (const later of [second, third]) expect(later).toMatchObject({ before: { validation: artifact('2') } });
      const looked = inputsOf(asked, 'examineStudent');
      expect(looked).toMatchObject([{ before: null }, { before: artifact('6') }, { before: artifact('6') }]);
      expect(inputsOf(asked, 'evaluateStudent')).toMatchObject([
        { trained: { steps: 3 }, rounds: [{ round: 1 }, { round: 2 }, { round: 3, score: 0.81 }] },
      ]);
    });
  });

  it('says once in the report what the look at validation could not do', async () => {
    const { activities, asked } = inRounds([
      { score: 0.7, gain: null, decision: 'again', remark: 'no embedder' },
      { score: 0.8, gain: gain(0.1), decision: 'good-enough', remark: 'no embedder' },
    ]);
    await buildInTest(temporal, 'remarked-round', activities, async ({ handle }) => {
      await handle.result();
      expect(inputsOf(asked, 'evaluateStudent')).toMatchObject([{ remarks: ['no embedder'] }]);
    });
  });

  it('opens the test for the best student, not for the last', async () => {
    const { activities, asked } = inRounds([
      { score: 0.8, gain: null, decision: 'again' },
      { score: 0.7, gain: gain(-0.1), decision: 'no-gain' },
    ]);
    await buildInTest(temporal, 'best-round', activities, async ({ handle }) => {
      await handle.result();
      expect(inputsOf(asked, 'evaluateStudent')).toMatchObject([{ trained: { steps: 1 }, rounds: [{}, {}] }]);
    });
  });

  it('goes on with the student it has where the budget holds no further round', async () => {
    let written = 0;
    const { activities, asked } = inRounds([{ score: 0.7, gain: null, decision: 'again' }], {
      writeInputs: async (input) => {
        written += 1;
        if (written > 2) throw new StageFailure('budget-reached', 'nothing is left');
        return canned.writeInputs(input);
      },
    });
    await buildInTest(temporal, 'poor-round', activities, async ({ handle }) => {
      expect((await handle.result()).verdict.decision).toBe('unproven');
      expect(inputsOf(asked, 'trainStudent')).toHaveLength(1);
      expect(inputsOf(asked, 'evaluateStudent')).toMatchObject([
        { remarks: ['Round 2 brought 0 rows, too few to train again.'] },
      ]);
    });
  });
});
