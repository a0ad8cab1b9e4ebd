import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { paidStage } from '../../../activities/paid-stage.ts';
import type { BuildContext, Cuttable, Paid } from '../../../contracts/activities.ts';
import type { Amount } from '../../../contracts/budget.ts';
import type { ObjectStore } from '../../../lib/store/object-store.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { artifact } from '../../support/scripted-activities.ts';

const build: BuildContext = {
  buildId: 'first',
  name: 'test',
  config: artifact('0'),
  teacher: { baseUrl: 'http://127.0.0.1:1/v1', apiKeyEnv: null, price: null },
  fresh: false,
};
const grant = { each: { usd: 1, tokens: null, calls: null }, attempts: 2 };
const schema = z.strictObject({ rows: z.int() });
const key = { stage: 'pay', stageVersion: '1', inputs: { a: 1 } };
const cents = (usd: number): Amount => ({ usd, tokens: 10, calls: 1 });

/** Runs a stage that makes one call of the given cost, as one attempt of an activity. */
function attempt(
  store: ObjectStore,
  usd: number,
  info: { readonly attempt?: number; readonly heartbeatDetails?: unknown } = {},
  how: { readonly buildId?: string; readonly cut?: Amount; readonly fails?: Error } = {},
) {
  const environment = new MockActivityEnvironment({ attempt: 1, ...info }, { logger: new DefaultLogger('ERROR') });
  const beats: unknown[] = [];
  environment.on('heartbeat', (details: unknown) => beats.push(details));
  const work = { build: { ...build, buildId: how.buildId ?? build.buildId }, grant, key, schema };
  const stage = (): Promise<Done> =>
    paidStage({ store }, work, async ({ purse, reads }) => {
      reads('family');
      if (!purse.reserve(cents(usd))) throw new Error('the purse does not hold it');
      purse.settle(cents(usd), cents(usd));
      if (how.fails) throw how.fails;
      return { result: { rows: 7 }, cut: how.cut ?? null };
    });
  return { done: environment.run<[], Done, typeof stage>(stage), beats };
}

type Done = { readonly rows: number } & Paid & Cuttable;

describe('paidStage', () => {
  it('gives the result with what was charged', async () => {
    const { done } = attempt(createMemoryStore(), 0.3);
    expect(await done).toMatchObject({
      rows: 7,
      cut: null,
      spending: { charged: cents(0.3) },
      record: { reused: false },
    });
  });

  it('is finished once: another build finds the result and pays nothing', async () => {
    const store = createMemoryStore();
    await attempt(store, 0.3).done;
    const second = await attempt(store, 99, {}, { buildId: 'second' }).done;
    expect(second).toMatchObject({ rows: 7, spending: { charged: { usd: 0 } }, record: { reused: true } });
  });

  it('counts what another build paid for it as reused, and names the families it read', async () => {
    const store = createMemoryStore();
    const { record } = await attempt(store, 0.3).done;
    const stored = z
      .looseObject({ result: z.looseObject({ spending: z.looseObject({}) }) })
      .parse(JSON.parse(store.objects.get(record.manifest)?.toString() ?? ''));
    expect(stored.result).toMatchObject({ families: ['family'] });
    const paid = { usd: 0.3, inputTokens: 8, outputTokens: 2, calls: 4 };
    const spending = { ...stored.result.spending, paid, reused: 1 };
    store.objects.set(
      record.manifest,
      Buffer.from(JSON.stringify({ ...stored, result: { ...stored.result, spending } })),
    );
    const again = (buildId: string) => attempt(store, 99, {}, { buildId }).done;
    expect((await again('second')).spending).toMatchObject({ paid: { calls: 0 }, reused: 5 });
    expect((await again(build.buildId)).spending).toMatchObject({ paid, reused: 1 });
  });

  it('is not finished where the grant cut it: the same call works again', async () => {
    const store = createMemoryStore();
    const first = await attempt(store, 0.3, {}, { cut: cents(0.5) }).done;
    expect(first.cut).toEqual({ nextCall: cents(0.5) });
    const second = await attempt(store, 0.4).done;
    expect(second).toMatchObject({ cut: null, record: { reused: false }, spending: { charged: cents(0.4) } });
  });

  it('charges an attempt that died without a word its whole share', async () => {
    const { done } = attempt(createMemoryStore(), 0.3, { attempt: 2 });
    expect((await done).spending.charged.usd).toBeCloseTo(1.3, 12);
  });

  it('gives up when every attempt that the grant pays for has died', async () => {
    const { done } = attempt(createMemoryStore(), 0.3, { attempt: 3 });
    await expect(done).rejects.toMatchObject({ kind: 'grant-spent' });
  });

  it('charges an attempt that failed cleanly what it spent, and no more', async () => {
    const store = createMemoryStore();
    const failed = attempt(store, 0.2, {}, { fails: new Error('the endpoint is gone') });
    await expect(failed.done).rejects.toThrow('the endpoint is gone');
    const { done } = attempt(store, 0.3, { attempt: 2, heartbeatDetails: failed.beats.at(-1) });
    expect((await done).spending.charged.usd).toBeCloseTo(0.5, 12);
  });
});
