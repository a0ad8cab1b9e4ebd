import { readdirSync, readFileSync } from 'node:fs';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { describe, expect, it } from 'vitest';

const folder = new URL('batch-histories/', import.meta.url);
const histories = readdirSync(folder).map((file) => ({
  file,
  history: JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as unknown,
}));
const bundleOf = (file: string) => bundleWorkflowCode({ workflowsPath: new URL(file, import.meta.url).pathname });

Runtime.install({ logger: new DefaultLogger('ERROR') });

describe('recorded batches', () => {
  it.each(histories)('$file replays with the workflow code of today', async ({ history }) => {
    const workflowBundle = await bundleOf('../../workflows/index.ts');
    await expect(Worker.runReplayHistory({ workflowBundle }, history, 'batch/recorded')).resolves.toBeUndefined();
  });

  it.each(histories)('$file would not replay with a workflow that begins otherwise', async ({ history }) => {
    const workflowBundle = await bundleOf('other-workflow.ts');
    await expect(Worker.runReplayHistory({ workflowBundle }, history, 'batch/recorded')).rejects.toMatchObject({
      name: 'DeterminismViolationError',
    });
  });
});
