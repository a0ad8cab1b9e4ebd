import { describe, expect, it } from 'vitest';
import { cutBytes } from '../../../../lib/prompts/cut-bytes.ts';

describe('cutBytes', () => {
  it('leaves alone what fits to the byte', () => {
    expect(cutBytes('número', 7)).toBe('número');
    expect(cutBytes('', 0)).toBe('');
  });

  it('cuts what does not, the mark included in the limit, and never within a character', () => {
    expect(cutBytes('abcdefgh', 7)).toBe('abcd…');
    expect(cutBytes('日本語日本語', 10)).toBe('日本…');
    expect(cutBytes('👋👋👋', 8)).toBe('👋…');
  });
});
