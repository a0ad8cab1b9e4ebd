/** The model in a loop, without a server: `bare.mjs BUNDLE INPUT COUNT` prints how many seconds COUNT answers take. */
import { loadPredictor } from '../../lib/bundle/predict.mjs';

const [folder, input, count] = process.argv.slice(2);
const { predict } = await loadPredictor({ folder });
const row = JSON.parse(input);
for (let times = 0; times < 50; times += 1) await predict(row);
const started = performance.now();
for (let times = 0; times < Number(count); times += 1) await predict(row);
process.stdout.write(`${JSON.stringify({ seconds: (performance.now() - started) / 1000 })}\n`);
