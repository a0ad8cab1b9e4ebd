import type { CurrentModel, ModelVersion } from '../../contracts/registry.ts';
import { inParallel } from '../store/in-parallel.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { knownVersion, readCurrent } from './registry-files.ts';
import { MODELS } from './registry-keys.ts';

export interface ListedModel {
  readonly model: CurrentModel;
  readonly released: ModelVersion;
}

const AT_ONCE = 8;

/** Every model with a released version, by name. @throws StageFailure `store-corrupt` */
export async function listModels(store: ObjectStore): Promise<readonly ListedModel[]> {
  const objects = await store.list(MODELS);
  const names = objects.flatMap(({ key }) => /^models\/([^/]+)\/current\.json$/.exec(key)?.[1] ?? []);
  const found = await inParallel(names, AT_ONCE, async (name) => {
    const model = await readCurrent(store, name);
    return model === null ? [] : [{ model, released: await knownVersion(store, name, model.current) }];
  });
  return found.flat();
}
