/** What the simulated teacher was asked and what it answered since it started; served at `/_stats`. */
export interface TeacherStats {
  /** Requests for a completion. */
  calls: number;
  /** Those that got a completion, broken ones too: what a real endpoint would bill. */
  answered: number;
  promptTokens: number;
  completionTokens: number;
  rateLimited: number;
  malformed: number;
  /** Requests that no real endpoint would take: no messages, another model. */
  refused: number;
  /** Requests that came again after they had been answered well. */
  repeated: number;
  /** Completions by prompt name. */
  readonly byName: Record<string, number>;
}

export const noStats = (): TeacherStats => ({
  calls: 0,
  answered: 0,
  promptTokens: 0,
  completionTokens: 0,
  rateLimited: 0,
  malformed: 0,
  refused: 0,
  repeated: 0,
  byName: {},
});
