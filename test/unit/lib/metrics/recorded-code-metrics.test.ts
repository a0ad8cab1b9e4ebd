import { describe, expect, it } from 'vitest';
import { openProgramReader, type ProgramReader } from '../../../../lib/code/program.ts';
import { READABLE_LANGUAGES, type ReadableLanguage } from '../../../../lib/code/grammar.ts';
import { scoreCodebleu } from '../../../../lib/metrics/codebleu.ts';
import { scoreFlowMatch, scoreSyntaxMatch } from '../../../../lib/metrics/program-match.ts';
import recorded from '../../../support/recorded/code-metrics.json' with { type: 'json' };

/** Both sides compute in doubles, so only the order of operations differs. */
const TOLERANCE = 1e-12;

const close = (value: number) => expect.closeTo(value, -Math.log10(2 * TOLERANCE));

interface Pair {
  readonly expected: string;
  readonly answer: string;
}

const pairsOf = <Case extends { readonly language: string }>(
  cases: readonly Case[],
  language: ReadableLanguage,
): Case[] => cases.filter((one) => one.language === language);

function score(read: ProgramReader, language: ReadableLanguage, pairs: readonly Pair[]) {
  const [expected, answers] = [pairs.map((pair) => pair.expected), pairs.map((pair) => pair.answer)];
  const programs = new Map([...expected, ...answers].map((text) => [text, read(text)]));
  return {
    syntax: scoreSyntaxMatch(expected, answers, programs).value(),
    dataFlow: scoreFlowMatch(expected, answers, programs).value(),
    codebleu: scoreCodebleu(expected, answers, { programs, language }).value(),
  };
}

it('compares at least 60 pairs', () => {
  expect(recorded.pairs.length).toBeGreaterThanOrEqual(60);
});

describe.each(READABLE_LANGUAGES)('%s', async (language) => {
  const read = await openProgramReader(language);

  it.each(pairsOf(recorded.pairs, language))('scores $answer against $expected as codebleu does', (pair) => {
    const { syntax, dataFlow, codebleu } = pair;
    expect(score(read, language, [pair])).toEqual({
      syntax: close(syntax),
      dataFlow: close(dataFlow),
      codebleu: close(codebleu),
    });
  });

  it.each(pairsOf(recorded.together, language))('scores all of them together as codebleu does', (all) => {
    const { syntax, dataFlow, codebleu } = all;
    expect(score(read, language, pairsOf(recorded.pairs, language))).toEqual({
      syntax: close(syntax),
      dataFlow: close(dataFlow),
      codebleu: close(codebleu),
    });
  });

  it.each(pairsOf(recorded.unsettled, language))('scores $answer as one of its processes does', (pair) => {
    const [low = 1, high = 0] = pair.dataFlow;
    const { dataFlow } = score(read, language, [pair]);
    expect(dataFlow).toBeGreaterThanOrEqual(low - TOLERANCE);
    expect(dataFlow).toBeLessThanOrEqual(high + TOLERANCE);
  });
});
