import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  AutoModelForSeq2SeqLM,
  AutoModelForSequenceClassification,
  AutoTokenizer,
  env,
} from '@huggingface/transformers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { TrainerEvent } from '../../contracts/trainer-event.ts';
import type { ExportPlan, TrainerPlan, TrainingPlan } from '../../contracts/training-plan.ts';
import { predictTfidf, TfidfModel } from '../../lib/baselines/tfidf.ts';
import { createTrainerRunner } from '../../lib/trainer/run-trainer.ts';
import { runPython } from './run-python.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PYTHON = path.join(ROOT, '.p2m/venv/bin/python');
const LABELS = ['billing', 'delivery', 'other'];
const TEXTS = ['due 31.5.2024', '  two  spaces', 'naïve café — 日本語 🙂', 'a-b, "c"; 3.14!', "don't"];

/** Rows of numbers: logits, or tokens. */
const Numbers = z.array(z.array(z.number()));

const askPython = <Answer>(script: string, input: unknown, answer: z.ZodType<Answer>) =>
  runPython({ python: PYTHON, root: ROOT, script, input }, answer);

const settings: TrainingPlan['settings'] = {
  epochs: 2,
  batchSize: 8,
  accumulateSteps: 1,
  classWeights: false,
  learningRate: 1e-3,
  warmupShare: 0.1,
  weightDecay: 0.01,
  dropout: null,
  maxInputTokens: 64,
  maxOutputTokens: 12,
  patience: 3,
  evaluateEverySteps: 2,
  averageFrom: null,
  checkpointEverySteps: 2,
  loraRank: null,
  maxSteps: 4,
  maxMinutes: null,
  distil: 'filter',
  alpha: 0.5,
  distilTemperature: 1,
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'contract-trainer-'));
  env.allowRemoteModels = false;
  env.localModelPath = folder;
});
afterAll(() => rm(folder, { recursive: true }));

interface Row {
  readonly text: string;
  readonly output: string;
}

async function writeRows(name: string, rows: readonly Row[]): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, rows.map((row) => `${JSON.stringify({ ...row, weight: 1 })}\n`).join(''));
  return file;
}

async function run(plan: TrainerPlan): Promise<readonly TrainerEvent[]> {
  const runner = createTrainerRunner({ python: PYTHON, root: ROOT });
  const events: TrainerEvent[] = [];
  const { signal } = new AbortController();
  for await (const event of runner({ plan, planFile: path.join(folder, 'plan.json'), signal, onLog: () => {} })) {
    events.push(event);
  }
  return events;
}

const PLAIN = { several: false, ordered: false, none: null } as const;

async function trainAndExport(kind: TrainingPlan['kind'], rows: readonly Row[]): Promise<readonly TrainerEvent[]> {
  const common = { version: 1, kind, labels: kind === 'labels' ? LABELS : null, threads: 1, answers: PLAIN } as const;
  const family = kind === 'labels' ? 'encoder' : 'encoder-decoder';
  const validationRows = await writeRows(`${kind}-validation.jsonl`, rows.slice(0, 6));
  const training: TrainingPlan = {
    ...common,
    task: 'train',
    seed: 1,
    student: { family, base: kind === 'labels' ? 'minilm' : null, mentor: null, prune: null, prefix: null },
    trainRows: await writeRows(`${kind}-train.jsonl`, rows.slice(6)),
    validationRows,
    output: path.join(folder, `${kind}-trained`),
    checkpoints: path.join(folder, `${kind}-checkpoints`),
    resumeFrom: null,
    pruning: null,
    settings,
  };
  const exporting: ExportPlan = {
    ...common,
    task: 'export',
    family,
    model: training.output,
    keepTokensOf: null,
    validationRows,
    maxInputTokens: settings.maxInputTokens,
    output: path.join(folder, kind),
  };
  return [...(await run(training)), ...(await run(exporting))];
}

const named = <Name extends TrainerEvent['event']>(events: readonly TrainerEvent[], name: Name) =>
  events.filter((event): event is Extract<TrainerEvent, { event: Name }> => event.event === name);

describe('a classifier', () => {
  let events: readonly TrainerEvent[];
  beforeAll(async () => {
    const rows = Array.from({ length: 30 }, (_, index) => ({
      text: `${LABELS[index % 3]} question number ${index}`,
      output: LABELS[index % 3] ?? '',
    }));
    events = await trainAndExport('labels', rows);
  }, 600_000);

  it('tells its story in events that the contract knows', () => {
    expect(named(events, 'started')).toMatchObject([{ trainRows: 24, totalSteps: 4, fromStep: 0 }]);
    expect(named(events, 'step').map((event) => event.step)).toEqual([1, 2, 3, 4]);
    expect(named(events, 'evaluated').map((event) => event.step)).toEqual([2, 4]);
    expect(named(events, 'checkpoint').map((event) => event.step)).toEqual([2]);
    expect(named(events, 'trained')).toMatchObject([{ steps: 4, stoppedBy: 'steps' }]);
    expect(named(events, 'exported')).toMatchObject([{ opset: 18, rows: 6, changedAnswers: 0 }]);
  });

  it('answers in Node, from both files, as its weights do in Python', async () => {
    const python = await askPython(
      'classifier-logits.py',
      {
        model: path.join(folder, 'labels-trained'),
        texts: TEXTS,
      },
      Numbers,
    );
    const tokenizer = await AutoTokenizer.from_pretrained('labels');
    for (const [dtype, tolerance] of [
      ['fp32', 1e-4],
      // Int8 changes logits, by far less than their spread.
      ['q8', 0.3],
    ] as const) {
      const model = await AutoModelForSequenceClassification.from_pretrained('labels', { dtype });
      for (const [index, text] of TEXTS.entries()) {
        const { logits } = await model(tokenizer(text));
        const differences = Array.from(logits.data, (value, at) =>
          Math.abs(Number(value) - (python[index]?.[at] ?? 0)),
        );
        expect(Math.max(...differences)).toBeLessThan(tolerance);
      }
      await model.dispose();
    }
  }, 120_000);
});

describe('a text student from scratch', () => {
  let events: readonly TrainerEvent[];
  beforeAll(async () => {
    const rows = Array.from({ length: 46 }, (_, index) => ({
      text: `day ${(index % 28) + 1} of month ${(index % 12) + 1}`,
      output: `${(index % 12) + 1}/${(index % 28) + 1}`,
    }));
    events = await trainAndExport('text', rows);
  }, 600_000);

  it('ships merged files alone, in both precisions', () => {
    expect(named(events, 'exported').flatMap((event) => event.files)).toEqual([
      'config.json',
      'generation_config.json',
      'model.safetensors',
      'onnx/decoder_model_merged.onnx',
      'onnx/decoder_model_merged_quantized.onnx',
      'onnx/encoder_model.onnx',
      'onnx/encoder_model_quantized.onnx',
      'prompt.json',
      'special_tokens_map.json',
      'tokenizer.json',
      'tokenizer_config.json',
    ]);
  });

  it('has one tokenizer in Node and in Python, which gives every text back', async () => {
    const python = await askPython(
      'token-numbers.py',
      {
        model: path.join(folder, 'text'),
        texts: TEXTS,
      },
      Numbers,
    );
    const tokenizer = await AutoTokenizer.from_pretrained('text');
    const node = TEXTS.map((text) => tokenizer.encode(text));
    expect(node).toEqual(python);
    expect(node.map((ids) => tokenizer.decode(ids, { skip_special_tokens: true }))).toEqual(TEXTS);
  });

  it('generates in Node what its weights generate in Python', async () => {
    const python = await askPython(
      'generate.py',
      {
        model: path.join(folder, 'text-trained'),
        texts: TEXTS,
      },
      Numbers,
    );
    expect(await generateInNode('fp32')).toEqual(python);
  }, 120_000);

  it('generates in Node from its int8 files too', async () => {
    // Four steps from random weights leave logits too close for int8 to keep every token.
    const answers = await generateInNode('q8');
    expect(answers.map((ids) => ids.length > 1)).toEqual(TEXTS.map(() => true));
  }, 120_000);
});

async function generateInNode(dtype: 'fp32' | 'q8'): Promise<number[][]> {
  const tokenizer = await AutoTokenizer.from_pretrained('text');
  const model = await AutoModelForSeq2SeqLM.from_pretrained('text', { dtype });
  const answers: number[][] = [];
  for (const text of TEXTS) answers.push(...toNumbers(await model.generate(tokenizer(text))));
  await model.dispose();
  return answers;
}

/** Rows of token numbers from what `generate` gives: a tensor of big integers, or an object around one. */
function toNumbers(generated: unknown): number[][] {
  if (typeof generated !== 'object' || generated === null || !('tolist' in generated)) throw new Error('no tensor');
  const { tolist } = generated;
  if (typeof tolist !== 'function') throw new Error('no tensor');
  const rows: unknown = Reflect.apply(tolist, generated, []);
  if (!Array.isArray(rows)) throw new Error('no rows');
  return rows.map((row: unknown) => (Array.isArray(row) ? row.map(Number) : []));
}

it('scores TF-IDF in Node as scikit-learn does', async () => {
  const rows = Array.from({ length: 400 }, (_, index) => ({
    text: `${TEXTS[index % 5]} ${LABELS[(index * 7) % 3]} Word${index % 41} und Straße ${index % 13}`,
    output: LABELS[(index * 7 + (index % 11 === 0 ? 1 : 0)) % 3] ?? '',
  }));
  const file = await writeRows('tfidf-rows.jsonl', rows);
  const model = path.join(folder, 'tfidf.json');
  const python = await askPython('tfidf-answers.py', { rows: file, labels: LABELS, model }, z.array(z.string()));
  const parsed = TfidfModel.parse(JSON.parse(await readFile(model, 'utf8')));
  expect(rows.slice(100).map((row) => predictTfidf(parsed, row.text))).toEqual(python);
});
