import type { Family } from '../../contracts/family.ts';
import { answerLimits, whatItAnswers } from './card-answers.ts';
import { cardConfidence } from './card-confidence.ts';
import type { CardFacts } from './card-facts.ts';
import { scoreTables } from './card-scores.ts';
import { usage } from './card-usage.ts';
import { frontMatter } from './front-matter.ts';
import { fenced, plain } from './markdown.ts';
import type { RowSource } from '../../contracts/candidate.ts';

const VERDICTS = { ship: 'Ship', no: 'Do not ship', unproven: 'Unproven' } as const;

/** README.md of a bundle: what the model is, how it was made, what was measured, how to use it, where it ends. */
export function modelCard(facts: CardFacts): string {
  const { task, report, teacher } = facts;
  const verdict = `**${VERDICTS[report.verdict.decision]}.** ${plain(report.verdict.reason)}`;
  const sections = [
    `# ${plain(task.name)}`,
    verdict,
    ...(teacher.simulated ? [SIMULATED] : []),
    '## What it is',
    ...whatItIs(facts),
    '## Intended use',
    intendedUse(facts),
    '## How it was made',
    ...howItWasMade(facts),
    '## Scores',
    scoreTables(report),
    '## Use',
    usage(task),
    '## Limits',
    limits(facts)
      .map((limit) => `- ${limit}`)
      .join('\n'),
  ];
  return `${frontMatter(facts)}\n${sections.join('\n\n')}\n`;
}

const SIMULATED =
  '> **The teacher was simulated**: a script that stands in for a large model, with errors put in on purpose. ' +
  'The scores show that the system works; they say nothing about what a real teacher would have taught.';

function whatItIs({ task, base }: CardFacts): string[] {
  const start = startOf(task.family, base.name === null ? null : plain(base.name));
  const input =
    task.fields === null ? 'Its input is one text.' : `Its input has the fields ${task.fields.map(plain).join(', ')}.`;
  const asked = ['It does what this text asks for:', fenced(task.instruction)];
  return [...whatItAnswers(task, start), input, ...asked];
}

function startOf(family: Family, base: string | null): string {
  if (family === 'tfidf') return 'fitted to the words of its training rows, with nothing pretrained';
  if (base === null) return 'trained from random weights';
  return family === 'frozen-encoder' ? `a linear layer over ${base}, which stays as it is` : `fine-tuned from ${base}`;
}

function howItWasMade({ teacher, rows, report, source, seed }: CardFacts): string[] {
  const { cost } = report;
  const name = `${plain(teacher.model)}${teacher.simulated ? ' (simulated)' : ''}`;
  return [
    `The teacher, ${name}, wrote and labelled examples from the text above. ` +
      `${rows.train} rows trained the model, ${rows.validation} chose its settings, ${rows.test} tested it; ` +
      'the test rows were fixed before any training row existed.',
    ...(source === null ? [] : [importedFrom(source)]),
    `That took ${cost.calls} calls, ${cost.tokens} tokens and $${cost.usd.toFixed(2)}${teacher.simulated ? ' that nobody paid' : ''}. Seed ${seed}. ` +
      '`provenance.json` names every input by its hash, `report.json` holds all that was measured.',
  ];
}

const importedFrom = ({ title, hub, train, test }: RowSource): string =>
  `People wrote ${train} of the rows that it could learn from${test === 0 ? '' : ` and ${test} that could test it`}: ` +
  `they come from ${plain(title)}${hub === null ? '' : ` (${plain(hub)} on the Hugging Face hub)`}.`;

/** What it was made and tested for, and what not. */
function intendedUse({ report, source }: CardFacts): string {
  const { on = 'generated' } = report.scores[0] ?? {};
  const tested = {
    gold: 'Inputs like the test rows that its builder gave.',
    imported: `Inputs like the test rows of ${plain(source?.title ?? 'an imported dataset')}.`,
    generated: 'Inputs like those that the teacher invented; it was not tested on real ones.',
  }[on];
  return `This task and no other. ${tested} How often it is wrong there stands under Scores: where a wrong answer does harm, let a person look, or let it abstain where it can.`;
}

function limits({ task, report, base, source }: CardFacts): string[] {
  return [
    ...report.warnings.map(plain),
    ...answerLimits(task),
    ...cardConfidence(task, report),
    'The int8 file must answer rows one by one, as both scripts do: its answers depend on the company a row keeps.',
    ...report.exportChanges.map(
      (change) =>
        `From ${plain(change.from)} to ${plain(change.to)}, ${(100 * change.changedAnswers).toFixed(1)} % of answers ` +
        `changed on ${change.rows} ${plain(change.on)} rows.`,
    ),
    ...(base.trainedOn.length > 0
      ? [
          `The base model's card names ${base.trainedOn.map(plain).join(', ')} as training data: it may know such test rows.`,
        ]
      : []),
    licence(base.license),
    ...(source === null ? [] : [sourceLicence(source)]),
  ];
}

const sourceLicence = ({ title, license }: RowSource): string =>
  license === null
    ? `The licence of the rows from ${plain(title)} is not known: find it out before use.`
    : `The licence of the rows from ${plain(title)} is ${plain(license)}, as its card says.`;

function licence(license: string | null): string {
  const teaching = "The terms of the teacher's provider may restrict what its answers are used for.";
  if (license === null) return `No weights, and so no licence, were inherited. ${teaching}`;
  if (license === 'unknown') return `The licence of the base model is not known: find it out before use. ${teaching}`;
  return `The base model's licence is ${plain(license)}. ${teaching}`;
}
