import { readFile } from 'node:fs/promises';

/** Packages that decide what a bundle answers. */
const PACKAGES = ['onnxruntime-node', '@huggingface/tokenizers'];

/** Version of Node and of the packages that predict. */
export async function runtimeVersions(): Promise<Record<string, string>> {
  const lock: unknown = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
  const dependencies =
    typeof lock === 'object' && lock !== null && 'dependencies' in lock
      ? new Map(Object.entries(Object(lock.dependencies)))
      : new Map();
  const pinned = PACKAGES.map((name) => [name, String(dependencies.get(name))]);
  return { node: process.versions.node, ...Object.fromEntries(pinned) };
}
