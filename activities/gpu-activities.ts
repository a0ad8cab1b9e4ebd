import type { GpuActivities } from '../contracts/activities.ts';
import { createExportStudent } from './export-student.ts';
import type { GpuPorts } from './ports.ts';
import { createTrainStudent } from './train-student.ts';

/** Everything the gpu queue can be asked. */
export const createGpuActivities = (ports: GpuPorts): GpuActivities => ({
  trainStudent: createTrainStudent(ports),
  exportStudent: createExportStudent(ports),
});
