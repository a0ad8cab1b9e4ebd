import { describe, expect, it } from 'vitest';
import type { TaskSpec } from '../../../../contracts/task-spec.ts';
import { labelInputPrompt } from '../../../../lib/prompts/label-input.ts';
import { parseTaskPrompt } from '../../../../lib/prompts/parse-task.ts';
import { proposeAttributesPrompt } from '../../../../lib/prompts/propose-attributes.ts';
import { writeInputsPrompt } from '../../../../lib/prompts/write-inputs.ts';
import { UNCONSTRAINED } from '../../../../lib/task/unconstrained.ts';

const labels: TaskSpec = {
  version: 1,
  name: 'mail',
  instruction: 'Sort the mail.',
  kind: 'labels',
  fields: null,
  labels: [
    { name: 'billing', description: 'money' },
    { name: 'other', description: null },
  ],
  constraints: UNCONSTRAINED,
  metric: 'accuracy',
  metricReason: '',
  instructionEnglish: null,
  language: null,
  notes: [],
  demonstrations: [{ input: 'I paid twice.', output: 'billing' }],
};

const text: TaskSpec = {
  ...labels,
  kind: 'text',
  labels: null,
  fields: ['question', 'passage'],
  constraints: { ...UNCONSTRAINED, pattern: '\\w+', fromInput: true, maxChars: 20 },
  demonstrations: [{ input: { question: 'Who?', passage: 'Ann did.' }, output: 'Ann' }],
};

const asks = (spec: TaskSpec) => {
  const { messages, schema } = labelInputPrompt(spec, 'x');
  return { said: messages.map(({ content }) => content).join('\n---\n'), schema: JSON.stringify(schema) };
};

// A change of a prompt changes what the teacher answers: raise the prompt's version with it.
describe('prompts', () => {
  it('label-input asks for one label, the input alone in the last message', () => {
    expect(labelInputPrompt(labels, 'Where is my parcel?')).toMatchInlineSnapshot(`
      {
        "messages": [
          {
            "content": "Sort the mail.

      The labels:
      - billing: money
      - other

      Answer with a JSON object {"output": "..."} and nothing else.",
            "role": "system",
          },
          {
            "content": "I paid twice.",
            "role": "user",
          },
          {
            "content": "{"output":"billing"}",
            "role": "assistant",
          },
          {
            "content": "Where is my parcel?",
            "role": "user",
          },
        ],
        "name": "label-input",
        "schema": {
          "additionalProperties": false,
          "properties": {
            "output": {
              "enum": [
                "billing",
                "other",
              ],
              "type": "string",
            },
          },
          "required": [
            "output",
          ],
          "type": "object",
        },
      }
    `);
  });

  it('label-input states every constraint of a text', () => {
    expect(labelInputPrompt(text, { question: 'When?', passage: 'In May.' }).messages).toMatchInlineSnapshot(`
      [
        {
          "content": "Sort the mail.

      The output matches the regular expression \\w+

      The output stands in the input word for word.

      The output has at most 20 characters.

      Answer with a JSON object {"output": "..."} and nothing else.",
          "role": "system",
        },
        {
          "content": "question: Who?
      passage: Ann did.",
          "role": "user",
        },
        {
          "content": "{"output":"Ann"}",
          "role": "assistant",
        },
        {
          "content": "question: When?
      passage: In May.",
          "role": "user",
        },
      ]
    `);
  });

  const several = { ...UNCONSTRAINED, several: true };

  it('label-input asks for a list of labels', () => {
    const row = { input: 'Paid twice, and lost.', output: '["billing","other"]' };
    expect(asks({ ...labels, constraints: several, demonstrations: [row] })).toMatchInlineSnapshot(`
      {
        "said": "Sort the mail.

      The labels:
      - billing: money
      - other

      The output is the list of all labels that apply; empty where none does.

      Answer with a JSON object {"output": ["...", "..."]} and nothing else.
      ---
      Paid twice, and lost.
      ---
      {"output":["billing","other"]}
      ---
      x",
        "schema": "{"type":"object","additionalProperties":false,"required":["output"],"properties":{"output":{"type":"array","items":{"type":"string","enum":["billing","other"]}}}}",
      }
    `);
  });

  it('label-input asks for a step of a scale', () => {
    expect(asks({ ...labels, constraints: { ...UNCONSTRAINED, ordered: true }, demonstrations: [] }).said)
      .toMatchInlineSnapshot(`
      "Sort the mail.

      The labels:
      - billing: money
      - other

      The labels are the steps of a scale, in this order.

      Answer with a JSON object {"output": "..."} and nothing else.
      ---
      x"
    `);
  });

  it('label-input asks for one passage, or the word for none, and for a list of passages', () => {
    const extract: TaskSpec = { ...labels, kind: 'extract', labels: null, demonstrations: [] };
    expect(asks({ ...extract, constraints: { ...UNCONSTRAINED, none: 'N/A' } })).toMatchInlineSnapshot(`
      {
        "said": "Sort the mail.

      The output is a passage that stands in the input word for word; where the input holds none, the output is "N/A".

      Answer with a JSON object {"output": "..."} and nothing else.
      ---
      x",
        "schema": "{"type":"object","additionalProperties":false,"required":["output"],"properties":{"output":{"type":"string"}}}",
      }
    `);
    expect(asks({ ...extract, constraints: { ...several, maxChars: 20 } })).toMatchInlineSnapshot(`
      {
        "said": "Sort the mail.

      The output is the list of all such passages, in the order of the input; empty where there is none. Each stands in the input word for word.

      Each of them has at most 20 characters.

      Answer with a JSON object {"output": ["...", "..."]} and nothing else.
      ---
      x",
        "schema": "{"type":"object","additionalProperties":false,"required":["output"],"properties":{"output":{"type":"array","items":{"type":"string"}}}}",
      }
    `);
  });

  it('label-input asks for code alone', () => {
    expect(asks({ ...labels, kind: 'code', labels: null, demonstrations: [] }).said).toMatchInlineSnapshot(`
      "Sort the mail.

      The output is the code alone, without a fence or a word around it.

      Answer with a JSON object {"output": "..."} and nothing else.
      ---
      x"
    `);
  });

  it('label-input asks for an object by the schema, narrowed to what endpoints guarantee', () => {
    const schema = {
      type: 'object',
      properties: {
        name: { type: 'string', minLength: 1 },
        tags: { type: 'array', items: { enum: ['a'], type: 'string' } },
      },
      required: ['name', 'tags'],
    };
    const row = { input: 'Ann', output: '{"name":"Ann","tags":[]}' };
    const structured: TaskSpec = { ...labels, kind: 'structured', labels: null, demonstrations: [row] };
    expect(asks({ ...structured, constraints: { ...UNCONSTRAINED, schema } })).toMatchInlineSnapshot(`
      {
        "said": "Sort the mail.

      The output is a JSON object that keeps this JSON Schema:
      {"type":"object","properties":{"name":{"type":"string","minLength":1},"tags":{"type":"array","items":{"enum":["a"],"type":"string"}}},"required":["name","tags"]}

      Answer with a JSON object {"output": {...}} and nothing else.
      ---
      Ann
      ---
      {"output":{"name":"Ann","tags":[]}}
      ---
      x",
        "schema": "{"type":"object","additionalProperties":false,"required":["output"],"properties":{"output":{"type":"object","properties":{"name":{"type":"string"},"tags":{"type":"array","items":{"type":"string","enum":["a"]}}},"required":["name","tags"],"additionalProperties":false}}}",
      }
    `);
  });

  it('label-input asks for JSON in a text where the schema is more than endpoints guarantee', () => {
    const schema = { type: 'object', properties: { name: { type: 'string' } } };
    const row = { input: 'Ann', output: '{"name":"Ann"}' };
    const structured: TaskSpec = { ...labels, kind: 'structured', labels: null, demonstrations: [row] };
    expect(asks({ ...structured, constraints: { ...UNCONSTRAINED, schema } })).toMatchInlineSnapshot(`
      {
        "said": "Sort the mail.

      The output is a JSON object that keeps this JSON Schema:
      {"type":"object","properties":{"name":{"type":"string"}}}

      Answer with a JSON object {"output": "{...}"} and nothing else.
      ---
      Ann
      ---
      {"output":"{\\"name\\":\\"Ann\\"}"}
      ---
      x",
        "schema": "{"type":"object","additionalProperties":false,"required":["output"],"properties":{"output":{"type":"string"}}}",
      }
    `);
  });

  it('write-inputs shows the examples, wishes for a label and asks for an exact number', () => {
    const wish = {
      count: 10,
      label: labels.labels?.[0] ?? null,
      manner: 'Keep them short.',
      topic: null,
      cluster: null,
      covered: [],
    };
    expect(writeInputsPrompt(labels, wish)).toMatchInlineSnapshot(`
      {
        "messages": [
          {
            "content": "You write realistic inputs for a task, as its users would send them. You write inputs only, never the answers.
      The inputs of one list differ from each other in subject, wording and length. None repeats an example.",
            "role": "system",
          },
          {
            "content": "The task:
      Sort the mail.

      Examples:

      Input: I paid twice.
      Answer: billing

      Write 10 new inputs whose answer should be "billing" (money). Keep them short.",
            "role": "user",
          },
        ],
        "name": "write-inputs",
        "schema": {
          "additionalProperties": false,
          "properties": {
            "inputs": {
              "items": {
                "type": "string",
              },
              "maxItems": 10,
              "minItems": 10,
              "type": "array",
            },
          },
          "required": [
            "inputs",
          ],
          "type": "object",
        },
      }
    `);
  });

  it('write-inputs asks for records where the task has fields', () => {
    const { schema } = writeInputsPrompt(text, {
      count: 2,
      label: null,
      manner: '',
      topic: null,
      cluster: null,
      covered: [],
    });
    expect(schema).toMatchInlineSnapshot(`
      {
        "additionalProperties": false,
        "properties": {
          "inputs": {
            "items": {
              "additionalProperties": false,
              "properties": {
                "passage": {
                  "type": "string",
                },
                "question": {
                  "type": "string",
                },
              },
              "required": [
                "question",
                "passage",
              ],
              "type": "object",
            },
            "maxItems": 2,
            "minItems": 2,
            "type": "array",
          },
        },
        "required": [
          "inputs",
        ],
        "type": "object",
      }
    `);
  });

  it('parse-task asks for kind, labels and demonstrations of a bare prompt', () => {
    expect(parseTaskPrompt('Translate to French.').messages.at(-1)).toEqual({
      role: 'user',
      content: 'Translate to French.',
    });
  });
});

it('write-inputs names the topic, and what earlier waves covered', () => {
  const topic = { name: 'invoices', description: 'what was charged' };
  const wish = {
    count: 10,
    label: null,
    manner: 'Short.',
    topic,
    cluster: null,
    covered: [{ name: 'parcels', count: 12 }],
  };
  expect(writeInputsPrompt({ ...labels, demonstrations: [] }, wish).messages.at(-1)?.content).toBe(
    [
      'The task:\nSort the mail.\n\nWrite 10 new inputs. Short.',
      'All of them are about this topic: invoices (what was charged).',
      'Inputs written so far, by topic: parcels (12). Write what is unlikely to be among them.',
    ].join('\n'),
  );
});

it('propose-attributes shows the task, its labels and its examples, and asks for 8 to 20 topics', () => {
  const { messages, schema } = proposeAttributesPrompt(labels);
  expect(messages.at(-1)?.content).toBe(
    'The task:\nSort the mail.\n\nThe labels: billing, other\n\nExamples:\n\nInput: I paid twice.\nAnswer: billing',
  );
  expect(schema).toMatchObject({ properties: { topics: { minItems: 8, maxItems: 20 } } });
});

it('what an endpoint fills in plainly for parse-task reads as nothing read', () => {
  const { schema } = parseTaskPrompt('x');
  expect(schema).toMatchObject({
    properties: {
      pattern: { anyOf: [{ type: 'null' }, { type: 'string' }] },
      maxChars: { anyOf: [{ type: 'null' }, { type: 'integer' }] },
      fromInput: { enum: ['no', 'yes'] },
      metric: { enum: expect.arrayContaining(['unsaid']) },
    },
  });
});

it('write-inputs tells a kind of inputs by its words and some of them, the beginning of long ones', () => {
  const cluster = { words: ['flour', 'bread'], examples: ['Bake\nit.', { question: 'x'.repeat(500), passage: '' }] };
  const asked = (words: readonly string[]) =>
    writeInputsPrompt(
      { ...text, demonstrations: [] },
      {
        count: 10,
        label: null,
        manner: 'Short.',
        topic: null,
        cluster: { ...cluster, words: [...words] },
        covered: [],
      },
    ).messages.at(-1)?.content;
  expect(asked(cluster.words)?.split('\n').slice(3)).toEqual([
    'Write 10 new inputs. Short. Each has the fields question, passage.',
    'All of them are of one kind, in which words such as flour, bread are frequent. Some of this kind that are there already; write others:',
    String.raw`- "Bake\nit."`,
    `- {"question":"${'x'.repeat(387)} …`,
  ]);
  expect(asked([])).toContain('All of them are of one kind. Some of this kind');
});
