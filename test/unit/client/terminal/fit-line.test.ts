import { describe, expect, it } from 'vitest';
import { fitLine, padTo, widthOf } from '../../../../client/terminal/fit-line.ts';
import { createPalette } from '../../../../client/terminal/palette.ts';
import { tableLines } from '../../../../client/terminal/table.ts';

const { good, busy } = createPalette('colour');

describe('widthOf', () => {
  it('counts columns: colours none, wide letters two, joined emoji once', () => {
    expect([widthOf('abc'), widthOf(good('abc')), widthOf('日本'), widthOf('👩‍🔬'), widthOf('é')]).toEqual([
      3, 3, 4, 2, 1,
    ]);
  });
});

describe('fitLine', () => {
  it('cuts what is too long and marks the cut', () => {
    expect(fitLine('abcdef', 6)).toBe('abcdef');
    expect(fitLine('abcdefg', 6)).toBe('abcde…');
    expect(fitLine('日本語', 5)).toBe('日本…');
    expect(fitLine('日本語', 4)).toBe('日…');
  });
  it('closes a colour that it cuts', () => {
    expect(fitLine(`ab ${busy('cdefgh')}`, 6)).toBe('ab \u001B[36mcd…\u001B[0m');
  });
});

describe('padTo', () => {
  it('fills on either side, and leaves what is long enough', () => {
    expect([padTo('a', 3), padTo('a', 3, 'right'), padTo('abcd', 3)]).toEqual(['a  ', '  a', 'abcd']);
    expect(padTo(good('a'), 2)).toBe(`${good('a')} `);
  });
});

describe('tableLines', () => {
  it('makes columns as wide as their widest cell', () => {
    expect(
      tableLines(
        [{ title: 'who' }, { title: 'n', side: 'right' }, { title: 'x' }],
        [
          ['teacher', '5', ''],
          ['me', '100', 'y'],
        ],
      ),
    ).toEqual(['who        n  x', 'teacher    5', 'me       100  y']);
  });
});
