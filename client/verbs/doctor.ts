import type { Environment } from '../../lib/environment/read-environment.ts';
import { readVariable } from '../../lib/environment/read-variable.ts';
import { checkStore } from '../../lib/store/check-store.ts';
import { COMMAND_FAILURES } from '../command-failure.ts';
import { fine, finding, problem, type Finding } from '../checks/check.ts';
import { checkJournal, checkNode, checkPython } from '../checks/check-machine.ts';
import { checkTeacher } from '../checks/check-teacher.ts';
import { checkTemporal } from '../checks/check-temporal.ts';
import { openStore } from '../../lib/store/open-store.ts';
import { padTo } from '../terminal/fit-line.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { Verb, VerbCall, VerbResult } from '../verb.ts';
import { withTemporal } from '../with-temporal.ts';

/** `p2m doctor`: looks at every part that a build needs. */
export const doctor: Verb = {
  name: 'doctor',
  summary: 'check every part and say how to mend it',
  usage: '',
  about: ['Looks at Node, Python, Temporal, S3, the workers, the teacher and the journal. Costs nothing.'],
  options: {},
  words: { least: 0, most: 0 },
  run,
};

async function run(call: VerbCall): Promise<VerbResult> {
  const environment = call.environment();
  const key = readVariable('OPENAI_API_KEY', { env: call.env, cwd: call.cwd });
  const parts = await Promise.all([
    Promise.resolve([checkNode(process.version)]),
    one(checkPython(environment.python)),
    temporalFindings(call, environment),
    one(storeFinding(environment)),
    one(checkTeacher(environment.teacher.baseUrl, key)),
    one(checkJournal(environment.journalDir)),
  ]);
  const findings = parts.flat();
  for (const line of findingLines(findings, call.terminal)) call.terminal.say(line);
  const problems = findings.filter(({ state }) => state === 'problem').length;
  call.terminal.say('');
  call.terminal.say(problems === 0 ? 'All is well.' : `${problems} of ${findings.length} parts need mending.`);
  return { exit: problems === 0 ? 0 : COMMAND_FAILURES.unhealthy.exit, json: { healthy: problems === 0, findings } };
}

const one = async (look: Promise<Finding>): Promise<readonly Finding[]> => [await look];

const MARKS = { ok: '✓', problem: '✗', skipped: '·' } as const;

export function findingLines(findings: readonly Finding[], { palette }: Pick<Terminal, 'palette'>): string[] {
  const width = Math.max(...findings.map(({ part }) => part.length));
  const tints = { ok: palette.good, problem: palette.bad, skipped: palette.faint };
  return findings.flatMap(({ part, state, says, mend }) => [
    `${tints[state](`${MARKS[state]} ${padTo(part, width)}`)}  ${says}`,
    ...(mend === null ? [] : [`${' '.repeat(width + 4)}${palette.strong(`→ ${mend}`)}`]),
  ]);
}

/** One finding where the server does not answer, one for each of its parts where it does. */
async function temporalFindings(call: VerbCall, { temporal }: Environment): Promise<readonly Finding[]> {
  const parts: Finding[] = [];
  const server = await finding('Temporal', 'npm run up, or set TEMPORAL_ADDRESS', () =>
    withTemporal(call, 'p2m doctor', async (connected) => {
      parts.push(...(await checkTemporal(connected, call.clock.now())));
      return fine('Temporal', `answers at ${temporal.address}`);
    }),
  );
  return [
    server.state === 'problem'
      ? problem(server.part, `no server answers at ${temporal.address}`, server.mend ?? '')
      : server,
    ...parts,
  ];
}

const storeFinding = (environment: Environment): Promise<Finding> =>
  finding('S3', 'npm run up, or set AWS_ENDPOINT_URL_S3, P2M_BUCKET and the AWS keys', async () => {
    const store = openStore(environment);
    await checkStore(store);
    return fine('S3', `${store.uri('')} can be written`);
  });
