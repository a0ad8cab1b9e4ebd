import { writeFileSync } from 'node:fs';
import { EXAMPLE_NAMES, testRows } from './test-rows.ts';

/** Writes `examples/<name>/test.jsonl` anew: the files that are committed. */
for (const name of EXAMPLE_NAMES) {
  const file = new URL(`../../../examples/${name}/test.jsonl`, import.meta.url);
  writeFileSync(
    file,
    testRows(name)
      .map((row) => `${JSON.stringify(row)}\n`)
      .join(''),
  );
}
