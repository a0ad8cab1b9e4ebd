import { describe, expect, it } from 'vitest';
import type { Example } from '../../../../contracts/example.ts';
import type { Who } from '../../../../contracts/report.ts';
import { judge, type JudgedTest } from '../../../../lib/evaluation/judge.ts';
import type { TeacherOnTest } from '../../../../lib/evaluation/teacher-on-test.ts';
import type { Prediction } from '../../../../lib/inference/predictor.ts';
import { UNCONSTRAINED } from '../../../../lib/task/unconstrained.ts';
import { ANY_STUDENT } from '../../../support/any-student.ts';

const ROWS = 200;
const numbers = Array.from({ length: ROWS }, (_, row) => row);
const labelOf = (row: number): string => (row % 4 === 0 ? 'rare' : 'common');
const otherOf = (row: number): string => (row % 4 === 0 ? 'common' : 'rare');

const test: readonly Example[] = numbers.map((row) => ({
  id: `id${row}`,
  input: `text ${row}`,
  output: labelOf(row),
  origin: 'gold',
  votes: [],
  agreement: 1,
  group: `g${row}`,
}));

/** Right but on the rows named; each answer takes a millisecond more than the one before. */
const predicted = (wrong: ReadonlySet<number>): readonly Prediction[] =>
  numbers.map((row) => ({
    index: row,
    output: wrong.has(row) ? otherOf(row) : labelOf(row),
    logits: [0, row],
    scores: null,
    ms: row + 1,
  }));

const teacherWith = (special: Readonly<Record<number, TeacherOnTest['answers'][number]>> = {}): TeacherOnTest => ({
  answers: numbers.map((row) => special[row] ?? { state: 'answered', output: labelOf(row) }),
});

const said = (output: string) => ({ state: 'answered', output }) as const;

const first = (count: number): Set<number> => new Set(numbers.slice(0, count));

/** Answers to the first rows that break the task's rules. */
const broken = (count: number) =>
  Object.fromEntries([...first(count)].map((row) => [row, { state: 'answered', output: null } as const]));

const facts = (other: Partial<JudgedTest> = {}): JudgedTest => ({
  config: {
    version: 1,
    name: 'rarity',
    prompt: 'Say how rare it is.',
    examples: null,
    test: null,
    kind: 'labels',
    labels: null,
    constraints: UNCONSTRAINED,
    metric: null,
    teacher: { model: 'large', identity: 'https://teacher.example/v1', votes: 3 },
    retrieve: { policy: 'none', hub: false, sources: null },
    generate: { rows: 1000, testRows: 200, rounds: 1 },
    student: ANY_STUDENT,
    train: { steps: null, trials: 1 },
    gate: { margin: 0.05, openings: 1 },
    seed: 1,
  },
  spec: {
    version: 1,
    name: 'rarity',
    instruction: 'Say how rare it is.',
    kind: 'labels',
    fields: null,
    labels: [
      { name: 'rare', description: null },
      { name: 'common', description: null },
    ],
    constraints: UNCONSTRAINED,
    metric: 'accuracy',
    metricReason: 'it is',
    instructionEnglish: null,
    language: null,
    notes: [],
    demonstrations: [],
  },
  test,
  traits: {
    languages: test.map(() => 'English'),
    texts: numbers.map((row) => `text ${row}`),
    vectors: 'Inputs are not grouped by likeness: no embedder.',
  },
  origin: 'gold',
  confirmed: false,
  opening: 1,
  student: {
    ships: { file: 'int8', reason: 'it is as good' },
    exportChanges: [],
    int8: predicted(first(20)),
    fp32: predicted(first(10)),
  },
  teacher: teacherWith(),
  voted: null,
  vectors: null,
  baselines: { majority: numbers.map(() => 'common') },
  exported: {
    files: [
      { path: 'onnx/model.onnx', uri: 'u', sha256: 'a', bytes: 4000 },
      { path: 'onnx/model_quantized.onnx', uri: 'u', sha256: 'b', bytes: 1000 },
      { path: 'tokenizer.json', uri: 'u', sha256: 'c', bytes: 10 },
    ],
    facts: { opset: 18 },
  },
  search: searchWith('encoder'),
  data: { train: 900 },
  training: { steps: 300 },
  remarks: [],
  machine: { processor: 'p', threads: 1 },
  ...other,
});

const searchWith = (family: 'encoder' | 'tfidf'): JudgedTest['search'] => ({
  version: 1,
  metric: 'accuracy',
  rows: 100,
  students: [
    {
      family,
      base: null,
      file: 'int8',
      score: 0.9,
      standardError: 0.03,
      behind: null,
      bytes: 1000,
      p50Ms: 1,
      seconds: 10,
      trial: 0,
      exceeds: null,
      lossBehind: null,
      chosen: true,
    },
  ],
  trials: [],
  importances: [],
  leftOut: [],
  reason: 'the only one that was tried',
});

const scoreOf = (judged: ReturnType<typeof judge>, who: Who, metric = 'accuracy'): readonly [number, number] | null => {
  const found = judged.report.scores.find((score) => score.who === who && score.metric === metric);
  return found === undefined ? null : [found.value, found.n];
};

describe('judge', () => {
  it('scores everybody on the same rows and gives the score of the file that ships', () => {
    const judged = judge(facts());
    expect(scoreOf(judged, 'student-int8')).toEqual([0.9, 200]);
    expect(scoreOf(judged, 'student-fp32')).toEqual([0.95, 200]);
    expect(scoreOf(judged, 'teacher')).toEqual([1, 200]);
    expect(scoreOf(judged, 'majority')).toEqual([0.75, 200]);
    expect(judged.score).toBe(0.9);
    expect(judge(facts({ student: { ...facts().student, ships: { file: 'fp32', reason: '' } } })).score).toBe(0.95);
    expect(judged.report.warnings).toEqual([]);
    expect(judged.report.exportChanges).toEqual([
      { from: 'fp32', to: 'int8', on: 'test', rows: 200, changedAnswers: 0.05, maxLogitDifference: 0 },
    ]);
    expect(judged.report.files).toEqual([
      { path: 'onnx/model.onnx', bytes: 4000, p50Ms: 100.5 },
      { path: 'onnx/model_quantized.onnx', bytes: 1000, p50Ms: 100.5 },
    ]);
    expect(judged.report.training).toEqual({ steps: 300, export: { opset: 18 } });
  });

  it('leaves the rows that the endpoint did not answer out for everybody, and says so', () => {
    // The student is wrong on rows 0 to 19; the endpoint is silent on the first four of them.
    const silent = { state: 'unanswered' } as const;
    const judged = judge(facts({ teacher: teacherWith({ 0: silent, 1: silent, 2: silent, 3: silent }) }));
    expect(scoreOf(judged, 'student-int8')).toEqual([180 / 196, 196]);
    expect(scoreOf(judged, 'teacher')).toEqual([1, 196]);
    expect(scoreOf(judged, 'majority')).toEqual([147 / 196, 196]);
    expect(judged.report.warnings).toEqual([
      '4 test rows are left out for everybody: the endpoint did not answer them.',
    ]);
    expect(judged.report.teacher).toMatchObject({ unanswered: 4, invalidAnswers: 0 });
    // Above 1 % nothing is proven, however good the student.
    expect(judged.report.verdict.decision).toBe('unproven');
    expect(judged.predictions).toHaveLength(200);
  });

  it('counts answers that break the rules as wrong, and warns from the fifth of 200 on', () => {
    const invalid = { state: 'answered', output: null } as const;
    const four = judge(facts({ teacher: teacherWith({ 50: invalid, 51: invalid, 52: invalid, 53: invalid }) }));
    expect(scoreOf(four, 'teacher')).toEqual([0.98, 200]);
    expect(four.report.warnings).toEqual([]);
    const five = judge(
      facts({ teacher: teacherWith({ 50: invalid, 51: invalid, 52: invalid, 53: invalid, 54: invalid }) }),
    );
    expect(scoreOf(five, 'teacher')).toEqual([0.975, 200]);
    expect(five.report.warnings).toEqual([
      "5 of 200 answers of the teacher broke the task's rules and count as wrong.",
    ]);
    expect(five.predictions[50]).toMatchObject({ id: 'id50', expected: 'common', answers: { teacher: null } });
  });

  it('proves nothing against a teacher more than half of whose answers break the rules', () => {
    const [half, more] = [100, 101].map(
      (count) => judge(facts({ teacher: teacherWith(broken(count)) })).report.verdict.reason,
    );
    expect(half).not.toContain('no teacher to be compared with');
    expect(more).toBe(
      "Unproven: 50.5 % of the teacher's answers broke the task's rules, so that it is no teacher to be compared with.",
    );
  });

  it('leaves the teacher out where the budget did not reach all rows: nothing is proven against it', () => {
    const judged = judge(
      facts({ teacher: teacherWith({ 199: { state: 'not-asked' } }), remarks: ['The budget ended the build early.'] }),
    );
    expect(scoreOf(judged, 'teacher')).toBeNull();
    expect(scoreOf(judged, 'student-int8')).toEqual([0.9, 200]);
    expect(judged.report.verdict.decision).toBe('unproven');
    expect(judged.report.comparisons.map(({ other }) => other)).toEqual(['majority']);
    expect(judged.report.warnings).toEqual(['The budget ended the build early.']);
    expect(judged.predictions[0]?.['answers']).not.toHaveProperty('teacher');
  });

  it('says on which parts of the test the file that ships is weak, over the rows that count', () => {
    // The student is wrong on the first twenty rows alone, whose inputs are among the shortest.
    const judged = judge(facts({ teacher: teacherWith({ 0: { state: 'unanswered' } }) }));
    const { slices = [], metric } = judged.report.slices ?? {};
    expect(metric).toBe('accuracy');
    expect(slices.map(({ by, rows }) => [by, rows])).toEqual([
      ['label', 49],
      ['label', 150],
      ['length', 99],
      ['length', 100],
    ]);
    expect(slices.find(({ weak }) => weak)).toMatchObject({
      rows: 99,
      teacher: { value: 1 },
      student: { value: 80 / 99 },
    });
  });

  it('scores the teacher’s votes beside its one answer, and decides by the answer alone', () => {
    const weak = teacherWith(Object.fromEntries(numbers.slice(0, 40).map((row) => [row, said(otherOf(row))])));
    const voted = teacherWith({ 0: said(otherOf(0)), 1: { state: 'answered', output: null } });
    const judged = judge(facts({ teacher: weak, voted }));
    expect(scoreOf(judged, 'teacher')).toEqual([0.8, 200]);
    expect(scoreOf(judged, 'teacher-vote')).toEqual([0.99, 200]);
    expect(judged.report.verdict).toEqual(judge(facts({ teacher: weak })).report.verdict);
    expect(judged.report.comparisons.map(({ other }) => other)).toEqual(['teacher', 'majority']);
    expect(judged.predictions[1]?.['answers']).toMatchObject({ 'teacher-vote': null, teacher: 'rare' });
    expect(judged.report.warnings.filter((warning) => warning.includes('votes'))).toEqual([]);
  });

  it('does not score votes that the budget or the endpoint left out, and says so', () => {
    const cut = judge(facts({ voted: { answers: numbers.map(() => ({ state: 'not-asked' as const })) } }));
    expect(scoreOf(cut, 'teacher-vote')).toBeNull();
    expect(scoreOf(cut, 'teacher')).toEqual([1, 200]);
    expect(cut.report.warnings).toEqual([
      'The votes of the teacher are not scored: the budget did not hold them on every test row.',
    ]);
    const silent = { state: 'unanswered' } as const;
    const some = judge(facts({ voted: teacherWith({ 5: silent }) }));
    expect(scoreOf(some, 'teacher-vote')).toBeNull();
    expect(scoreOf(some, 'student-int8')).toEqual([0.9, 200]);
    expect(some.report.warnings).toEqual([
      'The votes of the teacher are not scored: the endpoint gave none on 1 test rows.',
    ]);
    // A row that is left out for everybody is none that the votes lack.
    const both = judge(facts({ teacher: teacherWith({ 5: silent }), voted: teacherWith({ 5: silent }) }));
    expect(scoreOf(both, 'teacher-vote')).toEqual([1, 199]);
  });

  it('calls scores on generated rows agreement, and says what they are worth', () => {
    const judged = judge(facts({ origin: 'generated', opening: null }));
    expect(scoreOf(judged, 'student-int8')).toBeNull();
    expect(scoreOf(judged, 'student-int8', 'agreement')).toEqual([0.9, 200]);
    expect(judged.report.verdict.decision).toBe('unproven');
    expect(judged.report.warnings).toEqual([
      'The test rows were written and labelled by the teacher. Scores say how far the student agrees with it; how right either is, is not known.',
    ]);
  });

  it('ships on imported rows only where a person chose their dataset', () => {
    const good = { ...facts().student, int8: predicted(first(2)) };
    const judged = (confirmed: boolean) =>
      judge(facts({ origin: 'imported', confirmed, opening: 1, student: good })).report.verdict.decision;
    expect([judged(false), judged(true)]).toEqual(['unproven', 'ship']);
  });

  it('says first of all that a teacher is simulated', () => {
    const { config } = facts();
    const judged = judge(
      facts({
        config: { ...config, teacher: { ...config.teacher, identity: 'simulated:triage' } },
        remarks: ['Last.'],
      }),
    );
    expect(judged.report.warnings).toEqual([
      'The teacher is simulated: a script, not a language model. Its scores and prices say nothing about a real one.',
      'Last.',
    ]);
    expect(judged.report.teacher).toMatchObject({ simulated: true });
  });

  it('does not ask a student to beat the baseline that it is', () => {
    const perfect = predicted(first(0));
    const student = { ...facts().student, int8: perfect, fp32: perfect };
    const baselines = { tfidf: perfect.map(({ output }) => output) };
    const decided = (family: 'encoder' | 'tfidf') =>
      judge(facts({ student, baselines, search: searchWith(family) })).report.verdict.decision;
    expect([decided('encoder'), decided('tfidf')]).toEqual(['unproven', 'ship']);
  });

  it('scores the released version and compares the student with it, and lets it decide nothing', () => {
    const release = { name: 'rarity', number: 3, buildId: 'b', bundleHash: 'c' };
    const better = { majority: numbers.map(() => 'common'), released: numbers.map(labelOf) };
    const judged = judge(facts({ baselines: better, released: release }));
    expect(scoreOf(judged, 'released')).toEqual([1, 200]);
    expect(judged.report.released).toEqual(release);
    expect(judged.report.comparisons.find(({ other }) => other === 'released')).toMatchObject({
      student: 'student-int8',
      metric: 'accuracy',
      difference: -0.1,
    });
    expect(judged.predictions[0]?.['answers']).toMatchObject({ released: 'rare' });
    const alone = judge(facts());
    expect(judged.report.verdict).toEqual(alone.report.verdict);
    expect(judged.report.gate).toEqual(alone.report.gate);
    expect(alone.report.released).toBeUndefined();
  });
});
