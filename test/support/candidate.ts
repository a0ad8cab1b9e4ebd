import type { Candidate } from '../../contracts/candidate.ts';

/** A candidate as the search gives it, proven by nothing and read by nobody. */
export const candidate = (id: string, changes: Partial<Candidate> = {}): Candidate => ({
  id,
  title: id.replace(/^\w+:/, ''),
  description: '',
  place: { from: 'local', path: '.' },
  reasons: ['60 rows'],
  files: [],
  columns: ['text', 'team'],
  rows: 60,
  bytes: 100,
  license: null,
  languages: [],
  mapping: { input: 'text', output: 'team' },
  samples: [{ input: `a row of ${id}`, output: 'billing' }],
  proven: false,
  reading: null,
  fit: 'possible',
  scores: { vector: 0.3, text: 0, fused: 0, output: 0, names: 0, total: 1 },
  ...changes,
});
