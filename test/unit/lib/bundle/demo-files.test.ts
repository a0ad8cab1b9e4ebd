import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DEMO_FILES } from '../../../../lib/bundle/demo-files.ts';

const BUNDLE = fileURLToPath(new URL('../../../../lib/bundle/', import.meta.url));
const NODE_MODULES = fileURLToPath(new URL('../../../../node_modules/', import.meta.url));

const own = DEMO_FILES.filter(({ file }) => file.startsWith(BUNDLE));
const html = await readFile(join(BUNDLE, 'demo/index.html'), 'utf8');
const importMap = /<script type="importmap">([^<]*)<\/script>/.exec(html)?.[1] ?? '';

const versionOf = async (name: string) =>
  z.object({ version: z.string() }).parse(JSON.parse(await readFile(join(NODE_MODULES, name, 'package.json'), 'utf8')))
    .version;

describe('demo/ of a bundle', () => {
  it('is all of the folder it comes from, and three files of pinned packages', async () => {
    const entries = await readdir(join(BUNDLE, 'demo'), { recursive: true, withFileTypes: true });
    const names = entries.filter((entry) => entry.isFile()).map(({ name, parentPath }) => join(parentPath, name));
    expect(own.map(({ file }) => file).toSorted()).toEqual(names.toSorted());
    expect(DEMO_FILES.map(({ path }) => path).filter((path) => !own.some((one) => one.path === path))).toEqual([
      'demo/vendor/onnxruntime-web.js',
      'demo/vendor/ort-wasm-simd-threaded.wasm',
      'demo/vendor/tokenizers.js',
    ]);
  });

  it('says which versions it brings along, those that the predict script names', async () => {
    const [runtime, web, tokenizers] = await Promise.all(
      ['onnxruntime-node', 'onnxruntime-web', '@huggingface/tokenizers'].map(versionOf),
    );
    expect(web).toBe(runtime);
    const notice = await readFile(join(BUNDLE, 'demo/vendor/NOTICE'), 'utf8');
    expect(notice).toContain(`onnxruntime-web ${web} `);
    expect(notice).toContain(`@huggingface/tokenizers ${tokenizers} `);
    const script = await readFile(join(BUNDLE, 'predict.mjs'), 'utf8');
    expect(script).toContain(`onnxruntime-node@${runtime} @huggingface/tokenizers@${tokenizers}'`);
  });

  it('gives a file for each module that the predict script imports', async () => {
    const script = await readFile(join(BUNDLE, 'predict.mjs'), 'utf8');
    const imported = [...script.matchAll(/(?:from|import\() ?'([^']+)'/g)].map(([, name]) => String(name));
    const map = z.object({ imports: z.record(z.string(), z.string()) }).parse(JSON.parse(importMap));
    const ofTheRuntime = 'onnxruntime-web';
    expect(new Set(Object.keys(map.imports))).toEqual(new Set([...imported, ofTheRuntime]));
    const paths = DEMO_FILES.map(({ path }) => path.replace('demo/', './'));
    expect(paths).toEqual(expect.arrayContaining(Object.values(map.imports)));
  });

  it('allows the browser scripts and data of its own server, and no others', () => {
    const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(html)?.[1]?.split('; ');
    const hash = createHash('sha256').update(importMap).digest('base64');
    expect(policy).toEqual([
      "default-src 'none'",
      `script-src 'self' blob: 'wasm-unsafe-eval' 'sha256-${hash}'`,
      "style-src 'self'",
      "connect-src 'self'",
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  it('names no address but that of the web server it tells how to start', async () => {
    const texts = await Promise.all(own.map(({ file }) => readFile(file, 'utf8')));
    const addresses = texts.join('\n').match(/\bhttps?:\/\/[^\s/<"}]+/g);
    expect([...new Set(addresses)].toSorted()).toEqual([
      'http://127.0.0.1:8000',
      'http://127.0.0.1:{port',
      'https://www.apache.org',
    ]);
  });
});
