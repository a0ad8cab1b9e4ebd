import { workflowIdOf } from '../contracts/names.ts';

/** Name and task hash (12 hex digits) in the id of a build's workflow; null where it is another's. */
export function partsOfWorkflowId(workflowId: string): { readonly name: string; readonly hash: string } | null {
  const match = /^build\/(.+)-([0-9a-f]{12})$/.exec(workflowId);
  const [, name, hash] = match ?? [];
  return name === undefined || hash === undefined ? null : { name, hash };
}

/** Workflow id, and the last 8 hex digits of the run's, in a build id; null where the text is none. */
export function partsOfBuildId(text: string): { readonly workflowId: string; readonly run: string } | null {
  const match = /^(.+)-([0-9a-f]{12})-([0-9a-f]{8})$/.exec(text);
  const [, name, hash, run] = match ?? [];
  if (name === undefined || hash === undefined || run === undefined) return null;
  return { workflowId: workflowIdOf(name, hash), run };
}
