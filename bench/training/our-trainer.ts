import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TrainerEvent } from '../../contracts/trainer-event.ts';
import type { TrainingPlan } from '../../contracts/training-plan.ts';
import { startStepping, type Stepping } from './stepping.ts';

/** Our trainer on a plan, which is written beside its output; `hear` is told every event. */
export async function startOurTrainer(
  python: string,
  plan: TrainingPlan,
  hear: (event: TrainerEvent) => void = () => {},
): Promise<Stepping> {
  const file = join(dirname(plan.output), 'plan.json');
  await writeFile(file, JSON.stringify(plan));
  return await startStepping(python, ['-m', 'trainer', file], {
    line: (line) => {
      const event = TrainerEvent.parse(JSON.parse(line));
      hear(event);
      if (event.event === 'started') return 'began';
      return event.event === 'step' ? 'stepped' : 'other';
    },
  });
}
