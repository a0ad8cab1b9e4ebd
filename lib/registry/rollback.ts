import type { CurrentModel, ModelVersion } from '../../contracts/registry.ts';
import { moveRelease, type Overtaken, seeModel } from './move-release.ts';
import type { Registry } from './registry.ts';
import { knownVersion } from './registry-files.ts';

export type Rollback =
  | { readonly state: 'rolled-back'; readonly version: ModelVersion; readonly model: CurrentModel }
  /** No model of that name was ever released. */
  | { readonly state: 'unknown' }
  /** Nothing was released before it. */
  | { readonly state: 'nothing-before'; readonly model: CurrentModel }
  /** That version is released already. */
  | { readonly state: 'there'; readonly model: CurrentModel }
  /** That version was never released: only a promotion, which asks the gate, can do that. */
  | { readonly state: 'never-released'; readonly model: CurrentModel }
  | Overtaken;

/**
 * Moves the pointer back to the version that was released before, or to `to`, any version that ever was. Asks for no
 * proof: it is what helps when a release turns out to be bad.
 */
export async function rollback(
  registry: Registry,
  name: string,
  to: number | null,
  order: { readonly by: string; readonly at: string; readonly reason: string | null },
): Promise<Rollback> {
  const seen = await seeModel(registry, name);
  if (seen === null) return { state: 'unknown' };
  const { model } = seen;
  const wanted = to ?? model.previous;
  if (wanted === null) return { state: 'nothing-before', model };
  if (wanted === model.current) return { state: 'there', model };
  if (!model.history.some((move) => move.to === wanted)) return { state: 'never-released', model };
  const version = await knownVersion(registry.store, name, wanted);
  const moved = await moveRelease(registry, name, seen, {
    act: 'rollback',
    from: model.current,
    to: wanted,
    buildId: version.buildId,
    ...order,
    gate: 'none',
    said: [],
  });
  return moved.state === 'overtaken' ? moved : { state: 'rolled-back', version, model: moved.model };
}
