const ENCODER = new TextEncoder();
const MARK = '…';

/** The text, or as much of its beginning as fits into so many UTF-8 bytes with the mark that says it was cut. */
export function cutBytes(text: string, most: number): string {
  if (text.length * 3 <= most || ENCODER.encode(text).length <= most) return text;
  // Characters that do not fit whole are not written.
  const { read } = ENCODER.encodeInto(text, new Uint8Array(most - ENCODER.encode(MARK).length));
  return `${text.slice(0, read)}${MARK}`;
}
