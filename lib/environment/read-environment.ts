import { join, resolve } from 'node:path';
import { z } from 'zod';
import { StageFailure } from '../../contracts/failure.ts';
import { readDotEnv, type VariableSources } from './read-variable.ts';
import { readStackFile, type StackFile } from './stack-file.ts';
import { readTemporalTls, type TemporalTls } from './temporal-tls.ts';

/** What every command and worker is told from outside. Keys of teachers and of the hub are not here: see `readVariable`. */
export interface Environment {
  readonly temporal: {
    /** `host:port` */
    readonly address: string;
    readonly namespace: string;
    readonly apiKey: string | null;
    /** Null: a plain connection. */
    readonly tls: TemporalTls | null;
  };
  readonly store: {
    /** Null: AWS itself. */
    readonly endpoint: string | null;
    readonly region: string;
    readonly bucket: string;
    /** Null: whatever the AWS SDK finds by itself (a profile, a role). */
    readonly credentials: StoreCredentials | null;
  };
  /** Null: the endpoint of OpenAI. */
  readonly teacher: { readonly baseUrl: string | null };
  readonly hub: { readonly endpoint: string; readonly offline: boolean };
  /** Absolute paths. */
  readonly journalDir: string;
  readonly python: string;
  /** Trainings and exports that a gpu worker does side by side; null: as suits the machine. */
  readonly gpuActivities: number | null;
  /** The Web UI of the local stack; null where another Temporal server is used. */
  readonly uiUrl: string | null;
}

export interface StoreCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const HubSwitch = z
  .string()
  .toLowerCase()
  .pipe(z.enum(['1', 'true', 'yes', 'on', '0', 'false', 'no', 'off'], 'is neither 1 nor 0'))
  .transform((word) => ['1', 'true', 'yes', 'on'].includes(word));
const HttpUrl = z.url({ protocol: /^https?$/, error: 'is no http(s) address' });

const Variables = z.object({
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^/\s]+:\d+$/, 'is not of the form host:port')
    .default('127.0.0.1:7233'),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  TEMPORAL_API_KEY: z.string().optional(),
  AWS_ENDPOINT_URL_S3: HttpUrl.optional(),
  AWS_ENDPOINT_URL: HttpUrl.optional(),
  AWS_REGION: z.string().default('us-east-1'),
  AWS_ACCESS_KEY_ID: z.string().optional(),
  AWS_SECRET_ACCESS_KEY: z.string().optional(),
  AWS_SESSION_TOKEN: z.string().optional(),
  P2M_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'is no name of a bucket (3 to 63 of a-z, 0-9, dot and hyphen)')
    .default('prompt2model'),
  OPENAI_BASE_URL: HttpUrl.optional(),
  HF_ENDPOINT: HttpUrl.default('https://huggingface.co'),
  HF_HUB_OFFLINE: HubSwitch.default(false),
  P2M_JOURNAL_DIR: z.string().default('.p2m/journal'),
  P2M_PYTHON: z.string().default('.p2m/venv/bin/python'),
  P2M_GPU_ACTIVITIES: z.coerce.number('is no number').int('is no whole number').min(1, 'is below 1').optional(),
});
type Variables = z.infer<typeof Variables>;

/**
 * The environment: of the process, else of `.env`, else of the local stack that `.p2m/stack.json` names, else the
 * defaults. An S3 endpoint and its keys come from one and the same of these: keys of another account that happen to
 * be set do not meet the local server.
 * @throws StageFailure `task-invalid` that lists every problem at once
 */
export function readEnvironment(from: VariableSources): Environment {
  const stack = readStackFile(join(from.cwd, '.p2m'));
  const set = withoutEmpty({ ...readDotEnv(from.cwd), ...withoutEmpty(from.env) });
  const fromStack = stack === null ? {} : variablesOf(stack, set);
  const parsed = Variables.safeParse({ ...set, ...fromStack });
  const tls = readTemporalTls(set, from.cwd);
  const problems = [
    ...(parsed.success ? [] : parsed.error.issues.map(describe)),
    ...pairProblems(set),
    ...tls.problems,
  ];
  if (!parsed.success || problems.length > 0) {
    const list = problems.map((problem) => `- ${problem}`).join('\n');
    throw new StageFailure('task-invalid', `reading the environment and ${join(from.cwd, '.env')}:\n${list}`);
  }
  return environmentOf(parsed.data, tls.tls, stack, from.cwd);
}

type Raw = Readonly<Record<string, string>>;

/** `NAME=` in a template means unset. */
function withoutEmpty(variables: Readonly<Record<string, string | undefined>>): Raw {
  const entries = Object.entries(variables).flatMap(([name, value]) => (value ? [[name, value] as const] : []));
  return Object.fromEntries(entries);
}

/** What the stack adds: each server where the environment does not name one. */
function variablesOf(stack: StackFile, set: Raw): Raw {
  const temporal = 'TEMPORAL_ADDRESS' in set ? {} : { TEMPORAL_ADDRESS: stack.temporalAddress };
  if (namesStore(set)) return temporal;
  const { accessKeyId, secretAccessKey } = stack;
  return withoutEmpty({
    ...temporal,
    AWS_ENDPOINT_URL_S3: stack.s3Endpoint,
    AWS_REGION: 'us-east-1', // the one the local server signs for
    P2M_BUCKET: set['P2M_BUCKET'] ?? stack.bucket,
    AWS_ACCESS_KEY_ID: accessKeyId ?? set['AWS_ACCESS_KEY_ID'],
    AWS_SECRET_ACCESS_KEY: secretAccessKey ?? set['AWS_SECRET_ACCESS_KEY'],
  });
}

/** Whether the variables name an S3 endpoint of their own. */
export const namesStore = (set: Readonly<Record<string, string | undefined>>): boolean =>
  Boolean(set['AWS_ENDPOINT_URL_S3'] || set['AWS_ENDPOINT_URL']);

function pairProblems(set: Raw): string[] {
  const pair = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const;
  const missing = pair.filter((name) => !(name in set));
  return missing.length === 1 ? [`${missing.join()} is missing, though the other half of the key is set`] : [];
}

/** Never the value itself: it may be a key that stands in the wrong line. */
const describe = (issue: z.core.$ZodIssue): string => `${issue.path.join('.')} ${issue.message}`;

function environmentOf(
  variables: Variables,
  tls: TemporalTls | null,
  stack: StackFile | null,
  cwd: string,
): Environment {
  return {
    temporal: {
      address: variables.TEMPORAL_ADDRESS,
      namespace: variables.TEMPORAL_NAMESPACE,
      apiKey: variables.TEMPORAL_API_KEY ?? null,
      tls,
    },
    store: {
      endpoint: variables.AWS_ENDPOINT_URL_S3 ?? variables.AWS_ENDPOINT_URL ?? null,
      region: variables.AWS_REGION,
      bucket: variables.P2M_BUCKET,
      credentials: credentialsOf(variables, stack),
    },
    teacher: { baseUrl: variables.OPENAI_BASE_URL ?? null },
    hub: { endpoint: variables.HF_ENDPOINT, offline: variables.HF_HUB_OFFLINE },
    journalDir: resolve(cwd, variables.P2M_JOURNAL_DIR),
    python: resolve(cwd, variables.P2M_PYTHON),
    gpuActivities: variables.P2M_GPU_ACTIVITIES ?? null,
    uiUrl: variables.TEMPORAL_ADDRESS === stack?.temporalAddress ? stack.uiUrl : null,
  };
}

function credentialsOf(variables: Variables, stack: StackFile | null): StoreCredentials | null {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = variables;
  if (accessKeyId === undefined || secretAccessKey === undefined) return null;
  const sessionToken = variables.AWS_SESSION_TOKEN;
  // A session belongs to the account that the environment names, not to the local server's key.
  const isLocal = accessKeyId === stack?.accessKeyId;
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined || isLocal ? {} : { sessionToken }) };
}
