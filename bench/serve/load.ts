import { Agent, request } from 'node:http';

/**
 * `load.ts URL INPUT CONNECTIONS COUNT`: asks `/predict` on so many kept-alive connections, one request at a time on
 * each, COUNT times in all or, with COUNT 0, until the port is closed. Prints a line when it begins, and one at the end.
 */
const [url = '', input = '', connections, count] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true });
const body = JSON.stringify({ input: JSON.parse(input) });
const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
const limit = Number(count) === 0 ? Infinity : Number(count);
const took: number[] = [];
let [begun, lost, refused] = [0, 0, false];

/** The status; an error's code where there is none. */
const ask = (): Promise<number | string> =>
  new Promise((resolve) => {
    const sent = request(`${url}/predict`, { method: 'POST', agent, headers }, (response) => {
      response.once('end', () => resolve(response.statusCode ?? 0));
      response.once('error', () => resolve('ECUT'));
      response.resume();
    });
    sent.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    sent.end(body);
  });

async function lane(): Promise<void> {
  while (begun < limit && !refused) {
    begun += 1;
    const started = performance.now();
    const outcome = await ask();
    if (outcome === 'ECONNREFUSED') refused = true;
    else if (outcome !== 200) lost += 1;
    took.push(performance.now() - started);
  }
}

process.stdout.write('begun\n');
const started = performance.now();
await Promise.all(Array.from({ length: Number(connections) }, lane));
const seconds = (performance.now() - started) / 1000;
const sorted = took.toSorted((a, b) => a - b);
const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
process.stdout.write(`${JSON.stringify({ seconds, asked: begun, lost, p50: at(0.5), p99: at(0.99) })}\n`);
agent.destroy();
