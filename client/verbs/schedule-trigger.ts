import { fireSchedule } from '../schedule/fire-schedule.ts';
import { findSchedule } from '../schedule/find-schedule.ts';
import type { Verb, VerbCall, VerbResult } from '../verb.ts';
import { withTemporal } from '../with-temporal.ts';

/** `p2m schedule trigger`: fires a schedule now. */
export const scheduleTrigger: Verb = {
  name: 'schedule trigger',
  summary: 'fire a schedule now',
  usage: 'NAME',
  about: ['Starts its batch now, paused or not; its times stay as they are. Under its own overlap policy.'],
  options: {},
  words: { least: 1, most: 1 },
  run,
};

async function run(call: VerbCall): Promise<VerbResult> {
  const [name = ''] = call.words;
  return withTemporal(call, 'p2m schedule trigger', async (temporal) => {
    const outcome = await fireSchedule(temporal, await findSchedule(temporal, name));
    const said =
      outcome === 'fired'
        ? `Fired ${name}.`
        : `The batch before still runs, and ${name} is to skip then: nothing begins.`;
    call.terminal.say(`${said} What comes of it: npm run p2m -- schedule describe ${name}`);
    return { exit: 0, json: { name, outcome } };
  });
}
