import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { TaskKind } from '../../contracts/task-file.ts';
import { nameFromPrompt } from '../../lib/task/task-name.ts';
import { CommandFailure } from '../command-failure.ts';
import { shortPath } from '../end-of-build.ts';
import { STARTERS } from '../starter-task.ts';
import { textOption, type Verb, type VerbCall, type VerbResult } from '../verb.ts';

/** `p2m init`: a task to begin from. */
export const init: Verb = {
  name: 'init',
  summary: 'write a task file to begin from',
  usage: '[DIR]',
  about: ['Writes a commented task.yaml and a few example rows into a folder. Overwrites nothing.'],
  options: {
    kind: { type: 'string', value: TaskKind.options.join('|'), help: 'what the task answers with (default labels)' },
  },
  words: { least: 0, most: 1 },
  run,
};

async function run(call: VerbCall): Promise<VerbResult> {
  const [dir = 'my-task'] = call.words;
  const given = textOption(call, 'kind') ?? 'labels';
  const kind = TaskKind.options.find((one) => one === given);
  if (kind === undefined)
    throw new CommandFailure('usage', `--kind must be one of ${TaskKind.options.join(', ')}, and is "${given}".`);
  const folder = resolve(call.cwd, dir);
  await mkdir(folder, { recursive: true });
  const name = nameFromPrompt(basename(folder));
  for (const [file, content] of Object.entries(STARTERS[kind]))
    await writeNew(join(folder, file), content.replace('name: my-task', `name: ${name}`));
  const task = shortPath(join(folder, 'task.yaml'), call.cwd);
  call.terminal.say(`Wrote ${task} and example rows beside it.`);
  call.terminal.say(`Next: edit them, then npm run p2m -- build ${task}`);
  return { exit: 0, json: { folder, task: join(folder, 'task.yaml'), files: Object.keys(STARTERS[kind]) } };
}

async function writeNew(path: string, content: string): Promise<void> {
  try {
    await writeFile(path, content, { flag: 'wx' });
  } catch (cause) {
    if (!(cause instanceof Error) || !('code' in cause) || cause.code !== 'EEXIST') throw cause;
    throw new CommandFailure('folder-taken', `${path} is there already, and is left as it is: name another folder.`, {
      cause,
    });
  }
}
