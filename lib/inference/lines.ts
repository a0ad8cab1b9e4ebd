import type { Readable } from 'node:stream';

/**
 * Whole lines of a UTF-8 stream. They end at "\n" and nowhere else: JSON text may hold U+2028, at which some line readers
 * split. What follows the last "\n" is a line that was cut off, and is left out.
 */
export async function* lines(stream: Readable): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of stream.setEncoding('utf8')) {
    const pieces = `${rest}${String(chunk)}`.split('\n');
    rest = pieces.pop() ?? '';
    yield* pieces;
  }
}
