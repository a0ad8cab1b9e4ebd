import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { runCommand, type World } from '../../../client/run-command.ts';
import { VERBS } from '../../../client/verbs/verbs.ts';
import { readEnvironment } from '../../../lib/environment/read-environment.ts';
import { ensureBucket } from '../../../lib/store/ensure-bucket.ts';
import { createS3Store } from '../../../lib/store/s3-store.ts';
import { bundleFolder } from '../../../client/bundle-folder.ts';
import { createFakeTerminal } from '../../support/fake-terminal.ts';
import { createTestRegistry, SHIP, shippingBuild, testedRows } from '../../support/released-builds.ts';
import { verbCall } from '../../support/verb-call.ts';
import { startWritableHub } from '../../support/writable-hub.ts';

const TOKEN = 'hf_rightrightright';

let folder: string;
let env: Record<string, string>;
let hub: Awaited<ReturnType<typeof startWritableHub>>;
/** Build ids: as good as each other, but the last, which is worse. */
let one: string;
let two: string;
let worse: string;
let unproven: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'registry-'));
  hub = await startWritableHub(TOKEN);
  const { endpoint, region, accessKeyId, secretAccessKey } = inject('s3');
  const bucket = 'registry-verbs';
  const settings = { endpoint, region, accessKeyId, secretAccessKey, bucket, pathStyle: true };
  await ensureBucket(settings);
  env = {
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    P2M_BUCKET: bucket,
    HF_ENDPOINT: hub.endpoint,
    HF_TOKEN: TOKEN,
  };
  const made = createTestRegistry();
  one = (await shippingBuild(made, 'one', { tested: testedRows(4) })).buildId;
  const second = { gate: { ...SHIP.gate, opening: 2 } };
  two = (await shippingBuild(made, 'two', { tested: testedRows(6), report: second })).buildId;
  worse = (await shippingBuild(made, 'worse', { tested: testedRows(50) })).buildId;
  const report = { verdict: { decision: 'unproven', reason: 'Too few rows.' } } as const;
  unproven = (await shippingBuild(made, 'unproven', { report })).buildId;
  const store = createS3Store(settings);
  for (const [key, bytes] of made.store.objects) await store.put(key, { bytes }, 'always');
});
afterAll(async () => {
  await hub.stop();
  await rm(folder, { recursive: true });
});

async function p2m(...args: string[]) {
  const terminal = createFakeTerminal('lines');
  const world: World = {
    openTerminal: () => terminal,
    clock: { now: () => Date.UTC(2026, 0, 2, 3, 4, 5), wait: async () => undefined },
    interrupted: new AbortController().signal,
    cwd: folder,
    env,
    readInput: async () => '',
    environment: () => readEnvironment({ env, cwd: folder }),
  };
  const exit = await runCommand(args, VERBS, world);
  return { exit, said: terminal.said.join('\n'), complaint: terminal.complaints.join('\n'), json: terminal.results[0] };
}

describe('promote, rollback and list --models', () => {
  it('say that nothing is released yet', async () => {
    expect((await p2m('list', '--models')).said).toBe(
      'No model is released yet. To release a build: npm run p2m -- promote BUILD',
    );
    expect(await p2m('rollback', 'triage')).toMatchObject({ exit: 2, json: { error: { kind: 'release-unknown' } } });
  });

  it('release one build, then another, and refuse a worse one with 6', async () => {
    const first = await p2m('promote', one);
    expect(first).toMatchObject({ exit: 0, json: { name: 'triage', state: 'promoted', number: 1, buildId: one } });
    expect(first.said).toContain('triage: version 1 is released.');
    const second = await p2m('promote', two, '--reason', 'newer');
    expect(second.said).toContain('triage: version 2 is released; version 1 was released before.');
    const refused = await p2m('promote', worse);
    expect(refused).toMatchObject({ exit: 6, json: { error: { kind: 'release-refused' } } });
    expect(refused.said).toMatch(/points worse than version 2 \(accuracy 75\.0 against 97\.0; 95 % confidence\)/);
    expect(refused.complaint).toContain('version 2 of triage stays released');
    expect(await p2m('promote', two)).toMatchObject({ exit: 0, json: { state: 'there', number: 2 } });
  });

  it('force only with a reason', async () => {
    expect(await p2m('promote', worse, '--force')).toMatchObject({ exit: 2, json: { error: { kind: 'usage' } } });
    const forced = await p2m('promote', worse, '--force', '--reason', 'a drill');
    expect(forced.said).toContain('triage: version 3 is released, forced; version 2 was released before.');
  });

  it('go back, and show what is released', async () => {
    const back = await p2m('rollback', 'triage');
    expect(back.said).toBe('triage: version 2 is released again, instead of 3; another rollback goes to version 1.');
    const { said, json } = await p2m('list', '--models');
    expect(said).toMatch(/^model +version +verdict +score +metric +previous +released \(UTC\) +by +build\n/);
    expect(said).toMatch(new RegExp(`^triage +2 +ship +0\\.500 +accuracy +1 +2026-01-02 03:04 +\\S+ +${two}$`, 'm'));
    expect(json).toMatchObject({
      models: [
        {
          name: 'triage',
          current: 2,
          previous: 1,
          history: [
            { to: 1 },
            { to: 2, reason: 'newer' },
            { to: 3, gate: 'forced', reason: 'a drill' },
            { act: 'rollback' },
          ],
        },
      ],
    });
    expect(await p2m('rollback', 'triage', '--to', '9')).toMatchObject({ exit: 2 });
    expect((await p2m('rollback', 'triage', '--to', '3')).said).toContain('version 3 is released again, instead of 2');
    await p2m('rollback', 'triage');
  });
});

describe('the name of a released model', () => {
  it('stands for its version in fetch, report and verify', async () => {
    const fetched = await p2m('fetch', 'triage');
    expect(fetched).toMatchObject({ exit: 0, json: { buildId: two } });
    expect(fetched.said).toContain(`triage, version 2: build ${two}`);
    expect(await p2m('fetch', 'triage@1', '--out', 'first')).toMatchObject({ exit: 0, json: { buildId: one } });
    expect((await p2m('report', 'triage')).json).toMatchObject({ buildId: two });
    expect(await p2m('verify', 'triage', '--rows', '0')).toMatchObject({
      exit: 0,
      json: { buildId: two, whole: true },
    });
    expect(await p2m('fetch', 'triage@7')).toMatchObject({ exit: 2, json: { error: { kind: 'release-unknown' } } });
  });

  it('stands for a folder with its bundle where none has that name', async () => {
    const call = verbCall({ cwd: folder, env, environment: () => readEnvironment({ env, cwd: folder }) });
    const found = await bundleFolder(call, 'triage@1');
    expect(found.released).toEqual({ name: 'triage', number: 1, buildId: one });
    expect(await readFile(join(found.folder, 'provenance.json'), 'utf8')).toContain(`"buildId": "${one}"`);
    expect(await bundleFolder(call, 'triage@1')).toEqual(found);
    expect(await bundleFolder(call, 'out')).toEqual({ folder: join(folder, 'out'), released: null });
    expect(await bundleFolder(call, 'nobody')).toEqual({ folder: join(folder, 'nobody'), released: null });
    await rm(found.folder, { recursive: true });
  });

  it('is not what promote means, nor a folder', async () => {
    expect(await p2m('promote', join('out', 'triage'))).toMatchObject({ exit: 0, json: { state: 'there' } });
    expect(await p2m('promote', 'triage')).toMatchObject({ exit: 2, json: { error: { kind: 'build-unknown' } } });
  });

  it('compares the answers of two versions', async () => {
    const { said, json } = await p2m('diff', 'triage@1', worse);
    expect(said).toContain('46 of 200 common answers changed: 0 fixed, 46 broken (McNemar p < 0.001)');
    expect(json).toMatchObject({ predictions: { shared: 200, fixed: 0, broken: 46 } });
  });
});

describe('publish', () => {
  it('brings a build, and a folder, and says where it is', async () => {
    const published = await p2m('publish', two, '--to', 'acme/triage');
    expect(published).toMatchObject({ exit: 0, json: { url: `${hub.endpoint}/acme/triage`, repository: 'made' } });
    const repo = hub.repos.get('acme/triage');
    expect(repo?.commits).toEqual([`triage: build ${two}`]);
    expect(repo?.files.get('SHA256SUMS')?.bytes.toString()).toBe(
      await readFile(join(folder, 'out', 'triage', 'SHA256SUMS'), 'utf8'),
    );
    const again = await p2m('publish', join('out', 'triage'), '--to', 'acme/triage');
    expect(again.said).toBe(`Everything is there already: ${hub.endpoint}/acme/triage`);
  });

  it('refuses what is not proven, unless forced', async () => {
    const refused = await p2m('publish', unproven, '--to', 'acme/unproven');
    expect(refused).toMatchObject({ exit: 6, json: { error: { kind: 'not-published' } } });
    expect(refused.said).toContain('Too few rows.');
    expect(hub.repos.has('acme/unproven')).toBe(false);
    expect(await p2m('publish', unproven, '--to', 'acme/unproven', '--force', '--public')).toMatchObject({ exit: 0 });
    expect(hub.repos.get('acme/unproven')?.isPrivate).toBe(false);
  });

  it('refuses what has no token, no name, or was changed', async () => {
    const { HF_TOKEN: _token, ...without } = env;
    env = without;
    expect(await p2m('publish', two, '--to', 'acme/triage')).toMatchObject({
      exit: 4,
      json: { error: { kind: 'key-missing' } },
    });
    env = { ...without, HF_TOKEN: 'hf_wrongwrongwrong' };
    const wrong = await p2m('publish', two, '--to', 'acme/triage');
    expect(wrong).toMatchObject({ exit: 4, json: { error: { kind: 'key-refused' } } });
    expect(`${wrong.said}${wrong.complaint}`).not.toContain('wrongwrong');
    env = { ...without, HF_TOKEN: TOKEN };
    expect(await p2m('publish', two, '--to', 'triage')).toMatchObject({ exit: 2 });
    await writeFile(join(folder, 'first', 'README.md'), 'other');
    const changed = await p2m('publish', 'first', '--to', 'acme/first');
    expect(changed).toMatchObject({ exit: 2, json: { error: { kind: 'bundle-unusable' } } });
    expect(hub.repos.has('acme/first')).toBe(false);
  });
});
