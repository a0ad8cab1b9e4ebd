import type { Amount, Price } from '../../contracts/budget.ts';
import { INSTRUCTION_BYTES } from './wire.ts';

/** Tokens a chat template puts around a message: role, separators, turn marks; 4 at OpenAI, a few more elsewhere. */
const PER_MESSAGE = 8;
/** Tokens it puts around a conversation: some open models add a system prompt with a date of their own. */
const PER_CALL = 128;

/** Most tokens that a prompt can count: a token is at least one byte of UTF-8 in every tokenizer that falls back to bytes. */
export const promptTokensBound = (promptBytes: number, messages: number): number =>
  promptBytes + INSTRUCTION_BYTES + messages * PER_MESSAGE + PER_CALL;

/** Most that a call may cost, in dollars (0 without a price), tokens and calls. */
export const worstCaseOf = (inputTokens: number, outputTokens: number, price: Price | null): Amount => ({
  usd: usdOf({ input: inputTokens, output: outputTokens }, price) ?? 0,
  tokens: inputTokens + outputTokens,
  calls: 1,
});

/** US dollars; null without a price. Discounts for cached prompts are left out: it costs this at the most. */
export const usdOf = (usage: { readonly input: number; readonly output: number }, price: Price | null): number | null =>
  price === null ? null : (usage.input * price.inputPer1M + usage.output * price.outputPer1M) / 1e6;
