import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { CardFacts } from '../../../../lib/bundle/card-facts.ts';
import { baseModelFacts } from '../../../../lib/bundle/licenses.ts';
import { modelCard } from '../../../../lib/bundle/model-card.ts';
import { UNCONSTRAINED } from '../../../../lib/task/unconstrained.ts';

const score = { on: 'gold', metric: 'accuracy', low: 0.8, high: 0.95, n: 50 } as const;

const FACTS: CardFacts = {
  task: {
    version: 1,
    name: 'triage',
    instruction: 'Sort the message.\n```\nno fence\n```',
    kind: 'labels',
    family: 'encoder',
    fields: ['title', "it's"],
    labels: [
      { name: 'billing', description: 'money | *invoices*' },
      { name: 'no', description: null },
    ],
    constraints: UNCONSTRAINED,
    maxInputTokens: 128,
    maxOutputTokens: 8,
    ships: 'int8',
  },
  report: {
    version: 1,
    task: { name: 'triage', kind: 'labels', metric: 'accuracy', labels: ['billing', 'no'] },
    scores: [
      { ...score, who: 'student-int8', value: 0.9 },
      { ...score, who: 'student-fp32', value: 0.92 },
      { ...score, who: 'teacher', value: 0.94 },
    ],
    verdict: { decision: 'unproven', reason: 'At most 12 points worse; 250 rows would settle it.' },
    cost: { usd: 1.234, tokens: 5000, inputTokens: 4000, outputTokens: 1000, calls: 70 },
    files: [{ path: 'onnx/model_quantized.onnx', bytes: 23_100_000, p50Ms: 2.04 }],
    ships: { file: 'int8', reason: 'Within one standard error on validation.' },
    warnings: ['Accuracy and macro-f1 disagree: <b>look</b>.'],
    comparisons: [],
    gate: { margin: 0.05, lowerLimit: -0.12, opening: 1, openingsAllowed: 1, rowsToSettle: 250 },
    exportChanges: [
      { from: 'fp32', to: 'int8', on: 'validation', rows: 100, changedAnswers: 0.016, maxLogitDifference: 0.2 },
    ],
    data: {},
    training: {},
    teacher: {},
    machine: { processor: 'EPYC', threads: 1 },
  },
  base: baseModelFacts('minilm', null),
  teacher: { model: 'gpt-5-mini', simulated: false },
  rows: { train: 800, validation: 100, test: 50 },
  source: null,
  seed: 1,
  language: null,
};

const headOf = (card: string): unknown => parse(card.split('---\n')[1] ?? '');

describe('sources in modelCard', () => {
  const source = { title: 'Customer mails', hub: 'acme/mails', license: 'cc-by-4.0', train: 700, test: 50 };

  it('names whose rows were imported, from where and under which licence', () => {
    const card = modelCard({ ...FACTS, source });
    expect(headOf(card)).toMatchObject({ datasets: ['acme/mails'] });
    expect(card).toContain(
      'People wrote 700 of the rows that it could learn from and 50 that could test it: they come from Customer mails (acme/mails on the Hugging Face hub).',
    );
    expect(card).toContain('The licence of the rows from Customer mails is cc-by-4.0, as its card says.');
  });

  it('says so where nobody knows the licence, and names no repository for rows at hand', () => {
    const card = modelCard({ ...FACTS, source: { ...source, hub: null, license: null, test: 0 } });
    expect(headOf(card)).not.toHaveProperty('datasets');
    expect(card).toContain('they come from Customer mails.');
    expect(card).toContain('The licence of the rows from Customer mails is not known: find it out before use.');
  });

  it('says what it was tested for, by whose rows tested it', () => {
    const { scores } = FACTS.report;
    const on = (origin: 'gold' | 'generated') =>
      modelCard({ ...FACTS, report: { ...FACTS.report, scores: scores.map((one) => ({ ...one, on: origin })) } });
    expect(on('gold')).toContain('Inputs like the test rows that its builder gave.');
    expect(on('generated')).toContain('it was not tested on real ones');
  });
});

describe('front matter of modelCard', () => {
  it('carries the scores of the file that ships, with interval and rows', () => {
    expect(headOf(modelCard(FACTS))).toEqual({
      license: 'apache-2.0',
      base_model: 'sentence-transformers/all-MiniLM-L6-v2',
      pipeline_tag: 'text-classification',
      tags: ['prompt2model', 'onnx'],
      'model-index': [
        {
          name: 'triage',
          results: [
            {
              task: { type: 'text-classification' },
              dataset: { type: 'triage-gold', name: 'triage, gold test rows' },
              metrics: [{ type: 'accuracy', value: 0.9, name: 'accuracy (95 % interval 0.800 to 0.950, 50 rows)' }],
            },
          ],
        },
      ],
    });
  });

  it('names neither licence nor base model where weights were random, and the language where it is known', () => {
    const head = headOf(modelCard({ ...FACTS, base: baseModelFacts('none', null), language: 'no' }));
    expect(head).toMatchObject({ language: 'no' });
    expect(head).not.toHaveProperty('license');
    expect(head).not.toHaveProperty('base_model');
  });
});

const cardOf = (none: string | null) =>
  modelCard({
    ...FACTS,
    task: { ...FACTS.task, kind: 'extract', family: 'span', labels: null, constraints: { ...UNCONSTRAINED, none } },
  });

describe('modelCard', () => {
  it('tells what it is, what was measured and where it ends', () => {
    const body = modelCard(FACTS).split('---\n').slice(2).join('---\n');
    expect(body).toMatchInlineSnapshot(`
      "
      # triage

      **Unproven.** At most 12 points worse; 250 rows would settle it.

      ## What it is

      A classifier, fine-tuned from all-MiniLM-L6-v2. It answers with one of:

      - **billing**: money \\| \\*invoices\\*
      - **no**

      Its input has the fields title, it's.

      It does what this text asks for:

      \`\`\`\`
      Sort the message.
      \`\`\`
      no fence
      \`\`\`
      \`\`\`\`

      ## Intended use

      This task and no other. Inputs like the test rows that its builder gave. How often it is wrong there stands under Scores: where a wrong answer does harm, let a person look, or let it abstain where it can.

      ## How it was made

      The teacher, gpt-5-mini, wrote and labelled examples from the text above. 800 rows trained the model, 100 chose its settings, 50 tested it; the test rows were fixed before any training row existed.

      That took 70 calls, 5000 tokens and $1.23. Seed 1. \`provenance.json\` names every input by its hash, \`report.json\` holds all that was measured.

      ## Scores

      | who | test rows | metric | score | 95 % interval | rows |
      | --- | --- | --- | --- | --- | --- |
      | **student-int8** (ships) | gold | **accuracy** | 0.900 | 0.800 to 0.950 | 50 |
      | student-fp32 | gold | **accuracy** | 0.920 | 0.800 to 0.950 | 50 |
      | teacher | gold | **accuracy** | 0.940 | 0.800 to 0.950 | 50 |

      Which file ships: Within one standard error on validation.

      | file | MB | median ms |
      | --- | --- | --- |
      | onnx/model\\_quantized.onnx | 23.1 | 2.0 |

      Milliseconds are for one row at a time on EPYC with 1 thread.

      ## Use

      In this folder, with Node 20.11 or later:

      \`\`\`sh
      npm install --prefix . --ignore-scripts onnxruntime-node@1.30.0 @huggingface/tokenizers@0.2.0
      node predict.mjs --json '{"title":"...","it'\\''s":"..."}'
      \`\`\`

      or with Python 3.11 or later (on Windows \`.venv\\Scripts\\python\`):

      \`\`\`sh
      python3 -m venv .venv
      .venv/bin/python -m pip install onnxruntime==1.30.0 tokenizers==0.22.2
      .venv/bin/python predict.py --json '{"title":"...","it'\\''s":"..."}'
      \`\`\`

      Both give the same answers. Many rows at once, one JSON object \`{"input": ...}\` a line, are answered in order, with the score of every label; check the files first if they have travelled:

      \`\`\`sh
      node predict.mjs --jsonl < rows.jsonl > answers.jsonl
      sha256sum -c SHA256SUMS   # macOS: shasum -a 256 -c
      \`\`\`

      ### Try it in a browser

      \`demo/\` runs the model inside the browser: no row leaves it, and nothing is fetched from elsewhere. Any web server will do:

      \`\`\`sh
      python3 -m http.server --bind 127.0.0.1 8000
      \`\`\`

      then open <http://127.0.0.1:8000/demo/>. Or with Gradio, on this machine, in the Python environment above:

      \`\`\`sh
      .venv/bin/python -m pip install gradio==6.31.0
      .venv/bin/python demo/gradio_app.py
      \`\`\`

      ### Serve it

      With the Node packages above, on this machine alone unless \`--host\` says otherwise:

      \`\`\`sh
      node server/server.mjs --port 8080
      \`\`\`

      and from another shell:

      \`\`\`sh
      curl http://127.0.0.1:8080/predict -H 'content-type: application/json' -d '{"input":{"title":"...","it'\\''s":"..."}}'
      \`\`\`

      OpenAI's clients take \`http://127.0.0.1:8080/v1\` as their base URL and triage as the model; the last user message is the input, as JSON, and other messages are ignored. \`--help\` lists limits and settings; with \`P2M_SERVER_KEY\` in its environment the server asks for that key. \`server/Dockerfile\` describes an image that does not run as root.

      ## Limits

      - Accuracy and macro-f1 disagree: \\<b\\>look\\</b\\>.
      - Inputs are cut after 128 tokens; every input gets one of the labels, whatever it is.
      - Nothing says how sure an answer is, so it cannot abstain.
      - The int8 file must answer rows one by one, as both scripts do: its answers depend on the company a row keeps.
      - From fp32 to int8, 1.6 % of answers changed on 100 validation rows.
      - The base model's card names SNLI, MultiNLI, Quora duplicate questions, MS MARCO, Natural Questions, TriviaQA, GOOAQ as training data: it may know such test rows.
      - The base model's licence is apache-2.0. The terms of the teacher's provider may restrict what its answers are used for.
      "
    `);
  });

  it('says on top and beside its name that a teacher was simulated', () => {
    const card = modelCard({ ...FACTS, teacher: { model: 'scripted', simulated: true } });
    expect(card).toContain('> **The teacher was simulated**');
    expect(card).toContain('The teacher, scripted (simulated), wrote');
    expect(card).toContain('$1.23 that nobody paid');
    expect(headOf(card)).toMatchObject({ tags: ['prompt2model', 'onnx', 'simulated-teacher'] });
  });

  it('shows how a text model with one input is asked, and that its constraints are not checked', () => {
    const task = {
      ...FACTS.task,
      kind: 'text' as const,
      family: 'encoder-decoder' as const,
      fields: null,
      labels: null,
      constraints: { ...UNCONSTRAINED, pattern: '\\d+' },
    };
    const card = modelCard({ ...FACTS, task, base: baseModelFacts('none', null) });
    expect(card).toContain('A text-to-text model, trained from random weights.');
    expect(card).toContain('node predict.mjs "some text"');
    expect(card).toContain('Inputs are cut after 128 tokens, answers after 8.');
    expect(card).toContain('Answers are not checked against them.');
    expect(card).toContain('No weights, and so no licence, were inherited.');
  });

  it('warns of a licence that nobody stated', () => {
    const card = modelCard({ ...FACTS, base: baseModelFacts('/models/mine', null) });
    expect(headOf(card)).toMatchObject({ license: 'unknown' });
    expect(card).toContain('The licence of the base model is not known');
  });

  it.each([
    [{ kind: 'labels', several: true }, 'It answers with a JSON list of those that apply, `[]` where none does:'],
    [{ kind: 'labels', ordered: true }, 'It answers with one step of this scale:'],
    [{ kind: 'extract', family: 'span' }, 'It answers with the passage, letter for letter.'],
    [{ kind: 'extract', family: 'span', none: 'N/A' }, 'letter for letter, or with "N/A" where there is none.'],
    [{ kind: 'extract', family: 'tagger', several: true }, 'It answers with a JSON list of them, letter for letter'],
    [{ kind: 'edit', family: 'editor' }, 'It answers with the whole text as it should be.'],
    [{ kind: 'structured', family: 'decoder', schema: { type: 'object' } }, '```json\n{"type":"object"}\n```'],
    [{ kind: 'code', family: 'decoder' }, 'Nothing that it wrote was run'],
  ] as const)('%j: says what an answer is', (form, sentence) => {
    const { kind, ...rest } = { family: 'encoder' as const, ...form };
    const { family, ...constraints } = rest;
    const labels = kind === 'labels' ? FACTS.task.labels : null;
    const task = { ...FACTS.task, kind, family, labels, constraints: { ...UNCONSTRAINED, ...constraints } };
    expect(modelCard({ ...FACTS, task })).toContain(sentence);
  });

  it('says of an answer that is never empty that it is not', () => {
    const always = 'every input gets a passage, whatever it is';
    expect(cardOf(null)).toContain(always);
    expect(cardOf('N/A')).not.toContain(always);
  });

  it.each([
    ['tfidf', 'none', 'A classifier, fitted to the words of its training rows, with nothing pretrained.'],
    ['frozen-encoder', 'minilm', 'A classifier, a linear layer over all-MiniLM-L6-v2, which stays as it is.'],
  ] as const)('says what a student of the family %s starts from', (family, base, sentence) => {
    const task = { ...FACTS.task, family };
    expect(modelCard({ ...FACTS, task, base: baseModelFacts(base, null) })).toContain(sentence);
  });
});
