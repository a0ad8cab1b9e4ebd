import type { ServerResponse } from 'node:http';

/** The bytes that a `Range` header asks for, or all. */
export function sendFile(file: Buffer, range: string | undefined, response: ServerResponse): void {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
  if (from === undefined) {
    response.writeHead(200, { 'content-length': file.length, etag: '"1"' }).end(file);
    return;
  }
  const last = Math.min(to === undefined || to === '' ? file.length - 1 : Number(to), file.length - 1);
  const part = file.subarray(Number(from), last + 1);
  const headers = {
    'content-length': part.length,
    'content-range': `bytes ${from}-${last}/${file.length}`,
    etag: '"1"',
  };
  response.writeHead(206, headers).end(part);
}
