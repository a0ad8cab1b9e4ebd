import type { Verb, VerbOption } from './verb.ts';

/** Options that every verb has. */
export const COMMON_OPTIONS: Readonly<Record<string, VerbOption>> = {
  json: { type: 'boolean', help: 'end with one JSON object on the last line' },
  help: { type: 'boolean', help: 'show this text' },
};

/** The text of `p2m --help`. */
export const overviewHelp = (verbs: readonly Verb[]): string =>
  [
    'p2m builds a small, tested model from a task in plain language.',
    '',
    'Usage: p2m <verb> [options]',
    '',
    ...columns(verbs.map(({ name, summary }) => [name, summary])),
    '',
    'p2m <verb> --help tells more. Exit codes are in docs/exit-codes.md, task files in docs/task-file.md.',
  ].join('\n');

/** The text of `p2m <verb> --help`. */
export const verbHelp = (verb: Verb): string =>
  [
    `Usage: p2m ${[verb.name, verb.usage, '[options]'].filter((part) => part !== '').join(' ')}`,
    '',
    ...verb.about,
    '',
    'Options:',
    ...columns(
      Object.entries({ ...verb.options, ...COMMON_OPTIONS }).map(([name, option]) => [
        `--${name}${option.value === undefined ? '' : ` ${option.value}`}`,
        option.help,
      ]),
    ),
  ].join('\n');

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
