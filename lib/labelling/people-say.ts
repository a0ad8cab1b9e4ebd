import type { GivenAnswer, GivenLabel } from '../../contracts/labelling.ts';
import type { TaskKind } from '../../contracts/task-file.ts';
import type { Answer } from '../metrics/scored-rows.ts';
import { squadNormalise } from '../metrics/squad-normalise.ts';
import { isListed, type OutputForm } from '../task-output/output-form.ts';

/** What one person holds of a row. */
export interface Opinion {
  readonly by: string;
  readonly answer: Exclude<GivenAnswer, { readonly is: 'withdrawn' }>;
}

export type AnswerForm = Pick<OutputForm, 'kind' | 'constraints'>;

/** By row, what each person said of it last; rows of which nobody holds anything are left out. */
export function opinionsOf(labels: readonly GivenLabel[]): ReadonlyMap<string, readonly Opinion[]> {
  const rows = new Map<string, Map<string, Opinion>>();
  for (const { row, by, answer } of labels) {
    const people = rows.get(row) ?? new Map<string, Opinion>();
    people.delete(by);
    if (answer.is !== 'withdrawn') people.set(by, { by, answer });
    rows.set(row, people);
  }
  return new Map([...rows].flatMap(([row, people]) => (people.size === 0 ? [] : [[row, [...people.values()]]])));
}

/**
 * Whether people hold an answer right (1) or wrong (0): most of those who can say; null where nobody can, or as many say
 * one as the other. A missing answer is wrong whatever they say.
 *
 * A label, a list, an object or a program is right where it is the one that a person gave; another text where it is the same but for
 * case, ASCII punctuation, white space and English articles, or where the person judged it to be right. An answer that was not
 * shown is right where it is the same as one that is.
 */
export function scoreByPeople(form: AnswerForm, opinions: readonly Opinion[], answer: Answer): 0 | 1 | null {
  if (answer === null) return 0;
  const said = opinions.flatMap((opinion) => {
    const right = isRight(form, opinion.answer, answer);
    return right === null ? [] : [right];
  });
  const right = said.filter(Boolean).length;
  if (2 * right === said.length) return null;
  return 2 * right > said.length ? 1 : 0;
}

function isRight(form: AnswerForm, said: Opinion['answer'], answer: string): boolean | null {
  switch (said.is) {
    case 'gold':
      return isSame(form, said.output, answer);
    case 'judged':
      if (said.right.includes(answer)) return true;
      return !said.wrong.includes(answer) && said.right.some((text) => isSame(form, text, answer));
    case 'unclear':
      return null;
    default:
      return said satisfies never;
  }
}

/** Kinds whose outputs are words of a language: signs and capitals may differ. */
const WORDS: ReadonlySet<TaskKind> = new Set<TaskKind>(['extract', 'edit', 'text']);

function isSame(form: AnswerForm, one: string, other: string): boolean {
  if (one === other) return true;
  if (form.kind === null || !WORDS.has(form.kind) || isListed(form)) return false;
  const normal = squadNormalise(one);
  return normal !== '' && normal === squadNormalise(other);
}

/** What is right by most people who said so, as a text; null where nobody wrote or found one, or as many said another. */
export function goldOutput(opinions: readonly Opinion[]): string | null {
  const counts = new Map<string, number>();
  for (const { answer } of opinions) {
    const text = answer.is === 'gold' ? answer.output : answer.is === 'judged' ? answer.right[0] : undefined;
    if (text !== undefined) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const [first, second] = [...counts].toSorted(([, one], [, other]) => other - one);
  return first === undefined || first[1] === second?.[1] ? null : first[0];
}
