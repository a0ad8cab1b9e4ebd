import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { tinyModels } from '../../support/tiny-model/tiny-model.ts';
import { AnswerLine, JAVASCRIPT, run, SCRIPTS } from './run-script.ts';

let labels: string;
let generator: string;
beforeAll(async () => {
  const models = await tinyModels();
  labels = join(models, 'labels');
  generator = join(models, 'text');
}, 300_000);

describe('the command line', () => {
  it.each(SCRIPTS)('%s answers one input from a flag, an argument or standard input alike', async (_, script) => {
    const record = JSON.stringify({ title: 'a', text: 'b' });
    const said = [
      await run(script, ['--bundle', labels, '--json', record]),
      await run(script, ['--bundle', labels], record),
      await run(script, ['--bundle', labels, 'title: a\ntext: b']),
    ];
    expect(said.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(new Set(said.map(({ stdout }) => stdout)).size).toBe(1);
    const [piped, given] = [
      await run(script, ['--bundle', generator], '3 May 2021\n'),
      await run(script, ['--bundle', generator, '3 May 2021']),
    ];
    expect(piped).toEqual(given);
  });
});

describe.each(SCRIPTS)('%s refuses in one line with exit code 2', (name, script) => {
  it.each([
    ['a line that is not JSON', ['--jsonl'], '{"input": "a"}\nx\n', 'line 2: not JSON'],
    ['a line without an input', ['--jsonl'], '{"text": "a"}\n', 'line 1: no {"input": ...}'],
    [
      'a record without a field',
      ['--jsonl'],
      '{"input": {"title": "a"}}\n',
      'line 1: the field "text" is missing or is no text',
    ],
    [
      'a field that is no text',
      ['--json', '{"title": 1, "text": "b"}'],
      '',
      'the field "title" is missing or is no text',
    ],
    [
      'an input that is neither text nor record',
      ['--json', '[1]'],
      '',
      'the input is neither a text nor an object of fields',
    ],
    ['other weights', ['--file', 'int4', 'a'], '', '--file is int8 or fp32'],
    ['no threads', ['--threads', '0', 'a'], '', '--threads is a whole number from 1'],
    ['two texts', ['a', 'b'], '', 'give one text (in quotes), or --json, or --jsonl'],
  ])('%s', async (_, flags, input, message) => {
    const { code, stderr } = await run(script, ['--bundle', labels, ...flags], input);
    expect({ code, stderr }).toEqual({ code: 2, stderr: `${name}: ${message}\n` });
  });

  it('a folder that is no bundle, and a record where one text is wanted', async () => {
    const nowhere = await run(script, ['--bundle', dirname(JAVASCRIPT[1]), 'a']);
    expect(nowhere.code).toBe(2);
    expect(nowhere.stderr).toMatch(/^predict\.\w+: cannot read .*task\.json .*: is this a bundle\?\n$/);
    const record = await run(script, ['--bundle', generator, '--json', '{"a": "b"}']);
    expect(record.stderr).toBe(`${name}: this model takes one text, not an object of fields\n`);
  });

  it('an option that it does not know, and shows those it knows when asked', async () => {
    const unknown = await run(script, ['--bundel', labels]);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toMatch(/^predict\.\w+: .*--bundel.*; --help shows what there is\n$/);
    const help = await run(script, ['--help']);
    expect(help.code).toBe(0);
    expect(help.stdout).toMatch(/^Usage:\n/);
  });

  it('the second of two rows after the first is answered', async () => {
    const { stdout } = await run(script, ['--bundle', labels, '--jsonl'], '{"input": "a"}\nx\n');
    expect(
      stdout
        .split('\n')
        .slice(0, -1)
        .map((line) => AnswerLine.parse(JSON.parse(line))),
    ).toHaveLength(1);
  });
});
