export interface Measure {
  /** As people write it. */
  readonly title: string;
  /** Points of 100, as metrics have it; or steps of a scale. */
  readonly unit: 'points' | 'steps';
  readonly better: 'higher' | 'lower';
}

/** Figures that the report shows beside the metrics, and that never decide: they need more than two outputs, cannot always be had, or are no share. */
export const MEASURES = {
  'mean-absolute-error': { title: 'mean absolute error', unit: 'steps', better: 'lower' },
  'edit-f1': { title: 'edit F1', unit: 'points', better: 'higher' },
  codebleu: { title: 'CodeBLEU', unit: 'points', better: 'higher' },
  'syntax-match': { title: 'syntax match', unit: 'points', better: 'higher' },
  'data-flow-match': { title: 'data-flow match', unit: 'points', better: 'higher' },
  similarity: { title: 'similarity', unit: 'points', better: 'higher' },
} as const satisfies Record<string, Measure>;
export type MeasureName = keyof typeof MEASURES;

/** Null for a metric, and for the name `agreement`. */
export const measureOf = (name: string): Measure | null =>
  Object.entries(MEASURES).find(([known]) => known === name)?.[1] ?? null;
