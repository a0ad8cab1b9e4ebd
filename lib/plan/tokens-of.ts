import type { Prompt } from '../teacher/teacher.ts';
import { type Factor, sumOf } from './factor.ts';

/** Characters of a token: English prose has 4 to 4.5, names and numbers fewer. */
const ASCII_PER_TOKEN = 4;
/** Tokens of a character beyond ASCII: a fourth in a Latin script, near one in Chinese or Thai. */
const PER_WIDE_CHARACTER = 0.5;
/** What a chat template puts around a message. */
const PER_MESSAGE = 6;

/** Tokens of a text, without its tokenizer. */
export function tokensOfText(text: string): Factor {
  const wide = Array.from(text).filter((character) => character > '\u007F').length;
  return sumOf(
    { middle: (text.length - wide) / ASCII_PER_TOKEN, spread: 0.1 },
    { middle: wide * PER_WIDE_CHARACTER, spread: 0.4 },
  );
}

/** Prompt tokens of a call. Some endpoints count the answer's schema, some do not, so half of it is. */
export function tokensOfPrompt({ messages, schema }: Prompt): Factor {
  const around: Factor = { middle: messages.length * PER_MESSAGE, spread: 0.3 };
  const shape = tokensOfText(JSON.stringify(schema));
  return sumOf(...messages.map((message) => tokensOfText(message.content)), around, {
    middle: shape.middle / 2,
    spread: 0.6,
  });
}
