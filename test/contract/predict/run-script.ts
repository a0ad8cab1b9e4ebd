import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { z } from 'zod';
import type { TaskInput } from '../../../contracts/example.ts';
import { PYTHON } from '../../support/tiny-model/tiny-model.ts';

const FOLDER = fileURLToPath(new URL('../../../lib/bundle/', import.meta.url));
export const JAVASCRIPT = [process.execPath, join(FOLDER, 'predict.mjs')] as const;
export const PYTHON_SCRIPT = [PYTHON, join(FOLDER, 'predict.py')] as const;

export const AnswerLine = z.strictObject({
  output: z.string(),
  ms: z.number().positive(),
  scores: z.array(z.number()).nullable(),
  logits: z.array(z.number()).nullable(),
  logProbability: z.number().max(1e-9).nullable(),
  confidence: z.number().nullable(),
  abstained: z.boolean().optional(),
  reason: z.enum(['unsure', 'unfamiliar']).nullable().optional(),
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a script says, asked from a shell. */
export async function run(
  [program, script]: readonly [string, string],
  flags: readonly string[],
  input = '',
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const child = spawn(program, [script, ...flags], { env: { ...process.env, ...env } });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  child.stdin.on('error', () => {
    // It refused before it read: its exit code is what is looked at.
  });
  child.stdin.end(input);
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}

export async function answers(
  script: readonly [string, string],
  flags: readonly string[],
  inputs: readonly TaskInput[],
) {
  const input = inputs.map((one) => `${JSON.stringify({ input: one })}\n`).join('');
  const { code, stdout, stderr } = await run(script, ['--jsonl', ...flags], input);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const rows = stdout.split('\n').slice(0, -1);
  return rows.map((row) => AnswerLine.parse(JSON.parse(row)));
}

export const SCRIPTS = [
  ['predict.mjs', JAVASCRIPT],
  ['predict.py', PYTHON_SCRIPT],
] as const;
