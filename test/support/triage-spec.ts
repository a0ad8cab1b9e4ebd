import type { TaskSpec } from '../../contracts/task-spec.ts';
import { UNCONSTRAINED } from '../../lib/task/unconstrained.ts';

/** Two labels of plain texts, and nothing else said. */
export const TRIAGE_SPEC: TaskSpec = {
  version: 1,
  name: 'triage',
  instruction: 'Which team?',
  instructionEnglish: null,
  language: null,
  kind: 'labels',
  fields: null,
  labels: [
    { name: 'billing', description: null },
    { name: 'delivery', description: null },
  ],
  constraints: UNCONSTRAINED,
  metric: 'accuracy',
  metricReason: '',
  demonstrations: [],
  notes: [],
};
