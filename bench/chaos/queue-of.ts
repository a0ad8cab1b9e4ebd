import type { GpuActivities } from '../../contracts/activities.ts';
import type { Queue } from '../../contracts/names.ts';

const ON_GPU: Readonly<Record<keyof GpuActivities, true>> = {
  proposeTrials: true,
  trainStudent: true,
  exportStudent: true,
};

/** Queue whose workers take an activity of a build. */
export const queueOf = (activity: string): Extract<Queue, 'cpu' | 'gpu'> =>
  Object.hasOwn(ON_GPU, activity) ? 'gpu' : 'cpu';
