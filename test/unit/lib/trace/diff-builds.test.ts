import { describe, expect, it } from 'vitest';
import { ArtifactRef } from '../../../../contracts/artifact.ts';
import { Example } from '../../../../contracts/example.ts';
import { StageManifest } from '../../../../contracts/manifest.ts';
import { TaskConfig } from '../../../../contracts/task-config.ts';
import { readBytes, readJson, readRows } from '../../../../lib/store/blobs.ts';
import { readBuildRecord } from '../../../../lib/trace/build-record.ts';
import { readBundleFacts } from '../../../../lib/trace/bundle-facts.ts';
import { AREAS, diffBuilds, type DiffSide } from '../../../../lib/trace/diff-builds.ts';
import { diffLines } from '../../../../lib/trace/diff-lines.ts';
import { diffValues } from '../../../../lib/trace/diff-values.ts';
import { smallBuild, type SmallBuildWish } from '../../../support/small-build.ts';

async function side(wish: SmallBuildWish = {}): Promise<DiffSide> {
  const { store, buildId, bundle } = await smallBuild(wish);
  const record = await readBuildRecord(store, buildId);
  if (record === null) throw new Error('no record');
  const manifest = (stage: string) => {
    const key = record.records.find((one) => one.stage === stage)?.manifest ?? '';
    return StageManifest.parse(JSON.parse(store.objects.get(key)?.toString() ?? '')).result;
  };
  const rows = (ref: unknown) => readRows(store, ArtifactRef.parse(ref), Example);
  const facts = await readBundleFacts({
    files: bundle.files,
    read: (path) => readBytes(store, ArtifactRef.parse(bundleFile(bundle.files, path))),
    refuse: (path, cause) => new Error(path, { cause }),
  });
  return {
    name: buildId,
    state: 'done',
    config: await readJson(store, record.build.config, TaskConfig),
    rows: {
      train: await rows(manifest('assemble')['train']),
      validation: await rows(manifest('assemble')['validation']),
      test: await rows(manifest('holdout')['test']),
    },
    bundle: facts,
    answers: null,
    cost: record.cost,
    costs: record.costs ?? [],
  };
}

const bundleFile = (
  files: readonly { readonly path: string; readonly uri: string; readonly sha256: string; readonly bytes: number }[],
  path: string,
) => {
  const { uri, sha256, bytes } = files.find((file) => file.path === path) ?? { uri: '', sha256: '', bytes: 0 };
  return { uri, sha256, bytes };
};

describe('diffBuilds', () => {
  it('finds nothing between a build and itself', async () => {
    const one = await side();
    const found = diffBuilds(one, one);
    expect(AREAS.flatMap((area) => found.changes[area])).toEqual([]);
    expect([found.prompt, found.scores]).toEqual([[], []]);
    expect(found.rows?.map(({ same }) => same)).toEqual([1, 1, 2]);
  });

  it('tells prompt, rows and scores apart', async () => {
    const one = await side();
    const score = {
      on: 'gold',
      metric: 'accuracy',
      low: 0.2,
      high: 1,
      n: 2,
      value: 0.75,
      who: 'student-int8',
    } as const;
    const other = await side({
      prompt: 'Sort the message.\nAnswer a or b, nothing else.',
      inputs: ['late parcel', 'double bill'],
      report: { scores: [score] },
    });
    const found = diffBuilds(one, other);
    expect(found.prompt).toEqual([
      { sign: ' ', text: 'Sort the message.' },
      { sign: '-', text: 'Answer a or b.' },
      { sign: '+', text: 'Answer a or b, nothing else.' },
    ]);
    expect(found.rows?.[1]).toEqual({
      part: 'validation',
      same: 0,
      added: ['double-bill'],
      removed: ['wrong-bill'],
      relabelled: [],
    });
    expect(found.scores[0]).toMatchObject({
      who: 'student-int8',
      before: { value: 0.5, low: 0.1 },
      after: { value: 0.75, low: 0.2 },
    });
    expect(found.scores.find(({ who }) => who === 'teacher')).toMatchObject({ before: { value: 1 }, after: null });
    expect(found.changes.task).toEqual([]);
    expect(found.changes.data.map(({ name }) => name)).toEqual(['validation.sha256']);
    expect(found.changes.files.map(({ name }) => name)).toEqual(expect.arrayContaining(['task.json', 'report.json']));
  });

  it('names what differs in the configuration, key by key', async () => {
    const one = await side();
    const config = one.config === null ? null : { ...one.config, seed: 2, train: { steps: 50, trials: 1 } };
    expect(diffBuilds(one, { ...one, config }).changes.task).toEqual([
      { name: 'seed', before: '1', after: '2' },
      { name: 'train.steps', before: 'null', after: '50' },
    ]);
  });

  it('compares what a folder has with the same of a build', async () => {
    const one = await side();
    const found = diffBuilds({ ...one, config: null, rows: null }, one);
    expect(found.rows).toBeNull();
    expect(AREAS.flatMap((area) => found.changes[area])).toEqual([]);
  });
});

const text = (a: string, b: string) => diffLines(a, b).map(({ sign, text: line }) => sign + line);

describe('diffLines', () => {
  it('keeps what is common in its order', () => {
    expect(text('a\nb\nc\nd', 'b\nx\nd\ne')).toEqual(['-a', ' b', '-c', '+x', ' d', '+e']);
    expect(text('a', 'a')).toEqual([' a']);
    expect(text('a\nb', 'b\nb')).toEqual(['-a', ' b', '+b']);
  });
});

describe('diffValues', () => {
  it('tells a key that is gone from one that is null', () => {
    expect(diffValues({ a: { b: null, c: [1] } }, { a: { c: [2] }, d: 'x' })).toEqual([
      { name: 'a.b', before: 'null', after: null },
      { name: 'a.c', before: '[1]', after: '[2]' },
      { name: 'd', before: null, after: 'x' },
    ]);
  });
});
