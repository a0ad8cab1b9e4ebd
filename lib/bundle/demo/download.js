/** Bytes of all files so far: `total` grows as files are begun, and holds what has come where a server names no length. */
const progress = new Map();
const downloads = new Map();
let tell = () => {};

/** `listener` is told `{loaded, total}` in bytes whenever bytes come. */
export function onProgress(listener) {
  tell = listener;
}

/**
 * The bytes of a file of the bundle, fetched once. `path` is relative to this folder.
 * @returns {Promise<Uint8Array>}
 */
export function download(path) {
  const begun = downloads.get(path) ?? fetchBytes(path);
  downloads.set(path, begun);
  return begun;
}

/** Lets go of a file that is in use elsewhere by now: a phone has no memory for two copies of the weights. */
export const forget = (path) => downloads.delete(path);

async function fetchBytes(path) {
  const response = await fetch(new URL(path, import.meta.url)).catch((cause) => {
    throw failure(path, 'EHOSTUNREACH', 'the web server does not answer', cause);
  });
  if (!response.ok) throw failure(path, 'ENOENT', `the web server answers ${response.status}`);
  const file = { loaded: 0, total: lengthOf(response) };
  progress.set(path, file);
  const chunks = [];
  for await (const chunk of chunksOf(response.body, path)) {
    chunks.push(chunk);
    file.loaded += chunk.length;
    file.total = Math.max(file.total, file.loaded);
    tell(sums());
  }
  return joined(chunks, file.loaded);
}

/** Of a compressed answer the length says nothing about the file. */
const lengthOf = ({ headers }) =>
  headers.get('content-encoding') === null ? Number(headers.get('content-length') ?? 0) : 0;

/** Not every browser lets a stream be iterated. */
async function* chunksOf(stream, path) {
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch((cause) => {
      throw failure(path, 'ECONNRESET', 'the connection broke off', cause);
    });
    if (done) return;
    yield value;
  }
}

function joined(chunks, length) {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function sums() {
  const files = [...progress.values()];
  const sum = (pick) => files.reduce((all, file) => all + pick(file), 0);
  return { loaded: sum(({ loaded }) => loaded), total: sum(({ total }) => total) };
}

const failure = (path, code, reason, cause) =>
  Object.assign(new Error(`cannot load ${path.replace('../', '')}: ${reason}`, { cause }), { code });
