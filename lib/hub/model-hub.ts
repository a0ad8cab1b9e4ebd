import type { Architecture } from './architecture.ts';

/** A base model that was looked up: what exactly it is, and how to get it. */
export interface BaseModel {
  /** What the user called it. */
  readonly name: string;
  /** Its content: hash of a folder's files, or repository and commit. */
  readonly identity: string;
  /** What can start from it; null for an architecture that nothing here trains. */
  readonly family: Architecture;
  /** As its card says; null where it does not. */
  readonly license: string | null;
  /** Puts the model's files into a folder: configuration, tokenizer and safetensors; never code. */
  readonly fetch: (folder: string) => Promise<void>;
}

/** Where named base models come from. */
export interface ModelHub {
  /**
   * Looks up a folder on this machine, or a repository of the hub (`owner/name`, with `@revision` where one is meant).
   * @throws StageFailure `base-model-unusable` where there is no such model, it is closed to the token, or it has no
   *   safetensors; `hub-unreachable`
   */
  readonly findModel: (name: string) => Promise<BaseModel>;
}

/** Files of a model that are fetched: no code and no pickled weights. A chat template is rendered in a sandbox, once. */
export const MODEL_FILES =
  /(?:^|\/)(?:[^/]+\.safetensors|[^/]*\.json|vocab\.txt|merges\.txt|[^/]+\.model|chat_template\.jinja)$/;
