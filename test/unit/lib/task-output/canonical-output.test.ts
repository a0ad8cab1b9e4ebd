import { describe, expect, it } from 'vitest';
import { canonicalOutput } from '../../../../lib/task-output/canonical-output.ts';
import type { OutputForm } from '../../../../lib/task-output/output-form.ts';
import { UNCONSTRAINED } from '../../../../lib/task/unconstrained.ts';

const form = (over: Partial<Omit<OutputForm, 'constraints'>>, constraints = {}): OutputForm => ({
  kind: 'text',
  labels: null,
  fields: null,
  ...over,
  constraints: { ...UNCONSTRAINED, ...constraints },
});
const faultOf = (of: OutputForm, input: string, value: unknown): string => {
  const checked = canonicalOutput(of, input, value);
  return 'fault' in checked ? checked.fault : `no fault: ${checked.output}`;
};

describe('several labels', () => {
  const labels = form({ kind: 'labels', labels: ['b', 'a', 'c'] }, { several: true });
  it.each([
    [['a', 'b'], '["b","a"]'],
    [['c', 'c', 'b'], '["b","c"]'],
    [[], '[]'],
    ['[ "c", "a" ]', '["a","c"]'],
    ['["c"]', '["c"]'],
  ])('%j is %s: each once, in the order of the labels', (value, output) => {
    expect(canonicalOutput(labels, 'x', value)).toEqual({ output });
  });
  it.each([
    [['a', 'd'], 'not-in-labels'],
    [[''], 'empty'],
    ['a', 'off-schema'],
    ['["a"', 'off-schema'],
    ['[1]', 'off-schema'],
    [['a', 1], 'off-schema'],
    [{ a: true }, 'off-schema'],
  ])('%j is refused as %s', (value, fault) => {
    expect(faultOf(labels, 'x', value)).toBe(fault);
  });
});

describe('one label', () => {
  const labels = form({ kind: 'labels', labels: ['yes', 'no'] });
  it('is taken letter for letter, and the nearest is named of what is none', () => {
    expect(canonicalOutput(labels, 'x', 'no')).toEqual({ output: 'no' });
    expect(canonicalOutput(labels, 'x', 'Yes')).toEqual({
      fault: 'not-in-labels',
      message: '"Yes" is none of the labels; the nearest is "yes"',
    });
  });
  it('is no list, and the message says what would make it one', () => {
    const checked = canonicalOutput(labels, 'x', ['yes']);
    expect(checked).toMatchObject({ fault: 'off-schema', message: expect.stringContaining('output.several: true') });
  });
});

describe('a span', () => {
  it('stands in the input though nobody asked for it by fromInput', () => {
    const span = form({ kind: 'extract' });
    expect(canonicalOutput(span, 'Ann was here', 'Ann')).toEqual({ output: 'Ann' });
    expect(faultOf(span, 'Ann was here', 'ann')).toBe('not-in-input');
    expect(canonicalOutput(span, { q: 'who?', p: 'it was Ann' }, 'Ann')).toEqual({ output: 'Ann' });
  });
  it('may be the word for none, whatever other constraints there are', () => {
    const span = form({ kind: 'extract' }, { none: 'N/A', pattern: '[a-z]+', maxChars: 2 });
    expect(canonicalOutput(span, 'xy', 'N/A')).toEqual({ output: 'N/A' });
    expect(faultOf(span, 'xy', 'n/a')).toBe('too-long');
    expect(faultOf(span, 'xy', 'XY')).toBe('off-pattern');
  });
});

describe('several spans', () => {
  const spans = form({ kind: 'extract', fields: ['p', 'q'] }, { several: true });
  it('stand in the order of the input, each once, of two at one place the shorter first', () => {
    const text = 'New York City, then York';
    expect(canonicalOutput(spans, text, ['then', 'York', 'New York City', 'then', 'New York'])).toEqual({
      output: '["New York","New York City","York","then"]',
    });
    expect(canonicalOutput(spans, text, [])).toEqual({ output: '[]' });
  });
  it('follow the order of the fields that the task has, not that of the record', () => {
    expect(canonicalOutput(spans, { q: 'one', p: 'two' }, ['one', 'two'])).toEqual({ output: '["two","one"]' });
  });
  it('are refused all where one does not stand in the input, or breaks a constraint', () => {
    expect(faultOf(spans, 'a b', ['a', 'c'])).toBe('not-in-input');
    expect(faultOf(form({ kind: 'extract' }, { several: true, maxChars: 1 }), 'a bc', ['a', 'bc'])).toBe('too-long');
  });
});

describe('a structured output', () => {
  const schema = {
    type: 'object',
    properties: { name: { type: 'string' }, tags: { type: 'array', items: { type: 'string' } } },
    required: ['name'],
    additionalProperties: false,
  };
  const structured = form({ kind: 'structured' }, { schema });
  it.each([[{ tags: ['x'], name: 'Ann' }], ['{ "tags": ["x"],\n "name": "Ann" }']])(
    '%j becomes canonical JSON',
    (value) => {
      expect(canonicalOutput(structured, 'x', value)).toEqual({ output: '{"name":"Ann","tags":["x"]}' });
    },
  );
  it.each([
    [{ tags: [] }, 'breaks-schema', "the output does not keep output.schema: it must have required property 'name'"],
    [{ name: 'a', tags: ['x', 1] }, 'breaks-schema', 'the output does not keep output.schema: /tags/1 must be string'],
    [
      { name: 'a', nick: 'b' },
      'breaks-schema',
      'the output does not keep output.schema: it must NOT have additional properties ("nick")',
    ],
    ['no JSON', 'breaks-schema', 'the output must be an object, or a text that holds one as JSON'],
    [['a'], 'off-schema', 'the output must be an object, or a text that holds one as JSON'],
  ])('%j has the fault %s, and the message says where', (value, fault, message) => {
    expect(canonicalOutput(structured, 'x', value)).toEqual({ fault, message });
  });
});

describe('a text', () => {
  it('stays as it is, white space too', () => {
    expect(canonicalOutput(form({ kind: 'code' }), 'x', '  return 1\n')).toEqual({ output: '  return 1\n' });
    expect(canonicalOutput(form({ kind: null }), 'x', '["a"]')).toEqual({ output: '["a"]' });
    expect(faultOf(form({}), 'x', ' ')).toBe('empty');
    expect(faultOf(form({}), 'x', { a: 1 })).toBe('off-schema');
  });
});
