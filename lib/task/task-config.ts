import type { ArtifactRef } from '../../contracts/artifact.ts';
import type { Price } from '../../contracts/budget.ts';
import type { RetrievePolicy } from '../../contracts/review.ts';
import type { TaskFile, TaskKind } from '../../contracts/task-file.ts';
import type { BuildOperations, TaskConfig } from '../../contracts/task-config.ts';
import { hashOf } from '../store/canonical-json.ts';
import { constraintsOf, labelsOf } from './check-task.ts';
import { kindOf } from './kind-of.ts';
import { taskInvalid } from './problem.ts';
import type { CheckedTask } from './read-task.ts';
import { HUB } from './local-sources.ts';
import { nameFromPrompt } from './task-name.ts';

/** The teacher of a task that names none: cheap, and good enough to label most things. */
export const DEFAULT_MODEL = 'gpt-5-mini';
export const DEFAULT_BASE_URL = 'https://api.openai.com/v1';

/** Used where the task is silent. `rows` are decided with the kind, after parsing: 1,000 for labels, 2,000 for text. */
const DEFAULTS = {
  votes: 3,
  testRows: 200,
  rounds: 1,
  trainMinutes: 30,
  retrieve: 'auto',
  /** Three days: a weekend and a morning. */
  reviewHours: 72,
  margin: 0.05,
  openings: 1,
  trials: 1,
  seed: 1,
} as const;

const DEFAULT_ROWS = {
  labels: 1000,
  extract: 2000,
  edit: 2000,
  structured: 2000,
  text: 2000,
  code: 2000,
} as const satisfies Record<TaskKind, number>;

/** Training rows of the first round, and rows that each later one adds: half as many, since it asks only for what is weak. */
export function rowsOfRounds(
  { generate }: Pick<TaskConfig, 'generate'>,
  kind: TaskKind,
): { readonly first: number; readonly later: number } {
  const first = generate.rows ?? DEFAULT_ROWS[kind];
  return { first, later: Math.ceil(first / 2) };
}

/** A task's gold rows in the store. */
export interface UploadedRows {
  readonly examples: ArtifactRef | null;
  readonly test: ArtifactRef | null;
  /** SourceSnapshot. */
  readonly sources?: ArtifactRef | null;
}

/** What can change the result of a build: the task's word, else the default. `baseUrl` as `teacherUrl` gives it. */
export function taskConfig({ file, baseModel }: CheckedTask, rows: UploadedRows, baseUrl: string): TaskConfig {
  return {
    version: 1,
    name: file.name ?? nameFromPrompt(file.prompt),
    prompt: file.prompt.trim(),
    examples: rows.examples,
    test: rows.test,
    kind: kindOf(file),
    labels: labelsOf(file),
    constraints: constraintsOf(file),
    metric: file.metric ?? null,
    teacher: {
      model: file.teacher?.model ?? DEFAULT_MODEL,
      identity: file.teacher?.identity ?? baseUrl,
      votes: file.teacher?.votes ?? DEFAULTS.votes,
    },
    retrieve: { ...whereToLook(file), sources: rows.sources ?? null },
    generate: {
      rows: file.generate?.rows ?? null,
      testRows: DEFAULTS.testRows,
      rounds: file.generate?.rounds ?? DEFAULTS.rounds,
    },
    student: {
      baseModel,
      families: file.student?.families ?? null,
      maxBytes: file.student?.maxBytes ?? null,
      maxLatencyMs: file.student?.maxLatencyMs ?? null,
      licenses: file.student?.license?.map((license) => license.toLowerCase()) ?? null,
    },
    train: { steps: file.train?.steps ?? null, trials: file.train?.trials ?? DEFAULTS.trials },
    gate: { margin: file.gate?.margin ?? DEFAULTS.margin, openings: file.gate?.openings ?? DEFAULTS.openings },
    seed: file.seed ?? DEFAULTS.seed,
  };
}

/** Without `sources:` the hub is what is searched. */
function whereToLook({ retrieve, sources }: TaskFile): { readonly policy: RetrievePolicy; readonly hub: boolean } {
  const policy = retrieve ?? DEFAULTS.retrieve;
  return { policy, hub: policy !== 'none' && (sources ?? [HUB]).includes(HUB) };
}

/** SHA-256 of what can change the result: files count by their content, not by where it is stored. */
export const taskHash = (config: TaskConfig): string =>
  hashOf({
    ...config,
    examples: config.examples?.sha256 ?? null,
    test: config.test?.sha256 ?? null,
    retrieve: { ...config.retrieve, sources: config.retrieve.sources?.sha256 ?? null },
  });

export interface OperationSettings {
  /** As `teacherUrl` gives it. */
  readonly baseUrl: string;
  /** Null where none is known. */
  readonly price: Price | null;
  readonly whenStuck: BuildOperations['whenStuck'];
  readonly fresh: boolean;
  readonly until: BuildOperations['until'];
}

/**
 * How a build is run: changes what it costs, never what it is.
 * @throws StageFailure `task-invalid` where neither a price nor a cap in tokens keeps the bill in bounds
 */
export function buildOperations({ file }: CheckedTask, settings: OperationSettings): BuildOperations {
  const budget = file.budget ?? {};
  if (settings.price === null) refuseUncapped(file.teacher?.model ?? DEFAULT_MODEL, budget);
  return {
    budget,
    trainMinutes: file.train?.minutes ?? DEFAULTS.trainMinutes,
    baseUrl: settings.baseUrl,
    apiKeyEnv: file.teacher?.apiKeyEnv ?? null,
    price: settings.price,
    reviewHours: DEFAULTS.reviewHours,
    whenStuck: settings.whenStuck,
    fresh: settings.fresh,
    until: settings.until,
  };
}

function refuseUncapped(
  model: string,
  budget: { readonly usd?: number | undefined; readonly tokens?: number | undefined },
): void {
  const waysOut =
    'either say it (teacher.price: {inputPer1M, outputPer1M}, or --price-input and --price-output), ' +
    'or cap the tokens (budget.tokens, or --budget-tokens)';
  if (budget.tokens === undefined)
    throw taskInvalid('the task', [{ where: '', message: `no price is known for the model ${model}: ${waysOut}` }]);
  if (budget.usd !== undefined)
    throw taskInvalid('the task', [
      {
        where: '',
        message: `budget.usd cannot be kept without a price for the model ${model}: say teacher.price, or leave budget.usd out`,
      },
    ]);
}

/**
 * Where the teacher is: the task's word, else the environment's, else OpenAI; in one form, so that two spellings of
 * one address are one endpoint (small letters, no default port, no slash at the end).
 */
export function teacherUrl({ file }: CheckedTask, fromEnvironment: string | null): string {
  const url = new URL(file.teacher?.baseUrl ?? fromEnvironment ?? DEFAULT_BASE_URL);
  return `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, '')}${url.search}`;
}
