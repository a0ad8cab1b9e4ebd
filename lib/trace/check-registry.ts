import { CurrentModel } from '../../contracts/registry.ts';
import { currentKey, MODELS, partsOfVersionKey, versionKey } from '../registry/registry-keys.ts';
import { releasedKey } from '../registry/released-for-build.ts';
import { inParallel } from '../store/in-parallel.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { isSealed } from '../store/seal.ts';
import { compared, type Difference } from './difference.ts';
import { gone, jsonOf, readObject } from './read-object.ts';

const READS = 8;

/** What the registry has under a build's name, and what the build saw of it: each against its own seal and its key. */
export async function checkRegistry(
  store: ObjectStore,
  { buildId, name }: { readonly buildId: string; readonly name: string },
): Promise<readonly Difference[]> {
  const versions = await store.list(`${MODELS}${name}/`);
  const seen = await store.list(releasedKey(buildId));
  const found = await inParallel([...versions, ...seen], READS, ({ key }) => checkSealed(store, key, name));
  const there = versions.map(({ key }) => key);
  return [...found.flat(), ...(await checkHistory(store, name, there))];
}

/** Every version that was ever released must be there: a rollback may go to it. */
async function checkHistory(
  store: ObjectStore,
  name: string,
  there: readonly string[],
): Promise<readonly Difference[]> {
  if (!there.includes(currentKey(name))) return [];
  const read = await readObject(store, currentKey(name));
  const model = 'difference' in read ? undefined : CurrentModel.safeParse(withoutSeal(jsonOf(read.bytes))).data;
  const released = new Set((model?.history ?? []).map(({ to }) => versionKey(name, to)));
  return [...released].filter((key) => !there.includes(key)).map(gone);
}

function withoutSeal(record: unknown): unknown {
  if (typeof record !== 'object' || record === null) return record;
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== 'seal'));
}

async function checkSealed(store: ObjectStore, key: string, name: string): Promise<readonly Difference[]> {
  const read = await readObject(store, key);
  if ('difference' in read) return [read.difference];
  const sealed = isSealed(read.bytes.toString()) ? 'as sealed' : 'something else';
  const record: unknown = jsonOf(read.bytes);
  const number = partsOfVersionKey(key)?.number;
  return [
    ...compared(key, 'content, by its own hash', 'as sealed', sealed),
    ...(number === undefined ? [] : compared(key, 'number, by its key', String(number), valueOf(record, 'number'))),
    ...(number === undefined && key !== currentKey(name)
      ? []
      : compared(key, 'name, by its key', name, valueOf(record, 'name'))),
  ];
}

const valueOf = (record: unknown, key: 'name' | 'number'): string =>
  typeof record === 'object' && record !== null && key in record ? String(Reflect.get(record, key)) : 'none';
