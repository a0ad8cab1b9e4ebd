import type { GivenAnswer } from '../../contracts/labelling.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import { goldAnswer, judgedAnswer, type Question } from '../../lib/labelling/question.ts';

/** The answer that a form of the page holds; else what is wrong with it, as a sentence. */
export function answerInForm(spec: TaskSpec, { input, asks }: Question, form: URLSearchParams): GivenAnswer | string {
  if (form.get('answer') === 'unclear') return { is: 'unclear' };
  if (asks.how !== 'judge')
    return goldAnswer(spec, input, asks.how === 'label' ? (form.get('label') ?? '') : form.getAll('label'));
  const text = form.get('text');
  if (text !== null) return goldAnswer(spec, input, text.replaceAll('\r\n', '\n').trim());
  const right = JUDGEMENTS.get(form.get('judge') ?? '');
  return right === undefined
    ? 'Say which of the answers are right.'
    : judgedAnswer(
        asks.answers,
        asks.answers.filter((_, at) => right.includes(at)),
      );
}

const JUDGEMENTS: ReadonlyMap<string, readonly number[]> = new Map([
  ['first', [0]],
  ['second', [1]],
  ['both', [0, 1]],
  ['none', []],
]);
