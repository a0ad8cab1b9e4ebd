/**
 * Tokens of program text, whatever its language: words (identifiers, keywords, numbers) and each other mark by itself.
 * White space is none, which in Python loses the depth of blocks.
 */
export const codeTokens = (code: string): string[] => code.match(/[\p{L}\p{M}\p{N}_]+|[^\s\p{L}\p{M}\p{N}_]/gu) ?? [];
