import type { Environment } from '../lib/environment/read-environment.ts';
import type { FoundBuild } from './find-build.ts';

/** The page of a run in the Web UI; null where nobody told us where the Web UI is. */
export const webUiOf = ({ uiUrl, temporal }: Environment, { workflowId, runId }: FoundBuild): string | null =>
  uiUrl === null
    ? null
    : `${uiUrl.replace(/\/$/, '')}/namespaces/${temporal.namespace}/workflows/${encodeURIComponent(workflowId)}/${runId}`;
