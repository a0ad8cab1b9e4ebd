import { describe, expect, it } from 'vitest';
import { rowId } from '../../../../lib/dataset/row-id.ts';

describe('rowId', () => {
  it('is the start of the SHA-256 of the canonical JSON', () => {
    // printf '"hello"' | sha256sum
    expect(rowId('hello')).toBe('5aa762ae383fbb72');
  });

  it('does not depend on the order of fields', () => {
    expect(rowId({ a: '1', b: '2' })).toBe(rowId({ b: '2', a: '1' }));
  });

  it('tells a text from a field that holds it', () => {
    expect(rowId('x')).not.toBe(rowId({ text: 'x' }));
  });
});
