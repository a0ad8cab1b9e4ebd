import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { TeacherPrompt } from '../../contracts/confidence.ts';
import { familiarPieces } from '../../lib/confidence/familiar-pieces.ts';
import { tinyModels } from './tiny-model/tiny-model.ts';

/** What the tiny classifiers were trained on, more or less. */
export const TRAINING_TEXTS = [
  'my invoice refund and the CARD please',
  'the parcel is late, says the courier',
  'hello naïve café',
];

export const FAMILIAR = familiarPieces(TRAINING_TEXTS);

/** By file; the thresholds are chosen to part the answers of tests. */
export const TEMPERATURES = { int8: 0.25, fp32: 0.5 } as const;
/** By file, for answers that are not one label. */
export const CURVES = { int8: { slope: 0.5, intercept: 3 }, fp32: { slope: 0.75, intercept: 2 } } as const;
/** What the makers leave out. */
const KINDS: Readonly<Record<string, object>> = {
  'make_word_models.py': { kind: 'extract' },
  'make_tiny_classifiers.py': { kind: 'labels' },
};
const THRESHOLDS = [
  { coverage: 0.5, threshold: 0.995 },
  { coverage: 0.9, threshold: 0.9 },
  { coverage: 1, threshold: 0 },
];

const PROMPT: TeacherPrompt = {
  version: 1,
  name: 'label-input',
  messages: [
    { role: 'system', content: 'Sort it. Answer with a JSON object {"output": "..."} and nothing else.' },
    { role: 'user', content: 'my card' },
    { role: 'assistant', content: '{"output":"billing"}' },
  ],
  schema: { type: 'object', properties: { output: { type: 'string' } } },
  maxOutputTokens: 128,
};

/** A copy of a tiny classifier that says how sure it is. Whoever asks removes the folder. */
export async function sureBundle(name: string): Promise<string> {
  const [int8, fp32] = [TEMPERATURES.int8, TEMPERATURES.fp32].map((temperature) => ({
    temperature,
    thresholds: THRESHOLDS,
  }));
  return sureCopy('make_tiny_classifiers.py', name, { of: 'accuracy', files: { int8, fp32 } });
}

/** The same of a tiny model that answers with more than one label, or with words. */
export async function curveBundle(maker: string, name: string): Promise<string> {
  const files = { int8: { ...CURVES.int8, thresholds: THRESHOLDS }, fp32: { ...CURVES.fp32, thresholds: THRESHOLDS } };
  return sureCopy(maker, name, { of: 'agreement', counted: 'whole', files });
}

async function sureCopy(maker: string, name: string, fitted: object): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'p2m-sure-'));
  await cp(join(await tinyModels(maker), name), folder, { recursive: true });
  const task = z.looseObject({}).parse(JSON.parse(await readFile(join(folder, 'task.json'), 'utf8')));
  const confidence = { ...fitted, rows: 30, familiarFrom: 0.5 };
  await writeFile(join(folder, 'task.json'), JSON.stringify({ ...task, ...KINDS[maker], confidence }));
  await writeFile(join(folder, 'familiar.json'), JSON.stringify(FAMILIAR));
  await writeFile(join(folder, 'teacher-prompt.json'), JSON.stringify(PROMPT));
  return folder;
}
