import type { TrainerEvent } from '../../contracts/trainer-event.ts';
import type { TrainingPlan } from '../../contracts/training-plan.ts';

type Trained = Extract<TrainerEvent, { event: 'trained' }>;

/** The most steps of the loss curve that a report keeps; more are thinned evenly. */
const CURVE_POINTS = 400;

/** What a training was, for the report: settings, curves, what stopped it. */
export interface TrainingLog {
  readonly add: (event: TrainerEvent) => void;
  /** The trainer's last word. @throws Error where it ended without one, which its runner does not let happen. */
  readonly end: () => Trained;
  /** At each evaluation. */
  readonly validationLosses: () => readonly number[];
  readonly summary: () => Record<string, unknown>;
}

export function createTrainingLog(plan: TrainingPlan): TrainingLog {
  const losses: { readonly step: number; readonly loss: number }[] = [];
  const validation: { readonly step: number; readonly loss: number }[] = [];
  let started: Extract<TrainerEvent, { event: 'started' }> | null = null;
  let trained: Trained | null = null;

  const end = () => {
    if (trained === null) throw new Error('the trainer ended without saying that it had trained');
    return trained;
  };

  return {
    add: (event) => {
      if (event.event === 'started') started = event;
      if (event.event === 'step') losses.push({ step: event.step, loss: event.loss });
      if (event.event === 'evaluated') validation.push({ step: event.step, loss: event.validationLoss });
      if (event.event === 'trained') trained = event;
    },
    end,
    validationLosses: () => validation.map(({ loss }) => loss),
    summary: () => {
      const { steps, bestStep, bestValidationLoss, averaged, stoppedBy, examplesPerSecond, seconds } = end();
      return {
        family: plan.student.family,
        settings: plan.settings,
        seed: plan.seed,
        threads: plan.threads,
        device: started?.device ?? null,
        parameters: started?.parameters ?? null,
        trainRows: started?.trainRows ?? null,
        resumedFromStep: started?.fromStep ?? 0,
        steps,
        bestStep,
        bestValidationLoss,
        averaged,
        stoppedBy,
        examplesPerSecond,
        seconds,
        curve: thinned(losses),
        validation,
      };
    },
  };
}

function thinned<Point>(points: readonly Point[]): readonly Point[] {
  const every = Math.max(1, Math.ceil(points.length / CURVE_POINTS));
  return points.filter((_, index) => index % every === 0 || index === points.length - 1);
}
