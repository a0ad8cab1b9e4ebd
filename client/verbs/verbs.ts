import type { Verb } from '../verb.ts';
import { build } from './build.ts';
import { cancel } from './cancel.ts';
import { doctor } from './doctor.ts';
import { fetchVerb } from './fetch.ts';
import { init } from './init.ts';
import { list } from './list.ts';
import { plan } from './plan.ts';
import { predict } from './predict.ts';
import { resume } from './resume.ts';
import { review } from './review.ts';
import { status } from './status.ts';
import { watch } from './watch.ts';

/** All verbs, in the order in which a person meets them. */
export const VERBS: readonly Verb[] = [
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
];
