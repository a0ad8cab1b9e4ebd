import { describe, expect, it } from 'vitest';
import { rankDatasetsPrompt, SHOWN_DATASET_BYTES, type TaskToRead } from '../../../../lib/prompts/rank-datasets.ts';
import { candidate } from '../../../support/candidate.ts';

const TASK: TaskToRead = {
  instruction: '¿Qué equipo contesta?',
  instructionEnglish: 'Which team answers?',
  kind: 'labels',
  labels: [
    { name: 'billing', description: 'money' },
    { name: 'delivery', description: null },
  ],
  fields: null,
  demonstrations: [{ input: 'I paid\ntwice.', output: 'billing' }],
};

const saidOf = (...shown: Parameters<typeof rankDatasetsPrompt>[1]) =>
  rankDatasetsPrompt(TASK, shown).messages.at(-1)?.content ?? '';

const bytes = (text: string) => Buffer.byteLength(text);

describe('rankDatasetsPrompt', () => {
  it('shows the task in both languages and each dataset with its rows as they would be imported', () => {
    const mapping = { input: 'text', output: 'team', labels: { b: 'billing' } };
    const shown = candidate('hub:acme/mail', { description: 'Mail of a shop.', license: 'mit', rows: null, mapping });
    expect(saidOf(shown, candidate('local:notes'))).toMatchInlineSnapshot(`
      "The task, in the user's words:
      ¿Qué equipo contesta?

      The same in English:
      Which team answers?

      Each answer is one or more labels of a closed list.

      The labels:
      - billing: money
      - delivery

      Examples of the user:
      - input: I paid twice.
        output: billing

      The 2 datasets:

      Dataset A
      title: acme/mail
      description: Mail of a shop.
      licence: mit
      columns: text, team
      number of rows: not counted
      input from: text; output from: team (b as billing)
      - input: a row of hub:acme/mail
        output: billing

      Dataset B
      title: notes
      licence: not named
      columns: text, team
      number of rows: 60
      input from: text; output from: team
      - input: a row of local:notes
        output: billing"
    `);
  });

  it('asks for each dataset and for all of them in order, by the letters that it gave', () => {
    const { name, schema } = rankDatasetsPrompt(TASK, [candidate('a'), candidate('b')]);
    expect(name).toBe('rank-datasets');
    expect(schema).toMatchObject({
      required: ['datasets', 'order'],
      properties: {
        datasets: {
          minItems: 2,
          maxItems: 2,
          items: {
            required: ['name', 'reason', 'does'],
            properties: { name: { enum: ['A', 'B'] }, does: { enum: ['no', 'partly', 'yes'] } },
          },
        },
        order: { minItems: 2, maxItems: 2, items: { enum: ['A', 'B'] } },
      },
    });
  });

  it('tells nothing of what the search thought', () => {
    const scores = { ...candidate('a').scores, vector: 0.9, total: 5 };
    const favoured = candidate('a', { proven: true, fit: 'good', reasons: ['similarity 0.9'], scores });
    expect(saidOf(favoured)).toBe(saidOf(candidate('a')));
  });

  it('keeps every dataset below its limit, whatever it holds, and shows a bit of each field', () => {
    const long = '日本語 '.repeat(900);
    const fields = ['question', 'passage'];
    const row = { input: { question: long, passage: `Z${long}` }, output: long };
    const huge = candidate('a', {
      title: long,
      description: long,
      license: long,
      columns: Array.from({ length: 99 }, () => long),
      mapping: { input: { question: long, passage: long }, output: long },
      samples: [row, row, row, row],
    });
    const of = (...shown: Parameters<typeof rankDatasetsPrompt>[1]) =>
      rankDatasetsPrompt({ ...TASK, fields, demonstrations: [] }, shown).messages.at(-1)?.content ?? '';
    const small = bytes(of(candidate('b', { samples: [row] })));
    expect(bytes(of(candidate('b', { samples: [row] }), huge)) - small).toBeLessThanOrEqual(SHOWN_DATASET_BYTES);
    expect(of(huge)).toContain('passage: Z日本語');
  });
});
