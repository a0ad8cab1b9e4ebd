/**
 * `node embed-texts.mjs <folder>`: reads `{"id", "text"}` lines, writes `{"id", "vector"}` lines, the vector as base64 of
 * little-endian 32-bit floats. Texts are embedded one by one, since padding changes the last digits of a text's vector
 * with the company it keeps.
 */
import { basename, dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { AutoModel, AutoTokenizer, env, Tensor } from '@huggingface/transformers';

/** The model was trained on sentences and paragraphs; its own settings cut them at so many tokens. */
const MAX_TOKENS = 256;

const folder = process.argv[2] ?? '';
env.allowRemoteModels = false;
env.allowLocalModels = true;
env.localModelPath = `${dirname(folder)}/`;

const name = basename(folder);
const tokenizer = await AutoTokenizer.from_pretrained(name);
const model = await AutoModel.from_pretrained(name, {
  dtype: 'fp32',
  device: 'cpu',
  // One thread: sums are added up in one order, whatever the machine.
  session_options: { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential' },
});

for await (const line of createInterface({ input: process.stdin })) {
  const { id, text } = JSON.parse(line);
  const { last_hidden_state: states } = await model(cut(tokenizer(text)));
  const [, tokens, dimensions] = states.dims;
  process.stdout.write(`${JSON.stringify({ id, vector: packed(pooled(states.data, tokens, dimensions)) })}\n`);
}

/** The tokens up to the limit, the last one being the text's end: the tokenizer's own truncation takes that away too. */
function cut(tokens) {
  return Object.fromEntries(
    Object.entries(tokens).map(([part, { type, data, dims }]) => {
      if (dims[1] <= MAX_TOKENS) return [part, tokens[part]];
      const kept = data.slice(0, MAX_TOKENS);
      kept[MAX_TOKENS - 1] = data[dims[1] - 1];
      return [part, new Tensor(type, kept, [1, MAX_TOKENS])];
    }),
  );
}

/** Mean over the tokens, length 1. A text alone has no padding that would have to be left out. */
function pooled(states, tokens, dimensions) {
  const vector = new Float32Array(dimensions);
  for (let token = 0; token < tokens; token++)
    for (let at = 0; at < dimensions; at++) vector[at] += states[token * dimensions + at] / tokens;
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

function packed(vector) {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64');
}
