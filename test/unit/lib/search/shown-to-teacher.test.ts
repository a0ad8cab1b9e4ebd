import { expect, it } from 'vitest';
import { shownToTeacher } from '../../../../lib/search/shown-to-teacher.ts';
import { candidate } from '../../../support/candidate.ts';

const HUB = { from: 'hub', repo: 'a/b', revision: 'x', config: null } as const;

it('shows what everybody can read, and of files at hand only those that could be imported', () => {
  const found = [
    candidate('local:payroll'),
    candidate('local:tickets', { proven: true }),
    candidate('hub:a/b', { place: HUB }),
  ];
  expect(shownToTeacher(found).map(({ id }) => id)).toEqual(['local:tickets', 'hub:a/b']);
});
