import type { Amount, Price } from '../../contracts/budget.ts';
import type { GoldRow } from '../../contracts/example.ts';
import type { TaskConfig } from '../../contracts/task-config.ts';
import type { TaskKind } from '../../contracts/task-file.ts';
import {
  ATTRIBUTES_MAX_TOKENS,
  INPUTS_PER_CALL,
  labelMaxTokens,
  PARSE_MAX_TOKENS,
  READING_MAX_TOKENS,
  RETRIES,
  writeMaxTokens,
} from '../generation/limits.ts';
import { splitGold } from '../dataset/gold-split.ts';
import { IMPORTED_BYTES } from '../datasets/imported-demonstrations.ts';
import { SHOWN_DATASET_BYTES } from '../prompts/rank-datasets.ts';
import { MOST_CANDIDATES } from '../search/rank-datasets.ts';
import { votesOnTest } from '../evaluation/voted-test.ts';
import { thinkingTokensOf } from '../teacher/dialect.ts';
import { LABELS_PER_ARM } from '../pilot/limits.ts';
import { pilotSize } from '../pilot/pilot-size.ts';
import { pilotCalls } from '../pilot/planned-calls.ts';
import { chooseDemonstrations, enoughDemonstrations } from './demonstrations.ts';
import { needsReading } from './read-prompt.ts';
import type { CheckedTask } from './read-task.ts';
import { rowsOfRounds } from './task-config.ts';

/** The most that a build may cost. */
export interface WorstCase {
  /** Every answer rejected as often as is tried again. Dollars are 0 where no price is known. */
  readonly most: Amount;
  /** The same where no answer is rejected, and no model thinks before it answers. */
  readonly undisturbed: Amount;
}

/** Inputs written per row wanted: some are duplicates, some lose the vote. */
const OVERSHOOT = 1.5;
/** Tokens of a prompt beside the task's own words, at the most: our instructions, the schema, what goes around messages. */
const PROMPT_OVERHEAD_TOKENS = 1300;
/** Bytes of an input where no row shows how long they are: about 150 words, the longest ten of which fit into an answer. */
const UNSEEN_INPUT_BYTES = 900;
/** Examples that a prompt may hold, which are found when it is read. */
const UNREAD_DEMONSTRATIONS = 8;
/** Inputs that the teacher invents may be longer than those it was shown. */
const LONGER_THAN_SEEN = 2;

/**
 * Upper bound of a build's calls, before the first one.
 *
 * With w = rows of all rounds · 1.5, and for a generated test t = test rows · 1.5:
 * calls = 1 parse (where kind, labels or form are open) + 1 for datasets that are found (`retrieve: auto`) + 1 for attributes + the pilot's own + ⌈w/10⌉ + ⌈t/10⌉ writes + (w + t) · (votes + 1) labels (one more
 * settles a tie) + two teacher answers on each test row, and on people's rows as many more as there are votes. Tokens of a call = its prompt, at one token per
 * UTF-8 byte (no tokenizer makes more) plus 1,300, plus the cap on its answer; dollars at the price of each.
 * The one for datasets has room for ten of them. Where datasets are looked for, calls for training rows have room for imported demonstrations, 2,000 bytes of them.
 * An input counts twice the mean of the rows given, 900 bytes where none are. `most` is this times 1 + the 5 retries, each
 * call with the room for thinking that its model is given.
 * An estimate only in that mean; the budget's cap holds whatever the inputs are.
 */
export function worstCase(task: CheckedTask, config: TaskConfig, price: Price | null): WorstCase {
  return worstOf(task, config, price, 'build');
}

/** The same for `until: 'plan'`: reading, attributes and pilot, with the votes that generation will find paid. */
export const planWorstCase = (task: CheckedTask, config: TaskConfig, price: Price | null): WorstCase =>
  worstOf(task, config, price, 'plan');

function worstOf(task: CheckedTask, config: TaskConfig, price: Price | null, until: 'plan' | 'build'): WorstCase {
  const kind = kindOf(config);
  const { first: rowsWanted, later } = rowsOfRounds(config, kind);
  const rows = (rowsWanted + (config.generate.rounds - 1) * later) * OVERSHOOT;
  const gold = task.examples.map(({ row }) => row);
  const { shown, heldOut } = task.test === null ? splitGold(gold) : { shown: gold, heldOut: [] };
  const generated = task.test === null && heldOut.length === 0;
  const testInputs = generated ? config.generate.testRows * OVERSHOOT : 0;
  // A test that is generated so far may be one that people wrote, once datasets were looked for.
  const peoples = !generated || config.retrieve.policy !== 'none';
  const testRows = task.test?.length ?? (generated ? config.generate.testRows : heldOut.length);
  const demonstrations = chooseDemonstrations(shown, kind);
  const enough = enoughDemonstrations(config.labels?.length ?? 0);
  const prompt = promptTokens(task, config, demonstrations);
  const mayImport = until === 'build' && demonstrations.length < enough && config.retrieve.policy !== 'none';
  const told = prompt + (mayImport ? IMPORTED_BYTES.all : 0);
  const writes = writeMaxTokens(mayImport ? [...demonstrations, LONGEST_IMPORTED] : demonstrations);
  const { votes } = config.teacher;
  const unread = needsReading(config) ? UNREAD_DEMONSTRATIONS : 0;
  const shownRows = Math.max(demonstrations.length, unread, mayImport ? enough : 0);
  const pilot = pilotSize({ rowsWanted, votes, demonstrations: shownRows, goldRows: shown.length });
  const own = pilotCalls(rowsWanted).length;
  const answer = labelMaxTokens(kind, config.constraints, config.labels);
  const parts = [
    { calls: needsReading(config) ? 1 : 0, prompt, answer: PARSE_MAX_TOKENS },
    { calls: 1, prompt, answer: ATTRIBUTES_MAX_TOKENS },
    { calls: pilot.writes + (until === 'plan' ? own : 0), prompt: told, answer: writes },
    { calls: pilot.labels + pilot.bareLabels + (until === 'plan' ? LABELS_PER_ARM * votes : 0), prompt: told, answer },
  ];
  const datasets = MOST_CANDIDATES * SHOWN_DATASET_BYTES;
  const rest = [
    { calls: config.retrieve.policy === 'auto' ? 1 : 0, prompt: prompt + datasets, answer: READING_MAX_TOKENS },
    { calls: Math.ceil(rows / INPUTS_PER_CALL), prompt: told, answer: writes },
    { calls: Math.ceil(testInputs / INPUTS_PER_CALL), prompt, answer: writes },
    { calls: Math.ceil(rows) * (votes + 1), prompt: told, answer },
    { calls: Math.ceil(testInputs) * (votes + 1), prompt, answer },
    { calls: testRows * (2 + (peoples ? votesOnTest('gold', votes) : 0)), prompt, answer },
  ];
  const all = until === 'plan' ? parts : [...parts, ...rest];
  const allWith = (thinking: number) =>
    all.map((part) => amount(part.calls, part.prompt, part.answer + thinking, price)).reduce(plus);
  return { undisturbed: allWith(0), most: times(allWith(thinkingTokensOf(config.teacher.model)), 1 + RETRIES) };
}

/** An imported demonstration as long as any may be. */
const LONGEST_IMPORTED: GoldRow = { input: 'x'.repeat(IMPORTED_BYTES.each), output: '' };

/** Nobody knows yet what a bare prompt asks for; all but labels have the same limits. */
const kindOf = ({ kind }: TaskConfig): TaskKind => kind ?? 'text';

/** Most tokens of any prompt of the build: instructions, labels, the demonstrations, and one input. */
function promptTokens({ examples, test }: CheckedTask, config: TaskConfig, demonstrations: readonly GoldRow[]): number {
  const labels = (config.labels ?? []).map(({ name, description }) => `- ${name}: ${description ?? ''}\n`);
  const shown = demonstrations.map((row) => JSON.stringify(row));
  const inputs = [...examples, ...(test ?? [])].map(({ row }) => bytes(JSON.stringify(row.input)));
  const mean = inputs.reduce((sum, length) => sum + length, 0) / inputs.length;
  const input = inputs.length === 0 ? UNSEEN_INPUT_BYTES : Math.ceil(mean * LONGER_THAN_SEEN);
  const schema = config.constraints.schema === null ? '' : JSON.stringify(config.constraints.schema);
  // Labels and a schema stand in the instruction and in the answer's schema.
  const form = 2 * (bytes(labels.join('')) + bytes(schema));
  return PROMPT_OVERHEAD_TOKENS + bytes(config.prompt) + form + bytes(shown.join('')) + input;
}

const bytes = (text: string): number => Buffer.byteLength(text);

const amount = (calls: number, input: number, output: number, price: Price | null): Amount => ({
  calls,
  tokens: calls * (input + output),
  usd: price === null ? 0 : (calls * (input * price.inputPer1M + output * price.outputPer1M)) / 1e6,
});

const plus = (a: Amount, b: Amount): Amount => ({
  calls: a.calls + b.calls,
  tokens: a.tokens + b.tokens,
  usd: a.usd + b.usd,
});

const times = (one: Amount, count: number): Amount => ({
  calls: one.calls * count,
  tokens: one.tokens * count,
  usd: one.usd * count,
});
