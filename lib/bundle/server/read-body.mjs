import { badRequest, ServerFailure } from './failure.mjs';

/**
 * The JSON object that a request brings.
 *
 * A browser sends `application/json` to another site only after asking, and this server never says yes: so no page
 * that a user happens to visit can have its text answered here.
 * @param {import('node:http').IncomingMessage} request
 * @param {number} maxBytes
 * @returns {Promise<Record<string, unknown>>}
 * @throws {ServerFailure} 413 for too many bytes, 415 for another type, 400 for what is no JSON object
 */
export async function readBody(request, maxBytes) {
  const type = (request.headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();
  if (type !== 'application/json') throw new ServerFailure(415, 'Send the body as content-type application/json.');
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') throw new ServerFailure(415, 'Send the body without content-encoding.');
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const body = parsed(await bytesOf(request, maxBytes));
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw badRequest('The body is no JSON object.');
  return body;
}

/** What is left of a body that is too large is read and thrown away by Node, so that the client sees the answer. */
function bytesOf(request, maxBytes) {
  return new Promise((resolve, reject) => {
    const chunks = [];
    let bytes = 0;
    request.on('data', (chunk) => {
      bytes += chunk.length;
      if (bytes > maxBytes) reject(tooLarge(maxBytes));
      else chunks.push(chunk);
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', (cause) => reject(new ServerFailure(499, 'The request ended early.', { cause })));
  });
}

const tooLarge = (maxBytes) =>
  new ServerFailure(413, `The body is larger than ${maxBytes} bytes.`, { code: 'request_too_large' });

function parsed(bytes) {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw badRequest('The body is not JSON in UTF-8.', { cause });
  }
}
