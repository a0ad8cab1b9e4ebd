/**
 * Our predict.mjs, round by round: `answer.mjs BUNDLE TEXTS THREADS` prints "ready"; for each line of standard input it
 * answers all texts (a JSON file), one by one, and prints how many milliseconds each took.
 */
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { loadPredictor } from '../../lib/bundle/predict.mjs';

const [folder, file, threads] = process.argv.slice(2);
const texts = JSON.parse(await readFile(file, 'utf8'));
const { predict } = await loadPredictor({ folder, file: 'int8', threads: Number(threads) });

async function times() {
  const all = [];
  for (const text of texts) {
    const started = performance.now();
    await predict(text);
    all.push(performance.now() - started);
  }
  return all;
}

await times();
process.stdout.write('"ready"\n');
for await (const _ of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await times())}\n`);
}
