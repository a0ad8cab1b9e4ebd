import type { Amount, Budget } from '../contracts/budget.ts';
import type { BuildOperations } from '../contracts/task-config.ts';
import { RETRIES } from '../lib/generation/limits.ts';
import type { WorstCase } from '../lib/task/worst-case.ts';
import { CommandFailure } from './command-failure.ts';
import { count, dollars, tokenCount } from './terminal/numbers.ts';
import { tableLines } from './terminal/table.ts';
import type { VerbCall } from './verb.ts';

/**
 * Shows the worst case; on a terminal a person confirms it, unless `--yes` does. What was confirmed caps a build
 * without a budget of its own. Elsewhere nobody can be asked: the build goes on, under its own budget alone.
 * @throws CommandFailure `not-confirmed`
 */
export async function confirmCost(
  call: VerbCall,
  operations: BuildOperations,
  worst: WorstCase,
): Promise<BuildOperations> {
  const { terminal } = call;
  const hasBudget = Object.keys(operations.budget).length > 0;
  for (const line of worstLines(worst, operations.price === null ? 'unpriced' : 'priced')) terminal.say(line);
  terminal.say(budgetLine(operations.budget));
  const isConfirmed = call.options['yes'] === true;
  if (isConfirmed && !hasBudget) terminal.say('--yes makes the worst case the budget.');
  if (!isConfirmed && terminal.shows === 'lines') return operations;
  if (!isConfirmed) await askToGoOn(call, hasBudget ? 'all' : 'none');
  return hasBudget ? operations : { ...operations, budget: capOf(worst.most, operations) };
}

/**
 * Asks a person whether to go on; `budgets` says whether all builds have one of their own.
 * @throws CommandFailure `not-confirmed` where the answer is not yes
 */
export async function askToGoOn({ terminal, interrupted }: VerbCall, budgets: 'all' | 'none'): Promise<void> {
  const answer = await terminal.ask(
    budgets === 'all' ? 'Go on? [y/N] ' : 'Go on, with the worst case as the budget? [y/N] ',
    interrupted,
  );
  if (!/^y(es)?$/i.test(answer.trim()))
    throw new CommandFailure(
      'not-confirmed',
      'Nothing was submitted, nothing was paid. --budget-usd or --rows make it cheaper.',
    );
}

/** The worst case as a budget. */
export const capOf = ({ usd, tokens, calls }: Amount, { price }: BuildOperations): Budget => ({
  tokens,
  calls,
  ...(price === null ? {} : { usd }),
});

/** What builds may cost together, in two lines. */
export function worstLines({ most, undisturbed }: WorstCase, prices: 'priced' | 'unpriced'): string[] {
  const row = (title: string, { usd, tokens, calls }: Amount, when: string) => [
    title,
    prices === 'unpriced' ? '' : dollars(usd),
    `${count(calls)} calls`,
    `${tokenCount(tokens)} tokens`,
    when,
  ];
  const side = 'right';
  return tableLines(
    [{ title: '' }, { title: '', side }, { title: '', side }, { title: '', side }, { title: '' }],
    [
      row('At most', undisturbed, 'if no answer is rejected'),
      row('At worst', most, `if each is rejected and asked for ${RETRIES} times more`),
    ],
  ).slice(1);
}

function budgetLine(budget: Budget): string {
  const caps = budgetParts(budget);
  return caps.length === 0 ? 'No budget is set.' : `The budget ends it at ${caps.join(', ')}.`;
}

const budgetParts = ({ usd, tokens, calls, minutes }: Budget): string[] => [
  ...(usd === undefined ? [] : [dollars(usd)]),
  ...(tokens === undefined ? [] : [`${tokenCount(tokens)} tokens`]),
  ...(calls === undefined ? [] : [`${count(calls)} calls`]),
  ...(minutes === undefined ? [] : [`${count(minutes)} minutes`]),
];
