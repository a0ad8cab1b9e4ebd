/** One decision of a person about a build, as its record keeps it. */
export interface Intervention {
  readonly update: 'resumeBuild' | 'reviewDatasets';
  /** ISO 8601, by the workflow's clock. */
  readonly at: string;
  readonly by: string;
  readonly note: string | null;
  /** What was decided, in a clause. */
  readonly decision: string;
}
