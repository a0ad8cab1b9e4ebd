import type { CpuActivities } from '../contracts/activities.ts';
import { createAssembleDataset } from './assemble-dataset.ts';
import { createEvaluateStudent } from './evaluate-student.ts';
import { createExamineStudent } from './examine-student.ts';
import { createFixHoldout } from './fix-holdout.ts';
import { createImportDataset } from './import-dataset.ts';
import { createLabelInputs } from './label-inputs.ts';
import { createPackageModel } from './package-model.ts';
import { createParseTask } from './parse-task.ts';
import { createPilotTeacher } from './pilot-teacher.ts';
import { createPoolInputs } from './pool-inputs.ts';
import type { CpuPorts } from './ports.ts';
import { createCompareStudents } from './compare-students.ts';
import { createProposeStudents } from './propose-students.ts';
import { createProposeAttributes } from './propose-attributes.ts';
import { createRankDatasets } from './rank-datasets.ts';
import { createRecordBuild } from './record-build.ts';
import { createSearchBaseModels } from './search-base-models.ts';
import { createSearchDatasets } from './search-datasets.ts';
import { createWriteInputs } from './write-inputs.ts';

/** Everything the cpu queue can be asked. */
export const createCpuActivities = (ports: CpuPorts): CpuActivities => ({
  parseTask: createParseTask(ports),
  proposeAttributes: createProposeAttributes(ports),
  pilotTeacher: createPilotTeacher(ports),
  searchDatasets: createSearchDatasets(ports),
  rankDatasets: createRankDatasets(ports),
  importDataset: createImportDataset(ports),
  searchBaseModels: createSearchBaseModels(ports),
  writeInputs: createWriteInputs(ports),
  poolInputs: createPoolInputs(ports),
  labelInputs: createLabelInputs(ports),
  fixHoldout: createFixHoldout(ports),
  assembleDataset: createAssembleDataset(ports),
  proposeStudents: createProposeStudents(ports),
  compareStudents: createCompareStudents(ports),
  examineStudent: createExamineStudent(ports),
  evaluateStudent: createEvaluateStudent(ports),
  packageModel: createPackageModel(ports),
  recordBuild: createRecordBuild(ports),
});
