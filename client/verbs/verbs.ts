import type { Verb } from '../verb.ts';
import { batchCancel } from './batch-cancel.ts';
import { batchStatus } from './batch-status.ts';
import { batchSubmit } from './batch-submit.ts';
import { build } from './build.ts';
import { cancel } from './cancel.ts';
import { cost } from './cost.ts';
import { diff } from './diff.ts';
import { doctor } from './doctor.ts';
import { fetchVerb } from './fetch.ts';
import { init } from './init.ts';
import { label } from './label.ts';
import { list } from './list.ts';
import { plan } from './plan.ts';
import { predict } from './predict.ts';
import { promote } from './promote.ts';
import { publish } from './publish.ts';
import { report } from './report.ts';
import { resume } from './resume.ts';
import { review } from './review.ts';
import { rollback } from './rollback.ts';
import { scheduleCreate } from './schedule-create.ts';
import { scheduleDelete } from './schedule-delete.ts';
import { scheduleDescribe } from './schedule-describe.ts';
import { scheduleList } from './schedule-list.ts';
import { schedulePause } from './schedule-pause.ts';
import { scheduleResume } from './schedule-resume.ts';
import { scheduleTrigger } from './schedule-trigger.ts';
import { serve } from './serve.ts';
import { status } from './status.ts';
import { verify } from './verify.ts';
import { watch } from './watch.ts';

const ONE: readonly Verb[] = [
  init,
  doctor,
  plan,
  build,
  status,
  watch,
  review,
  resume,
  list,
  cancel,
  fetchVerb,
  predict,
  serve,
  report,
  label,
  cost,
  verify,
  diff,
  promote,
  rollback,
  publish,
];

const BATCH: readonly Verb[] = [batchSubmit, batchStatus, batchCancel];

const SCHEDULE: readonly Verb[] = [
  scheduleCreate,
  scheduleList,
  scheduleDescribe,
  scheduleTrigger,
  schedulePause,
  scheduleResume,
  scheduleDelete,
];

/** All verbs, in the order in which a person meets them. */
export const VERBS: readonly Verb[] = [...ONE, ...BATCH, ...SCHEDULE];
