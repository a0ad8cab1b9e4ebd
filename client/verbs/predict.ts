import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { z } from 'zod';
import { CommandFailure } from '../command-failure.ts';
import { PROJECT_FOLDER } from '../project-folder.ts';
import { textOption, type Verb, type VerbCall, type VerbResult } from '../verb.ts';

/** `p2m predict`: answers with a bundle's model, by the bundle's own script. */
export const predict: Verb = {
  name: 'predict',
  summary: "answer with a bundle's model",
  usage: 'BUNDLE_DIR ["TEXT"]',
  about: [
    "Runs the bundle's own predict.mjs. The input is TEXT, or standard input; where the input has fields, it is",
    'a JSON object of them. With --jsonl: lines {"input": ...} in, lines {"output", "ms", ...} out.',
  ],
  options: {
    jsonl: { type: 'boolean', help: 'answer many inputs, one JSON line each' },
    coverage: { type: 'string', value: 'C', help: 'abstain: answer about this share of inputs, 0 to 1' },
    file: { type: 'string', value: 'int8|fp32', help: 'which weights (default: the file that ships)' },
  },
  words: { least: 1, most: 2 },
  run,
};

async function run(call: VerbCall): Promise<VerbResult> {
  const [dir = '', words] = call.words;
  const bundle = resolve(call.cwd, dir);
  const flags = ['file', 'coverage'].flatMap((name) => {
    const value = textOption(call, name);
    return value === undefined ? [] : [`--${name}=${value}`];
  });
  const command = [await scriptOf(bundle, dir), '--bundle', bundle, ...flags, '--jsonl'];
  if (call.options['jsonl'] === true) {
    await runScript(command, null);
    return { exit: 0, json: { bundle, state: 'done' } };
  }
  const input = await inputOf(bundle, words ?? (await call.readInput()).replace(/\r?\n$/, ''));
  const answer = Answer.parse(JSON.parse(await runScript(command, `${JSON.stringify({ input })}\n`)));
  call.terminal.say(answer.abstained === true ? abstained(answer) : answer.output);
  return { exit: 0, json: { bundle, ...answer } };
}

/** What `predict.mjs` prints for a row. */
const Answer = z.looseObject({
  output: z.string(),
  ms: z.number(),
  confidence: z.number().nullish(),
  abstained: z.boolean().optional(),
  reason: z.string().nullish(),
});

const abstained = ({ output, confidence, reason }: z.infer<typeof Answer>): string =>
  `(abstained: ${reason ?? 'unsure'}, confidence ${(confidence ?? 0).toFixed(3)}; its best answer is ${output})`;

/**
 * The bundle's script, where it finds this project's packages: a bundle may lie anywhere, and Node looks for packages
 * beside the script.
 */
async function scriptOf(bundle: string, shown: string): Promise<string> {
  const source = await readBundleFile(bundle, 'predict.mjs', shown);
  const folder = join(PROJECT_FOLDER, '.p2m', 'predict');
  await mkdir(folder, { recursive: true });
  const script = join(folder, `${createHash('sha256').update(source).digest('hex').slice(0, 16)}.mjs`);
  // Renamed when whole: another prediction may be reading it.
  const unfinished = `${script}.${process.pid}`;
  await writeFile(unfinished, source);
  await rename(unfinished, script);
  return script;
}

const TaskHead = z.object({ fields: z.array(z.string()).nullable() });

async function inputOf(bundle: string, words: string): Promise<unknown> {
  const { fields } = TaskHead.parse(JSON.parse(await readBundleFile(bundle, 'task.json', bundle)));
  if (fields === null) return words;
  try {
    return JSON.parse(words);
  } catch (cause) {
    const example = JSON.stringify(Object.fromEntries(fields.map((field) => [field, '...'])));
    throw new CommandFailure('bundle-unusable', `This model's input has fields: give them as ${example}.`, { cause });
  }
}

async function readBundleFile(bundle: string, name: string, shown: string): Promise<string> {
  try {
    return await readFile(join(bundle, name), 'utf8');
  } catch (cause) {
    const message = `${shown} is no bundle: it holds no readable ${name}. A build or \`npm run p2m -- fetch\` brings one.`;
    throw new CommandFailure('bundle-unusable', message, { cause });
  }
}

/** Standard output of the script; with no input given, it reads and writes our own. */
async function runScript(command: readonly string[], input: string | null): Promise<string> {
  const child = spawn(process.execPath, command, {
    stdio: input === null ? 'inherit' : ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const output = child.stdout === null ? Promise.resolve('') : readText(child.stdout);
  child.stdin?.end(input);
  const [code, said] = await Promise.all([ended.then(([exit]: readonly unknown[]) => exit), output]);
  if (code === 0) return said;
  throw new CommandFailure(
    'bundle-unusable',
    `predict.mjs of the bundle ended with ${String(code)}: see its message above.`,
  );
}
