import type { Constraints } from '../../contracts/task-config.ts';
import type { Metric, TaskKind } from '../../contracts/task-file.ts';

/** What decides which metrics measure a task. */
export interface MeasuredTask {
  readonly kind: TaskKind;
  readonly constraints: Pick<Constraints, 'several' | 'ordered'>;
}

interface Measures {
  /** Metrics that measure such answers at all. */
  readonly all: readonly Metric[];
  /** Those that the report shows beside the one that decides. */
  readonly shown: readonly Metric[];
}

const TEXT: readonly Metric[] = [
  'exact-match',
  'normalised-exact-match',
  'token-f1',
  'chrf++',
  'bleu',
  'rouge-1',
  'rouge-2',
  'rouge-l',
];

const LABELS: Measures = {
  all: ['accuracy', 'macro-f1', 'weighted-f1', 'mcc'],
  shown: ['accuracy', 'macro-f1', 'mcc'],
};
const SCALE: Measures = { all: [...LABELS.all, 'closeness'], shown: ['accuracy', 'closeness', 'macro-f1'] };
const LABEL_SETS: Measures = {
  all: ['exact-match', 'micro-f1', 'macro-f1'],
  shown: ['micro-f1', 'macro-f1', 'exact-match'],
};
const SPAN: readonly Metric[] = ['exact-match', 'normalised-exact-match', 'token-f1'];
const SPANS: readonly Metric[] = ['span-f1', 'exact-match'];
const STRUCTURED: readonly Metric[] = ['exact-match', 'field-accuracy', 'json-validity'];
const CODE: readonly Metric[] = ['exact-match', 'chrf++', 'bleu', 'keyword-bleu'];

/** Metrics that measure a task's answers at all. */
export const metricsOf = (task: MeasuredTask): readonly Metric[] => measuresOf(task).all;

/** Metrics that say something about a task's answers; the report shows all of them beside the one that decides. */
export const shownMetrics = (task: MeasuredTask): readonly Metric[] => measuresOf(task).shown;

function measuresOf({ kind, constraints: { several, ordered } }: MeasuredTask): Measures {
  switch (kind) {
    case 'labels':
      if (several) return LABEL_SETS;
      return ordered ? SCALE : LABELS;
    case 'extract':
      return several ? alike(SPANS) : alike(SPAN);
    case 'edit':
      return { all: TEXT, shown: ['exact-match', 'chrf++', 'token-f1'] };
    case 'structured':
      return alike(STRUCTURED);
    case 'text':
      return { all: TEXT, shown: ['exact-match', 'chrf++', 'bleu', 'rouge-l', 'token-f1'] };
    case 'code':
      return alike(CODE);
    default:
      return kind satisfies never;
  }
}

const alike = (metrics: readonly Metric[]): Measures => ({ all: metrics, shown: metrics });
