import { WorkflowNotFoundError, type WorkflowExecutionInfo } from '@temporalio/client';
import { batchIdOf, WORKFLOWS } from '../../contracts/names.ts';
import { CommandFailure } from '../command-failure.ts';
import type { Temporal } from '../connection.ts';

/** A batch, and its run that was started last. */
export interface FoundBatch {
  readonly batchId: string;
  readonly workflowId: string;
  readonly runId: string;
}

/**
 * The batch that a person means: by its batch id, its workflow id, or the beginning of its name (the one started last);
 * null where Temporal knows none. Runs that continue a batch are that batch.
 */
export async function findBatch(temporal: Temporal, text: string): Promise<FoundBatch | null> {
  if (text.startsWith('batch/')) return latestRun(temporal, text);
  const byId = await newestWhere(temporal, `BatchId = ${quoted(text)}`);
  return byId ?? newestWhere(temporal, `WorkflowId STARTS_WITH ${quoted(`batch/${text}`)}`);
}

/** The latest run of a workflow id: asked directly, for the list lags behind by a moment. */
export async function latestRun(temporal: Temporal, workflowId: string): Promise<FoundBatch | null> {
  try {
    return asBatch(
      await temporal.call('looking the batch up', () => temporal.client.workflow.getHandle(workflowId).describe()),
    );
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

export const unknownBatch = (text: string): CommandFailure =>
  new CommandFailure(
    'batch-unknown',
    `No batch is called "${text}": give a batch id, its workflow id or the beginning of its name.`,
  );

function newestWhere(temporal: Temporal, condition: string): Promise<FoundBatch | null> {
  const query = `WorkflowType = ${quoted(WORKFLOWS.buildBatch)} AND ${condition}`;
  return temporal.call('looking the batch up', async () => {
    for await (const run of temporal.client.workflow.list({ query, pageSize: 1 })) return asBatch(run);
    return null;
  });
}

type Run = Pick<WorkflowExecutionInfo, 'workflowId' | 'runId' | 'searchAttributes'>;

/** A batch says its id when it begins; until then its run is the first. */
function asBatch({ workflowId, runId, searchAttributes }: Run): FoundBatch {
  const told = searchAttributes['BatchId']?.[0];
  return { batchId: typeof told === 'string' ? told : batchIdOf(workflowId, runId), workflowId, runId };
}

/** A string in Temporal's list filter. */
const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
