import { findSchedule } from '../schedule/find-schedule.ts';
import { momentText } from '../schedule/spec-text.ts';
import { textOption, type Verb, type VerbCall, type VerbResult } from '../verb.ts';
import { withTemporal } from '../with-temporal.ts';

/** `p2m schedule resume`: lets a paused schedule fire again. */
export const scheduleResume: Verb = {
  name: 'schedule resume',
  summary: 'let a paused schedule fire again',
  usage: 'NAME',
  about: ['What was missed while it was paused is not made up for.'],
  options: { note: { type: 'string', value: 'TEXT', help: 'why' } },
  words: { least: 1, most: 1 },
  run,
};

async function run(call: VerbCall): Promise<VerbResult> {
  const [name = ''] = call.words;
  const note = textOption(call, 'note') ?? 'resumed by p2m schedule resume';
  return withTemporal(call, 'p2m schedule resume', async (temporal) => {
    const { handle } = await findSchedule(temporal, name);
    await temporal.call('resuming the schedule', () => handle.unpause(note));
    const { description } = await findSchedule(temporal, name);
    const [next] = description.info.nextActionTimes;
    call.terminal.say(`${name} fires next at ${momentText(next)} UTC.`);
    return { exit: 0, json: { name, paused: false, note, next: next?.toISOString() ?? null } };
  });
}
