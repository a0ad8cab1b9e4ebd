import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { Report } from '../../contracts/report.ts';
import type { BuiltExample } from './result-lines.ts';
import type { BuildOutcome } from './run-build.ts';

/** The reports of the builds that are done, read from their bundles. Paths are relative to the project's root. */
export const readBuilt = (outcomes: readonly BuildOutcome[], root: string): readonly BuiltExample[] =>
  outcomes.flatMap(({ example, exit, out }) => {
    if (exit !== 0 || out === null) return [];
    const text = readFileSync(resolve(root, out, 'report.json'), 'utf8');
    return [{ example, out: relative(root, resolve(root, out)), report: Report.parse(JSON.parse(text)) }];
  });
