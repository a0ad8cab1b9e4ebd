import { createServer } from 'node:http';
import { LATENCY_MS } from './workload.ts';

/** The least an endpoint can do: it reads a request, waits, and gives the same answer to all. Prints its port. */
const ANSWER = JSON.stringify({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'bench',
  system_fingerprint: 'fp_1',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: '{"output":"delivery"}' } }],
  usage: { prompt_tokens: 250, completion_tokens: 6, total_tokens: 256 },
});
const HEADERS = { 'content-type': 'application/json', 'content-length': String(ANSWER.length) };

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    setTimeout(() => {
      response.writeHead(200, HEADERS);
      response.end(ANSWER);
    }, LATENCY_MS);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' && address ? address.port : ''}\n`);
});
