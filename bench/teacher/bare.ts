import { OpenAI } from 'openai';
import { IN_FLIGHT, measured, promptOf, WARM_UP } from './workload.ts';

/** What anybody would write with the client alone: a loop per call in flight, the answer parsed, nothing kept. */
const [port, calls] = process.argv.slice(2);
const client = new OpenAI({ baseURL: `http://127.0.0.1:${port}/v1`, apiKey: 'bench', maxRetries: 0 });

async function ask(row: number): Promise<void> {
  const { name, messages, schema } = promptOf(row);
  const completion = await client.chat.completions.create({
    model: 'bench',
    messages: [...messages],
    temperature: 1,
    max_completion_tokens: 100,
    seed: 0,
    response_format: { type: 'json_schema', json_schema: { name, strict: true, schema } },
  });
  JSON.parse(completion.choices[0]?.message.content ?? '');
}

async function askAll(from: number, to: number): Promise<void> {
  let next = from;
  const lane = async (): Promise<void> => {
    while (next < to) await ask(next++);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
}

await askAll(-WARM_UP, 0);
await measured(async () => await askAll(0, Number(calls)));
