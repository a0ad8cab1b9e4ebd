import type { ChatMessage, Prompt } from '../../lib/teacher/teacher.ts';

export const IN_FLIGHT = 64;
export const LATENCY_MS = 50;
/** Calls that both sides make before the clock starts: connections are made, code is compiled. */
export const WARM_UP = 256;

const LABELS = ['billing', 'delivery', 'returns', 'account', 'complaint', 'other'];

const SYSTEM: ChatMessage = {
  role: 'system',
  content: `Sort a customer's message into one of our queues.\n\nThe labels:\n${LABELS.map((label) => `- ${label}: what belongs into the queue ${label}, in a sentence as people write it`).join('\n')}`,
};
const TURNS: readonly ChatMessage[] = ['billing', 'delivery', 'returns'].flatMap((label): readonly ChatMessage[] => [
  { role: 'user', content: `I have a question that has to do with ${label}, and I would like to have an answer soon.` },
  { role: 'assistant', content: JSON.stringify({ output: label }) },
]);

/** A prompt as labelling sends it: about 1,000 bytes, the row at its end. */
export const promptOf = (row: number): Prompt => ({
  name: 'label-input',
  messages: [
    SYSTEM,
    ...TURNS,
    { role: 'user', content: `Message ${row}: my parcel of last week has not come, what now?` },
  ],
  schema: {
    type: 'object',
    additionalProperties: false,
    required: ['output'],
    properties: { output: { type: 'string', enum: LABELS } },
  },
});

/** Prints what the calls took: seconds of wall clock, milliseconds of this process's processor time. */
export async function measured(work: () => Promise<void>): Promise<void> {
  const cpu = process.cpuUsage();
  const started = performance.now();
  await work();
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  process.stdout.write(`${JSON.stringify({ seconds, cpuMs: (user + system) / 1000 })}\n`);
}
