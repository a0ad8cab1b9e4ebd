import type { CurrentModel, ModelVersion } from '../../contracts/registry.ts';
import type { DraftVersion } from './draft-version.ts';
import { moveRelease, type Overtaken, seeModel } from './move-release.ts';
import type { Registry } from './registry.ts';
import { knownVersion } from './registry-files.ts';
import { askGate, type GateAnswer } from './release-gate.ts';
import { storeVersion } from './store-version.ts';

/** Who releases, when, and how. */
export interface ReleaseOrder {
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
  readonly reason: string | null;
  /** `forced`: whatever the gate says; it is asked all the same, and its answer kept. */
  readonly gate: 'asked' | 'forced';
}

export type Promotion =
  | {
      readonly state: 'promoted';
      readonly version: ModelVersion;
      readonly model: CurrentModel;
      readonly said: readonly string[];
    }
  /** The build is what is released. */
  | { readonly state: 'there'; readonly version: ModelVersion; readonly model: CurrentModel }
  | { readonly state: 'refused'; readonly said: readonly string[]; readonly released: ModelVersion | null }
  | Overtaken;

/**
 * Releases a build: asks the gate, writes the version, moves the pointer. What was overtaken on its way moved nothing, and
 * the version it wrote waits under its number for another try.
 * @throws StageFailure `store-corrupt`, `store-unreachable`, `store-refused`
 */
export async function promote(registry: Registry, draft: DraftVersion, order: ReleaseOrder): Promise<Promotion> {
  const { store } = registry;
  const { name } = draft;
  const seen = await seeModel(registry, name);
  const released = seen === null ? null : await knownVersion(store, name, seen.model.current);
  if (seen !== null && released?.buildId === draft.buildId)
    return { state: 'there', version: released, model: seen.model };
  const answer = await askGate(store, draft, released);
  if (answer.decision === 'refuse' && order.gate === 'asked') return { state: 'refused', said: answer.said, released };
  const version = await storeVersion(store, draft);
  const moved = await moveRelease(registry, name, seen, {
    act: 'promote',
    from: released?.number ?? null,
    to: version.number,
    buildId: draft.buildId,
    at: order.at,
    by: order.by,
    reason: order.reason,
    gate: gateOf(answer),
    said: [...answer.said],
  });
  return moved.state === 'overtaken' ? moved : { state: 'promoted', version, model: moved.model, said: answer.said };
}

/** Nobody forced what passed by itself. */
const gateOf = ({ decision }: GateAnswer) => (decision === 'pass' ? 'passed' : 'forced');
