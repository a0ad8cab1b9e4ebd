import { defaultPayloadConverter, defineSearchAttributeKey, TypedSearchAttributes } from '@temporalio/common';
import { z } from 'zod';
import type { BuildInput } from '../contracts/build.ts';
import { QUEUES, workflowIdOf, WORKFLOWS } from '../contracts/names.ts';
import { BuildOperations, type TaskConfig } from '../contracts/task-config.ts';
import { canonicalJson } from '../lib/store/canonical-json.ts';
import { taskSummary } from '../lib/task/task-summary.ts';
import type { Temporal } from './connection.ts';
import { asBuild, type FoundBuild } from './find-build.ts';

export interface StartedBuild {
  readonly build: FoundBuild;
  /** Operations of the running build that this submission joined; null where it started a build of its own. */
  readonly joined: BuildOperations | null;
}

/** The server takes 20,000 bytes. */
const DETAILS_BYTES = 19_000;

/**
 * Starts a build, or joins the running one of the same task; needs no worker. `identity` must be this submission's own:
 * the history keeps who started the run, which tells a start from a join.
 */
export async function startBuild(
  temporal: Temporal,
  input: BuildInput,
  config: TaskConfig,
  identity: string,
): Promise<StartedBuild> {
  const workflowId = workflowIdOf(input.name, input.taskHash);
  const handle = await temporal.call('submitting the build', () =>
    temporal.client.workflow.start(WORKFLOWS.buildModel, {
      workflowId,
      taskQueue: QUEUES.workflow,
      args: [input],
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      staticSummary: taskSummary(config.prompt),
      staticDetails: detailsOf(config, input.operations),
      typedSearchAttributes: attributesOf(config),
    }),
  );
  const build = asBuild(workflowId, handle.firstExecutionRunId);
  if (build === null) throw new Error(`${workflowId} is no workflow id of a build`);
  const first = await firstEvent(temporal, build);
  return { build, joined: first.startedBy === identity ? null : first.operations };
}

/** Only the kind is known before the task is read; the workflow sets the rest. */
function attributesOf({ kind, labels }: TaskConfig): TypedSearchAttributes {
  const known = kind ?? (labels === null ? null : 'labels');
  return new TypedSearchAttributes(
    known === null ? [] : [{ key: defineSearchAttributeKey('TaskKind', 'KEYWORD'), value: known }],
  );
}

/** The whole prompt and every setting, as the Web UI shows Markdown. */
function detailsOf(config: TaskConfig, operations: BuildOperations): string {
  const { prompt, ...settings } = config;
  const quoted = prompt.split('\n').map((line) => `> ${line}`);
  const text = [...quoted, '', '```json', JSON.stringify({ ...settings, operations }, null, 1), '```'].join('\n');
  const bytes = Buffer.from(text);
  return bytes.length <= DETAILS_BYTES
    ? text
    : `${bytes
        .subarray(0, DETAILS_BYTES)
        .toString()
        .replace(/\uFFFD$/, '')}…`;
}

const SubmittedInput = z.looseObject({ operations: BuildOperations });

/** Who started a run, and with which operations: its first event holds both. */
async function firstEvent(temporal: Temporal, { workflowId, runId }: FoundBuild) {
  const { history } = await temporal.call('reading what was submitted', () =>
    temporal.client.workflowService.getWorkflowExecutionHistory({
      namespace: temporal.namespace,
      execution: { workflowId, runId },
      maximumPageSize: 1,
    }),
  );
  const started = history?.events?.[0]?.workflowExecutionStartedEventAttributes;
  const payload = started?.input?.payloads?.[0];
  if (!started || !payload) throw new Error(`the history of ${workflowId} does not begin with its start`);
  const { operations } = SubmittedInput.parse(defaultPayloadConverter.fromPayload(payload));
  return { startedBy: started.identity ?? '', operations };
}

/** Operational settings in which a joined build differs from what was asked for: `key: its value, not the asked one`. */
export function differences(running: BuildOperations, asked: BuildOperations): string[] {
  const [is, wanted] = [BuildOperations.parse(running), BuildOperations.parse(asked)];
  return BuildOperations.keyof().options.flatMap((key) => {
    const [has, wants] = [canonicalJson(is[key]), canonicalJson(wanted[key])];
    return has === wants ? [] : [`${key}: ${has}, not ${wants}`];
  });
}
