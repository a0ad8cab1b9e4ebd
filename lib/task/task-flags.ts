import { resolve } from 'node:path';
import { keyText, type TaskSource } from './task-source.ts';

interface TaskFlag {
  /** Key of the task file that the flag stands for. */
  readonly path: readonly string[];
  readonly takes: 'text' | 'number' | 'list' | 'file';
  /** What the help calls its value, and says about it. */
  readonly value: string;
  readonly help: string;
}

/** Flags of `build` that stand for keys of the task file, and beat them. */
export const TASK_FLAGS = {
  name: { path: ['name'], takes: 'text', value: 'NAME', help: 'names the build and the bundle' },
  examples: { path: ['examples'], takes: 'file', value: 'FILE', help: 'gold rows that may be shown to the teacher' },
  test: { path: ['test'], takes: 'file', value: 'FILE', help: 'gold rows kept for the verdict' },
  kind: { path: ['kind'], takes: 'text', value: 'KIND', help: 'labels, extract, edit, structured, text or code' },
  labels: { path: ['labels'], takes: 'list', value: 'A,B,...', help: 'what the answers are' },
  metric: { path: ['metric'], takes: 'text', value: 'METRIC', help: 'what decides the verdict' },
  model: { path: ['teacher', 'model'], takes: 'text', value: 'MODEL', help: 'the teacher' },
  'base-url': { path: ['teacher', 'baseUrl'], takes: 'text', value: 'URL', help: 'its OpenAI-compatible endpoint' },
  identity: { path: ['teacher', 'identity'], takes: 'text', value: 'WORD', help: "the endpoint's name in the journal" },
  'api-key-env': {
    path: ['teacher', 'apiKeyEnv'],
    takes: 'text',
    value: 'VARIABLE',
    help: 'environment variable that holds its key',
  },
  votes: { path: ['teacher', 'votes'], takes: 'number', value: 'N', help: 'labels asked for per input' },
  'price-input': {
    path: ['teacher', 'price', 'inputPer1M'],
    takes: 'number',
    value: 'USD',
    help: 'dollars per million prompt tokens',
  },
  'price-output': {
    path: ['teacher', 'price', 'outputPer1M'],
    takes: 'number',
    value: 'USD',
    help: 'dollars per million answer tokens',
  },
  rows: { path: ['generate', 'rows'], takes: 'number', value: 'N', help: 'training rows to generate' },
  rounds: {
    path: ['generate', 'rounds'],
    takes: 'number',
    value: 'N',
    help: 'rounds of generation and training, at the most',
  },
  'budget-usd': { path: ['budget', 'usd'], takes: 'number', value: 'USD', help: 'never spend more dollars' },
  'budget-tokens': { path: ['budget', 'tokens'], takes: 'number', value: 'N', help: 'never spend more tokens' },
  'budget-calls': { path: ['budget', 'calls'], takes: 'number', value: 'N', help: 'never make more calls' },
  'budget-minutes': {
    path: ['budget', 'minutes'],
    takes: 'number',
    value: 'N',
    help: 'ask no more after so many minutes',
  },
  'base-model': { path: ['student', 'baseModel'], takes: 'text', value: 'MODEL', help: 'what the student starts from' },
  families: {
    path: ['student', 'families'],
    takes: 'list',
    value: 'A,B,...',
    help: 'what the student may be made of',
  },
  'max-bytes': {
    path: ['student', 'maxBytes'],
    takes: 'number',
    value: 'N',
    help: 'largest model that may ship',
  },
  'max-latency': {
    path: ['student', 'maxLatencyMs'],
    takes: 'number',
    value: 'MS',
    help: 'slowest median answer that may ship',
  },
  trials: { path: ['train', 'trials'], takes: 'number', value: 'N', help: 'trainings of each candidate, at the most' },
  minutes: {
    path: ['train', 'minutes'],
    takes: 'number',
    value: 'N',
    help: 'most minutes of training, for each candidate',
  },
  steps: { path: ['train', 'steps'], takes: 'number', value: 'N', help: 'most steps of training' },
  margin: {
    path: ['gate', 'margin'],
    takes: 'number',
    value: 'SHARE',
    help: 'how much worse than the teacher may ship',
  },
  seed: { path: ['seed'], takes: 'number', value: 'N', help: 'another seed, another student' },
} as const satisfies Record<string, TaskFlag>;

export type TaskFlagName = keyof typeof TASK_FLAGS;
export type GivenFlags = Readonly<Partial<Record<TaskFlagName, string>>>;

/** The task with the flags' values in place of the file's; paths in flags are relative to `cwd` (absolute). */
export function withFlags(source: TaskSource, flags: GivenFlags, cwd: string): TaskSource {
  const given = namesOf(flags).map((flag) => ({
    flag,
    path: TASK_FLAGS[flag].path,
    value: readValue(flag, flags, cwd),
  }));
  if (given.length === 0) return source;
  return {
    ...source,
    content: given.reduce((content, { path, value }) => withValue(content, path, value), source.content),
    placeOf: (path) => {
      const from = given.find((one) => one.path.every((key, at) => path[at] === key));
      if (from === undefined) return source.placeOf(path);
      const inside = path.slice(from.path.length);
      return inside.length === 0 ? `--${from.flag}` : `--${from.flag} ${keyText(inside)}`;
    },
  };
}

const isFlagName = (name: string): name is TaskFlagName => Object.hasOwn(TASK_FLAGS, name);

const namesOf = (flags: GivenFlags): readonly TaskFlagName[] =>
  Object.keys(flags).filter((name): name is TaskFlagName => isFlagName(name) && flags[name] !== undefined);

function readValue(flag: TaskFlagName, flags: GivenFlags, cwd: string): unknown {
  const text = flags[flag] ?? '';
  return READERS[TASK_FLAGS[flag].takes](text, cwd);
}

const READERS: Readonly<Record<TaskFlag['takes'], (text: string, cwd: string) => unknown>> = {
  text: (text) => text,
  file: (text, cwd) => (text === '' ? text : resolve(cwd, text)),
  list: (text) => text.split(',').map((word) => word.trim()),
  // What is no number stays text, so that the schema says so with the flag's name.
  number: (text) => (text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text)),
};

function withValue(content: unknown, path: readonly string[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const inside = typeof content === 'object' && content !== null && !Array.isArray(content) ? content : {};
  return { ...inside, [key]: withValue(Reflect.get(inside, key), rest, value) };
}
