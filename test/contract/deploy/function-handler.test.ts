import { readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { root } from '../../../infra/setup/places.mjs';
import { bundleFolder } from '../../support/bundle-folder.ts';
import { tinyModels } from '../../support/tiny-model/tiny-model.ts';
import { answers, JAVASCRIPT } from '../predict/run-script.ts';

let bundle: string;
beforeAll(async () => {
  bundle = await bundleFolder(join(await tinyModels(), 'text'), []);
  await symlink(join(root, 'node_modules'), join(bundle, 'node_modules'));
}, 300_000);
afterAll(() => rm(bundle, { recursive: true }));

const Answer = z.object({ statusCode: z.number(), body: z.string() });

it('answers as predict.mjs does in the handler that docs/deploy.md shows, and refuses what is no input', async () => {
  const docs = await readFile(join(root, 'docs/deploy.md'), 'utf8');
  const [, source = ''] = /```js\n\/\/ handler\.mjs\n(.*?)```/s.exec(docs) ?? [];
  await writeFile(join(bundle, 'handler.mjs'), source);
  const module = z.object({ handler: z.function({ input: [z.unknown()], output: z.promise(Answer) }) });
  const { handler } = module.parse(await import(pathToFileURL(join(bundle, 'handler.mjs')).href));
  const [expected] = await answers(JAVASCRIPT, ['--bundle', bundle], ['3 May 2021']);
  expect(await handler({ body: JSON.stringify({ input: '3 May 2021' }) })).toEqual({
    statusCode: 200,
    body: JSON.stringify({ output: expected?.output, scores: null }),
  });
  expect((await handler({ body: '{"input":7}' })).statusCode).toBe(400);
  expect((await handler({ body: 'no JSON' })).statusCode).toBe(400);
});
