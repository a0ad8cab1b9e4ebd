import type { AssembledDataset, ParsedTask } from '../contracts/activities.ts';
import type { Pruning, StudentCandidate } from '../contracts/student-search.ts';
import type { Build } from './build.ts';
import { inTurns } from './in-turns.ts';
import { runTrial, SIDE_BY_SIDE, type TriedCandidate } from './run-trial.ts';

/**
 * Cuts that are tried, the one that saves more time first: of MiniLM's answers two layers of six take a third, the
 * other half of the feed-forward units about as much of the rest.
 */
const PRUNINGS: readonly Pruning[] = [
  { heads: 0, feedForward: 0, layers: 1 / 3 },
  { heads: 0.25, feedForward: 0.5, layers: 0 },
];

/**
 * Tokens from which a vocabulary is taken to be of many languages: those of one have 30,522 (BERT) to 50,368 (ModernBERT),
 * those of many 119,547 (mBERT) to 256,000 (mmBERT).
 */
const MANY_LANGUAGES = 60_000;

/** The candidates, and before each what can be cut out of it and trained again, with the whole one as its teacher. */
export async function withPruned(
  build: Build,
  task: ParsedTask,
  dataset: AssembledDataset,
  { tried, minutes }: { readonly tried: readonly TriedCandidate[]; readonly minutes: number },
): Promise<readonly TriedCandidate[]> {
  const cuts = tried
    .filter(({ best }) => best.trained.prunable === true)
    .flatMap((whole) => PRUNINGS.map((pruned) => ({ whole, pruned })));
  const made = await inTurns(cuts, SIDE_BY_SIDE, async ({ whole, pruned }) => ({
    whole,
    smaller: await prune(build, task, dataset, { whole, pruned, minutes }),
  }));
  return tried.flatMap((one) => [
    ...made.flatMap(({ whole, smaller }) => (whole === one && 'best' in smaller ? [smaller] : [])),
    one,
  ]);
}

/** A trained candidate without some of its parts, trained again with the settings that were best for it. */
export async function prune(
  build: Build,
  task: ParsedTask,
  dataset: AssembledDataset,
  wish: { readonly whole: TriedCandidate; readonly pruned: Pruning; readonly minutes: number },
): Promise<TriedCandidate | { readonly error: unknown }> {
  const { best } = wish.whole;
  const candidate: StudentCandidate = { ...wish.whole.candidate, pruned: wish.pruned };
  const trial = { candidate, changes: best.trial.changes, number: 0 };
  const { tried, failed } = await runTrial(build, task, dataset, {
    trial,
    against: [],
    minutes: wish.minutes,
    whole: best.trained.model,
  });
  if (tried.trained === null) return { error: failed };
  return { candidate, trials: [tried], best: { ...tried, trained: tried.trained }, importances: [] };
}

/** The candidates, and before each one with a vocabulary of many languages the same with the tokens of the training rows. */
export const withTrimmed = (tried: readonly TriedCandidate[]): readonly TriedCandidate[] =>
  tried.flatMap((one) => {
    const { candidate, best } = one;
    const large = (best.trained.vocabulary ?? 0) >= MANY_LANGUAGES;
    return large && candidate.trimmed === undefined
      ? [{ ...one, candidate: { ...candidate, trimmed: true } }, one]
      : [one];
  });
