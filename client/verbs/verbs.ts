import type { Verb } from '../verb.ts';
import { build } from './build.ts';
import { cancel } from './cancel.ts';
import { cost } from './cost.ts';
import { diff } from './diff.ts';
import { doctor } from './doctor.ts';
import { fetchVerb } from './fetch.ts';
import { init } from './init.ts';
import { list } from './list.ts';
import { predict } from './predict.ts';
import { report } from './report.ts';
import { resume } from './resume.ts';
import { review } from './review.ts';
import { status } from './status.ts';
import { verify } from './verify.ts';
import { watch } from './watch.ts';

/** All verbs, in the order in which a person meets them. */
export const VERBS: readonly Verb[] = [
  init,
  doctor,
  build,
  status,
  watch,
  review,
  resume,
  list,
  cancel,
  fetchVerb,
  predict,
  report,
  cost,
  verify,
  diff,
];
