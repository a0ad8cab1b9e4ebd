import { expect, it } from 'vitest';
import { checkNode } from '../../../../client/checks/check-machine.ts';
import { fine, problem } from '../../../../client/checks/check.ts';
import { createPalette } from '../../../../client/terminal/palette.ts';
import { findingLines } from '../../../../client/verbs/doctor.ts';

it.each([
  ['v20.18.9', 'problem'],
  ['v20.19.0', 'ok'],
  ['v22.0.0', 'ok'],
  ['v18.20.0', 'problem'],
])('finds Node %s: %s', (version, state) => {
  expect(checkNode(version).state).toBe(state);
});
it('says how to mend a problem on a line of its own', () => {
  const findings = [fine('Node', 'v20.20.2'), problem('journal', 'it is read-only', 'make it writable')];
  expect(findingLines(findings, { palette: createPalette('plain') })).toEqual([
    '✓ Node     v20.20.2',
    '✗ journal  it is read-only',
    '           → make it writable',
  ]);
});
