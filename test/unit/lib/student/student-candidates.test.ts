import { describe, expect, it } from 'vitest';
import type { Family } from '../../../../contracts/family.ts';
import type { TaskKind } from '../../../../contracts/task-file.ts';
import { studentCandidates } from '../../../../lib/student/student-candidates.ts';
import { UNCONSTRAINED } from '../../../../lib/task/unconstrained.ts';

const ANY = { families: null, licenses: null };
const of = (kind: TaskKind, several = false) => ({ kind, constraints: { ...UNCONSTRAINED, several } });
const names = (found: ReturnType<typeof studentCandidates>) =>
  found.candidates.map(({ family, base }) => `${family}/${base ?? '-'}`);

describe('studentCandidates', () => {
  it.each<[TaskKind, boolean, string[]]>([
    ['labels', false, ['tfidf/-', 'frozen-encoder/minilm', 'encoder/minilm']],
    ['labels', true, ['tfidf/-', 'frozen-encoder/minilm', 'encoder/minilm']],
    ['extract', false, ['span/minilm']],
    ['extract', true, ['tagger/minilm']],
    ['edit', false, ['editor/minilm', 'encoder-decoder/-']],
    ['text', false, ['encoder-decoder/-']],
    ['structured', false, ['encoder-decoder/-']],
    ['code', false, ['encoder-decoder/-']],
  ])('%s, several %s: cheapest first, from what is at hand', (kind, several, wanted) => {
    expect(names(studentCandidates(of(kind, several), ANY, null))).toEqual(wanted);
  });

  it('starts every candidate from the base model that the task names', () => {
    const named = { name: './mine', family: 'decoder', license: null } as const;
    expect(names(studentCandidates(of('text'), ANY, named))).toEqual(['decoder/./mine']);
    const encoder = { name: 'acme/small', family: 'encoder', license: 'mit' } as const;
    const { candidates, leftOut } = studentCandidates(of('labels'), ANY, encoder);
    expect(candidates).toEqual([
      { family: 'frozen-encoder', base: 'acme/small' },
      { family: 'encoder', base: 'acme/small' },
    ]);
    expect(leftOut).toEqual([{ what: 'tfidf', reason: 'it does not start from acme/small, which the task names' }]);
  });

  it('keeps to the families that the task names, and says what it left out', () => {
    const families: Family[] = ['encoder'];
    const { candidates, leftOut } = studentCandidates(of('labels'), { ...ANY, families }, null);
    expect(candidates).toEqual([{ family: 'encoder', base: 'minilm' }]);
    expect(leftOut.map(({ what }) => what)).toEqual(['tfidf', 'frozen-encoder']);
  });

  it('leaves out base models of another licence, or of none that is known', () => {
    const apache = { families: null, licenses: ['apache-2.0'] };
    const mit = { families: null, licenses: ['mit'] };
    expect(names(studentCandidates(of('labels'), apache, null))).toHaveLength(3);
    expect(names(studentCandidates(of('labels'), mit, null))).toEqual(['tfidf/-']);
    const unknown = { name: './mine', family: 'encoder', license: null } as const;
    expect(studentCandidates(of('extract'), mit, unknown).leftOut).toEqual([
      { what: 'span', reason: 'the licence of ./mine is not known, and student.license allows mit' },
    ]);
  });
});
