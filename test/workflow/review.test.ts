import { type WorkflowHandle, WorkflowUpdateFailedError } from '@temporalio/client';
import { describe, expect, inject, it } from 'vitest';
import type { BuildStatus } from '../../contracts/build.ts';
import { StageFailure } from '../../contracts/failure.ts';
import type { OpenReview, ReviewDecision, ReviewOutcome } from '../../contracts/review.ts';
import { type BuildModel, buildInTest } from '../support/build-in-test.ts';
import { type AllActivities, artifact, recordOf, scriptedActivities } from '../support/scripted-activities.ts';

const temporal = inject('temporal');
type Handle = WorkflowHandle<BuildModel>;

const CANDIDATES = [
  { id: 'local:notes', title: 'notes', rows: 90, license: null, fit: 'possible', score: 0.9 },
  { id: 'local:tickets', title: 'tickets', rows: 500, license: 'mit', fit: 'good', score: 0.8 },
] as const;

/** A task that is to be looked up first, and a search that finds two datasets. */
const looking = (
  retrieve: 'ask' | 'auto',
  more: Partial<AllActivities> = {},
): ReturnType<typeof scriptedActivities> => {
  const { activities } = scriptedActivities();
  return scriptedActivities({
    parseTask: async (input) => ({ ...(await activities.parseTask(input)), retrieve, hub: 'ask' }),
    searchDatasets: async () => ({
      listing: artifact('9'),
      considered: 40,
      skipped: 1,
      candidates: [...CANDIDATES],
      record: recordOf('discover'),
    }),
    importDataset: async () => ({
      rows: artifact('a'),
      test: artifact('b'),
      counts: { read: 200, rows: 150, test: 50 },
      dropped: {},
      testFrom: 'hashed share',
      spec: artifact('c'),
      shown: 5,
      record: recordOf('import'),
    }),
    ...more,
  });
};

/** The question of a build, once it is open. Each query is a round trip to its worker; no time is waited for. */
async function questionOf(handle: Handle): Promise<OpenReview> {
  for (;;) {
    const { review } = await handle.query<BuildStatus>('buildStatus');
    if (review !== null) return review;
  }
}

const decision = (open: OpenReview, change: Partial<ReviewDecision> = {}): ReviewDecision => ({
  version: 1,
  listing: open.listing.sha256,
  use: 'local:tickets',
  by: 'ada',
  note: null,
  ...change,
});
const review = (handle: Handle, given: ReviewDecision): Promise<ReviewOutcome> =>
  handle.executeUpdate<ReviewOutcome, [ReviewDecision]>('reviewDatasets', { args: [given] });

const inputOf = (asked: ReturnType<typeof scriptedActivities>['asked'], name: string): unknown =>
  asked.find((call) => call.name === name)?.input;

describe('a build that found datasets', () => {
  it('asks, is found by AwaitingReview, imports what a person chose and generates only what is missing', async () => {
    const { activities, asked } = looking('ask');
    await buildInTest(temporal, 'review-ask', activities, async ({ handle }) => {
      const open = await questionOf(handle);
      expect(open.choices.map(({ id, fit }) => [id, fit])).toEqual([
        ['local:notes', 'possible'],
        ['local:tickets', 'good'],
      ]);
      const status = await handle.query<BuildStatus>('buildStatus');
      expect([status.state, status.stage]).toEqual(['waiting', 'review']);
      expect((await handle.describe()).searchAttributes['AwaitingReview']).toEqual([true]);
      const mapping = { input: 'question', output: 'queue' };
      const outcome = await review(handle, decision(open, { mapping, note: 'ours' }));
      expect(outcome).toMatchObject({ use: { id: 'local:tickets' }, mapping, decidedBy: 'person' });
      await handle.result();
      expect((await handle.describe()).searchAttributes['AwaitingReview']).toEqual([false]);
      expect(inputOf(asked, 'importDataset')).toMatchObject({ candidate: 'local:tickets', mapping });
      // 190 rows were wanted, 150 are imported: 40 are left, in one shard of 5 calls.
      expect(inputOf(asked, 'writeInputs')).toMatchObject({ calls: { from: 0, to: 5 } });
      expect(inputOf(asked, 'pilotTeacher')).toMatchObject({ rowsWanted: 40 });
      expect(inputOf(asked, 'assembleDataset')).toMatchObject({ generated: [artifact('a'), artifact('d')] });
      // What makes training rows is told of imported demonstrations; the teacher is judged as the user would ask it.
      const specsOf = (names: readonly string[]) => names.map((name) => inputOf(asked, name));
      for (const told of specsOf(['pilotTeacher', 'writeInputs', 'labelInputs', 'assembleDataset']))
        expect(told).toMatchObject({ spec: artifact('c') });
      for (const own of specsOf(['proposeAttributes', 'fixHoldout', 'evaluateStudent', 'packageModel']))
        expect(own).toMatchObject({ spec: artifact('a') });
      expect(asked.at(-1)?.input).toMatchObject({
        interventions: [{ update: 'reviewDatasets', by: 'ada', note: 'ours' }],
      });
    });
  });

  it('refuses decisions about another listing and for datasets that were not found, and leaves the question open', async () => {
    const { activities, asked } = looking('ask');
    await buildInTest(temporal, 'review-refused', activities, async ({ handle }) => {
      const open = await questionOf(handle);
      for (const bad of [
        decision(open, { listing: '0'.repeat(64) }),
        decision(open, { use: 'local:elsewhere' }),
        decision(open, { use: null, mapping: { input: 'a', output: 'b' } }),
      ])
        await expect(review(handle, bad)).rejects.toBeInstanceOf(WorkflowUpdateFailedError);
      expect(await questionOf(handle)).toEqual(open);
      await review(handle, decision(open, { use: null }));
      await handle.result();
      expect(inputOf(asked, 'importDataset')).toBeUndefined();
      // A second decision comes too late.
      await expect(review(handle, decision(open))).rejects.toThrow(/already completed/);
    });
  });

  it('takes the best good fit by itself where it may, and never one that only may fit', async () => {
    const { activities, asked } = looking('auto');
    await buildInTest(temporal, 'review-auto', activities, async ({ handle }) => {
      await handle.result();
      expect(inputOf(asked, 'importDataset')).toMatchObject({ candidate: 'local:tickets', mapping: null });
    });
  });

  it('tests on imported rows where there are none of the user, and says whether a person confirmed them', async () => {
    const { activities: canned } = scriptedActivities();
    const { activities, asked } = looking('auto', {
      parseTask: async (input) => ({
        ...(await canned.parseTask(input)),
        retrieve: 'auto',
        hub: 'leave',
        testSource: 'generated',
        rowsWanted: 150,
      }),
    });
    await buildInTest(temporal, 'review-test', activities, async ({ handle }) => {
      await handle.result();
      expect(inputOf(asked, 'fixHoldout')).toMatchObject({
        generated: [],
        imported: { test: artifact('b'), confirmed: false },
      });
      // People wrote enough rows: no input is written, and nothing is piloted.
      expect(inputOf(asked, 'writeInputs')).toBeUndefined();
      expect(inputOf(asked, 'pilotTeacher')).toBeUndefined();
    });
  });

  it('goes on without the hub where nobody insists on it, and says so', async () => {
    const asks: unknown[] = [];
    const { activities, asked } = looking('auto', {
      searchDatasets: async ({ hub }) => {
        asks.push(hub);
        if (hub === 'ask') throw Object.assign(new StageFailure('hub-unreachable', 'no answer'), { retryAfterMs: 1 });
        return { listing: artifact('9'), considered: 0, skipped: 0, candidates: [], record: recordOf('discover') };
      },
    });
    await buildInTest(temporal, 'review-hub-away', activities, async ({ handle }) => {
      await handle.result();
      expect(asks).toEqual(['ask', 'ask', 'ask', 'ask', 'leave']);
      expect(inputOf(asked, 'evaluateStudent')).toMatchObject({ remarks: ['The hub was not searched: no answer'] });
    });
  });

  describe('that the teacher can read', () => {
    const PROVEN = CANDIDATES.map((one) => ({ ...one, proven: true }));
    const [NOTES, TICKETS] = PROVEN;
    const finding = (
      candidates: readonly (typeof PROVEN)[number][],
      retrieve: 'ask' | 'auto' = 'auto',
      more: Partial<AllActivities> = {},
    ) =>
      looking(retrieve, {
        searchDatasets: async () => ({
          listing: artifact('9'),
          considered: 40,
          skipped: 1,
          candidates: [...candidates],
          record: recordOf('discover'),
        }),
        ...more,
      });
    const readAs = async (refused: string | null) => ({
      ...(await scriptedActivities().activities.rankDatasets({
        build: {
          buildId: '',
          name: '',
          config: artifact('0'),
          teacher: { baseUrl: '', apiKeyEnv: null, price: null },
          fresh: false,
        },
        spec: artifact('a'),
        listing: artifact('8'),
        grant: { each: { usd: null, tokens: null, calls: null }, attempts: 2 },
      })),
      candidates: [
        {
          ...NOTES,
          id: 'local:notes',
          title: 'notes',
          rows: 90,
          license: null,
          fit: 'good',
          score: 0.9,
          reading: { does: 'yes', why: 'queues of messages' },
        } as const,
        ...PROVEN.slice(1).map((one) => ({ ...one, fit: 'possible' as const })),
      ],
      shown: 2,
      refused,
    });

    it('lets it read them, pays for that in the stage, imports what it says and tells why in the report', async () => {
      const { activities, asked } = finding(PROVEN, 'auto', { rankDatasets: () => readAs(null) });
      await buildInTest(temporal, 'review-read', activities, async ({ handle }) => {
        await handle.result();
        expect(inputOf(asked, 'rankDatasets')).toMatchObject({ listing: artifact('9'), spec: artifact('a') });
        expect(inputOf(asked, 'importDataset')).toMatchObject({ candidate: 'local:notes', listing: artifact('8') });
        const status = await handle.query<BuildStatus>('buildStatus');
        expect(status.stages.find(({ stage }) => stage === 'discover')?.note).toBe(
          '2 of 40 datasets may fit; of 2 that the teacher read, 1 does this very task',
        );
        expect(status.costs?.find(({ stage }) => stage === 'discover')?.paid.calls).toBe(1);
        expect(inputOf(asked, 'evaluateStudent')).toMatchObject({
          remarks: [
            'Rows of notes were imported unasked: the teacher read three of them, and says that they do this task (queues of messages).',
          ],
        });
        expect(asked.at(-1)?.input).toMatchObject({
          records: expect.arrayContaining([recordOf('discover'), recordOf('rank-datasets')]),
        });
      });
    });

    it('goes by the search where its answers are of no use, and says so', async () => {
      const { activities, asked } = finding(PROVEN, 'auto', {
        rankDatasets: async () => ({ ...(await readAs('not-each-once')), listing: artifact('9'), candidates: PROVEN }),
      });
      await buildInTest(temporal, 'review-unread', activities, async ({ handle }) => {
        await handle.result();
        expect(inputOf(asked, 'importDataset')).toMatchObject({ candidate: 'local:tickets', listing: artifact('9') });
        const status = await handle.query<BuildStatus>('buildStatus');
        expect(status.stages.find(({ stage }) => stage === 'discover')?.note).toBe(
          '2 of 40 datasets may fit; the teacher did not say which (no answer could be used: not-each-once)',
        );
        expect(inputOf(asked, 'evaluateStudent')).toMatchObject({
          remarks: [
            'The teacher did not say which of the datasets found fit the task (no answer could be used: not-each-once): the search alone decided.',
          ],
        });
      });
    });

    it('imports nothing that is not proven to fit, and says that somebody may', async () => {
      const { activities, asked } = finding(PROVEN, 'auto', {
        rankDatasets: async () => {
          const read = await readAs(null);
          return { ...read, candidates: read.candidates.map((one) => ({ ...one, fit: 'possible' as const })) };
        },
      });
      await buildInTest(temporal, 'review-unproven', activities, async ({ handle }) => {
        await handle.result();
        expect(inputOf(asked, 'importDataset')).toBeUndefined();
        expect(inputOf(asked, 'evaluateStudent')).toMatchObject({
          remarks: [
            'The teacher read rows of notes, and says that they do this task; whether its answers are those of the task is not proven, so none was imported. With `retrieve: ask` you can say so.',
          ],
        });
      });
    });

    it.each([
      ['a person looks', 'ask', PROVEN],
      ['nothing was found', 'auto', []],
      ['the only one is a good fit', 'auto', TICKETS === undefined ? [] : [TICKETS]],
    ] as const)('sends it nothing where %s', async (_, retrieve, candidates) => {
      const { activities, asked } = finding([...candidates], retrieve);
      await buildInTest(
        temporal,
        `review-not-read-${retrieve}-${candidates.length}`,
        activities,
        async ({ handle }) => {
          if (retrieve === 'ask') await review(handle, decision(await questionOf(handle)));
          await handle.result();
          expect(inputOf(asked, 'rankDatasets')).toBeUndefined();
        },
      );
    });
  });
});
