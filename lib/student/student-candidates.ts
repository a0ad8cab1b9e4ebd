import type { Family } from '../../contracts/family.ts';
import type { LeftOut, StudentCandidate } from '../../contracts/student-search.ts';
import type { TaskConfig } from '../../contracts/task-config.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import type { BaseModel } from '../hub/model-hub.ts';
import { familiesFor } from './families.ts';

/** The encoder that the trainer carries, as task files name it. Its licence stands in the package's own card. */
const CARRIED = { name: 'minilm', family: 'encoder', license: 'apache-2.0' } as const;

type Named = Pick<BaseModel, 'name' | 'family' | 'license'>;

/**
 * What students of a task can be made of, cheapest first, and what is left out with the reason. A base model that the task
 * names is what every candidate starts from.
 */
export function studentCandidates(
  { kind, constraints }: Pick<TaskSpec, 'kind' | 'constraints'>,
  { families, licenses }: Pick<TaskConfig['student'], 'families' | 'licenses'>,
  named: Named | null,
): { readonly candidates: readonly StudentCandidate[]; readonly leftOut: readonly LeftOut[] } {
  const candidates: StudentCandidate[] = [];
  const leftOut: LeftOut[] = [];
  for (const family of familiesFor(kind, constraints)) {
    const found = families === null || families.includes(family) ? startOf(family, named) : NOT_WISHED;
    const reason = 'reason' in found ? found.reason : forbiddenLicense(found.base, licenses);
    if ('reason' in found || reason !== null) leftOut.push({ what: family, reason: reason ?? '' });
    else candidates.push({ family, base: found.base?.name ?? null });
  }
  return { candidates, leftOut };
}

type Start = { readonly base: Named | null } | { readonly reason: string };

const NOT_WISHED = { reason: 'student.families does not name it' } as const;

/** Kinds of base models that a family starts from; null: none. */
const STARTS_FROM = {
  tfidf: null,
  'frozen-encoder': 'encoder',
  encoder: 'encoder',
  span: 'encoder',
  tagger: 'encoder',
  editor: 'encoder',
  'encoder-decoder': 'encoder-decoder',
  decoder: 'decoder',
} as const satisfies Record<Family, BaseModel['family']>;

function startOf(family: Family, named: Named | null): Start {
  const wanted = STARTS_FROM[family];
  if (named !== null)
    return named.family === wanted && wanted !== null
      ? { base: named }
      : { reason: `it does not start from ${named.name}, which the task names` };
  if (wanted === 'encoder') return { base: CARRIED };
  if (wanted === 'decoder') return { reason: 'no language model is at hand: student.baseModel may name one' };
  return { base: null };
}

function forbiddenLicense(base: Named | null, allowed: readonly string[] | null): string | null {
  if (base === null || allowed === null) return null;
  if (base.license !== null && allowed.includes(base.license.toLowerCase())) return null;
  return `the licence of ${base.name} is ${base.license ?? 'not known'}, and student.license allows ${allowed.join(', ')}`;
}
