import { z } from 'zod';
import { fingerprintOf, textsOf, type ChatRequest } from './chat-request.ts';
import { DATE_NORMALIZATION } from './date-normalization/task.ts';
import { createDice, type Dice } from './dice.ts';
import { plainObject } from './plain-value.ts';
import type { SimulatedTask } from './simulated-task.ts';
import { beforeDatasets, readDatasets } from './read-datasets.ts';
import { RESENAS } from './resenas/task.ts';
import { SUPPORT_TRIAGE } from './support-triage/task.ts';
import { WAREKI } from './wareki/task.ts';

const KNOWN_TASKS: readonly SimulatedTask[] = [RESENAS, WAREKI, SUPPORT_TRIAGE, DATE_NORMALIZATION];

/** A new input that repeats one of the same list is drawn again, at most so often: then the list may repeat itself. */
const REDRAWS = 20;

const AnswerSchema = z.looseObject({ properties: z.record(z.string(), z.unknown()).optional() });
const InputsSchema = z.looseObject({ maxItems: z.int().nonnegative().optional(), items: z.unknown().optional() });

export interface AnswerOptions {
  readonly seed: number;
  /** Share of votes that are wrong, 0..1; each vote is drawn on its own. */
  readonly errorRate: number;
}

/**
 * What the simulated teacher answers: a function of its options and the request (model, messages, temperature, seed)
 * alone. `choice` numbers the answers to one request.
 */
export function answerRequest(request: ChatRequest, choice: number, options: AnswerOptions): Record<string, unknown> {
  const { name, schema } = request.response_format?.json_schema ?? { name: 'none', schema: {} };
  const { properties = {} } = AnswerSchema.parse(schema ?? {});
  const plain = plainObject(properties);
  const texts = textsOf(request);
  const last = texts.at(-1) ?? '';
  // Rows of datasets may tell of any task: what is asked about stands before them.
  const task = knownTask(name === 'rank-datasets' ? [beforeDatasets(last)] : texts);
  if (task === undefined) return plain;
  const dice = createDice(options.seed, name, fingerprintOf(request), choice);
  switch (name) {
    case 'write-inputs':
      return { ...plain, inputs: newInputs(task, properties['inputs'], wishIn(last, task), dice) };
    case 'label-input':
      return { ...plain, output: vote(task, last, options.errorRate, dice) };
    case 'parse-task':
      return { ...plain, ...whatItAsks(task), ...task.reading };
    case 'rank-datasets':
      return { ...plain, ...readDatasets(task, last) };
    case 'propose-attributes':
      return { ...plain, ...proposals(task) };
    default:
      return plain;
  }
}

/** The task all of whose marks the messages hold. */
function knownTask(texts: readonly string[]): SimulatedTask | undefined {
  const said = texts.join('\n').toLowerCase();
  return KNOWN_TASKS.find((task) => task.marks.every((mark) => said.includes(mark.toLowerCase())));
}

/** The label that the request names in quotes; the last one, as examples stand before the wish. */
function wishIn(message: string, task: SimulatedTask): string | null {
  const quoted = [...message.matchAll(/["“]([\w-]+)["”]/g)].map((match) => match[1]);
  return quoted.findLast((word) => word !== undefined && task.labels?.includes(word)) ?? null;
}

function newInputs(task: SimulatedTask, schema: unknown, wish: string | null, dice: Dice): readonly string[] {
  const count = InputsSchema.parse(schema ?? {}).maxItems ?? 0;
  const inputs = new Set<string>();
  for (let drawn = 0; inputs.size < count && drawn < count + REDRAWS; drawn++) inputs.add(task.write(dice, wish));
  return [...inputs];
}

function vote(task: SimulatedTask, input: string, errorRate: number, dice: Dice): string {
  const right = task.understand(input);
  return dice.chance(errorRate) ? task.mistake(right, dice) : right;
}

const whatItAsks = (task: SimulatedTask): Record<string, unknown> =>
  task.labels === null
    ? { kind: 'text', labels: [] }
    : { kind: 'labels', labels: task.labels.map((name) => ({ name, description: '' })) };

/** The same for every task but for the topics: sentences that real proposals would be made of. */
const proposals = (task: SimulatedTask): Record<string, unknown> => ({
  topics: task.topics.map((name) => ({ name, description: '' })),
  lengths: ['Keep them to a few words.', 'Write a sentence or two.', 'Write several sentences.'],
  styles: ['Let them sound hurried.', 'Let them sound polite.', 'Let them sound annoyed.'],
  difficulties: ['Make them plain.', 'Mention something beside the point.'],
});
