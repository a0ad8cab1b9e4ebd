import { expect, it } from 'vitest';
import { isSealed, sealed } from '../../../../lib/store/seal.ts';

it('tells a record from one that differs in a single byte', () => {
  const text = sealed({ b: [1, null], a: 'x' });
  expect(isSealed(text)).toBe(true);
  for (let at = 0; at < text.length; at += 1) {
    const changed = text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1);
    expect([changed, isSealed(changed)]).toEqual([changed, false]);
  }
});

it('knows no seal where there is none', () => {
  expect(['', '{}', 'null', '{"a":1}'].map(isSealed)).toEqual([false, false, false, false]);
  expect(isSealed(`${sealed({ a: 1 })}\n`)).toBe(false);
});
