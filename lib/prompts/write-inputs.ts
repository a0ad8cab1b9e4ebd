import type { Topic } from '../../contracts/plan.ts';
import type { WeakCluster } from '../../contracts/round.ts';
import type { TaskInput } from '../../contracts/example.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import type { Prompt } from '../teacher/teacher.ts';
import { shownExamples } from './shown-examples.ts';

export const WRITE_INPUTS_VERSION = '4';

/** Inputs on a topic that earlier waves brought. */
export interface CoveredTopic {
  readonly name: string;
  readonly count: number;
}

export interface WritingWish {
  readonly count: number;
  /** Label that the inputs should call for: a wish to the writer. What an input really is, its votes decide. */
  readonly label: { readonly name: string; readonly description: string | null } | null;
  readonly topic: Topic | null;
  /** Inputs of a kind that the student is weak on; then there is no topic. */
  readonly cluster: Pick<WeakCluster, 'words' | 'examples'> | null;
  /** Length, style and difficulty: sentences that ask for them. */
  readonly manner: string;
  /** What there is much of already, the most covered first; empty in the first wave. */
  readonly covered: readonly CoveredTopic[];
}

/** Asks for new inputs of a task, without their answers. */
export function writeInputsPrompt(spec: TaskSpec, wish: WritingWish): Prompt {
  return {
    name: 'write-inputs',
    messages: [
      {
        role: 'system',
        content: [
          'You write realistic inputs for a task, as its users would send them. You write inputs only, never the answers.',
          'The inputs of one list differ from each other in subject, wording and length. None repeats an example.',
          ...sourceLines(spec),
        ].join('\n'),
      },
      {
        role: 'user',
        content: [`The task:\n${spec.instruction}`, ...shownExamples(spec.demonstrations), request(spec, wish)].join(
          '\n\n',
        ),
      },
    ],
    schema: {
      type: 'object',
      additionalProperties: false,
      required: ['inputs'],
      properties: {
        inputs: { type: 'array', minItems: wish.count, maxItems: wish.count, items: inputSchema(spec.fields) },
      },
    },
  };
}

/** What an input must hold for its answer to be found in it. */
function sourceLines({ kind, constraints: { fromInput, several, none } }: TaskSpec): readonly string[] {
  if (kind === 'extract' && (several || none !== null))
    return ['Most inputs contain what is asked for, word for word; some, as in real use, do not.'];
  return fromInput || kind === 'extract' ? ['Every input must contain its own answer word for word.'] : [];
}

function request(spec: TaskSpec, wish: WritingWish): string {
  const label = wish.label;
  const what =
    label === null
      ? ''
      : ` whose answer should ${spec.constraints.several ? 'include' : 'be'} "${label.name}"${label.description ? ` (${label.description})` : ''}`;
  const shape = spec.fields === null ? '' : ` Each has the fields ${spec.fields.join(', ')}.`;
  return [
    `Write ${wish.count} new inputs${what}. ${wish.manner}${shape}`,
    ...topicOf(wish),
    ...clusterOf(wish),
    ...coveredOf(wish),
  ].join('\n');
}

const topicOf = ({ topic }: WritingWish): readonly string[] =>
  topic === null
    ? []
    : [`All of them are about this topic: ${topic.name}${topic.description === '' ? '' : ` (${topic.description})`}.`];

/** Of an example, so many characters: it shows the kind, and is not to be repeated. */
const EXAMPLE_CHARS = 400;

function clusterOf({ cluster }: WritingWish): readonly string[] {
  if (cluster === null) return [];
  const { words, examples } = cluster;
  const sign = words.length === 0 ? '' : `, in which words such as ${words.join(', ')} are frequent`;
  return [
    `All of them are of one kind${sign}. Some of this kind that are there already; write others:`,
    ...examples.map((input) => `- ${beginningOf(input)}`),
  ];
}

/** On one line. */
function beginningOf(input: TaskInput): string {
  const signs = Array.from(JSON.stringify(input));
  return signs.length > EXAMPLE_CHARS ? `${signs.slice(0, EXAMPLE_CHARS).join('')} …` : signs.join('');
}

const coveredOf = ({ covered }: WritingWish): readonly string[] =>
  covered.length === 0
    ? []
    : [
        `Inputs written so far, by topic: ${covered.map(({ name, count }) => `${name} (${count})`).join(', ')}. Write what is unlikely to be among them.`,
      ];

const inputSchema = (fields: readonly string[] | null): Record<string, unknown> =>
  fields === null
    ? { type: 'string' }
    : {
        type: 'object',
        additionalProperties: false,
        required: fields,
        properties: Object.fromEntries(fields.map((field) => [field, { type: 'string' }])),
      };
