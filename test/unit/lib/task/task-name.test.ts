import { expect, it } from 'vitest';
import { nameFromPrompt } from '../../../../lib/task/task-name.ts';

it.each([
  ['Sort a customer’s message into one of our queues.', 'sort-a-customers-message-into-one'],
  ['Übersetze das café', 'ubersetze-das-cafe'],
  ['Donaudampfschifffahrtsgesellschaftskapitaen schreiben', 'schreiben'],
  ['日本語', 'task'],
  ['  ', 'task'],
])('names %j %s', (prompt, name) => {
  expect(nameFromPrompt(prompt)).toBe(name);
});
