import type { TaskKind } from '../contracts/task-file.ts';

/** What `init` puts into a new folder: a task that builds as it stands, and says what each line is for. */
export const STARTERS = {
  labels: starter({
    prompt: 'Sort a message of a customer of our web shop into one of our queues.',
    form: `kind: labels
labels:
  billing: payments, invoices and refunds
  delivery: where a parcel is, and what arrived broken
  account: login, password and personal data
  other: everything else

# output: { several: true }   # an answer is a list of labels
# output: { ordered: true }   # the labels are the steps of a scale`,
    rows: 600,
    examples: [
      { input: 'I was charged twice for order 4711, please refund one of them.', output: 'billing' },
      { input: 'My parcel has been in the depot since Monday. When will it come?', output: 'delivery' },
      { input: 'The mug arrived in three pieces.', output: 'delivery' },
      { input: 'How do I change the e-mail address I log in with?', output: 'account' },
      { input: 'Could you send me the invoice for last month again?', output: 'billing' },
      { input: 'Do you still have jobs for students in your warehouse?', output: 'other' },
    ],
  }),
  extract: starter({
    prompt: 'Find the names of the persons in a message.',
    form: `kind: extract
# An answer is a list of passages of its input. Without this it is one passage; then
# output: { none: N/A } says what the answer is where there is none.
output: { several: true }`,
    rows: 1500,
    examples: [
      { input: 'Ann Meyer met Bob at the station.', output: ['Ann Meyer', 'Bob'] },
      { input: 'The meeting is on Tuesday at nine.', output: [] },
      { input: 'Please ask Dr. Okafor whether Lena has signed.', output: ['Dr. Okafor', 'Lena'] },
      { input: 'Signed by J. Tanaka.', output: ['J. Tanaka'] },
    ],
  }),
  edit: starter({
    prompt: 'Take the fillers and false starts out of a spoken question.',
    form: `# The output is the input with some words changed, left out or added.
kind: edit`,
    rows: 1500,
    examples: [
      { input: 'When, uh, when does the museum open?', output: 'When does the museum open?' },
      { input: 'How far is it to Lyon no wait to Nice?', output: 'How far is it to Nice?' },
      { input: 'Who um wrote the the letter?', output: 'Who wrote the letter?' },
      { input: 'Where is the ticket office?', output: 'Where is the ticket office?' },
    ],
  }),
  structured: starter({
    prompt: 'Read the order in a message.',
    form: `kind: structured
# JSON Schema (draft 2020-12) of the object that every output is.
output:
  schema:
    type: object
    properties:
      item: { type: string }
      count: { type: integer }
      express: { type: boolean }
    required: [item, count, express]
    additionalProperties: false`,
    rows: 1500,
    examples: [
      { input: 'Two blue mugs, please, no hurry.', output: { item: 'blue mug', count: 2, express: false } },
      { input: 'I need a lamp by tomorrow!', output: { item: 'lamp', count: 1, express: true } },
      { input: 'send 12 candles', output: { item: 'candle', count: 12, express: false } },
      { input: 'Could I have five chairs express?', output: { item: 'chair', count: 5, express: true } },
    ],
  }),
  text: starter({
    prompt: 'Rewrite a date, in whatever way it is written, as YYYY-MM-DD.',
    form: `kind: text
output:
  pattern: \\d{4}-\\d{2}-\\d{2}`,
    rows: 1500,
    examples: [
      { input: 'the 3rd of May, 2021', output: '2021-05-03' },
      { input: '14.02.1999', output: '1999-02-14' },
      { input: 'Dec 1st 2030', output: '2030-12-01' },
      { input: '1987/7/9', output: '1987-07-09' },
    ],
  }),
  code: starter({
    prompt: 'Write the Python expression that a sentence asks for.',
    form: 'kind: code',
    rows: 2000,
    examples: [
      { input: 'the sum of the numbers in the list xs', output: 'sum(xs)' },
      { input: 'every second element of xs', output: 'xs[::2]' },
      { input: 'the words of s in small letters', output: 's.lower().split()' },
      { input: 'whether n is even', output: 'n % 2 == 0' },
    ],
  }),
} as const satisfies Record<TaskKind, ReturnType<typeof starter>>;

function starter(task: {
  readonly prompt: string;
  /** Lines of YAML: the kind, and what belongs to it. */
  readonly form: string;
  readonly rows: number;
  readonly examples: readonly { readonly input: string; readonly output: unknown }[];
}) {
  return {
    'task.yaml': `# What the model is to do, as you would tell a person or a large model. The one key that is required.
prompt: |
  ${task.prompt}

# Names the build and the bundle.
name: my-task

${task.form}

# Gold rows that the teacher may be shown. From 40 rows on, half of them become the test.
examples: examples.jsonl

# Gold rows kept for the verdict: never shown, never trained on. 250 rows settle a margin of 5 points.
# test: test.csv

# The large model that writes and labels training rows. Its key: OPENAI_API_KEY in the environment or in .env.
teacher:
  model: gpt-5-mini

# Training rows to generate.
generate: { rows: ${task.rows} }

# Never spend more than this.
budget: { usd: 2 }

# Every key is explained in docs/task-file.md.
`,
    'examples.jsonl': task.examples.map((row) => `${JSON.stringify(row)}\n`).join(''),
  };
}
