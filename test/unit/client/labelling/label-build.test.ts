import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { labelBuild } from '../../../../client/labelling/label-build.ts';
import { labelOptions } from '../../../../client/labelling/label-options.ts';
import type { VerbCall } from '../../../../client/verb.ts';
import { LabelledReport } from '../../../../contracts/labelling.ts';
import { parseGoldRows } from '../../../../lib/task/gold-rows.ts';
import { UNCONSTRAINED } from '../../../../lib/task/unconstrained.ts';
import { createFakeTerminal } from '../../../support/fake-terminal.ts';
import { type BuildToLabel, buildToLabel, rowsOfLabels } from '../../../support/labelled-build.ts';
import { verbCall } from '../../../support/verb-call.ts';

const folder = await mkdtemp(join(tmpdir(), 'label-'));
afterAll(() => rm(folder, { recursive: true }));

async function label(
  build: BuildToLabel,
  options: VerbCall['options'] = {},
  person: { readonly keys?: readonly string[]; readonly writes?: readonly string[] } = {},
) {
  const terminal = createFakeTerminal(person.keys === undefined ? 'lines' : 'screen', person.writes, person.keys);
  const call = verbCall({ terminal, options, cwd: folder });
  const result = await labelBuild({ call, ...build, secret: () => 'secret' }, labelOptions(call, 'ann'));
  return { ...result, terminal, said: terminal.said.join('\n') };
}

const given = ({ store }: BuildToLabel): readonly string[] =>
  [...store.objects.keys()].filter((key) => key.includes('/labels/given/')).toSorted();

const rowsIn = async (file: string) => parseGoldRows(await readFile(join(folder, file), 'utf8'), file);

describe('p2m label in a terminal', () => {
  it('says before the first label how many buy which claim, and keeps each as it is given', async () => {
    const build = await buildToLabel(rowsOfLabels(200));
    const { exit, json, said } = await label(build, {}, { keys: ['1', '2', '?', 'q'] });
    expect(exit).toBe(0);
    expect(said).toContain('200 invented inputs that no training has seen');
    expect(said).toMatch(/Student and teacher differ on 20 of them. You are asked about these and \d\d others/);
    expect(said).toMatch(/ 25 .* at most \d+\.\d points worse/);
    expect(given(build)).toHaveLength(3);
    expect(json).toMatchObject({ state: 'open', labelled: 3, rows: 200, differ: 20, verdict: null, report: null });
  });

  it('shows the input and the labels, and no answer of anybody', async () => {
    const build = await buildToLabel(rowsOfLabels(60), {
      labels: [
        { name: 'first', description: 'the one' },
        { name: 'second', description: null },
      ],
    });
    const { terminal } = await label(build, {}, { keys: ['q'] });
    const shown = terminal.said.slice(terminal.said.findIndex((line) => line.startsWith('── 1 of')));
    expect(shown.slice(0, 6)).toEqual([
      expect.stringMatching(/^── 1 of \d+ ─+$/),
      '',
      expect.stringMatching(/^ {2}message \d+$/),
      '',
      '1  first   the one',
      '2  second',
    ]);
    expect(terminal.said.join('\n')).not.toContain('row-');
  });

  it('takes back the last label and asks again; goes on where it stopped', async () => {
    const build = await buildToLabel(rowsOfLabels(60));
    const first = await label(build, {}, { keys: ['1', 'backspace', '2', 'q'] });
    expect(first.json).toMatchObject({ labelled: 1 });
    expect(given(build)).toHaveLength(3);
    const again = await label(build, {}, { keys: ['q'] });
    expect(again.terminal.said.some((line) => line.startsWith('── 2 of'))).toBe(true);
  });

  it('computes the verdict when the planned number is reached, before and after', async () => {
    const build = await buildToLabel(rowsOfLabels(200));
    const { said, json } = await label(build, { labels: '30' }, { keys: Array.from({ length: 30 }, () => '1') });
    expect(said).toContain('before  unproven: Unproven: accuracy unknown.');
    expect(said).toMatch(/after {3}ship: Ship: by people's labels the student is/);
    expect(said).toContain('The inputs are invented: how often either is right on real ones is not known.');
    expect(json).toMatchObject({ labelled: 30, verdict: { decision: 'ship' } });
    expect(build.store.objects.has(`builds/${build.buildId}/labels/report-1.json`)).toBe(true);
  });

  it('keeps what was given when Ctrl-C comes, and says how to go on', async () => {
    const build = await buildToLabel(rowsOfLabels(60));
    const { exit, said } = await label(build, {}, { keys: ['1', ''] });
    expect(exit).toBe(130);
    expect(said).toContain(`To go on: npm run p2m -- label ${build.buildId}`);
    expect(given(build)).toHaveLength(1);
  });

  it('asks which of two nameless answers is right, or for the right one', async () => {
    const texts = Array.from({ length: 50 }, (_, at) => ({
      input: `text ${at}`,
      student: `student ${at}`,
      teacher: at < 3 ? `teacher ${at}` : `student ${at}`,
    }));
    const build = await buildToLabel(texts, {
      kind: 'text',
      labels: null,
      metric: 'chrf++',
      constraints: UNCONSTRAINED,
    });
    const keys = Array.from({ length: 60 }, () => 'w');
    const writes = Array.from({ length: 60 }, () => 'The student 1!');
    const { json, terminal } = await label(build, { labels: '5', alike: '10' }, { keys, writes });
    expect(json).toMatchObject({ labelled: 5 });
    expect(terminal.said.join('\n')).toContain('w write what is right');
  });

  it('takes several labels by their keys, and gives one back', async () => {
    const build = await buildToLabel(
      Array.from({ length: 45 }, (_, at) => ({
        input: `m ${at}`,
        student: '["a"]',
        teacher: at === 0 ? '["a","b"]' : '["a"]',
      })),
      { constraints: { ...UNCONSTRAINED, several: true }, metric: 'micro-f1' },
    );
    await label(build, {}, { keys: ['2', '1', 'return', '1', '1', 'return', 'q'] });
    const answers = given(build).map((key) => JSON.parse(String(build.store.objects.get(key))).answer);
    expect(answers).toEqual([
      { is: 'gold', output: '["a","b"]' },
      { is: 'gold', output: '[]' },
    ]);
  });
});

describe('p2m label elsewhere', () => {
  it('refuses to ask where nobody can answer', async () => {
    const build = await buildToLabel(rowsOfLabels(60));
    await expect(label(build)).rejects.toMatchObject({ kind: 'usage' });
    await expect(label(build, { page: true, plan: true })).rejects.toMatchObject({ kind: 'usage' });
    await expect(label(build, { plan: true, labels: 'many' })).rejects.toMatchObject({ kind: 'usage' });
  });

  it('writes the questions blind and takes the answers of another tool', async () => {
    const build = await buildToLabel(rowsOfLabels(100));
    const asked = await label(build, { questions: 'questions.jsonl' });
    const lines = (await readFile(join(folder, 'questions.jsonl'), 'utf8')).trim().split('\n');
    expect(asked.json).toMatchObject({ questions: lines.length, differ: 10 });
    const questions = lines.map((line) => JSON.parse(line));
    expect(Object.keys(questions[0])).toEqual(['id', 'input', 'labels']);
    await writeFile(
      join(folder, 'answers.jsonl'),
      questions.map(({ id }) => `${JSON.stringify({ id, label: 'a' })}\n`).join(''),
    );
    const { json, said } = await label(build, { answers: 'answers.jsonl' });
    expect(json).toMatchObject({ state: 'complete', labelled: lines.length, covered: 100 });
    // All differing rows say the student: 10 of 100 alone right, none the teacher.
    expect(json['report']).toMatchObject({
      table: { onlyStudent: 10, onlyTeacher: 0 },
      rows: { covered: 100, differ: 10 },
    });
    expect(said).toContain('the student alone is right on 10, the teacher alone on 0.');
  });

  it('refuses a file of answers as a whole, naming each line that is wrong', async () => {
    const build = await buildToLabel(rowsOfLabels(60));
    await writeFile(
      join(folder, 'bad.jsonl'),
      '{"id":"row-0","label":"a"}\n{"id":"row-0","label":"z"}\nno\n{"id":"x","label":"a"}\n',
    );
    await expect(label(build, { answers: 'bad.jsonl' })).rejects.toThrow(
      /line 2: "z" is none of the labels[^]*line 3: [^]*line 4: /,
    );
    expect(given(build)).toEqual([]);
  });

  it('exports the random share as a test, all of it as examples', async () => {
    const build = await buildToLabel(rowsOfLabels(100));
    await label(build, {}, { keys: [...Array.from({ length: 20 }, () => '1'), 'q'] });
    const { json } = await label(build, { export: 'all.jsonl', as: 'examples' });
    expect(json['exported']).toMatchObject({ as: 'examples', rows: 20, withoutOutput: 0 });
    const test = await label(build, { export: 'test.jsonl' });
    const [all, random] = [await rowsIn('all.jsonl'), await rowsIn('test.jsonl')];
    expect(all.problems).toEqual([]);
    expect(all.rows).toHaveLength(20);
    expect(test.json['exported']).toMatchObject({ as: 'test', rows: random.rows.length });
    expect(random.rows.length).toBeLessThan(20);
  });

  it('counts every set of labels that was looked at as a look; the same labels again are free', async () => {
    const build = await buildToLabel(rowsOfLabels(200));
    await label(build, { labels: '25' }, { keys: Array.from({ length: 25 }, () => '1') });
    const again = await label(build, { verdict: true });
    expect(again.json['report']).toMatchObject({ look: 1 });
    const more = await label(build, { labels: '30' }, { keys: Array.from({ length: 5 }, () => '1') });
    expect(more.json['report']).toMatchObject({ look: 2, looksAllowed: 1 });
    expect(more.json['verdict']).toMatchObject({ decision: 'unproven' });
    expect(more.said).toContain('its numbers are exploratory');
  });

  it('shares the error among the looks that were fixed with the first label', async () => {
    const build = await buildToLabel(rowsOfLabels(200));
    const { json } = await label(build, { labels: '25', looks: '2' }, { keys: Array.from({ length: 25 }, () => '1') });
    expect(LabelledReport.loose().parse(json['report']).verdict.reason).toContain('97.5 % confidence');
    await expect(label(build, { plan: true, looks: '3' })).rejects.toMatchObject({ kind: 'usage' });
  });

  it('asks a second person about rows that others have labelled, and says how far they agree', async () => {
    const build = await buildToLabel(rowsOfLabels(60));
    await label(build, {}, { keys: ['1', '1', '2', 'q'] });
    await label(build, { by: 'bob', second: true }, { keys: ['1', '2', '2'] });
    const { json } = await label(build, { verdict: true });
    expect(json['report']).toMatchObject({
      people: [
        { by: 'ann', labels: 3 },
        { by: 'bob', labels: 3 },
      ],
      agreement: [{ between: ['ann', 'bob'], rows: 3, agreed: 2 / 3 }],
    });
  });

  it('has nothing to label where the test rows are the user’s own', async () => {
    const { smallBuild } = await import('../../../support/small-build.ts');
    const { readBuildRecord } = await import('../../../../lib/trace/build-record.ts');
    const { store, buildId } = await smallBuild();
    const record = await readBuildRecord(store, buildId);
    if (record === null) throw new Error('no record');
    await expect(label({ store, buildId, record }, { plan: true })).rejects.toMatchObject({ kind: 'nothing-to-label' });
  });
});
