import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AutoTokenizer, env } from '@huggingface/transformers';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { PYTHON, tinyModels } from '../../support/tiny-model/tiny-model.ts';
import { runPython } from '../run-python.ts';
import { HARD_TEXTS } from './hard-texts.ts';
import { answers, JAVASCRIPT, PYTHON_SCRIPT, SCRIPTS } from './run-script.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const DECODERS = ['qwen2', 'qwen3', 'llama', 'gpt2'] as const;
const ENCODER_DECODERS = ['t5', 'flan_t5', 'mt5', 'codet5', 'bart'] as const;
const WRITERS = [...DECODERS, ...ENCODER_DECODERS];

let folder: string;
beforeAll(async () => {
  folder = await tinyModels('make_tiny_writers.py');
}, 600_000);

const outputs = async (script: readonly [string, string], name: string, file: string, inputs: readonly string[]) => {
  const rows = await answers(script, ['--bundle', join(folder, name), '--file', file], inputs);
  return rows.map(({ output }) => output);
};

const Reference = z.strictObject({ input: z.string(), output: z.string() });

async function reference(name: string): Promise<{ readonly inputs: string[]; readonly outputs: string[] }> {
  const lines = (await readFile(join(folder, name, 'reference.jsonl'), 'utf8')).split('\n').slice(0, -1);
  const rows = lines.map((line) => Reference.parse(JSON.parse(line)));
  return { inputs: rows.map(({ input }) => input), outputs: rows.map(({ output }) => output) };
}

describe.each(WRITERS)('a student made of %s', (name) => {
  it.each(SCRIPTS)('writes in %s what its weights write under greedy search', async (_, script) => {
    const expected = await reference(name);
    expect(await outputs(script, name, 'fp32', expected.inputs)).toEqual(expected.outputs);
    expect(new Set(expected.outputs).size).toBeGreaterThan(1);
  });

  it.each(['fp32', 'int8'])('writes the same in both scripts from %s weights, whatever the text', async (file) => {
    const [javascript, python] = [
      await outputs(JAVASCRIPT, name, file, HARD_TEXTS),
      await outputs(PYTHON_SCRIPT, name, file, HARD_TEXTS),
    ];
    // Bytes that are no text are shown by one mark each in Python, and by fewer in Node, where a tokenizer has bytes.
    const texts = (written: string[]) => written.filter((_, at) => !python[at]?.includes('\ufffd'));
    expect(texts(javascript)).toEqual(texts(python));
    expect(new Set(texts(javascript)).size).toBeGreaterThan(1);
  });
});

describe('the prompt of a student', () => {
  it.each(SCRIPTS)('keeps its end in %s where the text is cut', async (_, script) => {
    const prompt = JSON.parse(await readFile(join(folder, 'qwen2', 'prompt.json'), 'utf8'));
    expect(prompt.after).toContain('assistant');
    // Far above the limit either way: what is behind the limit changes nothing.
    const [one, other] = ['x', 'y'].map((end) => `${'month 4 '.repeat(100)}${end}`);
    const written = await outputs(script, 'qwen2', 'fp32', [one ?? '', other ?? '']);
    expect(written[0]).toBe(written[1]);
  });
});

describe.each(WRITERS)('the tokenizer of %s', (name) => {
  it('cuts every text alike in Node and in Python', async () => {
    const texts = HARD_TEXTS.map((text) => Buffer.from(text).toString());
    const python = await runPython(
      { python: PYTHON, root: ROOT, script: 'token-numbers.py', input: { model: join(folder, name), texts } },
      z.array(z.array(z.number())),
    );
    env.allowRemoteModels = false;
    env.localModelPath = folder;
    const tokenizer = await AutoTokenizer.from_pretrained(name);
    expect(texts.map((text) => tokenizer.encode(text))).toEqual(python);
  });
});
