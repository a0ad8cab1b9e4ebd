import { describe, expect, it } from 'vitest';
import { createDice } from '../../../../infra/local/simulated-teacher/dice.ts';
import { expand, patternOf } from '../../../../infra/local/simulated-teacher/grammar.ts';
import { GOLD_CORES } from '../../../../infra/local/simulated-teacher/support-triage/gold-templates.ts';
import { goldMessage } from '../../../../infra/local/simulated-teacher/support-triage/gold.ts';
import { QUEUE_LABELS, QUEUE_SHARES } from '../../../../infra/local/simulated-teacher/support-triage/labels.ts';
import { correct, misspell } from '../../../../infra/local/simulated-teacher/support-triage/misspellings.ts';
import { SUPPORT_TRIAGE } from '../../../../infra/local/simulated-teacher/support-triage/task.ts';
import { understandMessage } from '../../../../infra/local/simulated-teacher/support-triage/understanding.ts';
import { TRIAGE_WORDS } from '../../../../infra/local/simulated-teacher/support-triage/words.ts';
import { WRITTEN_CORES } from '../../../../infra/local/simulated-teacher/support-triage/writing-templates.ts';
import { writeMessage } from '../../../../infra/local/simulated-teacher/support-triage/writing.ts';

const numbers = (count: number) => Array.from({ length: count }, (_, number) => number);
const written = (wish: string | null, count: number) =>
  numbers(count).map((number) => writeMessage(createDice(wish, number), wish));

describe('understanding', () => {
  it.each(QUEUE_LABELS)('reads every sentence about %s, however it is typed', (label) => {
    const misread = [...WRITTEN_CORES[label], ...GOLD_CORES[label]].flatMap((core) =>
      numbers(4).flatMap((number) => {
        const text = expand(core, TRIAGE_WORDS, createDice(core, number));
        return [text, misspell(text), text.toUpperCase()].filter((typed) => understandMessage(typed) !== label);
      }),
    );
    expect(misread).toEqual([]);
  });

  it('reads whole test messages, openings and closings included', () => {
    const wrong = numbers(1_000)
      .map((number) => goldMessage(createDice('g', number)))
      .filter(({ input, output }) => understandMessage(input) !== output);
    expect(wrong).toEqual([]);
  });
});

describe('writing', () => {
  it('has more than 3,000 different messages, and repeats itself seldom', () => {
    expect(new Set(written(null, 4_000)).size).toBeGreaterThan(3_600);
  });

  it('keeps to the shares of the queues when nothing is wished', () => {
    const count = 3_000;
    const queues = written(null, count).map(understandMessage);
    for (const label of QUEUE_LABELS) {
      const share = queues.filter((queue) => queue === label).length / count;
      // The standard deviation of a share is 0.008 at most; four of them.
      expect(Math.abs(share - QUEUE_SHARES[label])).toBeLessThan(0.033);
    }
  });

  it.each(QUEUE_LABELS)('meets a wish for %s mostly, but not always', (label) => {
    const met = written(label, 400).filter((message) => understandMessage(message) === label).length;
    expect(met).toBeGreaterThan(340);
    expect(met).toBeLessThan(400);
  });

  it('can write no sentence of the test', () => {
    const cores = Object.values(WRITTEN_CORES)
      .flat()
      .map((core) => new RegExp(patternOf(core, TRIAGE_WORDS), 'i'));
    expect(cores.some((core) => core.test(written(null, 1)[0] ?? ''))).toBe(true);
    const shared = numbers(600)
      .map((number) => goldMessage(createDice('g', number)).input)
      .filter((input) => cores.some((core) => core.test(input)));
    expect(shared).toEqual([]);
  });
});

it('undoes every misspelling', () => {
  const text = 'please cancel the order, my account and password are not received';
  expect(misspell(text)).toBe('pls cancle teh oder, my acount and pasword are not recieved');
  expect(correct(misspell(text))).toBe(text);
});

it('mistakes a queue for each of the others, never for itself', () => {
  const mistakes = numbers(200).map((number) => SUPPORT_TRIAGE.mistake('billing', createDice(number)));
  expect(new Set(mistakes)).toEqual(new Set(QUEUE_LABELS.filter((label) => label !== 'billing')));
});
