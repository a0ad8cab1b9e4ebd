import { text as readText } from 'node:stream/consumers';
import type { z } from 'zod';
import { StageFailure } from '../../contracts/failure.ts';
import { GivenLabel, LabelledReport, LabelPlan } from '../../contracts/labelling.ts';
import { inParallel } from '../store/in-parallel.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { sealed } from '../store/seal.ts';

/** Small objects read at once. */
const AT_ONCE = 16;
/** Digits of a label's number: keys in the order of their bytes are labels in the order they were given. */
const DIGITS = 6;

const folderOf = (buildId: string): string => `builds/${buildId}/labels/`;
const planKey = (buildId: string): string => `${folderOf(buildId)}plan.json`;
const labelKey = (buildId: string, number: number): string =>
  `${folderOf(buildId)}given/${String(number).padStart(DIGITS, '0')}.json`;
export const labelledReportKey = (buildId: string, look: number): string => `${folderOf(buildId)}report-${look}.json`;

/** Null where nobody has labelled yet. */
export const readPlan = (store: ObjectStore, buildId: string): Promise<LabelPlan | null> =>
  readSealed(store, planKey(buildId), LabelPlan);

/** The plan as it is kept: this one, or the one that somebody kept a moment before. */
export async function keepPlan(store: ObjectStore, plan: LabelPlan): Promise<LabelPlan> {
  const bytes = Buffer.from(sealed(plan));
  const put = await store.put(planKey(plan.buildId), { bytes }, 'if-absent');
  return put === 'stored' ? plan : ((await readPlan(store, plan.buildId)) ?? plan);
}

/** Labels in the order they were given, those after the first `from` of them. */
export async function readLabels(store: ObjectStore, buildId: string, from = 0): Promise<readonly GivenLabel[]> {
  const objects = await store.list(`${folderOf(buildId)}given/`);
  return inParallel(objects.slice(from), AT_ONCE, async ({ key }) => {
    const label = await readSealed(store, key, GivenLabel);
    if (label === null) throw new StageFailure('store-corrupt', `reading ${store.uri(key)}: it is gone`);
    return label;
  });
}

/**
 * Keeps one label as number `after` + 1; null where another person has taken that number: read on, and try again.
 * It is durable when this returns.
 */
export async function keepLabel(
  store: ObjectStore,
  buildId: string,
  after: number,
  label: GivenLabel,
): Promise<'kept' | null> {
  const bytes = Buffer.from(sealed(label));
  return (await store.put(labelKey(buildId, after + 1), { bytes }, 'if-absent')) === 'stored' ? 'kept' : null;
}

/** The report of a look; the one that is there where it was made before. */
export async function keepReport(store: ObjectStore, report: LabelledReport): Promise<LabelledReport> {
  const key = labelledReportKey(report.buildId, report.look);
  const put = await store.put(key, { bytes: Buffer.from(sealed(report)) }, 'if-absent');
  return put === 'stored' ? report : ((await readSealed(store, key, LabelledReport)) ?? report);
}

/** Reports that people's labels gave so far, in the order of their looks. */
export async function readReports(store: ObjectStore, buildId: string): Promise<readonly LabelledReport[]> {
  const keys = (await store.list(`${folderOf(buildId)}report-`)).map(({ key }) => key);
  const reports = await inParallel(keys, AT_ONCE, (key) => readSealed(store, key, LabelledReport));
  return reports.filter((report) => report !== null).toSorted((one, other) => one.look - other.look);
}

/** @throws StageFailure `store-corrupt` where it is not what it should be */
async function readSealed<Value>(store: ObjectStore, key: string, schema: z.ZodType<Value>): Promise<Value | null> {
  const stream = await store.get(key);
  if (stream === null) return null;
  const json = await readText(stream);
  try {
    return schema.parse(JSON.parse(json));
  } catch (cause) {
    throw new StageFailure('store-corrupt', `reading ${store.uri(key)}: it is not what is kept there`, { cause });
  }
}
