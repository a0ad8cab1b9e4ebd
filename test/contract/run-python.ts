import { execFile } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { z } from 'zod';

/** What a script of `test/contract/python/` prints, as JSON, for arguments that it gets as JSON. */
export async function runPython<Answer>(
  call: { readonly python: string; readonly root: string; readonly script: string; readonly input: unknown },
  answer: z.ZodType<Answer>,
): Promise<Answer> {
  const { python, root, script, input } = call;
  const file = fileURLToPath(new URL(path.join('python', script), import.meta.url));
  const { stdout } = await promisify(execFile)(python, [file, JSON.stringify(input)], {
    cwd: root,
    env: { ...process.env, PYTHONPATH: root, HF_HUB_OFFLINE: '1' },
    maxBuffer: 2 ** 26,
  });
  return answer.parse(JSON.parse(stdout));
}
