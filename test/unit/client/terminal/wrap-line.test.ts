import { describe, expect, it } from 'vitest';
import { createPalette } from '../../../../client/terminal/palette.ts';
import { wrapLine } from '../../../../client/terminal/wrap-line.ts';

const { faint } = createPalette('colour');

describe('wrapLine', () => {
  it('breaks between words, and leaves what fits as it is', () => {
    expect(wrapLine('one two three four five', 23)).toEqual(['one two three four five']);
    expect(wrapLine('one two three four five', 22)).toEqual(['one two three four', 'five']);
    expect(wrapLine('one  two    three four  five six', 20)).toEqual(['one  two    three', 'four  five six']);
  });

  it('begins later pieces where the first one begins', () => {
    expect(wrapLine('  sentence one is here, and two', 22)).toEqual(['  sentence one is', '  here, and two']);
    expect(wrapLine('│ sort the message into a queue', 24)).toEqual(['│ sort the message into', '│ a queue']);
  });

  it('counts columns: no colours, wide letters twice', () => {
    expect(wrapLine(faint('one two three four five'), 23)).toEqual([faint('one two three four five')]);
    expect(wrapLine('日本語の 文章です よね はい', 20)).toEqual(['日本語の 文章です', 'よね はい']);
  });

  it('leaves a word longer than a line whole, and all on a screen too narrow for words', () => {
    expect(wrapLine(`a ${'x'.repeat(30)} b`, 20)).toEqual(['a', 'x'.repeat(30), 'b']);
    expect(wrapLine('one two three four', 10)).toEqual(['one two three four']);
  });
});
