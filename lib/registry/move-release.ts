import type { CurrentModel, ReleaseMove } from '../../contracts/registry.ts';
import { StageFailure } from '../../contracts/failure.ts';
import type { PointerStore } from '../store/pointer-store.ts';
import { bytesOfCurrent, parseCurrent } from './registry-files.ts';
import { currentKey } from './registry-keys.ts';
import { previousOf } from './release-line.ts';
import type { Registry } from './registry.ts';

/** A pointer as it was read: what a move must find unchanged. */
export interface SeenModel {
  readonly model: CurrentModel;
  readonly tag: string;
}

/** Somebody else moved the pointer between reading and writing: nothing was written, and this is how it stands. */
export interface Overtaken {
  readonly state: 'overtaken';
  readonly model: CurrentModel;
}

export async function seeModel({ pointers, store }: Registry, name: string): Promise<SeenModel | null> {
  const key = currentKey(name);
  const pointer = await pointers.read(key);
  return pointer === null ? null : { model: parseCurrent(pointer.bytes, store.uri(key)), tag: pointer.tag };
}

/** Moves the pointer, history and all, if it still is what was seen. One move is written or none; none is ever lost. */
export async function moveRelease(
  registry: Registry,
  name: string,
  seen: SeenModel | null,
  move: ReleaseMove,
): Promise<{ readonly state: 'moved'; readonly model: CurrentModel } | Overtaken> {
  const history = [...(seen?.model.history ?? []), move];
  const model: CurrentModel = { version: 1, name, current: move.to, previous: previousOf(history), history };
  const moved = await write(registry.pointers, name, model, seen);
  if (moved === 'moved') return { state: 'moved', model };
  const now = await seeModel(registry, name);
  if (now !== null) return { state: 'overtaken', model: now.model };
  throw new StageFailure(
    'store-corrupt',
    `moving ${registry.store.uri(currentKey(name))}: it was there, and is gone now; bring it back from a copy of the bucket`,
  );
}

const write = (pointers: PointerStore, name: string, model: CurrentModel, seen: SeenModel | null) =>
  pointers.move(currentKey(name), bytesOfCurrent(model), seen?.tag ?? null);
