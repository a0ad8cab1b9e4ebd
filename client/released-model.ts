import type { ModelVersion } from '../contracts/registry.ts';
import { readCurrent, readVersion } from '../lib/registry/registry-files.ts';
import type { ObjectStore } from '../lib/store/object-store.ts';
import { CommandFailure } from './command-failure.ts';

/** `support-triage`, the released version, or `support-triage@2`. */
const NAME = /^([a-z0-9][a-z0-9-]*)(?:@([1-9]\d*))?$/;

/** Whether a text may name a released model, rather than a path. */
export const mayNameModel = (text: string): boolean => NAME.test(text);

/**
 * The version that a text names: of `name` the released one, of `name@number` that one. Null where no model has the name.
 * @throws CommandFailure `release-unknown` where the model has no such version
 */
export async function findReleased(store: ObjectStore, text: string): Promise<ModelVersion | null> {
  const [, name, number] = NAME.exec(text) ?? [];
  if (name === undefined) return null;
  if (number === undefined) {
    const model = await readCurrent(store, name);
    return model === null ? null : readVersion(store, name, model.current);
  }
  const version = await readVersion(store, name, Number(number));
  if (version !== null) return version;
  throw new CommandFailure(
    'release-unknown',
    `${name} has no version ${number}: npm run p2m -- list --models shows what is released.`,
  );
}

/** A line that says which version was taken. */
export const releasedText = ({ name, number, buildId }: ModelVersion): string =>
  `${name}, version ${number}: build ${buildId}`;
