import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text as readText } from 'node:stream/consumers';
import { z } from 'zod';
import { bundleFolder } from '../bundle-folder.ts';
import { CommandFailure } from '../command-failure.ts';
import { predictScript, readBundleFile } from '../predict-script.ts';
import { textOption, type Verb, type VerbCall, type VerbResult } from '../verb.ts';

/** `p2m predict`: answers with a bundle's model, by the bundle's own script. */
export const predict: Verb = {
  name: 'predict',
  summary: "answer with a bundle's model",
  usage: 'BUNDLE_DIR | NAME ["TEXT"]',
  about: [
    "Runs the bundle's own predict.mjs. The input is TEXT, or standard input; where the input has fields, it is",
    'a JSON object of them. NAME is a released model, NAME@2 its version 2. With --jsonl: lines {"input": ...} in, lines {"output", "ms", ...} out.',
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
  const { folder: bundle, released } = await bundleFolder(call, dir);
  const flags = ['file', 'coverage'].flatMap((name) => {
    const value = textOption(call, name);
    return value === undefined ? [] : [`--${name}=${value}`];
  });
  const command = [await predictScript(bundle, dir), '--bundle', bundle, ...flags, '--jsonl'];
  if (call.options['jsonl'] === true) {
    await runScript(command, null);
    return { exit: 0, json: { bundle, released, state: 'done' } };
  }
  const input = await inputOf(bundle, words ?? (await call.readInput()).replace(/\r?\n$/, ''));
  const answer = Answer.parse(JSON.parse(await runScript(command, `${JSON.stringify({ input })}\n`)));
  call.terminal.say(answer.abstained === true ? abstained(answer) : answer.output);
  return { exit: 0, json: { bundle, released, ...answer } };
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
