import { METRICS } from '../metrics/metric.ts';
import type { Answer } from '../metrics/scored-rows.ts';
import { bootstrap } from '../statistics/bootstrap.ts';
import type { Metric } from '../../contracts/task-file.ts';
import type { ComparedStudent } from '../../contracts/student-search.ts';

/** A candidate's answers to the validation rows, and what they cost to give. */
export interface Contender {
  readonly name: string;
  readonly answers: readonly Answer[];
  /** Of each row, in nats; null where answers have no probability. */
  readonly losses: readonly number[] | null;
  readonly bytes: number;
  readonly p50Ms: number;
}

/** The validation rows. */
export interface ComparedRows {
  readonly metric: Metric;
  readonly labels: readonly string[] | null;
  readonly expected: readonly string[];
  readonly groups: readonly string[];
  /** Who wrote most of them: people, or the teacher. */
  readonly writtenBy: 'people' | 'teacher';
  readonly seed: number;
}

/** What the user allows; null: anything. */
export interface StudentLimits {
  readonly maxBytes: number | null;
  readonly maxLatencyMs: number | null;
}

type Standing = Pick<ComparedStudent, 'score' | 'standardError' | 'behind' | 'lossBehind' | 'exceeds'>;

export interface ChosenStudent {
  /** Null where every contender exceeds a limit. */
  readonly chosen: number | null;
  readonly standings: readonly Standing[];
  readonly reason: string;
}

/**
 * The cheapest contender that is not behind the best by more than one standard error of their difference on the same rows
 * (both drawn in the same bootstrap over groups). `contenders` come cheapest first. Who exceeds a limit is not chosen, and
 * is no best to be behind of.
 *
 * The best has the highest score. Where all give probabilities of one label it is, of those within one standard error of
 * the highest score, the one with the lowest log loss, and nobody may be behind it by that either: a proper score tells
 * apart on two hundred rows what counts of right answers cannot.
 *
 * On rows that the teacher invented the cheapest of those that are behind nobody is taken: they are easier than people's, and
 * do not show what a cheap student loses on those.
 * @see Breiman et al. 1984, "Classification and Regression Trees", section 3.4.3: the one-standard-error rule
 */
export function chooseStudent(
  rows: ComparedRows,
  contenders: readonly Contender[],
  limits: StudentLimits,
): ChosenStudent {
  const valueOf = contenders.map(
    ({ answers }) => METRICS[rows.metric].score(rows.expected, answers, rows.labels ?? undefined).value,
  );
  const scores = valueOf.map((statistic) =>
    bootstrap({ groups: rows.groups, statistic, seed: `${rows.seed}/student` }),
  );
  const exceeds = contenders.map((contender) => exceeded(contender, limits));
  const allowed = contenders.flatMap((_, at) => (exceeds[at] === null ? [at] : []));
  const highest = lowestOf(allowed, (at) => -scoreAt(scores, at));
  const level = allowed.filter((at) => within(behindOf(rows, valueOf, { best: highest, at }), 1));
  const best = contenders.every(({ losses }) => losses !== null)
    ? lowestOf(level, (at) => mean(contenders[at]?.losses ?? []))
    : highest;
  const standings = contenders.map((_, at) => ({
    score: scoreAt(scores, at),
    standardError: scores[at]?.standardError ?? 0,
    behind: behindOf(rows, valueOf, { best, at }),
    lossBehind: best === null || at === best ? null : lossDifference(rows, contenders[best], contenders[at]),
    exceeds: exceeds[at] ?? null,
  }));
  const tolerance = rows.writtenBy === 'people' ? 1 : 0;
  const chosen = allowed.find((at) => isLevel(standings[at], tolerance)) ?? null;
  return {
    chosen,
    standings,
    reason: reasonOf(rows, contenders, standings, { chosen, best, highest }) + shutOutText(contenders, standings),
  };
}

/** The first of those with the lowest value; null of none. */
const lowestOf = (places: readonly number[], value: (at: number) => number): number | null =>
  places.reduce<number | null>(
    (least, at) => (least === null || value(at) < value(least) - ROUNDING ? at : least),
    null,
  );

const mean = (losses: readonly number[]): number => losses.reduce((sum, loss) => sum + loss, 0) / losses.length;

type Statistic = (weights?: Float64Array) => number;

const scoreAt = (scores: readonly { readonly seen: number }[], at: number): number => scores[at]?.seen ?? 0;

/** How far behind the best one is; null for the best itself. */
function behindOf(
  rows: ComparedRows,
  valueOf: readonly Statistic[],
  { best, at }: { readonly best: number | null; readonly at: number },
) {
  if (best === null || at === best) return null;
  const [first, other] = [valueOf[best], valueOf[at]];
  const statistic: Statistic = (weights) => (first?.(weights) ?? 0) - (other?.(weights) ?? 0);
  const { seen, standardError } = bootstrap({ groups: rows.groups, statistic, seed: `${rows.seed}/behind` });
  return { difference: seen, standardError };
}

/** How much more a row costs one contender than the other; null where one of them has no probabilities. */
function lossDifference(rows: ComparedRows, best: Contender | undefined, other: Contender | undefined) {
  const [low, high] = [best?.losses ?? null, other?.losses ?? null];
  if (low === null || high === null) return null;
  const more = high.map((loss, row) => loss - (low[row] ?? 0));
  const statistic: Statistic = (weights) => {
    let [sum, rowsDrawn] = [0, 0];
    for (let row = 0; row < more.length; row += 1) {
      const weight = weights?.[row] ?? 1;
      sum += weight * (more[row] ?? 0);
      rowsDrawn += weight;
    }
    return sum / rowsDrawn;
  };
  const { seen, standardError } = bootstrap({ groups: rows.groups, statistic, seed: `${rows.seed}/loss` });
  return { difference: seen, standardError };
}

/** Scores that differ by rounding alone are equal. */
const ROUNDING = 1e-9;

/** `tolerance`: standard errors. */
const isLevel = (standing: Standing | undefined, tolerance: number): boolean =>
  standing !== undefined && within(standing.behind, tolerance) && within(standing.lossBehind, tolerance);

const within = (behind: Standing['behind'], tolerance: number): boolean =>
  behind === null || behind.difference <= tolerance * behind.standardError + ROUNDING;

function exceeded({ bytes, p50Ms }: Contender, { maxBytes, maxLatencyMs }: StudentLimits): string | null {
  if (maxBytes !== null && bytes > maxBytes) return `${bytes} bytes, above student.maxBytes ${maxBytes}`;
  if (maxLatencyMs !== null && p50Ms > maxLatencyMs)
    return `${p50Ms.toFixed(1)} ms a row, above student.maxLatencyMs ${maxLatencyMs}`;
  return null;
}

function reasonOf(
  { expected, metric, writtenBy }: ComparedRows,
  contenders: readonly Contender[],
  standings: readonly Standing[],
  { chosen, best, highest }: Readonly<Record<'chosen' | 'best' | 'highest', number | null>>,
): string {
  const on = `${METRICS[metric].title} on ${expected.length} validation rows`;
  const told = (at: number) => scoreText(contenders, standings, at);
  if (chosen === null || best === null) return 'every student exceeds a limit of the task';
  if (contenders.length === 1) return `${told(chosen)} ${on}: the only one that was tried`;
  if (chosen === best && best !== highest && highest !== null)
    return `${told(chosen)} ${on}: within one standard error of the highest score (${told(highest)}), and the lowest log loss`;
  const byLoss = standings.some(({ lossBehind }) => lossBehind !== null) ? ', by it and by log loss' : '';
  if (chosen === best)
    return writtenBy === 'people'
      ? `${told(chosen)} ${on}: the best, and no cheaper one is within one standard error of it${byLoss}`
      : `${told(chosen)} ${on}, most of them invented: the best, and no cheaper one is as good${byLoss}`;
  const behind = standings[chosen]?.behind;
  return `${told(chosen)} ${on}: cheaper than the best (${told(best)}) and ${(behind?.difference ?? 0).toFixed(3)} ± ${(behind?.standardError ?? 0).toFixed(3)} behind it, which is within one standard error`;
}

/** Whom a limit shuts out where others remain: a reader sees their scores, and one of them may be the highest. */
function shutOutText(contenders: readonly Contender[], standings: readonly Standing[]): string {
  const shutOut = standings.flatMap(({ exceeds }, at) => (exceeds === null ? [] : [at]));
  const highest = lowestOf(shutOut, (at) => -(standings[at]?.score ?? 0));
  if (highest === null || shutOut.length === standings.length) return '';
  const told = scoreText(contenders, standings, highest);
  return `; above a limit of the task: ${shutOut.length === 1 ? told : `${shutOut.length}, the best of them ${told}`}`;
}

const scoreText = (contenders: readonly Contender[], standings: readonly Standing[], at: number): string =>
  `${contenders[at]?.name ?? ''} ${(standings[at]?.score ?? 0).toFixed(3)}`;
