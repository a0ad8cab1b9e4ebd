import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { GoldRow } from '../../../contracts/example.ts';
import { TaskFile } from '../../../contracts/task-file.ts';
import { DATE_NORMALIZATION } from '../../../infra/local/simulated-teacher/date-normalization/task.ts';
import { SUPPORT_TRIAGE } from '../../../infra/local/simulated-teacher/support-triage/task.ts';
import { EXAMPLE_NAMES, testRows, type ExampleName } from '../../../infra/local/simulated-teacher/test-rows.ts';

/** Both tasks take one text. */
const TextRow = GoldRow.extend({ input: z.string() });

const TASKS = { 'support-triage': SUPPORT_TRIAGE, 'date-normalization': DATE_NORMALIZATION };

const read = (name: ExampleName, file: string) =>
  readFileSync(new URL(`../../../examples/${name}/${file}`, import.meta.url), 'utf8');
const taskFile = (name: ExampleName) => TaskFile.parse(parse(read(name, 'task.yaml')));
const rowsOf = (name: ExampleName) =>
  read(name, 'test.jsonl')
    .trimEnd()
    .split('\n')
    .map((line) => TextRow.parse(JSON.parse(line)));

describe.each(EXAMPLE_NAMES)('%s', (name) => {
  it('has the test rows that its generator makes, each input once', () => {
    expect(rowsOf(name)).toEqual(testRows(name));
    expect(new Set(rowsOf(name).map(({ input }) => input.toLowerCase())).size).toBe(200);
  });

  it('names no teacher, so that anybody can run it with their own', () => {
    expect(taskFile(name).teacher).toBeUndefined();
  });

  it('is known to the simulated teacher by its prompt', () => {
    const { prompt } = taskFile(name);
    const known = EXAMPLE_NAMES.filter((other) =>
      TASKS[other].marks.every((mark) => prompt.toLowerCase().includes(mark.toLowerCase())),
    );
    expect(known).toEqual([name]);
  });

  it('has answers that the simulated teacher gives when it makes no mistake, and that the task allows', () => {
    const { examples, labels, output } = taskFile(name);
    const rows = [...rowsOf(name), ...z.array(TextRow).parse(examples)];
    expect(rows.filter((row) => TASKS[name].understand(row.input) !== row.output)).toEqual([]);
    const allowed = new RegExp(
      output?.pattern ?? `^(${Object.keys(z.record(z.string(), z.string()).parse(labels ?? {})).join('|')})$`,
    );
    expect(rows.filter((row) => !allowed.test(row.output))).toEqual([]);
  });

  it('shows no test row as a demonstration', () => {
    const shown = z
      .array(TextRow)
      .parse(taskFile(name).examples)
      .map(({ input }) => input.toLowerCase());
    expect(rowsOf(name).filter(({ input }) => shown.includes(input.toLowerCase()))).toEqual([]);
  });
});
