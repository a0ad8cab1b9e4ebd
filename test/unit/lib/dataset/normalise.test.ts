import { describe, expect, it } from 'vitest';
import { comparableText, normalisedInput, normaliseText } from '../../../../lib/dataset/normalise.ts';

describe('normaliseText', () => {
  it.each([
    ['  Hello,\n\tWORLD!! ', 'hello, world'],
    ['ﬁne Ｔｅｘｔ', 'fine text'],
    ['Cafe\u0301', 'café'],
    ['“What is it?”', 'what is it'],
    ['C++', 'c++'],
    ['$5.00', '$5.00'],
    ['?!', '?!'],
    ['', ''],
    ['「東京」。', '東京'],
  ])('turns %j into %j', (text, normal) => {
    expect(normaliseText(text)).toBe(normal);
  });
});

describe('normalisedInput', () => {
  it('is equal for fields in another order and another case', () => {
    expect(normalisedInput({ a: 'One.', b: 'two' })).toBe(normalisedInput({ b: 'TWO', a: 'one' }));
  });

  it('differs where texts change fields', () => {
    expect(normalisedInput({ a: 'one', b: 'two' })).not.toBe(normalisedInput({ a: 'two', b: 'one' }));
  });
});

describe('comparableText', () => {
  it('holds the values in the order of field names, without the names', () => {
    expect(comparableText({ question: 'Who?', context: 'A Man.' })).toBe('a man\nwho');
  });
});
