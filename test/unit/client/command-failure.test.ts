import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMAND_FAILURES, CommandFailure, exitOfKind, foreseen } from '../../../client/command-failure.ts';
import { FAILURES, StageFailure } from '../../../contracts/failure.ts';

describe('exit codes', () => {
  it('are those of the failure tables, and 6 for a kind that no table has', () => {
    expect(exitOfKind('task-invalid')).toBe(2);
    expect(exitOfKind('key-refused')).toBe(4);
    expect(exitOfKind('budget-reached')).toBe(5);
    expect(exitOfKind('temporal-unreachable')).toBe(3);
    expect(exitOfKind('cancelled')).toBe(7);
    expect(exitOfKind('anything else')).toBe(6);
  });
  it('are documented, kind by kind, in docs/exit-codes.md', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../docs/exit-codes.md'), 'utf8');
    const rows = [...page.matchAll(/^\| `([\w-]+)` \| (\d+) \|/gm)].map(([, kind, exit]) => [kind, Number(exit)]);
    const tables = [...Object.entries(FAILURES), ...Object.entries(COMMAND_FAILURES)];
    expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(tables.map(([kind, { exit }]) => [kind, exit])));
    expect(rows.length).toBe(tables.length);
  });
});

describe('foreseen', () => {
  it('knows failures of stages and of commands, and nothing else', () => {
    expect(foreseen(new StageFailure('store-refused', 'no'))).toEqual({
      kind: 'store-refused',
      message: 'no',
      exit: 3,
    });
    expect(foreseen(new CommandFailure('usage', 'what?'))).toEqual({ kind: 'usage', message: 'what?', exit: 2 });
    expect(foreseen(new TypeError('oops'))).toBeNull();
  });
});
