import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { tinyModels } from '../../support/tiny-model/tiny-model.ts';
import { HARD_TEXTS } from './hard-texts.ts';
import { answers, JAVASCRIPT, PYTHON_SCRIPT, SCRIPTS } from './run-script.ts';

/** Beside those at which tokenizers part: texts at which words might. */
const TEXTS = [
  ...HARD_TEXTS,
  "it's 3.5% of A-1_b, isn’t it?",
  'か\u3099き ไทย ក្រុម မြန်မာ ລາວ',
  '٪ ، ؛ ؟ ۔ । ॥ ״ ־ ;',
  '  İI ıi ßẞ ŉ ﬁ ǆ Σς ΑΣ  \n',
  '\n\n first line\n\n\tsecond line \r\n',
  'a\u200db \u200d \u200c\u200d x\u0301\u0302 \u0301alone',
  'word-'.repeat(40),
];

/** As the scripts read it. */
const wellFormed = (text = '') => text.replaceAll(/\p{Surrogate}/gu, '\ufffd');

let models: string;
beforeAll(async () => {
  models = await tinyModels('make_word_models.py');
}, 300_000);

describe('predict.mjs and predict.py', () => {
  it.each(['span', 'tagger', 'editor', 'editor-bytes'])('say the same of words, with a %s', async (name) => {
    for (const file of ['int8', 'fp32']) {
      const flags = ['--bundle', join(models, name), '--file', file];
      const [javascript, python] = [
        await answers(JAVASCRIPT, flags, TEXTS),
        await answers(PYTHON_SCRIPT, flags, TEXTS),
      ];
      const outputs = javascript.map(({ output }) => output);
      expect(outputs).toEqual(python.map(({ output }) => output));
      for (const [at, { logProbability }] of javascript.entries())
        expect(logProbability).toBeCloseTo(python[at]?.logProbability ?? NaN, 4);
      expect(new Set(outputs).size).toBeGreaterThan(20);
    }
  });

  it.each(SCRIPTS)('%s points at words of the text, or says that there are none', async (_, script) => {
    const said = await answers(script, ['--bundle', join(models, 'span')], TEXTS);
    for (const [at, { output, scores, logits }] of said.entries()) {
      expect(output === 'nothing' || wellFormed(TEXTS[at]).includes(output)).toBe(true);
      expect([scores, logits]).toEqual([null, null]);
    }
    expect(said[0]?.output).toBe('nothing');
  });

  it.each(SCRIPTS)('%s lists what it finds in the order of the text', async (_, script) => {
    const said = await answers(script, ['--bundle', join(models, 'tagger')], TEXTS);
    for (const [at, { output }] of said.entries()) {
      let rest = wellFormed(TEXTS[at]);
      for (const span of z.array(z.string().min(1)).parse(JSON.parse(output))) {
        expect(rest).toContain(span);
        rest = rest.slice(rest.indexOf(span) + span.length);
      }
    }
    expect(said[0]?.output).toBe('[]');
  });

  it.each(SCRIPTS)('%s leaves what it did not read of a text as it was', async (_, script) => {
    const [edited] = await answers(script, ['--bundle', join(models, 'editor')], [`${'word '.repeat(46)}and so  on\n`]);
    expect(edited?.output.endsWith(' and so  on\n')).toBe(true);
  });
});
