import { inParallel } from '../store/in-parallel.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { isSealed } from '../store/seal.ts';
import { compared, type Difference } from './difference.ts';
import { gone, readObject } from './read-object.ts';

const READS = 8;

/** Labels that people gave for a build, their plan and the reports from them: each carries its own hash, and the labels are numbered without a gap. */
export async function checkLabels(store: ObjectStore, buildId: string): Promise<readonly Difference[]> {
  const folder = `builds/${buildId}/labels/`;
  const keys = (await store.list(folder)).map(({ key }) => key);
  const inObjects = await inParallel(keys, READS, async (key) => {
    const read = await readObject(store, key);
    if ('difference' in read) return [read.difference];
    return compared(
      key,
      'content, by its own hash',
      'as sealed',
      isSealed(read.bytes.toString()) ? 'as sealed' : 'something else',
    );
  });
  const given = keys.filter((key) => key.startsWith(`${folder}given/`));
  const missing = given
    .map((_, at) => `${folder}given/${String(at + 1).padStart(6, '0')}.json`)
    .filter((key) => !given.includes(key))
    .map(gone);
  return [...inObjects.flat(), ...missing];
}
