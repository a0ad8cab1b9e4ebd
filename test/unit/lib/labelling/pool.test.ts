import { describe, expect, it } from 'vitest';
import type { Report } from '../../../../contracts/report.ts';
import { poolOf } from '../../../../lib/labelling/pool.ts';
import { type PredictionRow, PredictionRow as Row } from '../../../../lib/report-page/page-facts.ts';
import { readBundleFacts } from '../../../../lib/trace/bundle-facts.ts';
import { storeSource } from '../../../../client/bundle-source.ts';
import { buildToLabel, rowsOfLabels } from '../../../support/labelled-build.ts';

const { store, record } = await buildToLabel(rowsOfLabels(3));
const { report } = await readBundleFacts(storeSource(store, record.bundle?.files ?? []));

const row = (id: string, answers: Readonly<Record<string, string | null>>): PredictionRow =>
  Row.parse({ id, input: `input ${id}`, expected: 'a', answers });
const ROWS = [
  row('1', { 'student-int8': 'a', 'student-fp32': 'b', teacher: 'b', tfidf: 'a', majority: 'b' }),
  row('2', { 'student-int8': null, 'student-fp32': 'b', teacher: null, tfidf: null, majority: 'b' }),
];
const withTeacher = (teacher: Report['teacher']): Report => ({ ...report, teacher });

describe('poolOf', () => {
  it('takes the answers of the file that ships, of the teacher and the baselines, broken ones as null', () => {
    expect(poolOf(report, ROWS)).toEqual({
      student: 'student-int8',
      origin: 'generated',
      unanswered: 0,
      rows: [
        { id: '1', input: 'input 1', student: 'a', teacher: 'b', baselines: { majority: 'b', tfidf: 'a' } },
        { id: '2', input: 'input 2', student: null, teacher: null, baselines: { majority: 'b', tfidf: null } },
      ],
    });
  });

  it('leaves out rows without an answer of the teacher where some were never answered', () => {
    expect(poolOf(withTeacher({ unanswered: 1 }), ROWS)).toMatchObject({ unanswered: 1, rows: [{ id: '1' }] });
  });

  it('sets no student against a baseline that it is itself', () => {
    const students = [{ family: 'tfidf', chosen: true }];
    const found = poolOf(Object.assign(structuredClone(report), { search: { students } }), ROWS);
    expect(found).toMatchObject({ rows: [{ baselines: { majority: 'b' } }, { baselines: { majority: 'b' } }] });
    expect(JSON.stringify(found)).not.toContain('tfidf');
  });

  it('has nothing where rows are the user’s own, or the teacher was not asked', () => {
    const own = { ...report, scores: report.scores.map((score) => ({ ...score, on: 'gold' as const })) };
    expect(poolOf(own, ROWS)).toContain('your own already');
    expect(poolOf(report, [row('1', { 'student-int8': 'a' })])).toContain('nothing to compare');
  });
});
