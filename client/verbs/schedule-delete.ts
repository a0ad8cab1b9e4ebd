import { CommandFailure } from '../command-failure.ts';
import { findSchedule } from '../schedule/find-schedule.ts';
import type { Verb, VerbCall, VerbResult } from '../verb.ts';
import { withTemporal } from '../with-temporal.ts';

/** `p2m schedule delete`: removes a schedule. */
export const scheduleDelete: Verb = {
  name: 'schedule delete',
  summary: 'remove a schedule',
  usage: 'NAME',
  about: ['Its stored tasks, its batches and their builds stay; a batch that runs goes on.'],
  options: { yes: { type: 'boolean', help: 'do not ask; needed where there is no terminal' } },
  words: { least: 1, most: 1 },
  run,
};

async function run(call: VerbCall): Promise<VerbResult> {
  const [name = ''] = call.words;
  return withTemporal(call, 'p2m schedule delete', async (temporal) => {
    const { handle } = await findSchedule(temporal, name);
    await confirm(call, name);
    await temporal.call('removing the schedule', () => handle.delete());
    call.terminal.say(`${name} is removed.`);
    return { exit: 0, json: { name, deleted: true } };
  });
}

async function confirm({ terminal, options, interrupted }: VerbCall, name: string): Promise<void> {
  if (options['yes'] === true) return;
  const answer =
    terminal.shows === 'screen' ? await terminal.ask(`Remove the schedule ${name}? [y/N] `, interrupted) : '';
  if (!/^y(es)?$/i.test(answer.trim()))
    throw new CommandFailure('not-confirmed', `The schedule ${name} stays. --yes removes it without asking.`);
}
