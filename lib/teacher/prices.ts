import type { Price } from '../../contracts/budget.ts';

/**
 * US dollars per million tokens, standard tier, of OpenAI's own endpoint.
 * Source: https://platform.openai.com/docs/pricing as several price tables of 2025 and 2026 quote it alike; compared 2026-11-21.
 */
const PRICES: Readonly<Record<string, Price>> = {
  'gpt-5': { inputPer1M: 1.25, outputPer1M: 10 },
  'gpt-5-mini': { inputPer1M: 0.25, outputPer1M: 2 },
  'gpt-5-nano': { inputPer1M: 0.05, outputPer1M: 0.4 },
  'gpt-5.1': { inputPer1M: 1.25, outputPer1M: 10 },
  'gpt-5.2': { inputPer1M: 1.75, outputPer1M: 14 },
  'gpt-4.1': { inputPer1M: 2, outputPer1M: 8 },
  'gpt-4.1-mini': { inputPer1M: 0.4, outputPer1M: 1.6 },
  'gpt-4.1-nano': { inputPer1M: 0.1, outputPer1M: 0.4 },
  'gpt-4o': { inputPer1M: 2.5, outputPer1M: 10 },
  // The first snapshot kept its older price.
  'gpt-4o-2024-05-13': { inputPer1M: 5, outputPer1M: 15 },
  'gpt-4o-mini': { inputPer1M: 0.15, outputPer1M: 0.6 },
  'o4-mini': { inputPer1M: 1.1, outputPer1M: 4.4 },
  'o3-mini': { inputPer1M: 1.1, outputPer1M: 4.4 },
};

/** What the user says, else what the table says of OpenAI's own endpoint, dated snapshots included; null where neither does. */
export function priceOf(model: string, override: Price | null, baseUrl: string): Price | null {
  if (override) return override;
  if (new URL(baseUrl).hostname !== 'api.openai.com') return null;
  return listed(model) ?? listed(model.replace(/-\d{4}-\d{2}-\d{2}$/, ''));
}

const listed = (model: string): Price | null => (Object.hasOwn(PRICES, model) ? (PRICES[model] ?? null) : null);
