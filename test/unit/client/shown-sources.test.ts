import { expect, it } from 'vitest';
import { shownSources } from '../../../client/shown-sources.ts';
import { TaskFile } from '../../../contracts/task-file.ts';

const told = (more: object): readonly string[] => shownSources(TaskFile.parse({ prompt: 'Sort the mail.', ...more }));

it('tells of files that the teacher may see before anybody has looked at them, and of nothing else', () => {
  expect(told({ retrieve: 'auto', sources: ['hub', 'rows', 'old.csv'] })).toEqual([
    'Rows of rows, old.csv that are about the task may be sent to the teacher, three of a dataset; with retrieve: ask none is before you choose.',
  ]);
  for (const retrieve of ['ask', 'none']) expect(told({ retrieve, sources: ['rows'] })).toEqual([]);
  expect(told({ retrieve: 'auto', sources: ['hub'] })).toEqual([]);
  expect(told({})).toEqual([]);
});
