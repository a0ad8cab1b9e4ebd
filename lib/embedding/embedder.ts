/** Turns texts into vectors whose cosine says how near their meanings are. */
export interface Embedder {
  /** Of the model and the way it is used: other identity, other vectors. */
  readonly identity: string;
  readonly dimensions: number;
  /** One vector of length 1 per text, in their order; the same text always gives the same vector. */
  readonly embed: (texts: readonly string[]) => Promise<readonly Float32Array[]>;
}
