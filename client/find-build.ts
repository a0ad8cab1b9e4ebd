import { WorkflowNotFoundError } from '@temporalio/client';
import { buildIdOf, WORKFLOWS } from '../contracts/names.ts';
import { partsOfBuildId, partsOfWorkflowId } from './build-ids.ts';
import { CommandFailure } from './command-failure.ts';
import type { Temporal } from './connection.ts';

/** One run of a build's workflow. */
export interface FoundBuild {
  readonly buildId: string;
  readonly workflowId: string;
  readonly runId: string;
}

/**
 * The build that a person means: by its build id, its workflow id (its latest run), or the beginning of its name (the
 * one started last). `elsewhere` says how to look on where Temporal knows none.
 * @throws CommandFailure `build-unknown`; `temporal-unreachable`, `temporal-refused`
 */
export async function findBuild(temporal: Temporal, text: string): Promise<FoundBuild | null> {
  const byId = partsOfBuildId(text);
  if (byId !== null) {
    const runs = await runsWhere(temporal, `WorkflowId = ${quoted(byId.workflowId)}`);
    const latest = await latestRun(temporal, byId.workflowId);
    return [...latest, ...runs].find((run) => run.buildId === text) ?? null;
  }
  if (text.startsWith('build/')) return (await latestRun(temporal, text))[0] ?? null;
  const [newest] = await buildsNamed(temporal, text);
  return newest ?? null;
}

/** Builds whose name begins so, the one started last first; at most 50. */
export const buildsNamed = (temporal: Temporal, prefix: string): Promise<readonly FoundBuild[]> =>
  runsWhere(temporal, `WorkflowId STARTS_WITH ${quoted(`build/${prefix}`)}`);

export const unknownBuild = (text: string): CommandFailure =>
  new CommandFailure(
    'build-unknown',
    `No build is called "${text}": give a build id, a workflow id or the beginning of a name; npm run p2m -- list shows them.`,
  );

/** As many runs as a person would look through. */
const MOST_RUNS = 50;

async function runsWhere(temporal: Temporal, condition: string): Promise<readonly FoundBuild[]> {
  const query = `WorkflowType = ${quoted(WORKFLOWS.buildModel)} AND ${condition}`;
  return temporal.call('looking the build up', async () => {
    const found: FoundBuild[] = [];
    for await (const { workflowId, runId } of temporal.client.workflow.list({ query, pageSize: MOST_RUNS })) {
      const build = asBuild(workflowId, runId);
      if (build !== null) found.push(build);
      if (found.length === MOST_RUNS) break;
    }
    return found;
  });
}

/** Asked directly: the list lags behind by a moment. */
async function latestRun(temporal: Temporal, workflowId: string): Promise<readonly FoundBuild[]> {
  try {
    const { runId } = await temporal.call('looking the build up', () =>
      temporal.client.workflow.getHandle(workflowId).describe(),
    );
    const build = asBuild(workflowId, runId);
    return build === null ? [] : [build];
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return [];
    throw error;
  }
}

/** A build is one run: its workflow never continues as new, so that its run id is also its first one. */
export function asBuild(workflowId: string, runId: string): FoundBuild | null {
  const parts = partsOfWorkflowId(workflowId);
  return parts === null ? null : { buildId: buildIdOf(parts.name, parts.hash, runId), workflowId, runId };
}

/** A string in Temporal's list filter. */
const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
