import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { StageFailure } from '../../contracts/failure.ts';

/** Where the local stack is, as `.p2m/stack.json` says while it runs. */
export const StackFile = z.object({
  temporalAddress: z.string(),
  /** Null where the environment named a Temporal server of its own. */
  uiUrl: z.string().nullable(),
  s3Endpoint: z.string(),
  bucket: z.string(),
  /** Null where the environment named an S3 endpoint: its keys are in the environment too. */
  accessKeyId: z.string().nullable(),
  secretAccessKey: z.string().nullable(),
  /** The process that started the stack and stops it. */
  supervisorPid: z.number().int(),
  /** `supervisor`: kept until `npm run down`. `command`: ends with the command that started it. */
  startedBy: z.enum(['supervisor', 'command']),
  /** ISO 8601. */
  startedAt: z.string(),
  /** Of each server and worker, by name. */
  pids: z.record(z.string(), z.number().int()),
});
export type StackFile = z.infer<typeof StackFile>;

export const stackFilePath = (stateDir: string): string => join(stateDir, 'stack.json');

/**
 * The stack file of that state folder; null where there is none. It may be of a stack that is gone.
 * @throws StageFailure `task-invalid` when the file is not a stack file
 */
export function readStackFile(stateDir: string): StackFile | null {
  const path = stackFilePath(stateDir);
  if (!existsSync(path)) return null;
  try {
    return StackFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    const message = `reading ${path}: it is no stack file. Remove it and run \`npm run up\`.`;
    throw new StageFailure('task-invalid', message, { cause });
  }
}
