import { expect, it } from 'vitest';
import { partsOfBuildId, partsOfWorkflowId } from '../../../client/build-ids.ts';
import { asBuild } from '../../../client/find-build.ts';
import { buildIdOf, workflowIdOf } from '../../../contracts/names.ts';

const HASH = '0123456789abcdef'.repeat(4);
const RUN = '01a1fd60-89c3-7e57-b919-97b09857eccb';

it('reads back what makes an id, hyphens in the name included', () => {
  expect(partsOfWorkflowId(workflowIdOf('my-task-2', HASH))).toEqual({ name: 'my-task-2', hash: '0123456789ab' });
  expect(partsOfBuildId(buildIdOf('my-task-2', HASH, RUN))).toEqual({
    workflowId: 'build/my-task-2-0123456789ab',
    run: '9857eccb',
  });
});
it('takes nothing else for an id', () => {
  expect(partsOfWorkflowId('batch/x-0123456789ab')).toBeNull();
  expect(partsOfBuildId('my-task')).toBeNull();
  expect(partsOfBuildId('build/my-task-0123456789ab')).toBeNull();
});
it('gives a run of a workflow the id that the workflow gives itself', () => {
  expect(asBuild(workflowIdOf('t', HASH), RUN)?.buildId).toBe(buildIdOf('t', HASH, RUN));
  expect(asBuild('batch/x', RUN)).toBeNull();
});
