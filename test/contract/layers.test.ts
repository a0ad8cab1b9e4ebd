import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { root } from '../../infra/setup/places.mjs';

const Cruise = z.object({
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

const SOUND = {
  'contracts/names.ts': 'export const QUEUE = 1;',
  'contracts/task.ts': 'export const Task = 1; export interface Task {}',
  'lib/score.ts': "import { Task } from '../contracts/task.ts'; export const score = Task;",
  'activities/score.ts': "export { score } from '../lib/score.ts';",
  'workers/main.ts': "export { score } from '../activities/score.ts';",
  'workflows/build.ts':
    "import type { Task } from '../contracts/task.ts'; import { QUEUE } from '../contracts/names.ts'; export const build = (_: Task) => QUEUE;",
  'client/main.ts': "import type { build } from '../workflows/build.ts'; export type Build = typeof build;",
};

const SEEDED = {
  'contracts/up.ts': "export { score } from '../lib/score.ts';",
  'lib/up.ts': "export { score } from '../activities/score.ts';",
  'lib/temporal.ts': "export { log } from '@temporalio/activity';",
  'activities/up.ts': "export { score } from '../workers/main.ts';",
  'workflows/value.ts': "export { Task } from '../contracts/task.ts';",
  'workflows/node.ts': "export { readFile } from 'node:fs/promises';",
  'client/value.ts': "export { build } from '../workflows/build.ts';",
  'client/across.ts': "export { score } from '../activities/score.ts';",
  'infra/tested.ts': "export { fake } from '../test/fake.ts';",
  'infra/one.ts': "import { two } from './two.ts'; export const one = () => two;",
  'infra/two.ts': "import { one } from './one.ts'; export const two = () => one;",
  'test/fake.ts': 'export const fake = 1;',
};

/** What the project's layer rules say about a tree of these files, as `file: rule`. */
async function violationsIn(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'p2m-layers-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) {
      cpSync(join(root, name), join(folder, name));
    }
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const floors = [...new Set(Object.keys(files).map((path) => path.split('/')[0] ?? ''))];
    const args = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...floors];
    const tool = join(root, 'node_modules', '.bin', 'depcruise');
    const { stdout } = await promisify(execFile)(tool, args, { cwd: folder, maxBuffer: 2 ** 26 });
    const { violations } = Cruise.parse(JSON.parse(stdout)).summary;
    return violations.map(({ from, rule }) => `${from}: ${rule.name}`).toSorted();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

it('lets every floor use the floors below it', async () => {
  expect(await violationsIn(SOUND)).toEqual([]);
});

it('reports every import that goes up, across, in a circle, out of the sandbox or into the tests', async () => {
  expect(await violationsIn({ ...SOUND, ...SEEDED })).toMatchInlineSnapshot(`
    [
      "activities/up.ts: activities-may-use-lib-and-contracts",
      "client/across.ts: client-may-use-lib-and-contracts-and-workflows",
      "client/value.ts: client-takes-workflow-types-only",
      "contracts/up.ts: contracts-may-use-nothing",
      "infra/one.ts: no-cycles",
      "infra/tested.ts: nothing-imports-tests",
      "lib/temporal.ts: lib-knows-no-temporal",
      "lib/up.ts: lib-may-use-contracts",
      "workflows/node.ts: workflows-run-in-a-sandbox",
      "workflows/value.ts: workflows-take-contract-types-only",
    ]
  `);
});
