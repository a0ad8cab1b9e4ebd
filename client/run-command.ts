import { parseArgs } from 'node:util';
import { nearestWord } from '../lib/task/nearest-word.ts';
import { BUG_EXIT, CommandFailure, foreseen } from './command-failure.ts';
import { COMMON_OPTIONS, overviewHelp, verbHelp } from './help.ts';
import type { Terminal } from './terminal/terminal.ts';
import type { Verb, VerbCall } from './verb.ts';

/** All that a command needs from the process around it. */
export interface World extends Omit<VerbCall, 'options' | 'words' | 'terminal'> {
  /** Where people read; `json` keeps standard output for the one JSON object. */
  readonly openTerminal: (output: 'people' | 'json') => Terminal;
}

/** Runs one command line and gives its exit code. What a verb throws is said, by kind, and never thrown on. */
export async function runCommand(args: readonly string[], verbs: readonly Verb[], world: World): Promise<number> {
  const terminal = world.openTerminal(args.includes('--json') ? 'json' : 'people');
  try {
    return await dispatch(args, verbs, world, terminal);
  } catch (error) {
    return report(error, terminal);
  } finally {
    terminal.close();
  }
}

async function dispatch(
  args: readonly string[],
  verbs: readonly Verb[],
  world: World,
  terminal: Terminal,
): Promise<number> {
  const [name = '--help', second = ''] = args;
  if (name === '--help' || name === 'help') {
    terminal.say(overviewHelp(verbs));
    return 0;
  }
  const family = verbs.filter((one) => one.name.startsWith(`${name} `));
  if (family.length > 0 && (second === '--help' || second === '')) {
    terminal.say(overviewHelp(family));
    return 0;
  }
  const called = family.length > 0 ? `${name} ${second}` : name;
  const verb = verbs.find((one) => one.name === called);
  if (verb === undefined) throw unknownVerb(called, verbs);
  const { values, positionals } = parseWords(verb, args.slice(verb.name.split(' ').length));
  if (values['help'] === true) {
    terminal.say(verbHelp(verb));
    return 0;
  }
  checkCount(verb, positionals);
  const result = await verb.run({ ...world, options: values, words: positionals, terminal });
  terminal.result(result.json);
  return result.exit;
}

function unknownVerb(name: string, verbs: readonly Verb[]): CommandFailure {
  const nearest =
    nearestWord(
      name,
      verbs.map((verb) => verb.name),
    ) ?? '';
  return new CommandFailure(
    'usage',
    `There is no verb "${name}"; the nearest is "${nearest}". p2m --help lists them all.`,
  );
}

interface Parsed {
  readonly values: VerbCall['options'];
  readonly positionals: readonly string[];
}

function parseWords(verb: Verb, args: readonly string[]): Parsed {
  const known = { ...verb.options, ...COMMON_OPTIONS };
  const options = Object.fromEntries(Object.entries(known).map(([name, { type }]) => [name, { type }]));
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new CommandFailure(
      'usage',
      `${usageProblem(error, args, Object.keys(known))} p2m ${verb.name} --help lists the options.`,
      {
        cause: error,
      },
    );
  }
}

function usageProblem(error: TypeError, args: readonly string[], known: readonly string[]): string {
  const code: unknown = Reflect.get(error, 'code');
  const unknown = args
    .map((arg) => /^--([^=]+)/.exec(arg)?.[1])
    .find((option) => option !== undefined && !known.includes(option));
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' && unknown !== undefined)
    return `There is no option --${unknown}; the nearest is --${nearestWord(unknown, known) ?? ''}.`;
  // Node's first sentence says what is wrong; the others explain its own conventions.
  return `${error.message.split('\n')[0]?.replace(/\.$/, '') ?? ''}.`;
}

function checkCount(verb: Verb, words: readonly string[]): void {
  const { least, most } = verb.words;
  if (words.length >= least && words.length <= most) return;
  const message =
    words.length < least
      ? `p2m ${verb.name} needs ${verb.usage}.`
      : `p2m ${verb.name} takes ${verb.usage || 'no words'}: "${words[most] ?? ''}" is too much (quote what holds spaces).`;
  throw new CommandFailure('usage', message);
}

function report(error: unknown, terminal: Terminal): number {
  const known = foreseen(error);
  if (known !== null) {
    terminal.complain(known.message);
    terminal.result({ error: { kind: known.kind, message: known.message } });
    return known.exit;
  }
  const message = error instanceof Error ? error.message : String(error);
  terminal.complain(`This is a bug: ${error instanceof Error ? (error.stack ?? message) : message}`);
  terminal.result({ error: { kind: 'bug', message } });
  return BUG_EXIT;
}
