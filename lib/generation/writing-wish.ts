import type { TaskSpec } from '../../contracts/task-spec.ts';
import type { WritingWish } from '../prompts/write-inputs.ts';
import { createRandom } from '../statistics/random.ts';
import { INPUTS_PER_CALL } from './limits.ts';

const LENGTHS = [
  'Keep them short.',
  'Make them of middling length.',
  'Make some of them long and rich in detail.',
  'Mix short and long ones.',
];
const VOICES = [
  'Vary who is writing and why.',
  'Let them sound hurried and informal.',
  'Let them sound careful and formal.',
  'Include unusual but realistic cases.',
  'Include cases that are hard to decide.',
  'Include everyday cases.',
];

/**
 * What one `write-inputs` call asks for. Labels take turns, so that every label is asked for equally often as long as the
 * true prior is unknown; length and voice are drawn from the seed and the call's number alone.
 */
export function writingWish(spec: TaskSpec, seed: number, call: number): WritingWish {
  const random = createRandom(`${seed}/write/${call}`);
  const pick = (choices: readonly string[]) => choices[random.int(choices.length)] ?? '';
  const labels = spec.labels ?? [];
  return {
    count: INPUTS_PER_CALL,
    label: labels[call % Math.max(1, labels.length)] ?? null,
    manner: `${pick(LENGTHS)} ${pick(VOICES)}`,
  };
}
