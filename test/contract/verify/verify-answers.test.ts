import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { BundleTask } from '../../../contracts/bundle-task.ts';
import { type VerifiedAnswers, verifyAnswers } from '../../../client/verify-answers.ts';
import { createChildPredictor } from '../../../lib/inference/child-predictor.ts';
import { readBuildRecord } from '../../../lib/trace/build-record.ts';
import { smallBuild } from '../../support/small-build.ts';
import { tinyModels } from '../../support/tiny-model/tiny-model.ts';
import { verbCall } from '../../support/verb-call.ts';

const INPUTS = Array.from({ length: 12 }, (_, row) => `where is parcel ${row}, and why was I charged ${row} times?`);
const HERE = cpus()[0]?.model ?? 'unknown';

let model: string;
let answers: string[];
let labels: string[];

beforeAll(async () => {
  model = join(await tinyModels(), 'labels');
  const task = BundleTask.parse(JSON.parse(await readFile(join(model, 'task.json'), 'utf8')));
  labels = (task.labels ?? []).map(({ name }) => name);
  const { signal } = new AbortController();
  answers = [];
  for await (const { output } of createChildPredictor()({
    folder: model,
    file: 'int8',
    inputs: INPUTS,
    threads: 1,
    signal,
  }))
    answers.push(output);
}, 120_000);

const otherThan = (row: number): string => labels.find((label) => label !== answers[row]) ?? '';

/** A build whose model answers as recorded but on the first `wrong` rows. */
async function verified(wrong: number, processor: string): Promise<VerifiedAnswers | null> {
  const tested = INPUTS.map((input, row) => {
    const answer = answers[row] ?? '';
    return { input, output: answer, student: row < wrong ? otherThan(row) : answer };
  });
  const { store, buildId } = await smallBuild({
    model,
    tested,
    labels,
    report: { machine: { processor, threads: 1 } },
  });
  const record = await readBuildRecord(store, buildId);
  if (record === null) throw new Error('no record');
  return verifyAnswers(verbCall({}), { kind: 'build', store, record }, 50);
}

it('answers again as the report has it, by the bundle’s own script', async () => {
  expect(await verified(0, HERE)).toEqual({ asked: 12, differences: [], file: 'int8', processor: 'the same' });
});

it('names the rows whose answers are others, and that the processor is another', async () => {
  const found = await verified(2, 'a processor of long ago');
  expect(found).toMatchObject({ asked: 12, processor: 'another' });
  expect(found?.differences.toSorted((one, other) => one.place.localeCompare(other.place))).toEqual(
    [0, 1].map((row) => ({
      place: `test row ${INPUTS[row]?.replaceAll(' ', '-')}`,
      what: 'answer of the int8 file',
      expected: otherThan(row),
      found: answers[row],
    })),
  );
});

it('leaves nothing behind in the folder for temporary files', async () => {
  const before = process.env['TMPDIR'];
  const own = await mkdtemp(join(tmpdir(), 'verify-own-'));
  process.env['TMPDIR'] = own;
  try {
    await verified(0, HERE);
    expect(await readdir(own)).toEqual([]);
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    await rm(own, { recursive: true });
  }
});
