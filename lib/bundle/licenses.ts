/** What a card says of the model that a student started from. */
export interface BaseModelFacts {
  /** How people call it; null for a student trained from random weights. */
  readonly name: string | null;
  /** `owner/name` on the Hugging Face hub, where it is there. */
  readonly hubId: string | null;
  /** Identifier as the hub writes it, `unknown` where nobody said; null where no weights, and so no licence, were inherited. */
  readonly license: string | null;
  /** Labelled data sets that its own card names as training data: a test made from one of them proves nothing. */
  readonly trainedOn: readonly string[];
}

/**
 * The base model of the trainer's own, by the name the plan gives it. Licence and data sets:
 * https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2
 */
const MINILM: BaseModelFacts = {
  name: 'all-MiniLM-L6-v2',
  hubId: 'sentence-transformers/all-MiniLM-L6-v2',
  license: 'apache-2.0',
  trainedOn: ['SNLI', 'MultiNLI', 'Quora duplicate questions', 'MS MARCO', 'Natural Questions', 'TriviaQA', 'GOOAQ'],
};

/** A repository of the hub, perhaps with a revision; a folder of this machine begins with "/" or ".". */
const HUB_ID = /^(?<id>\w[\w.-]*\/[\w.-]+)(?:@.+)?$/;

/**
 * Facts of the base model that training reports: `minilm`, `none` (from random weights), a hub name or a folder.
 * `stated`: the licence that the hub's card or the user names, if any.
 */
export function baseModelFacts(baseModel: string, stated: string | null): BaseModelFacts {
  if (baseModel === 'minilm') return MINILM;
  if (baseModel === 'none') return { name: null, hubId: null, license: null, trainedOn: [] };
  const hubId = HUB_ID.exec(baseModel)?.groups?.['id'] ?? null;
  // Of a folder only its own name: a card must not tell where it lay.
  const name = hubId ?? baseModel.split(/[\\/]/).findLast((part) => part !== '') ?? baseModel;
  return { name, hubId, license: stated ?? 'unknown', trainedOn: [] };
}
