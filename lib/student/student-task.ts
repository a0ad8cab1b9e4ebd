import type { TaskSpec } from '../../contracts/task-spec.ts';
import type { TrainingPlan } from '../../contracts/training-plan.ts';

/** What the trainer is told of the task beside its rows. */
export const studentTask = ({
  kind,
  labels,
  constraints: { several, ordered, none },
}: Pick<TaskSpec, 'kind' | 'labels' | 'constraints'>): Pick<TrainingPlan, 'kind' | 'labels' | 'answers'> => ({
  kind,
  labels: labels?.map(({ name }) => name) ?? null,
  answers: { several, ordered, none },
});

/** Whether each row has one label, so that answers are a distribution over labels. */
export const hasOneLabel = ({ labels, constraints }: Pick<TaskSpec, 'labels' | 'constraints'>): boolean =>
  labels !== null && !constraints.several;
