import { describe, expect, it } from 'vitest';
import { plan } from '../../../../client/verbs/plan.ts';
import type { VerbCall } from '../../../../client/verb.ts';
import { Estimate } from '../../../../contracts/plan.ts';
import { readEnvironment } from '../../../../lib/environment/read-environment.ts';
import { createFakeTerminal } from '../../../support/fake-terminal.ts';

/** A stack where nobody listens: what is asked of it fails. */
const ENV = {
  TEMPORAL_ADDRESS: '127.0.0.1:1',
  AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1',
  AWS_ACCESS_KEY_ID: 'a',
  AWS_SECRET_ACCESS_KEY: 'b',
  P2M_BUCKET: 'bucket',
};

async function planOf(word: string, options: VerbCall['options']) {
  const terminal = createFakeTerminal('lines');
  const call: VerbCall = {
    options,
    words: [word],
    terminal,
    clock: { now: () => 0, wait: async () => undefined },
    interrupted: new AbortController().signal,
    cwd: '/',
    env: {},
    readInput: async () => '',
    environment: () => readEnvironment({ env: ENV, cwd: '/' }),
  };
  return { result: await plan.run(call), said: terminal.said };
}

const PRICED = { model: 'some', 'price-input': '1', 'price-output': '2' };

describe('p2m plan without --pilot', () => {
  it('asks nobody, and tells what is known, what will be asked and the interval', async () => {
    const { result, said } = await planOf('Sort mail', { ...PRICED, labels: 'a,b', rows: '100' });
    expect(result).toMatchObject({
      exit: 0,
      json: { name: 'sort-mail', kind: 'labels', labels: ['a', 'b'], toRead: false, rows: 100, plan: null },
    });
    const { total, basis } = Estimate.parse(result.json['estimate']);
    expect(basis).toBe('priors');
    expect(total.calls.low).toBeLessThan(total.calls.middle);
    expect(total.usd.high).toBeGreaterThan(total.usd.middle);
    expect(said).toContain('asked first: what inputs differ in (one call)');
    expect(said.find((line) => line.startsWith('all'))).toMatch(/\d calls|\d,\d{3}/);
    expect(said.at(-1)).toBe('Nothing was asked, nothing was paid. --pilot lets the teacher try a few rows.');
  });

  it('says that a bare prompt will be read first', async () => {
    const { said } = await planOf('Sort mail', PRICED);
    expect(said[0]).toBe('sort-mail: its kind will be read from the prompt');
    expect(said).toContain('asked first: what the prompt wants (one call), what inputs differ in (one call)');
  });
});
