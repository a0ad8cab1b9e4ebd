import { squeeze } from './squeeze.ts';
import type { Span } from './verified-demonstrations.ts';

/** Characters that go with a demonstration without being part of it, such as "Input:", "->" and "Answer:". */
const FRAME = 60;
/** Characters that may go beside: "Here are some examples:", "Now answer the following:". */
const AROUND = 120;

/**
 * The instruction as the teacher cut it out of the prompt, if that is all it did: each of its sentences stands in the
 * prompt, in the order of the prompt, none inside a demonstration, and hardly more than the demonstrations is gone. Else
 * why it is not believed; then the whole prompt is the instruction, and nothing is lost.
 */
export function cutInstruction(
  prompt: string,
  read: string,
  demonstrations: readonly Span[],
): { readonly instruction: string } | { readonly refused: string } {
  const text = squeeze(prompt);
  let at = 0;
  let kept = 0;
  for (const sentence of sentencesOf(read)) {
    const from = text.indexOf(sentence, at);
    if (from < 0) return { refused: 'it holds what does not stand in the prompt in that order' };
    at = from + sentence.length;
    kept += sentence.length;
    const within = demonstrations.some((span) => from < span.to && at > span.from);
    if (within) return { refused: 'it holds part of an example' };
  }
  if (kept === 0) return { refused: 'it is empty' };
  const shown = demonstrations.reduce((sum, span) => sum + span.to - span.from, 0);
  const gone = text.length - kept - shown;
  if (gone > AROUND + FRAME * demonstrations.length) return { refused: 'it leaves out more than the examples' };
  return { instruction: read.trim() };
}

/** Sentences and lines; each must stand in the prompt as a whole. */
const sentencesOf = (text: string): readonly string[] =>
  text
    .split(/\n+|(?<=[.!?:])\s+|(?<=[。！？：])/u)
    .map(squeeze)
    .filter((sentence) => sentence !== '');
