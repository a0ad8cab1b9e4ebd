/** Words as the package rouge-score cuts them without a stemmer: runs of a–z and 0–9 alone, in lower case. */
export const rougeTokens = (text: string): string[] => text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
