import { findSchedule } from '../schedule/find-schedule.ts';
import { textOption, type Verb, type VerbCall, type VerbResult } from '../verb.ts';
import { withTemporal } from '../with-temporal.ts';

/** `p2m schedule pause`: fires a schedule no more until it is resumed. */
export const schedulePause: Verb = {
  name: 'schedule pause',
  summary: 'stop a schedule until it is resumed',
  usage: 'NAME',
  about: ['A batch that runs goes on.'],
  options: { note: { type: 'string', value: 'TEXT', help: 'why' } },
  words: { least: 1, most: 1 },
  run,
};

async function run(call: VerbCall): Promise<VerbResult> {
  const [name = ''] = call.words;
  const note = textOption(call, 'note') ?? 'paused by p2m schedule pause';
  return withTemporal(call, 'p2m schedule pause', async (temporal) => {
    const { handle } = await findSchedule(temporal, name);
    await temporal.call('pausing the schedule', () => handle.pause(note));
    call.terminal.say(`${name} is paused: npm run p2m -- schedule resume ${name}`);
    return { exit: 0, json: { name, paused: true, note } };
  });
}
