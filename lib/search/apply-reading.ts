import type { Candidate } from '../../contracts/candidate.ts';
import type { TaskKind } from '../../contracts/task-file.ts';
import { isGoodReading } from './good-fit.ts';
import type { ReadDataset } from './reading-request.ts';

/**
 * Candidates as the teacher's reading leaves them: what does the task first, best first; what was not read, in the
 * search's order, before what does something else. The first that `isGoodReading` is a good fit, no other.
 */
export function applyReading(
  candidates: readonly Candidate[],
  reading: readonly ReadDataset[],
  kind: TaskKind,
): Candidate[] {
  const places = new Map(reading.map(({ id }, at) => [id, at]));
  const placeOf = ({ id }: Candidate): number => places.get(id) ?? 0;
  // Candidates that were not read are equals here, and stay in their order.
  const ordered = candidates
    .map((candidate) => withReading(candidate, reading))
    .toSorted((one, other) => classOf(one) - classOf(other) || placeOf(one) - placeOf(other));
  const good = ordered.findIndex((candidate) => isGoodReading(candidate, kind));
  return ordered.map((candidate, at) => ({ ...candidate, fit: at === good ? 'good' : 'possible' }));
}

const CLASSES = { yes: 0, partly: 1, no: 3 } as const;
const NOT_READ = 2;

const classOf = ({ reading }: Candidate): number => (reading === null ? NOT_READ : CLASSES[reading.does]);

function withReading(candidate: Candidate, reading: readonly ReadDataset[]): Candidate {
  const own = reading.find(({ id }) => id === candidate.id);
  if (own === undefined) return candidate;
  const { does, why } = own;
  return { ...candidate, reading: { does, why }, reasons: [`${SAYS[does]}: ${why}`, ...candidate.reasons] };
}

const SAYS = {
  yes: 'the teacher read rows of it, and they do this task',
  partly: 'the teacher read rows of it, and they do a part of this task',
  no: 'the teacher read rows of it, and they do another task',
} as const;
