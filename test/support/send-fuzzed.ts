import { createRandom } from '../../lib/statistics/random.ts';
import { fuzzedBody } from './fuzzed-bodies.ts';

/** How many bodies were answered with which status, and the first ones that were not answered as they should be. */
export interface FuzzOutcome {
  readonly statuses: Readonly<Record<string, number>>;
  /** Bodies that met a 5xx, or no answer. */
  readonly bad: readonly string[];
}

/** No answer after so long counts as a hang: no body takes a tenth of a second. */
const HANG_MS = 20_000;

/** Sends `count` seeded bodies, a few at a time. */
export async function sendFuzzed(
  url: string,
  { model, input, count, seed }: { model: string; input: unknown; count: number; seed: number },
): Promise<FuzzOutcome> {
  const random = createRandom(seed);
  const bodies = Array.from({ length: count }, () => fuzzedBody(random, model, input));
  const statuses: Record<string, number> = {};
  const bad: string[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) {
      const status = await fetch(url + body.path, {
        method: 'POST',
        headers: { 'content-type': body.type },
        body: new Uint8Array(body.bytes),
        signal: AbortSignal.timeout(HANG_MS),
      }).then(
        async (response) => {
          await response.arrayBuffer();
          return response.status;
        },
        (error: unknown) => String(error),
      );
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (typeof status === 'string' || status >= 500) bad.push(`${body.path} ${body.bytes.toString().slice(0, 300)}`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, lane));
  return { statuses, bad };
}
