import { describe, expect, it } from 'vitest';
import { reportPage } from '../../../../lib/report-page/report-page.ts';
import { PAGE_FACTS } from '../../../support/page-facts.ts';

const pageOf = (code?: { language: string; broken: number; rows: number }): string =>
  reportPage({ ...PAGE_FACTS, report: { ...PAGE_FACTS.report, ...(code === undefined ? {} : { code }) } });

describe('codeNote', () => {
  it('says what CodeBLEU is and in which language the programs were read', () => {
    expect(pageOf({ language: 'Python', broken: 0, rows: 50 })).toContain('read as\n    Python.');
    expect(pageOf({ language: 'Java', broken: 3, rows: 50 })).toContain(
      'Java; 3 of 50 expected ones are no whole programs.',
    );
  });

  it('says nothing of other tasks', () => {
    expect(pageOf()).not.toContain('CodeBLEU');
  });
});
