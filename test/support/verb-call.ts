import type { VerbCall } from '../../client/verb.ts';
import { createFakeTerminal } from './fake-terminal.ts';

/** What a verb is called with; it asks nothing of the world but what a test gives it. */
export const verbCall = (given: Partial<VerbCall>): VerbCall => ({
  options: {},
  words: [],
  terminal: createFakeTerminal('lines'),
  clock: { now: () => 0, wait: async () => undefined },
  interrupted: new AbortController().signal,
  cwd: '/',
  env: {},
  readInput: async () => '',
  environment: () => {
    throw new Error('no environment is asked for');
  },
  ...given,
});
