/** 1 / (1 + e^−x); 0 and 1 at the infinities. */
export const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));
