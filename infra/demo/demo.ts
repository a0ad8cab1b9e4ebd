/** `npm run demo`: builds the example tasks with a simulated teacher, on this machine alone. */
import { createTerminal } from '../../client/terminal/terminal.ts';
import { duration } from '../../client/terminal/numbers.ts';
import { freePort } from '../local/free-port.ts';
import { LocalStackError } from '../local/local-stack-error.ts';
import { startSimulatedTeacher } from '../local/simulated-teacher/start-simulated-teacher.ts';
import type { TeacherStats } from '../local/simulated-teacher/teacher-stats.ts';
import { withStack, type UsableStack } from '../local/with-stack.ts';
import { root } from '../setup/places.mjs';
import { DEMO_USAGE, readDemoFlags } from './demo-flags.ts';
import { createDemoView, type DemoView } from './demo-view.ts';
import { EXAMPLES } from './examples.ts';
import { Interruption, untilFirstSignal } from './first-signal.ts';
import { keepStackUp } from './keep-stack-up.ts';
import { readBuilt } from './read-built.ts';
import { resultJson, resultLines } from './result-lines.ts';
import { cancelBuild, runBuild, type BuildOutcome } from './run-build.ts';

/** Always the same where it is free, so that a build which an earlier demo left behind finds its teacher again. */
const TEACHER_PORT = 8199;

const EXIT = { done: 0, unreachable: 3 } as const;

interface Demonstration {
  readonly outcomes: readonly BuildOutcome[];
  readonly teacher: TeacherStats;
}

async function main(args: readonly string[]): Promise<number> {
  const flags = readDemoFlags(args);
  if (flags.help) {
    process.stdout.write(`${DEMO_USAGE}\n`);
    return EXIT.done;
  }
  const started = performance.now();
  const terminal = createTerminal(process, flags.output);
  const view = createDemoView(terminal, EXAMPLES, () => performance.now());
  const ticking = setInterval(view.tick, 1_000);
  try {
    if (flags.afterwards === 'keep') await keepStackUp(root, view.note);
    const shown = await withStack({ say: view.note }, (stack) =>
      untilFirstSignal((interrupted) => demonstrate(flags.seed, stack, view, interrupted)),
    );
    view.close();
    const built = readBuilt(shown.outcomes, root);
    for (const line of resultLines(built, shown.teacher)) terminal.say(line);
    for (const { example, problem } of shown.outcomes) {
      if (problem !== null) terminal.complain(`${example}: ${problem}`);
    }
    terminal.say(`The demo took ${duration((performance.now() - started) / 1000)}.`);
    terminal.result({ seed: flags.seed, ...resultJson(shown.outcomes, built, shown.teacher) });
    return exitOf(shown.outcomes);
  } catch (error) {
    if (!(error instanceof LocalStackError || error instanceof Interruption)) throw error;
    terminal.complain(error.message);
    return error instanceof Interruption ? error.exit : EXIT.unreachable;
  } finally {
    clearInterval(ticking);
    view.close();
  }
}

/**
 * Builds all examples at once against one simulated teacher. When a signal comes, the builds are cancelled.
 * @throws Interruption then
 */
async function demonstrate(
  seed: number,
  stack: UsableStack,
  view: DemoView,
  interrupted: AbortSignal,
): Promise<Demonstration> {
  const teacher = await startSimulatedTeacher({ port: await freePort(TEACHER_PORT), seed });
  try {
    view.note(`Simulated teacher (scripted answers, no language model) at ${teacher.baseUrl}, seed ${seed}`);
    if (stack.file.uiUrl !== null) view.note(`Web UI while the demo runs: ${stack.file.uiUrl}`);
    const outcomes = await Promise.all(
      EXAMPLES.map((example) => {
        const onLine = (line: string): void => view.line(example, line);
        return runBuild({ example, seed, teacherUrl: teacher.baseUrl, root, env: stack.env, onLine, interrupted });
      }),
    );
    if (interrupted.aborted) {
      await Promise.all(outcomes.map((outcome) => cancelled(outcome, stack, view)));
      interrupted.throwIfAborted();
    }
    return { outcomes, teacher: teacher.stats() };
  } finally {
    await teacher.stop();
  }
}

/** A build goes on without its command; one that lost its teacher and its workers would wait for them for ever. */
async function cancelled({ example, buildId }: BuildOutcome, stack: UsableStack, view: DemoView): Promise<void> {
  if (buildId === null) return;
  view.note(`cancelling ${buildId}`);
  await cancelBuild({ root, env: stack.env, buildId, onLine: (line) => view.line(example, line) });
}

const exitOf = (outcomes: readonly BuildOutcome[]): number => Math.max(EXIT.done, ...outcomes.map(({ exit }) => exit));

process.exitCode = await main(process.argv.slice(2));
