/**
 * Answers with the model in this folder, on this machine, without a network.
 *
 * One file, two dependencies: `onnxruntime-node` runs the model, `@huggingface/tokenizers` cuts texts into tokens.
 * `predict.py` beside it gives the same answers. Run it with `--help`, or import `loadPredictor`.
 */
import { once } from 'node:events';
import { realpathSync } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

// The runtime reports to its maker unless this is set before it begins: no word of what runs here leaves this machine.
process.env.ORT_DISABLE_TELEMETRY ??= '1';

const HELP = `Usage:
  node predict.mjs "some text"                  print the answer
  node predict.mjs --json '{"field": "value"}'  the same for an input with fields
  node predict.mjs < input.txt                  the same, from standard input (JSON if it has fields)
  node predict.mjs --jsonl < rows.jsonl         a line {"input": ...} in,
                                                a line {"output", "ms", "scores", "logits", "logProbability",
                                                "confidence"} out
Options:
  --coverage C      abstain: answer about the share C of inputs (0 to 1), those that the model is surest of,
                    and leave out what is unlike all that it was trained on. Lines then have "abstained" and
                    "reason" too; a single input that is left out prints no answer, and the exit code is 3
  --file int8|fp32  which weights (default: the file that ships, as task.json says)
  --bundle DIR      folder of the model (default: where this script is)
  --threads N       threads for one prediction (default 1)
  --help            this text

Rows are answered strictly one by one: the answers of int8 weights depend on the company a row keeps.
Exit codes: 0 done, 2 bad input (said in one line on standard error), 3 abstained.
`;

/** Brings what this script needs into the folder it is run in. */
export const INSTALL = 'npm install --prefix . --ignore-scripts onnxruntime-node@1.30.0 @huggingface/tokenizers@0.2.0';

/** Input or bundle that cannot be used: told in one line, exit code 2. */
export class PredictError extends Error {
  name = 'PredictError';
}

/**
 * @typedef {string | Record<string, string>} Input  a text, or named fields of text
 * @typedef {object} Answer
 * @property {string} output              the label, the labels as a JSON array where the task has several, words of the
 *                                        input or the edited text, or the generated one as decoded (nothing trimmed)
 * @property {number[] | null} scores     in the order of task.json's labels: softmax of the logits, or of each its sigmoid
 *                                        where the task has several; null but for labels
 * @property {number[] | null} logits     null but for labels
 * @property {number | null} logProbability  of the output among all that the model could answer, in nats; null where there
 *                                        was nothing to choose from
 * @property {number | null} confidence   probability that the output is right, or (task.json says which) that the teacher
 *                                        would say so, or the score to be expected; null where task.json cannot tell
 * @property {boolean} [abstained]        with a coverage alone: whether not to believe the output
 * @property {'unsure' | 'unfamiliar' | null} [reason]  why it abstained
 * @property {number} ms                  milliseconds from input to output, loading not included
 * @property {number} inputTokens         how many tokens the model read, special ones among them; words where it has no tokens
 * @property {number} outputTokens        tokens (or words) of the output's text, the end token not among them
 * @property {boolean} cut                whether the input was longer than the model reads, and its end left out
 * @property {boolean} ended              false where a generated text was stopped by a limit
 */

/**
 * Loads the model once; `predict` then answers one input at a time.
 *
 * One thread by default: the report's latencies were measured so, and at one row a time small models gain little
 * from more.
 * @param {{folder?: string, file?: 'int8' | 'fp32', threads?: number, coverage?: number}} [options] `coverage`: abstain,
 *   so that about this share of inputs is answered
 * @returns {Promise<{task: object, predict: (input: Input, maxTokens?: number) => Promise<Answer>}>} `task`: what
 *   task.json says; `maxTokens`: a tighter limit than task.json's for a generated text
 * @throws {PredictError} when the folder lacks a file, or (`predict`) the input is not what task.json says
 */
export async function loadPredictor({ folder = import.meta.dirname, file, threads = 1, coverage } = {}) {
  const task = await readJson(join(folder, 'task.json'));
  if (task.version !== 1) throw new PredictError(`task.json has version ${task.version}; this script reads version 1`);
  const open = await modelOpener(folder, file ?? task.ships, threads);
  const load = PREDICTORS[task.family];
  if (load === undefined) throw new PredictError(`task.json names the family ${task.family}, unknown to this script`);
  const answer = await load({ task, folder, open });
  const sureness = await loadConfidence(task, folder, file ?? task.ships, coverage);
  return {
    task,
    predict: async (input, maxTokens = task.maxOutputTokens) => {
      const started = performance.now();
      const text = inputText(input, task.fields);
      const result = await answer(text, Math.min(maxTokens, task.maxOutputTokens));
      return { ...result, ...sureness(text, result), ms: performance.now() - started };
    },
  };
}

/**
 * From a text and its answer: how sure that is and, where a coverage is asked for, whether the model abstains. A coverage
 * that task.json does not list is met by the next higher one.
 */
async function loadConfidence({ confidence: fitted, labels }, folder, file, coverage) {
  if (coverage !== undefined && !(coverage > 0 && coverage <= 1)) {
    throw new PredictError('the coverage is a number above 0 and at most 1');
  }
  if (fitted === undefined) {
    if (coverage === undefined) return () => ({ confidence: null });
    throw new PredictError('this model gives no confidence, and so cannot abstain: ask for no coverage');
  }
  const { thresholds } = fitted.files[file];
  const confidenceOf = calibration(fitted.files[file], labels);
  if (coverage === undefined) return (_, answer) => ({ confidence: confidenceOf(answer) });
  const { threshold } = thresholds.find((one) => one.coverage >= coverage);
  const knownShare = knownShareOf(await readJson(join(folder, 'familiar.json')));
  return (text, answer) => {
    const confidence = confidenceOf(answer);
    const unsure = confidence < threshold ? 'unsure' : null;
    const reason = knownShare(text) < fitted.familiarFrom ? 'unfamiliar' : unsure;
    return { confidence, abstained: reason !== null, reason };
  };
}

/** From an answer to its confidence: by a temperature where it is one label, else by a curve over its probability. */
function calibration({ temperature, slope, intercept }, labels) {
  if (temperature === undefined) {
    return ({ logProbability }) => sigmoid(slope * (logProbability ?? -Infinity) + intercept);
  }
  const names = labels.map(({ name }) => name);
  return ({ output, logits }) => softmax(logits.map((logit) => logit / temperature))[names.indexOf(output)];
}

/** Of a text: the share of its pieces that familiar.json knows, with one known piece more; 0 without a word. */
function knownShareOf({ length, hashes, bits }) {
  const filter = Uint8Array.from(atob(bits), (byte) => byte.charCodeAt(0));
  const has = (place) => (filter[place >> 3] >> (place & 7)) & 1;
  return (text) => {
    const words = wordsOf(text);
    if (words.length === 0) return 0;
    const characters = Array.from(` ${words.join(' ')} `);
    const pieces = Math.max(1, characters.length - length + 1);
    let known = 1;
    for (let at = 0; at < pieces; at++) {
      if (placesOf(characters.slice(at, at + length), hashes, filter.length * 8).every(has)) known += 1;
    }
    return known / (pieces + 1);
  };
}

/** Where a piece stands in the filter: FNV-1a over code points, mixed as MurmurHash3 ends; a second hash is the step. */
function placesOf(characters, hashes, size) {
  let hash = 0x811c9dc5;
  for (const character of characters) hash = Math.imul(hash ^ character.codePointAt(0), 0x01000193);
  const first = mixed(hash);
  const step = mixed(first ^ 0x9e3779b9) | 1;
  return Array.from({ length: hashes }, (_, at) => ((first + Math.imul(at, step)) >>> 0) % size);
}

function mixed(hash) {
  let value = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return value ^ (value >>> 16);
}

/**
 * What the model reads: a text as it is; fields as `<field>: <value>` lines in the order of task.json.
 * Other keys of a record are ignored.
 * @param {unknown} input
 * @param {readonly string[] | null} fields
 */
export function inputText(input, fields) {
  if (typeof input === 'string') return input.toWellFormed();
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new PredictError('the input is neither a text nor an object of fields');
  }
  if (fields === null) throw new PredictError('this model takes one text, not an object of fields');
  const missing = fields.find((field) => !Object.hasOwn(input, field) || typeof input[field] !== 'string');
  if (missing !== undefined) throw new PredictError(`the field "${missing}" is missing or is no text`);
  return fields
    .map((field) => `${field}: ${input[field]}`)
    .join('\n')
    .toWellFormed();
}

/**
 * Token ids of a text and back. Truncates the text and keeps what is around it, as training did: the special tokens
 * (the library's own truncation cuts the last one off), or a prompt's tokens in their place.
 */
async function loadTokenizer(folder, maxTokens, prompt) {
  const { Tokenizer } = await import('@huggingface/tokenizers');
  const [tokenizerJson, config] = await Promise.all(
    ['tokenizer.json', 'tokenizer_config.json'].map((name) => readJson(join(folder, name))),
  );
  const tokenizer = new Tokenizer(tokenizerJson, config);
  const prepare = preparation(tokenizerJson.normalizer);
  const bare = (text) => tokenizer.encode(prepare(text), { add_special_tokens: false }).ids;
  const { before, after } =
    prompt === undefined
      ? specialTokens(bare('a'), tokenizer.encode('a').ids)
      : { before: bare(prompt.before), after: bare(prompt.after) };
  const room = maxTokens - before.length - after.length;
  const spaced = isByteLevel(tokenizerJson.pre_tokenizer);
  return {
    encode: (text) => {
      const read = bare(text);
      return { ids: [...before, ...read.slice(0, room), ...after], cut: read.length > room };
    },
    encodeWords: (text) => {
      const words = wordsIn(text, bare);
      const ids = [...before];
      const firsts = [];
      for (const { gap, shown, pieces } of words) {
        const own = spaced && gap !== '' ? bare(` ${shown}`) : pieces;
        if (ids.length + own.length > room + before.length) break;
        firsts.push(ids.length);
        ids.push(...own);
      }
      return { ids: [...ids, ...after], words, firsts, cut: firsts.length < words.length };
    },
    count: (text) => bare(text).length,
    // The library decodes no empty row: a text may end before it began.
    decode: (ids) =>
      ids.length === 0 ? '' : tokenizer.decode(ids, { skip_special_tokens: true, clean_up_tokenization_spaces: false }),
  };
}

/** Tokens that the tokenizer puts around every text, by an example without and with them. */
function specialTokens(bare, around) {
  const before = around.slice(0, around.indexOf(bare[0]));
  return { before, after: around.slice(before.length + bare.length) };
}

/** Chinese characters beyond U+FFFF, in the ranges that BERT sets apart. */
const RARE_CHINESE = /[\u{20000}-\u{2a6df}\u{2a700}-\u{2b81f}\u{2b920}-\u{2ceaf}\u{2f800}-\u{2fa1f}]/gu;

/**
 * Does what the library's BERT normalizer does otherwise than the one of training: it looks for Chinese characters
 * in UTF-16 units, so that it misses those beyond U+FFFF, and lowers a Greek capital sigma by its place in the word.
 * What is left: it knows marks and punctuation that entered Unicode after version 8 (in scripts rarely seen) as such.
 */
function preparation(normalizer) {
  if (normalizer?.type !== 'BertNormalizer') return (text) => text;
  return (text) => {
    const apart = normalizer.handle_chinese_chars ? text.replace(RARE_CHINESE, ' $& ') : text;
    return normalizer.lowercase ? apart.replaceAll('Σ', 'σ') : apart;
  };
}

/** Whether a space before a word is part of the word's first piece. */
const isByteLevel = (part) =>
  part?.type === 'ByteLevel' || (part?.pretokenizers?.some(({ type }) => type === 'ByteLevel') ?? false);

/** What lies between words; what is a word by itself; what belongs to the character before. */
const GAP = String.raw`\x00-\x20\x7f-\xa0\u1680\u2000-\u200b\u2028-\u202f\u205f\u2060\u3000\ufeff`;
const ALONE = String.raw`!-/:-@\x5b-\x60{-~\xa1-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\xd7\xf7\u037e\u0387\u0589\u05be\u060c\u061b\u061f\u06d4\u0964\u0965\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2010-\u2027\u2030-\u205e\u20a0-\u20cf\u2190-\u2bff\u2e00-\u2fff\u3001-\u9fff\uf900-\ufaff\ufe10-\ufe1f\ufe30-\ufe6f\uff00-\uffef\ufffd\u{1f000}-\u{1faff}\u{20000}-\u{3ffff}`;
const MARKS = String.raw`\u0300-\u036f\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f\u{1f3fb}-\u{1f3ff}`;
const WORD = new RegExp(String.raw`([^${GAP}${ALONE}]+)|[${ALONE}][${MARKS}]*(?:\u200d[${ALONE}][${MARKS}]*)*`, 'gu');

/** Words as training found them: the gap before each and how it is shown. One without pieces is part of a gap. */
function wordsIn(text, tokenize) {
  const words = [];
  for (const { 0: shown, 1: run, index } of text.matchAll(WORD)) {
    const pieces = tokenize(shown);
    if (pieces.length === 0) continue;
    const gap = text.slice(words.at(-1)?.end ?? 0, index);
    words.push({ start: index, end: index + shown.length, gap, shown, isRun: run !== undefined, pieces });
  }
  return words;
}

/** Opens `onnx/<name>.onnx`, or its quantized twin. */
async function modelOpener(folder, file, threads) {
  const ort = await import('onnxruntime-node');
  const options = {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    // Errors only: warnings of the optimizer are not for who asks for an answer.
    logSeverityLevel: 3,
  };
  return async (name) => {
    const path = join(folder, 'onnx', `${name}${file === 'int8' ? '_quantized' : ''}.onnx`);
    await access(path).catch(unreadable(path));
    const session = await ort.InferenceSession.create(path, options);
    return { session, Tensor: ort.Tensor };
  };
}

/** How each family of models is read: a loader of what turns the input's text into an answer (all of it but `ms`). */
const PREDICTORS = {
  tfidf: loadTfidf,
  'frozen-encoder': loadClassifier,
  encoder: loadClassifier,
  span: loadSpan,
  tagger: loadTagger,
  editor: loadEditor,
  'encoder-decoder': loadGenerator,
  decoder: loadLanguageModel,
};

/** A linear model over the weights of words; all words are read, and none is cut. */
async function loadTfidf({ task, folder, open }) {
  const answerOf = await labelAnswers(task, folder);
  const { terms, idf } = await readJson(join(folder, 'vocabulary.json'));
  const numberOf = new Map(terms.map((term, number) => [term, number]));
  const { session, Tensor } = await open('model');
  return async (text) => {
    const words = wordsOf(text);
    const features = new Tensor('float32', tfidfVector(words, numberOf, idf), [1, terms.length]);
    const answer = answerOf(Array.from((await session.run({ features })).logits.data));
    const counts = { inputTokens: words.length, outputTokens: wordsOf(answer.output).length };
    return { ...answer, ...counts, cut: false, ended: true };
  };
}

const wordsOf = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** Words, pairs of neighbours, and pieces of three characters with `#` before them. */
function* termsOf(words) {
  yield* words;
  for (let at = 1; at < words.length; at++) yield `${words[at - 1]} ${words[at]}`;
  for (const word of words) {
    const padded = [' ', ...word, ' '];
    for (let at = 0; at + 3 <= padded.length; at++) yield `#${padded[at]}${padded[at + 1]}${padded[at + 2]}`;
  }
}

/**
 * Weights (1 + ln tf) · idf over their Euclidean length, in the order of the terms; all 0 where no term is known.
 * The logarithms of two languages may differ in their last bit: rounded to float32 they do not.
 */
function tfidfVector(words, numberOf, idf) {
  const counts = new Map();
  for (const term of termsOf(words)) {
    const number = numberOf.get(term);
    if (number !== undefined) counts.set(number, (counts.get(number) ?? 0) + 1);
  }
  const numbers = Uint32Array.from(counts.keys()).toSorted();
  const weights = Array.from(numbers, (number) => Math.fround(1 + Math.log(counts.get(number))) * idf[number]);
  const length = Math.sqrt(weights.reduce((sum, weight) => sum + weight * weight, 0));
  const vector = new Float32Array(idf.length);
  for (const [at, weight] of weights.entries()) vector[numbers[at]] = weight / length;
  return vector;
}

/** A classifier over an encoder. */
async function loadClassifier({ task, folder, open }) {
  const answerOf = await labelAnswers(task, folder);
  const tokenizer = await loadTokenizer(folder, task.maxInputTokens);
  const { session, Tensor } = await open('model');
  const tokensOf = new Map(task.labels.map(({ name }) => [name, tokenizer.count(name)]));
  return async (text) => {
    const { ids, cut } = tokenizer.encode(text);
    const answer = answerOf(Array.from((await session.run(encoderInputs(session, ids, Tensor))).logits.data));
    const outputTokens = tokensOf.get(answer.output) ?? tokenizer.count(answer.output);
    return { ...answer, inputTokens: ids.length, outputTokens, cut, ended: true };
  };
}

/**
 * What logits answer. Where the task has several labels: all whose logit reaches the threshold that config.json keeps.
 * Where labels are steps of a scale: the median of their distribution. Else the label with the largest logit; the first
 * one where two are equal.
 */
async function labelAnswers({ labels, constraints }, folder) {
  const names = labels.map(({ name }) => name);
  if (constraints.several) {
    const { threshold_logit: threshold } = await readJson(join(folder, 'config.json'));
    return (logits) => {
      const given = names.filter((_, number) => logits[number] >= threshold);
      // Each label is a choice of its own: the farther from the threshold, the surer.
      const logProbability = logits.reduce((sum, logit) => sum - logSumExp([0, -Math.abs(logit - threshold)]), 0);
      return { output: JSON.stringify(given), scores: logits.map(sigmoid), logits, logProbability };
    };
  }
  return (logits) => {
    const chosen = constraints.ordered ? median(logits) : argmax(logits);
    const logProbability = logits[chosen] - logSumExp(logits);
    return { output: names[chosen], scores: softmax(logits), logits, logProbability };
  };
}

function encoderInputs(session, ids, Tensor) {
  const valuesOf = { input_ids: ids, attention_mask: ids.map(() => 1) };
  return Object.fromEntries(
    session.inputNames.map((name) => [name, int64(valuesOf[name] ?? ids.map(() => 0), Tensor)]),
  );
}

/** A text's words, as `encodeWords` has them, and `logits` of each token, from a model that tags words. */
async function loadWordModel({ task, folder, open }) {
  const tokenizer = await loadTokenizer(folder, task.maxInputTokens);
  const { session, Tensor } = await open('model');
  const read = async (text) => {
    const encoded = tokenizer.encodeWords(text);
    const { data, dims } = (await session.run(encoderInputs(session, encoded.ids, Tensor))).logits;
    return { ...encoded, logits: (token) => data.subarray(token * dims[2], (token + 1) * dims[2]) };
  };
  const answer = ({ ids, cut }, output, logProbability) => {
    const counts = { inputTokens: ids.length, outputTokens: tokenizer.count(output) };
    return { output, scores: null, logits: null, logProbability, ...counts, cut, ended: true };
  };
  return { read, answer, config: await readJson(join(folder, 'config.json')) };
}

/** The words from a start to an end whose logits sum up highest; none where the first token has more. */
async function loadSpan(bundle) {
  const { read, answer, config } = await loadWordModel(bundle);
  const { none } = bundle.task.constraints;
  return async (text) => {
    const reading = await read(text);
    const { words, firsts, logits } = reading;
    const [starts, ends] = [0, 1].map((side) => firsts.map((first) => logits(first)[side]));
    let best = none === null ? -Infinity : logits(0)[0] + logits(0)[1];
    let output = none ?? '';
    const sums = none === null ? [] : [best];
    for (const [from, start] of starts.entries()) {
      for (const [more, end] of ends.slice(from, from + config.longest_answer).entries()) {
        sums.push(start + end);
        if (start + end <= best) continue;
        best = start + end;
        output = text.slice(words[from].start, words[from + more].end);
      }
    }
    return answer(reading, output, sums.length === 0 ? null : best - logSumExp(sums));
  };
}

/**
 * The best row of tags, by the logits of each word and by which sort of tag goes after which; and how likely it is among
 * all rows of tags, as of a chain.
 */
function likeliestTags(rows, { id2label, transitions }) {
  const sorts = Object.keys(transitions);
  const names = Object.keys(id2label).map((_, number) => id2label[number]);
  const ofSort = sorts.map((sort) => [...names.keys()].filter((tag) => parted(names[tag])[0] === sort));
  // Of each word and sort: the best tag, the sort before it on the best way there, what that way scores, and what all
  // ways there do together.
  const ways = [];
  for (const row of rows) {
    const last = ways.at(-1);
    const step = sorts.map((sort, at) => {
      const best = ofSort[at][argmax(ofSort[at].map((tag) => row[tag]))];
      const after = (what) => last?.map((way, one) => way[what] + transitions[sorts[one]][sort]) ?? [0];
      const scores = after('score');
      const before = argmax(scores);
      const mass = logSumExp(after('mass')) + logSumExp(ofSort[at].map((tag) => row[tag]));
      return { tag: names[best], before, score: scores[before] + row[best], mass };
    });
    ways.push(step);
  }
  const last = ways.at(-1) ?? [{ score: 0, mass: 0 }];
  let at = argmax(last.map(({ score }) => score));
  const logProbability = last[at].score - logSumExp(last.map(({ mass }) => mass));
  const found = [];
  for (const step of ways.toReversed()) {
    found.push(step[at].tag);
    at = step[at].before;
  }
  return { tags: found.toReversed(), logProbability };
}

/** Every run of words of which the first begins an answer and the others go on with it. */
async function loadTagger(bundle) {
  const { read, answer, config } = await loadWordModel(bundle);
  return async (text) => {
    const reading = await read(text);
    const { tags, logProbability } = likeliestTags(reading.firsts.map(reading.logits), config);
    const spans = [];
    let open = false;
    for (const [number, tag] of tags.entries()) {
      const { start, end } = reading.words[number];
      if (tag === 'I' && open) spans.at(-1).end = end;
      else if (tag !== 'O') spans.push({ start, end });
      open = tag !== 'O';
    }
    return answer(reading, JSON.stringify(spans.map(({ start, end }) => text.slice(start, end))), logProbability);
  };
}

/** What may become of a word that stays; each is named by tags. */
const CASES = {
  keep: (word) => word,
  capital: (word) => word.replace(/^./u, (first) => first.toUpperCase()),
  small: (word) => word.replace(/^./u, (first) => first.toLowerCase()),
  upper: (word) => word.toUpperCase(),
  lower: (word) => word.toLowerCase(),
};

/** The text without the words whose tag is `delete`. After `:` a tag names what stands before its word, or at the end. */
async function loadEditor(bundle) {
  const { read, answer, config } = await loadWordModel(bundle);
  return async (text) => {
    const reading = await read(text);
    const { words, firsts, ids, cut, logits } = reading;
    const rows = [...firsts, ...(cut ? [] : [ids.length - 1])].map(logits);
    const { tags, logProbability } = likeliestTags(rows, config);
    let output = '';
    let previous = -1;
    for (const [number, { shown }] of words.entries()) {
      // What was not read stays as it is.
      const tag = number < firsts.length ? tags[number] : 'keep';
      if (tag === 'delete') continue;
      const [change, before] = parted(tag);
      output += (before ?? usualGap(words, previous, number)) + CASES[change](shown);
      previous = number;
    }
    const [, after] = parted(cut ? 'keep' : tags.at(-1));
    return answer(reading, output + (after ?? text.slice(words.at(-1)?.end ?? 0)), logProbability);
  };
}

/** What a tag does to a word, and what stands before the word; undefined: the usual gap. */
function parted(tag) {
  const colon = tag.indexOf(':');
  return colon < 0 ? [tag, undefined] : [tag.slice(0, colon), tag.slice(colon + 1)];
}

/** A word's own gap, mostly; what was deleted leaves no two words grown together. */
function usualGap(words, previous, number) {
  if (previous < 0) return words[0].gap;
  const { gap, isRun } = words[number];
  if (gap !== '' || !(isRun && words[previous].isRun)) return gap;
  return words.slice(previous + 1, number).find((word) => word.gap !== '')?.gap ?? '';
}

/** An encoder-decoder, decoded greedily: at most `maxTokens` tokens, the end token among them. */
async function loadGenerator({ task, folder, open }) {
  const tokenizer = await loadTokenizer(folder, task.maxInputTokens);
  const generation = await readJson(join(folder, 'generation_config.json'));
  const prompt = await readJson(join(folder, 'prompt.json'));
  const ends = [generation.eos_token_id].flat();
  const encoder = await open('encoder_model');
  const { session: decoder, Tensor } = await open('decoder_model_merged');
  return async (text, maxTokens) => {
    const { ids, cut } = tokenizer.encode(prompt.before + text + prompt.after);
    const mask = ones(ids.length, Tensor);
    const encoded = await encoder.session.run({ input_ids: int64(ids, Tensor), attention_mask: mask });
    const constant = { encoder_attention_mask: mask, encoder_hidden_states: encoded.last_hidden_state };
    let past = emptyPast(decoder, Tensor);
    let token = generation.decoder_start_token_id;
    const written = [];
    let logProbability = 0;
    let ended = false;
    while (written.length < maxTokens) {
      const cached = new Tensor('bool', [written.length > 0], [1]);
      const step = await decoder.run({
        ...constant,
        ...past,
        input_ids: int64([token], Tensor),
        use_cache_branch: cached,
      });
      token = argmax(step.logits.data);
      logProbability += step.logits.data[token] - logSumExp(step.logits.data);
      ended = ends.includes(token);
      if (ended) break;
      written.push(token);
      past = nextPast(past, step, written.length);
    }
    const counts = { inputTokens: ids.length, outputTokens: written.length };
    return { output: tokenizer.decode(written), scores: null, logits: null, logProbability, ...counts, cut, ended };
  };
}

/** A language model, which goes on where the prompt ends: at most `maxTokens` tokens, the end token among them. */
async function loadLanguageModel({ task, folder, open }) {
  const prompt = await readJson(join(folder, 'prompt.json'));
  const tokenizer = await loadTokenizer(folder, task.maxInputTokens, prompt);
  const generation = await readJson(join(folder, 'generation_config.json'));
  const ends = [generation.eos_token_id].flat();
  const { session, Tensor } = await open('model');
  return async (text, maxTokens) => {
    const { ids, cut } = tokenizer.encode(text);
    let past = emptyPast(session, Tensor);
    let read = ids;
    const written = [];
    let logProbability = 0;
    let ended = false;
    while (written.length < maxTokens) {
      const behind = ids.length + written.length - read.length;
      const given = {
        input_ids: int64(read, Tensor),
        attention_mask: ones(behind + read.length, Tensor),
        position_ids: int64(
          read.map((_, at) => behind + at),
          Tensor,
        ),
      };
      const step = await session.run({ ...past, ...taken(session, given) });
      const row = lastRow(step.logits);
      const token = argmax(row);
      logProbability += row[token] - logSumExp(row);
      ended = ends.includes(token);
      if (ended) break;
      written.push(token);
      read = [token];
      past = presentAsPast(past, step);
    }
    const counts = { inputTokens: ids.length, outputTokens: written.length };
    return { output: tokenizer.decode(written), scores: null, logits: null, logProbability, ...counts, cut, ended };
  };
}

/** What is said of the token after the last one that was read; of logits `[1, read, vocabulary]`. */
const lastRow = ({ data, dims }) => data.subarray(data.length - dims.at(-1));

/** Of what could be given, that which the model asks for. */
const taken = ({ inputNames }, given) =>
  Object.fromEntries(Object.entries(given).filter(([name]) => inputNames.includes(name)));

const presentAsPast = (past, step) =>
  Object.fromEntries(Object.keys(past).map((name) => [name, step[name.replace('past_key_values', 'present')]]));

/** No keys and values yet: tensors of length 0, whose other dimensions the decoder names. */
function emptyPast(decoder, Tensor) {
  const inputs = decoder.inputMetadata.filter(({ name }) => name.startsWith('past_key_values.'));
  return Object.fromEntries(
    inputs.map(({ name, shape }) => [name, new Tensor('float32', new Float32Array(0), [1, shape[1], 0, shape[3]])]),
  );
}

/** The encoder's keys and values are made by the first step and stay; the decoder's grow. */
function nextPast(past, step, written) {
  const names = Object.keys(past).filter((name) => written === 1 || name.includes('.decoder.'));
  return {
    ...past,
    ...Object.fromEntries(names.map((name) => [name, step[name.replace('past_key_values', 'present')]])),
  };
}

const ones = (count, Tensor) => new Tensor('int64', new BigInt64Array(count).fill(1n), [1, count]);

const int64 = (values, Tensor) => new Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length]);

function argmax(values) {
  let best = 0;
  for (let at = 1; at < values.length; at++) if (values[at] > values[best]) best = at;
  return best;
}

/** Logarithm of the sum of what values are the logarithms of. There may be a whole vocabulary of them. */
function logSumExp(values) {
  const largest = values[argmax(values)];
  let sum = 0;
  for (const value of values) sum += Math.exp(value - largest);
  return largest + Math.log(sum);
}

function softmax(logits) {
  const weights = exponentials(logits);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** The first place at which half of the whole distribution is reached. */
function median(logits) {
  const weights = exponentials(logits);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let reached = 0;
  return weights.findIndex((weight) => 2 * (reached += weight) >= total);
}

function exponentials(logits) {
  const largest = Math.max(...logits);
  return logits.map((logit) => Math.exp(logit - largest));
}

const sigmoid = (logit) => 1 / (1 + Math.exp(-logit));

const readJson = async (path) => JSON.parse(await readFile(path, 'utf8').catch(unreadable(path)));

const unreadable = (path) => (error) => {
  throw new PredictError(`cannot read ${path} (${error.code}): is this a bundle?`, { cause: error });
};

async function main() {
  const { values, text } = commandLine();
  if (values.help) return void process.stdout.write(HELP);
  const { bundle: folder, file, threads, coverage } = values;
  const asked = coverage === undefined ? undefined : Number(coverage);
  const { predict, task } = await loadPredictor({ folder, file, threads: Number(threads), coverage: asked });
  if (values.jsonl) return answerLines(predict);
  const { output, confidence, abstained, reason } = await predict(await oneInput(text, values.json, task.fields));
  if (!abstained) return void process.stdout.write(`${output}\n`);
  process.stderr.write(`abstained: ${reason}, confidence ${confidence.toFixed(3)}, best answer ${output}\n`);
  process.exitCode = 3;
}

function commandLine() {
  const { values, positionals } = parsedFlags();
  const ways = positionals.length + (values.json === undefined ? 0 : 1) + (values.jsonl ? 1 : 0);
  if (![undefined, 'int8', 'fp32'].includes(values.file)) throw new PredictError('--file is int8 or fp32');
  if (!/^\d*\.?\d+$/.test(values.coverage ?? '1')) throw new PredictError('--coverage is a number such as 0.9');
  if (!/^[1-9]\d{0,3}$/.test(values.threads)) throw new PredictError('--threads is a whole number from 1');
  if (ways > 1) throw new PredictError('give one text (in quotes), or --json, or --jsonl');
  return { values, text: positionals[0] };
}

function parsedFlags() {
  const text = { type: 'string' };
  const flag = { type: 'boolean' };
  const threads = { type: 'string', default: '1' };
  const options = { json: text, jsonl: flag, file: text, coverage: text, bundle: text, threads, help: flag };
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    throw new PredictError(`${error.message.split('. ')[0]}; --help shows what there is`, { cause: error });
  }
}

async function oneInput(text, json, fields) {
  if (text !== undefined) return text;
  if (json !== undefined) return parsed(json, '--json');
  if (process.stdin.isTTY) throw new PredictError('no input; --help shows how to give one');
  const whole = (await process.stdin.setEncoding('utf8').toArray()).join('');
  return fields === null ? whole.replace(/\r?\n$/, '') : parsed(whole, 'standard input');
}

function parsed(json, place) {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new PredictError(`${place}: not JSON`, { cause: error });
  }
}

async function answerLines(predict) {
  let number = 0;
  for await (const line of lines(process.stdin)) {
    number += 1;
    if (line.trim() === '') continue;
    const answer = await predict(rowInput(line, number)).catch(atLine(number));
    // JSON leaves out what is undefined: the last two, where no coverage was asked for.
    const { output, ms, scores, logits, logProbability, confidence, abstained, reason } = answer;
    const told = JSON.stringify({ output, ms, scores, logits, logProbability, confidence, abstained, reason });
    if (!process.stdout.write(`${told}\n`)) await once(process.stdout, 'drain');
  }
}

function rowInput(line, number) {
  const row = parsed(line, `line ${number}`);
  if (typeof row === 'object' && row !== null && Object.hasOwn(row, 'input')) return row.input;
  throw new PredictError(`line ${number}: no {"input": ...}`);
}

const atLine = (number) => (error) => {
  throw error instanceof PredictError ? new PredictError(`line ${number}: ${error.message}`, { cause: error }) : error;
};

/** Lines end at "\n" and nowhere else: JSON text may hold U+2028, at which some line readers split. */
async function* lines(stream) {
  let rest = '';
  for await (const chunk of stream.setEncoding('utf8')) {
    const pieces = (rest + chunk).split('\n');
    rest = pieces.pop();
    yield* pieces;
  }
  if (rest !== '') yield rest;
}

/** Tells a foreseen failure in one line; lets a bug show itself. */
function complain(error) {
  const foreseen =
    error.code === 'ERR_MODULE_NOT_FOUND' ? `${error.message.split('\n')[0]}; run: ${INSTALL}` : error.message;
  if (!(error instanceof PredictError) && error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  process.stderr.write(`predict.mjs: ${foreseen}\n`);
  process.exitCode = 2;
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  // Whoever reads the answers has enough (`| head`): end without a word.
  process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  await main().catch(complain);
}
