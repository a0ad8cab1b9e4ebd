import { z } from 'zod';

/** What a base model can become; null for an architecture that nothing here trains. */
export type Architecture = 'encoder' | 'encoder-decoder' | 'decoder' | null;

const Config = z.object({ model_type: z.string() });

/** The architecture that a `config.json` tells of. */
export function architectureOf(config: unknown): Architecture {
  const parsed = Config.safeParse(config);
  return parsed.success ? (ARCHITECTURES.get(parsed.data.model_type) ?? null) : null;
}

/** By `model_type`, as transformers writes it. */
const ARCHITECTURES: ReadonlyMap<string, Architecture> = new Map([
  ['bert', 'encoder'],
  ['distilbert', 'encoder'],
  ['roberta', 'encoder'],
  ['xlm-roberta', 'encoder'],
  ['electra', 'encoder'],
  ['albert', 'encoder'],
  ['deberta-v2', 'encoder'],
  ['modernbert', 'encoder'],
  ['mpnet', 'encoder'],
  ['t5', 'encoder-decoder'],
  ['mt5', 'encoder-decoder'],
  ['bart', 'encoder-decoder'],
  ['gpt2', 'decoder'],
  ['gpt_neox', 'decoder'],
  ['granite', 'decoder'],
  ['llama', 'decoder'],
  ['mistral', 'decoder'],
  ['qwen2', 'decoder'],
  ['qwen3', 'decoder'],
  ['smollm3', 'decoder'],
]);
