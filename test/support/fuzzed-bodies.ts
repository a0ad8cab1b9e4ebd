import type { Random } from '../../lib/statistics/random.ts';

/** A request body that something is wrong with, most of the time. */
export interface FuzzedBody {
  readonly path: '/predict' | '/v1/chat/completions';
  readonly type: string;
  readonly bytes: Buffer;
}

/** Values that parsers and checks are known to trip over. */
const ODD: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  2 ** 60,
  '',
  'text',
  '\u0000\u2028\ud800',
  '__proto__',
  'x'.repeat(25_000),
  [],
  {},
  [[]],
  [null],
  { __proto__: 1, constructor: 2 },
  { type: 'text' },
  [{ type: 'text', text: 5 }],
  [{ type: 'image_url', image_url: { url: 'http://127.0.0.1' } }],
  '{"title":5}',
  { title: 'a', text: null },
];

const NAMES = [
  'input',
  'inputs',
  'model',
  'messages',
  'stream',
  'n',
  'tools',
  'max_tokens',
  'logprobs',
  '__proto__',
  '',
];

/** A body that differs from a good one of the model in one to three places, or in its bytes; the same for a seed. */
export function fuzzedBody(random: Random, model: string, input: unknown): FuzzedBody {
  const path = random.int(2) === 0 ? '/predict' : '/v1/chat/completions';
  const good =
    path === '/predict'
      ? { input }
      : { model, messages: [{ role: 'user', content: JSON.stringify(input) }], max_tokens: 5 };
  let body: unknown = good;
  for (let times = 1 + random.int(3); times > 0; times -= 1) body = changed(random, body);
  const whole = Buffer.from(random.int(8) === 0 ? nested(random) : (JSON.stringify(body) ?? ''));
  const type = random.int(20) === 0 ? 'text/plain' : 'application/json';
  return { path, type, bytes: random.int(4) === 0 ? scratched(random, whole) : whole };
}

/** One value somewhere in it replaced, left out or added. */
function changed(random: Random, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || random.int(4) === 0) return odd(random);
  if (Array.isArray(value)) {
    const at = random.int(value.length + 1);
    return value.toSpliced(at, random.int(2), changed(random, value[at]));
  }
  const entries: [string, unknown][] = Object.entries(value);
  const at = random.int(entries.length + 1);
  const [name, old] = entries[at] ?? [NAMES[random.int(NAMES.length)] ?? '', null];
  const rest = entries.filter(([other]) => other !== name);
  return Object.fromEntries(random.int(4) === 0 ? rest : [...rest, [name, changed(random, old)]]);
}

const odd = (random: Random): unknown => ODD[random.int(ODD.length)];

/** Deep enough for a parser that calls itself. */
function nested(random: Random): string {
  const depth = 1 + random.int(50_000);
  return random.int(2) === 0 ? `{"input":${'['.repeat(depth)}${']'.repeat(depth)}}` : '{"inputs":['.repeat(depth);
}

/** Cut off, or with bytes that were something else. */
function scratched(random: Random, bytes: Buffer): Buffer {
  const cut = Buffer.from(bytes.subarray(0, random.int(bytes.length + 1)));
  for (let times = random.int(4); times > 0 && cut.length > 0; times -= 1) {
    cut[random.int(cut.length)] = random.int(256);
  }
  return cut;
}
