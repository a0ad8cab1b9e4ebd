import { describe, expect, it } from 'vitest';
import { CommandFailure } from '../../../client/command-failure.ts';
import { runCommand, type World } from '../../../client/run-command.ts';
import type { Verb, VerbCall } from '../../../client/verb.ts';
import { createFakeTerminal } from '../../support/fake-terminal.ts';

const calls: VerbCall[] = [];
const verb = (name: string, act: Verb['run']): Verb => ({
  name,
  summary: `does ${name}`,
  usage: 'THING',
  about: [],
  options: { count: { type: 'string', value: 'N', help: 'how many' }, loud: { type: 'boolean', help: 'shout' } },
  words: { least: 1, most: 1 },
  run: act,
});
const VERBS = [
  verb('greet', async (call) => {
    calls.push(call);
    return { exit: 0, json: { greeted: call.words[0] } };
  }),
  verb('wait', async () => ({ exit: 8, json: {} })),
  verb('fail', async () => {
    throw new CommandFailure('temporal-unreachable', 'nobody there');
  }),
  verb('batch submit', async ({ words }) => ({ exit: 0, json: { submitted: words } })),
  verb('break', async () => {
    throw new TypeError('oops');
  }),
];

async function run(...args: string[]) {
  const terminal = createFakeTerminal('lines');
  const outputs: string[] = [];
  const world: World = {
    openTerminal: (output) => {
      outputs.push(output);
      return terminal;
    },
    clock: { now: () => 0, wait: async () => undefined },
    interrupted: new AbortController().signal,
    cwd: '/',
    env: {},
    readInput: async () => '',
    environment: () => {
      throw new Error('no environment is asked for');
    },
  };
  return { exit: await runCommand(args, VERBS, world), terminal, output: outputs.join() };
}

describe('runCommand', () => {
  it('gives a verb its words and options, and ends with its exit code and result', async () => {
    const { exit, terminal, output } = await run('greet', 'you', '--count', '3', '--loud', '--json');
    expect(exit).toBe(0);
    expect(output).toBe('json');
    expect(calls.at(-1)).toMatchObject({ words: ['you'], options: { count: '3', loud: true } });
    expect(terminal.results).toEqual([{ greeted: 'you' }]);
    expect((await run('wait', 'x')).exit).toBe(8);
  });
  it('says a foreseen failure by its kind', async () => {
    const { exit, terminal } = await run('fail', 'x');
    expect(exit).toBe(3);
    expect(terminal.complaints).toEqual(['nobody there']);
    expect(terminal.results).toEqual([{ error: { kind: 'temporal-unreachable', message: 'nobody there' } }]);
  });
  it('knows verbs of two words, and lists those of one family', async () => {
    expect((await run('batch', 'submit', 'x')).terminal.results).toEqual([{ submitted: ['x'] }]);
    expect((await run('batch', '--help')).terminal.said.join()).toContain('batch submit');
    expect((await run('batch', '--help')).terminal.said.join()).not.toContain('greet');
  });
  it('shows a bug as one', async () => {
    const { exit, terminal } = await run('break', 'x');
    expect(exit).toBe(1);
    expect(terminal.results).toEqual([{ error: { kind: 'bug', message: 'oops' } }]);
  });
  it.each([
    [['great', 'x'], 'greet'],
    [['greet', 'x', '--cuont', '3'], '--count'],
    [['greet', 'x', '--cuont=3'], '--count'],
    [['greet', 'x', '--count'], '--count'],
    [['greet'], 'THING'],
    [['batch', 'sumbit', 'x'], 'batch submit'],
    [['greet', 'a', 'b'], '"b"'],
  ])('refuses %j and names what was meant', async (args, named) => {
    const { exit, terminal } = await run(...args);
    expect(exit).toBe(2);
    expect(terminal.results).toMatchObject([{ error: { kind: 'usage' } }]);
    expect(terminal.complaints.join()).toContain(named);
  });
  it('lists its verbs, and the options of one, without running anything', async () => {
    const before = calls.length;
    expect((await run()).terminal.said.join()).toContain('does greet');
    expect((await run('--help')).exit).toBe(0);
    const { exit, terminal } = await run('greet', '--help');
    expect(exit).toBe(0);
    expect(terminal.said.join()).toMatch(/--count N +how many/);
    expect(calls.length).toBe(before);
  });
});
