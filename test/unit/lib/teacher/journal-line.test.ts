import { describe, expect, it } from 'vitest';
import { linesOf, textOfLine } from '../../../../lib/teacher/journal-line.ts';
import { journalLine } from '../../../support/scripted-lines.ts';

const line = journalLine('key', { answer: 'say ","sum":"0123456789abcdef"} twice' });

describe('linesOf', () => {
  it('reads what textOfLine wrote, whatever stands in the answer', () => {
    expect(linesOf(textOfLine(line) + textOfLine(journalLine('b')))).toEqual([line, journalLine('b')]);
  });

  it('takes no line in which a bit is flipped, wherever', () => {
    const text = Buffer.from(textOfLine(line));
    for (let at = 0; at < text.length; at += 1) {
      const bytes = Buffer.from(text);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      expect(linesOf(bytes.toString()), `byte ${at}`).toEqual([]);
    }
  });

  it('takes a line without a sum at its word', () => {
    expect(linesOf(`${JSON.stringify(line)}\n`)).toEqual([line]);
  });

  it('passes over half a line and goes on', () => {
    expect(linesOf(`${textOfLine(line).slice(0, 50)}\n${textOfLine(line)}`)).toEqual([line]);
  });
});
