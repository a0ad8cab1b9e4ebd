import { expect, it } from 'vitest';
import { createPalette } from '../../../../client/terminal/palette.ts';

it('colours by meaning, and leaves the text alone where colours are off', () => {
  expect(createPalette('colour').good('x')).toBe('\u001B[32mx\u001B[0m');
  expect(createPalette('colour').good('')).toBe('');
  expect(createPalette('plain').good('x')).toBe('x');
});
