import type { BaseModelCandidate } from '../../contracts/candidate.ts';
import type { TaskKind } from '../../contracts/task-file.ts';

/** What is known of a base model without asking anybody; null where it was not checked. */
export interface CuratedModel {
  readonly name: string;
  readonly family: BaseModelCandidate['family'];
  /** Millions. */
  readonly millions: number | null;
  readonly license: string | null;
  readonly languages: readonly string[];
  readonly kinds: readonly TaskKind[];
  /** A clause: what speaks for it. */
  readonly because: string;
}

/** Carried by the trainer's own environment: there without any network. */
export const LOCAL_MODELS: readonly CuratedModel[] = [
  {
    name: 'minilm',
    family: 'encoder',
    millions: 22.7,
    license: 'apache-2.0',
    languages: ['en'],
    kinds: ['labels'],
    because: 'it is here already, and small enough to train on two cores',
  },
];

type Line = readonly [
  string,
  CuratedModel['family'],
  number | null,
  string | null,
  string,
  CuratedModel['kinds'][number][],
  string,
];

const LINES: readonly Line[] = [
  ['jhu-clsp/ettin-encoder-17m', 'encoder', 17, 'mit', 'en', ['labels', 'extract'], 'the smallest of a modern family'],
  ['jhu-clsp/ettin-encoder-32m', 'encoder', 32, 'mit', 'en', ['labels', 'extract'], 'modern, long inputs'],
  ['jhu-clsp/ettin-encoder-68m', 'encoder', 68, 'mit', 'en', ['labels', 'extract'], 'modern, long inputs'],
  ['jhu-clsp/ettin-encoder-150m', 'encoder', 150, 'mit', 'en', ['labels', 'extract'], 'modern, long inputs'],
  [
    'answerdotai/ModernBERT-base',
    'encoder',
    149,
    'apache-2.0',
    'en',
    ['labels', 'extract'],
    'strong, inputs up to 8,192 tokens',
  ],
  ['jhu-clsp/mmBERT-small', 'encoder', 140, 'mit', 'multilingual', ['labels', 'extract'], 'reads many languages'],
  [
    'ibm-granite/granite-embedding-small-english-r2',
    'encoder',
    47,
    'apache-2.0',
    'en',
    ['labels'],
    'trained on data with clear licences',
  ],
  ['minishlab/potion-base-8M', 'static', 7.6, 'mit', 'en', ['labels'], 'no network to run: the fastest answers'],
  ['minishlab/potion-base-32M', 'static', 32, 'mit', 'en', ['labels'], 'no network to run: the fastest answers'],
  ['microsoft/deberta-v3-xsmall', 'encoder', 71, 'mit', 'en', ['labels', 'extract'], 'strong on pairs of sentences'],
  ['urchade/gliner_small-v2.1', 'encoder', null, 'apache-2.0', 'en', ['extract'], 'finds entities by their names'],
  [
    'google/flan-t5-small',
    'encoder-decoder',
    77,
    'apache-2.0',
    'en',
    ['text'],
    'knows instructions; its training saw Super-NaturalInstructions',
  ],
  [
    'google/flan-t5-base',
    'encoder-decoder',
    248,
    'apache-2.0',
    'en',
    ['text'],
    'knows instructions; its training saw Super-NaturalInstructions',
  ],
  ['Salesforce/codet5-small', 'encoder-decoder', 60, 'apache-2.0', 'en', ['code'], 'was trained on source code'],
  ['google/mt5-small', 'encoder-decoder', 300, 'apache-2.0', 'multilingual', ['text'], 'writes many languages'],
  ['HuggingFaceTB/SmolLM2-135M', 'decoder', 135, 'apache-2.0', 'en', ['text'], 'the smallest that writes fluently'],
  ['HuggingFaceTB/SmolLM2-360M', 'decoder', 362, 'apache-2.0', 'en', ['text'], 'writes fluently'],
  ['Qwen/Qwen3-0.6B', 'decoder', 596, 'apache-2.0', 'multilingual', ['text', 'code'], 'many languages, and code'],
  ['Qwen/Qwen2.5-Coder-0.5B', 'decoder', 494, 'apache-2.0', 'multilingual', ['code'], 'was trained on source code'],
];

/** Models of the hub that are worth a try; licences and sizes as their cards said, and asked again where the hub is. */
export const CURATED_MODELS: readonly CuratedModel[] = LINES.map(
  ([name, family, millions, license, language, kinds, because]) => ({
    name,
    family,
    millions,
    license,
    languages: [language],
    kinds,
    because,
  }),
);
