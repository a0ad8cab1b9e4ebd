import { afterEach, describe, expect, it } from 'vitest';
import { DatasetListing } from '../../../contracts/candidate.ts';
import { putJson, readJson } from '../../../lib/store/blobs.ts';
import { type ActivityBench, GRANT, openActivityBench } from '../../support/activity-bench.ts';
import { candidate } from '../../support/candidate.ts';
import { createFakeEndpoint, type FakeEndpoint, type ReceivedCall } from '../../support/fake-endpoint.ts';

const PROMPT = 'Which team answers the customer?';
const HUB = { from: 'hub', repo: 'acme/moods', revision: 'x', config: null } as const;
const LISTING: DatasetListing = {
  version: 1,
  considered: 9,
  skipped: [],
  candidates: [
    candidate('hub:acme/moods', { place: HUB, fit: 'good', proven: true }),
    candidate('local:payroll', {
      samples: [{ input: 'a salary', output: '9000' }],
      scores: { vector: 0.1, text: 0, fused: 0, output: 0, names: 0, total: 1 },
    }),
    candidate('local:tickets', { proven: true }),
  ],
};

let closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.toReversed()) await close();
  closing = [];
});

async function setUp(serve: (call: ReceivedCall) => string) {
  const endpoint = await createFakeEndpoint((call) => ({ content: serve(call) }));
  closing.push(endpoint.close);
  const labels = ['billing', 'delivery'];
  const bench = await openActivityBench(
    { prompt: PROMPT, kind: 'labels', labels },
    { baseUrl: endpoint.baseUrl, model: 'm' },
  );
  closing.push(bench.close);
  const { spec } = await bench.call(bench.activities.parseTask, { build: bench.build, grant: GRANT });
  const listing = await putJson(bench.store, LISTING);
  return { endpoint, bench, asked: { build: bench.build, spec, listing, grant: GRANT } };
}

const rank = ({
  bench,
  asked,
}: {
  bench: ActivityBench;
  asked: Parameters<ActivityBench['activities']['rankDatasets']>[0];
}) => bench.call(bench.activities.rankDatasets, asked);
const calls = ({ bill }: FakeEndpoint): number => bill.calls;

/** Says yes to the datasets whose rows hold the word, and no to the others; the first of them is the best. */
const yesTo =
  (word: string) =>
  ({ body }: ReceivedCall): string => {
    const parts = (body.messages.at(-1)?.content ?? '').split(/\n\nDataset (?=[A-Z]\n)/).slice(1);
    const datasets = parts.map((part) => {
      const does = part.includes(word) ? 'yes' : 'no';
      return { name: part.slice(0, 1), reason: `it says ${word}: ${does}`, does };
    });
    const order = datasets.toSorted((one, other) => Number(other.does === 'yes') - Number(one.does === 'yes'));
    return JSON.stringify({ datasets, order: order.map(({ name }) => name) });
  };

describe('rankDatasets', () => {
  it('gives the listing as the teacher read it, for one paid call, and no call in another build', async () => {
    const { endpoint, bench, asked } = await setUp(yesTo('tickets'));
    const ranked = await rank({ bench, asked });
    expect(ranked).toMatchObject({ shown: 2, refused: null, cut: null });
    const read = await readJson(bench.store, ranked.listing, DatasetListing);
    expect(read).toMatchObject({ considered: 9, candidates: LISTING.candidates.map(() => ({})) });
    expect(read.candidates.map(({ id, fit, reading }) => [id, fit, reading?.does])).toEqual([
      ['local:tickets', 'good', 'yes'],
      ['local:payroll', 'possible', undefined],
      ['hub:acme/moods', 'possible', 'no'],
    ]);
    expect(ranked.candidates[0]).toMatchObject({ id: 'local:tickets', fit: 'good', reading: { does: 'yes' } });
    expect([calls(endpoint), ranked.spending.paid.calls]).toEqual([1, 1]);
    const again = await rank({ bench, asked: { ...asked, build: { ...bench.build, buildId: 'bench-2' } } });
    expect([calls(endpoint), again.record.reused, again.spending.paid.calls, again.listing]).toEqual([
      1,
      true,
      0,
      ranked.listing,
    ]);
  });

  it('sends no row of a file at hand that is neither proven nor on the topic', async () => {
    const sent: string[] = [];
    const { bench, asked } = await setUp((call) => {
      sent.push(JSON.stringify(call.body));
      return yesTo('tickets')(call);
    });
    await rank({ bench, asked });
    expect(sent).toHaveLength(1);
    expect(sent[0]).toContain('a row of local:tickets');
    expect(sent[0]).not.toMatch(/payroll|salary/);
  });

  it('asks nobody where nothing may be shown', async () => {
    const { endpoint, bench, asked } = await setUp(yesTo('tickets'));
    const listing = await putJson(bench.store, { ...LISTING, candidates: LISTING.candidates.slice(1, 2) });
    const ranked = await rank({ bench, asked: { ...asked, listing } });
    expect(ranked).toMatchObject({ shown: 0, refused: null, listing, candidates: [{ id: 'local:payroll' }] });
    expect(calls(endpoint)).toBe(0);
  });

  it('asks three times for an answer that names each once, then lets the search’s own listing stand', async () => {
    const { endpoint, bench, asked } = await setUp(() => {
      const one = { name: 'A', reason: '', does: 'yes' };
      return JSON.stringify({ datasets: [one, one], order: ['A', 'B'] });
    });
    const ranked = await rank({ bench, asked });
    expect(ranked).toMatchObject({ refused: 'not-each-once', listing: asked.listing, cut: null });
    expect(ranked.candidates.map(({ id, fit }) => [id, fit])).toEqual(
      LISTING.candidates.map(({ id, fit }) => [id, fit]),
    );
    expect([calls(endpoint), ranked.spending.rejected]).toEqual([3, { 'not-each-once': 3 }]);
  });

  it('says what one call may cost where the grant does not hold it, and spends nothing', async () => {
    const { endpoint, bench, asked } = await setUp(yesTo('tickets'));
    const grant = { each: { usd: null, tokens: 100, calls: null }, attempts: 2 };
    const ranked = await rank({ bench, asked: { ...asked, grant } });
    expect(ranked).toMatchObject({ refused: 'unfunded', listing: asked.listing });
    expect(ranked.cut?.nextCall.tokens).toBeGreaterThan(100);
    expect(calls(endpoint)).toBe(0);
    // With money it goes on: nothing of the first try was kept as finished.
    expect((await rank({ bench, asked })).refused).toBeNull();
  });
});
