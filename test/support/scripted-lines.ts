import type { JournalLine } from '../../lib/teacher/journal-line.ts';

/** A line of the journal as the account of `accountAt` would have paid it. */
export const journalLine = (key: string, settings: Partial<JournalLine> = {}): JournalLine => ({
  version: 1,
  key,
  build: 'build',
  part: 'part',
  answer: `{"output":"${key}"}`,
  finish: 'stop',
  usage: { input: 10, output: 1, source: 'reported' },
  usd: 0.25,
  model: 'model',
  fingerprint: null,
  mode: 'schema',
  dropped: [],
  at: 5,
  ...settings,
});
