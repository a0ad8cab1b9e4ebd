import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { lines } from '../../../../lib/inference/lines.ts';

const linesOf = async (...chunks: readonly Uint8Array[]): Promise<string[]> => {
  const read: string[] = [];
  for await (const line of lines(Readable.from(chunks))) read.push(line);
  return read;
};

describe('lines', () => {
  it('joins a character that two chunks share, and a line that three do', async () => {
    const bytes = Buffer.from('a€b\nc\n');
    expect(await linesOf(bytes.subarray(0, 2), bytes.subarray(2, 3), bytes.subarray(3))).toEqual(['a€b', 'c']);
  });

  it('does not split where only Unicode ends a line', async () => {
    expect(await linesOf(Buffer.from('a\u2028b\u0085c\rd\n'))).toEqual(['a\u2028b\u0085c\rd']);
  });

  it('keeps empty lines and leaves out one that was cut off', async () => {
    expect(await linesOf(Buffer.from('a\n\nb'))).toEqual(['a', '']);
  });
});
