import { readdirSync, readFileSync } from 'node:fs';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { describe, expect, it } from 'vitest';

const folder = new URL('histories/', import.meta.url);
const histories = readdirSync(folder).map((file) => ({
  file,
  history: JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as unknown,
}));
const workflows = new URL('../../workflows/index.ts', import.meta.url).pathname;

Runtime.install({ logger: new DefaultLogger('ERROR') });

describe('recorded builds', () => {
  it.each(histories)('$file replays with the workflow code of today', async ({ history }) => {
    const bundle = await bundleWorkflowCode({ workflowsPath: workflows });
    await expect(
      Worker.runReplayHistory({ workflowBundle: bundle }, history, 'build/recorded'),
    ).resolves.toBeUndefined();
  });

  it('would not replay with a workflow that begins otherwise', async () => {
    const changed = new URL('other-workflow.ts', import.meta.url).pathname;
    const bundle = await bundleWorkflowCode({ workflowsPath: changed });
    await expect(
      Worker.runReplayHistory({ workflowBundle: bundle }, histories[0]?.history, 'build/recorded'),
    ).rejects.toMatchObject({ name: 'DeterminismViolationError' });
  });
});
