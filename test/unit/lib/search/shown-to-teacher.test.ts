import { expect, it } from 'vitest';
import { shownToTeacher } from '../../../../lib/search/shown-to-teacher.ts';
import { candidate } from '../../../support/candidate.ts';

const HUB = { from: 'hub', repo: 'a/b', revision: 'x', config: null } as const;

const vector = (similarity: number) => ({ ...candidate('any').scores, vector: similarity });

it('shows what everybody can read, and of files at hand only what is proven or on the topic', () => {
  const found = [
    candidate('local:payroll', { scores: vector(0.149) }),
    candidate('local:mails', { scores: vector(0.15) }),
    candidate('local:tickets', { proven: true, scores: vector(0) }),
    candidate('hub:a/b', { place: HUB, scores: vector(0) }),
  ];
  expect(shownToTeacher(found).map(({ id }) => id)).toEqual(['local:mails', 'local:tickets', 'hub:a/b']);
});
