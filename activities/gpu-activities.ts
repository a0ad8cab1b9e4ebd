import type { GpuActivities } from '../contracts/activities.ts';
import { createExportStudent } from './export-student.ts';
import type { GpuPorts } from './ports.ts';
import { createProposeTrials } from './propose-trials.ts';
import { createTrainStudent } from './train-student.ts';

/** Everything the gpu queue can be asked. */
export const createGpuActivities = (ports: GpuPorts): GpuActivities => ({
  proposeTrials: createProposeTrials(ports),
  trainStudent: createTrainStudent(ports),
  exportStudent: createExportStudent(ports),
});
