import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { LabelledReport } from '../../contracts/labelling.ts';
import { claimsOf } from '../../lib/labelling/claims.ts';
import { keepPlan, labelledReportKey } from '../../lib/labelling/kept-labels.ts';
import { reportOnLabels } from '../../lib/labelling/label-report.ts';
import { createLabelSession, type LabelSession } from '../../lib/labelling/label-session.ts';
import { ALPHA } from '../../lib/labelling/labelled-evidence.ts';
import type { ObjectStore } from '../../lib/store/object-store.ts';
import type { BuildRecord } from '../../lib/trace/build-record.ts';
import { CommandFailure, DETACHED_EXIT } from '../command-failure.ts';
import { shortPath } from '../end-of-build.ts';
import { labelIntro, labelledLines } from '../terminal/label-lines.ts';
import { count } from '../terminal/numbers.ts';
import type { VerbCall, VerbResult } from '../verb.ts';
import { readAnswers } from './label-answers.ts';
import { type Exported, exportGold, writeQuestions } from './label-files.ts';
import { type LabelEnd, labelInTerminal } from './label-in-terminal.ts';
import { labelOnPage } from './label-on-page.ts';
import type { LabelOptions } from './label-options.ts';
import { type ReadLabelling, readLabelling } from './read-labelling.ts';

/** All that labelling needs from the world around a command. */
export interface LabelWorld {
  readonly call: VerbCall;
  readonly store: ObjectStore;
  readonly record: BuildRecord;
  /** Random texts that nobody can guess. */
  readonly secret: () => string;
}

interface Work extends LabelWorld {
  readonly options: LabelOptions;
  readonly read: ReadLabelling;
  readonly session: LabelSession;
}

/** Lets a person label what a build has left open, and computes its verdict again from the labels. */
export async function labelBuild(world: LabelWorld, options: LabelOptions): Promise<VerbResult> {
  const { call, store, record } = world;
  const now = (): string => new Date(call.clock.now()).toISOString();
  const { by, looks, alike, asks } = options;
  const read = await readLabelling(store, record, { by, at: now(), looks, alike });
  const session = await createLabelSession({ store, ...read, by, asks, now });
  const work: Work = { ...world, options, read, session };
  for (const line of labelIntro(read, call.terminal.palette)) call.terminal.say(line);
  const done = await doIt(work);
  const report = await concluded(work, done);
  return resultOf(work, done, report);
}

/** What came of the labelling itself. `idle`: nothing was asked of anybody. */
interface Done {
  readonly end: LabelEnd | 'idle';
  /** Where the page has computed the verdict already. */
  readonly report: LabelledReport | null;
  readonly exported: Exported | null;
  readonly questions: number | null;
}

const IDLE: Done = { end: 'idle', report: null, exported: null, questions: null };

async function doIt(work: Work): Promise<Done> {
  const { call, options, read, session, store } = work;
  const { terminal, interrupted, cwd } = call;
  const { way } = options;
  terminal.say('');
  switch (way.does) {
    case 'plan':
    case 'verdict':
      return IDLE;
    case 'questions': {
      await keepPlan(store, session.plan);
      const questions = await writeQuestions(session, resolve(cwd, way.file));
      terminal.say(`${count(questions)} questions are in ${shortPath(resolve(cwd, way.file), cwd)}.`);
      return { ...IDLE, questions };
    }
    case 'export':
      return { ...IDLE, exported: await exported(work, resolve(cwd, way.file), way.as) };
    case 'answers': {
      const given = readAnswers(await textOf(resolve(cwd, way.file), way.file), way.file, read.spec, session);
      for (const { row, answer } of given) await session.give(row, answer);
      terminal.say(`${count(given.length)} answers are kept.`);
      return { ...IDLE, end: endNow(work) };
    }
    case 'page':
      return onPage(work);
    case 'terminal':
      return {
        ...IDLE,
        end: await labelInTerminal({ ...read, terminal, interrupted, session, planned: options.planned }),
      };
    default:
      return way satisfies never;
  }
}

async function textOf(file: string, shown: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new CommandFailure('usage', `The answers cannot be read from ${shown}.`, { cause });
  }
}

function endNow({ session, options }: Work): LabelEnd {
  const { labelled, asked } = session.progress();
  if (labelled === asked) return 'all';
  return options.planned !== null && labelled >= options.planned ? 'planned' : 'stopped';
}

async function exported({ call, read, session }: Work, file: string, as: Exported['as']): Promise<Exported> {
  const { terminal, cwd } = call;
  const written = await exportGold(session, read.pool, { file, as });
  terminal.say(`${count(written.rows)} gold rows are in ${shortPath(file, cwd)}, for \`${as}:\` of a task file.`);
  if (written.withoutOutput > 0)
    terminal.say(
      `${count(written.withoutOutput)} labelled rows are left out: nobody wrote what is right there${as === 'test' ? ', so that the test is easier than its inputs' : ''}.`,
    );
  return written;
}

async function onPage(work: Work): Promise<Done> {
  const { call, options, read, session, secret } = work;
  const { terminal, interrupted } = call;
  const opened = (url: string): void => {
    terminal.say(`Label at ${terminal.palette.strong(url)}`);
    terminal.say(terminal.palette.faint('This machine alone can open it. Ctrl-C ends it; every label is kept.'));
  };
  const conclude = (): Promise<LabelledReport> => conclusion(work);
  const page = { spec: read.spec, session, planned: options.planned, interrupted, opened, conclude, nonce: secret };
  const end = await labelOnPage({ ...page, token: secret() });
  return typeof end === 'string' ? { ...IDLE, end } : { ...IDLE, end: endNow(work), report: end };
}

const conclusion = ({ store, read, session, call }: Work): Promise<LabelledReport> =>
  reportOnLabels(store, {
    ...read,
    opinions: session.opinions(),
    at: new Date(call.clock.now()).toISOString(),
  });

/** The verdict, where all is labelled, as many as planned are, or a person asks for it: every look counts. */
async function concluded(
  work: Work,
  { end, report, questions, exported: written }: Done,
): Promise<LabelledReport | null> {
  const { call, options, session } = work;
  const { terminal } = call;
  if (report !== null) return said(report, work);
  if (options.way.does === 'plan' || questions !== null || written !== null) return null;
  const { labelled, asked } = session.progress();
  if (labelled === 0) {
    terminal.say('No label is kept yet.');
    return null;
  }
  // Second opinions change labels on which a verdict may rest already: that is another look, and a person asks for it.
  const isDue = end !== 'interrupted' && options.asks === 'open' && (labelled === asked || end === 'planned');
  if (isDue || options.verdict === 'now') return said(await conclusion(work), work);
  goOn(work);
  return null;
}

function said(report: LabelledReport, { call }: Work): LabelledReport {
  call.terminal.say('');
  for (const line of labelledLines(report, call.terminal.palette)) call.terminal.say(line);
  return report;
}

function goOn({ call, session, read }: Work): void {
  const { labelled, asked } = session.progress();
  const { terminal } = call;
  terminal.say('');
  terminal.say(
    `${count(labelled)} of ${count(asked)} are labelled and kept. To go on: npm run p2m -- label ${read.plan.buildId}`,
  );
  terminal.say(
    terminal.palette.faint(
      `With --verdict the verdict is computed${labelled === asked ? ' again' : ' from these'}${read.plan.looks === 1 ? '; only the first one on these inputs counts' : ''}.`,
    ),
  );
}

function resultOf(work: Work, { end, exported: written, questions }: Done, report: LabelledReport | null): VerbResult {
  const { session, read, options } = work;
  const { plan } = read;
  const { claim, ...progress } = session.progress();
  return {
    exit: end === 'interrupted' ? DETACHED_EXIT : 0,
    json: {
      buildId: plan.buildId,
      by: options.by,
      state: progress.labelled === progress.asked ? 'complete' : 'open',
      ...progress,
      ...claim,
      differ: plan.rows.filter(({ differs }) => differs).length,
      claims: claimsOf(plan.rows, ALPHA / plan.looks),
      before: read.report.verdict,
      verdict: report?.verdict ?? null,
      report: report === null ? null : { ...report, key: labelledReportKey(plan.buildId, report.look) },
      ...(written === null ? {} : { exported: written }),
      ...(questions === null ? {} : { questions }),
    },
  };
}
