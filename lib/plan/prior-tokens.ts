import type { TaskInput } from '../../contracts/example.ts';
import { fixedAttributes } from '../generation/fixed-attributes.ts';
import { INPUTS_PER_CALL } from '../generation/limits.ts';
import { writingWish } from '../generation/writing-wish.ts';
import { labelInputPrompt } from '../prompts/label-input.ts';
import { parseTaskPrompt } from '../prompts/parse-task.ts';
import { proposeAttributesPrompt } from '../prompts/propose-attributes.ts';
import { rankDatasetsPrompt } from '../prompts/rank-datasets.ts';
import { writeInputsPrompt } from '../prompts/write-inputs.ts';
import { inputText } from '../task-input/input-text.ts';
import { thinkingTokensOf } from '../teacher/dialect.ts';
import type { BuildFigures } from './build-figures.ts';
import { type Factor, sumOf } from './factor.ts';
import type { TaskFacts } from './task-facts.ts';
import { tokensOfPrompt, tokensOfText } from './tokens-of.ts';

/** An input where no row shows one: a sentence or two, or a page. */
const UNSEEN_INPUT: Factor = { middle: 40, spread: 0.8 };
/** An output of text where no row shows one. */
const UNSEEN_OUTPUT: Factor = { middle: 30, spread: 0.9 };
/** Invented inputs and outputs are not as long as those that were shown. */
const INVENTED_SPREAD = 0.3;
/** A topic, a length, a style and a difficulty, where they are proposed; topics covered, in later waves. */
const ATTRIBUTES_IN_PROMPT: Factor = { middle: 40, spread: 0.5 };
/** Tokens for thinking that models spend though they are asked for as little as they can. */
const THINKING: Factor = { middle: 20, spread: 1.2 };
/** `{"output":""}` and quotes and commas around each input. */
const ENVELOPE: Factor = { middle: 4, spread: 0.2 };
const PER_LISTED_INPUT = 1;
/** Proposals: a dozen topics with a sentence each, and as many sentences. */
const PROPOSALS: Factor = { middle: 450, spread: 0.5 };
/** Datasets in a reading: from one to ten of some 140 tokens each (those of `bench retrieval`), and what is said of them. */
const READ_DATASETS: Factor = { middle: 1000, spread: 0.6 };
const READ_ANSWER: Factor = { middle: 300, spread: 0.6 };
/** Rows whose lengths are looked at. */
const MOST_ROWS = 50;

/** Tokens of a call of each sort, before the first: from the very prompts, with inputs as long as those that are known. */
export function priorTokens({ config, spec, testInputs }: TaskFacts): BuildFigures['tokens'] {
  const textOf = (input: TaskInput) => inputText(input, spec.fields);
  const shown = spec.demonstrations.map((row) => textOf(row.input));
  const tested = testInputs.slice(0, MOST_ROWS).map(textOf);
  const invented = meanTokens(shown.length > 0 ? [...shown, ...tested] : tested, UNSEEN_INPUT);
  const output =
    spec.labels === null ? textOutput(spec.demonstrations.map((row) => row.output)) : meanLabel(spec.labels);
  const thinking = thinkingTokensOf(config.teacher.model) > 0 ? THINKING : NONE;
  const answer = sumOf(output, ENVELOPE, thinking);
  const bare = tokensOfPrompt(labelInputPrompt({ ...spec, fields: null, demonstrations: [] }, ''));
  const turns = sumOf(
    ...spec.demonstrations.map((row) => sumOf(tokensOfText(textOf(row.input)), tokensOfText(row.output), TURN)),
  );
  const fixed = sumOf(bare, turns);
  const wish = writingWish(
    spec,
    { seed: 0, purpose: 'train', call: 0 },
    { attributes: fixedAttributes(null), covered: [], focus: null },
  );
  return {
    parse: { input: tokensOfPrompt(parseTaskPrompt(config.prompt)), output: readingOf(config.prompt) },
    reading: {
      input: sumOf(tokensOfPrompt(rankDatasetsPrompt(spec, [])), READ_DATASETS),
      output: sumOf(READ_ANSWER, thinking),
    },
    attributes: { input: tokensOfPrompt(proposeAttributesPrompt(spec)), output: sumOf(PROPOSALS, thinking) },
    write: {
      input: sumOf(tokensOfPrompt(writeInputsPrompt(spec, wish)), ATTRIBUTES_IN_PROMPT),
      output: sumOf(listOf(invented), ENVELOPE, thinking),
    },
    label: { input: sumOf(fixed, invented), output: answer },
    bareLabel: { input: sumOf(bare, invented), output: answer },
    answer: { input: sumOf(fixed, meanTokens(tested, invented)), output: answer },
  };
}

const NONE: Factor = { middle: 0, spread: 0 };
/** Around a demonstration: two messages, and the JSON of its answer. */
const TURN: Factor = { middle: 16, spread: 0.3 };

/** Mean tokens of texts like these, of which the teacher writes more: not better known than by 30 %. */
function meanTokens(texts: readonly string[], unseen: Factor): Factor {
  if (texts.length === 0) return unseen;
  const each = texts.map((text) => tokensOfText(text).middle);
  const mean = each.reduce((sum, tokens) => sum + tokens, 0) / each.length;
  const variance = each.reduce((sum, tokens) => sum + (tokens - mean) ** 2, 0) / each.length;
  return { middle: mean, spread: Math.hypot(INVENTED_SPREAD, Math.sqrt(variance / each.length) / Math.max(1, mean)) };
}

const textOutput = (outputs: readonly string[]): Factor => meanTokens(outputs, UNSEEN_OUTPUT);

const meanLabel = (labels: readonly { readonly name: string }[]): Factor => ({
  ...meanTokens(
    labels.map((label) => label.name),
    { middle: 2, spread: 0.5 },
  ),
  spread: 0.15,
});

const listOf = (input: Factor): Factor => ({
  middle: INPUTS_PER_CALL * (input.middle + PER_LISTED_INPUT),
  spread: input.spread,
});

/** The instruction once more, perhaps in English too, and what else is read. */
const readingOf = (prompt: string): Factor =>
  sumOf({ middle: 1.5 * tokensOfText(prompt).middle, spread: 0.6 }, { middle: 120, spread: 0.4 });
