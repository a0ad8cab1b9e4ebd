import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readVariable } from '../../../../lib/environment/read-variable.ts';

const folder = (): string => mkdtempSync(join(tmpdir(), 'p2m-variable-'));

it('takes the process over .env', () => {
  const cwd = folder();
  writeFileSync(join(cwd, '.env'), 'OPENAI_API_KEY=from-file\n');
  expect(readVariable('OPENAI_API_KEY', { env: { OPENAI_API_KEY: 'from-process' }, cwd })).toBe('from-process');
});

it('reads .env anew each time, so that a corrected key counts at once', () => {
  const cwd = folder();
  const read = (): string | undefined => readVariable('OPENAI_API_KEY', { env: {}, cwd });
  const seen = [read()];
  writeFileSync(join(cwd, '.env'), 'OPENAI_API_KEY=wrong\n');
  seen.push(read());
  writeFileSync(join(cwd, '.env'), 'OPENAI_API_KEY="right"\n');
  seen.push(read());
  expect(seen).toEqual([undefined, 'wrong', 'right']);
});

it('takes an empty value for an unset one, wherever it stands', () => {
  const cwd = folder();
  writeFileSync(join(cwd, '.env'), 'HF_TOKEN=\nOPENAI_API_KEY=from-file\n');
  expect(readVariable('HF_TOKEN', { env: {}, cwd })).toBeUndefined();
  expect(readVariable('OPENAI_API_KEY', { env: { OPENAI_API_KEY: '' }, cwd })).toBe('from-file');
});
