import type { Stepping } from './stepping.ts';

/**
 * Seconds that two trainings of as many steps take when they run step by step in turn. Each is first in every other turn.
 * Both are ended.
 * @throws Error where one ends before the other
 */
export async function takeTurns(
  first: Stepping,
  second: Stepping,
  tell: (step: number) => void,
): Promise<{ readonly first: number; readonly second: number }> {
  const seconds = { first: 0, second: 0 };
  try {
    for (let step = 1; ; step += 1) {
      const took = step % 2 === 1 ? await inOrder(first, second) : (await inOrder(second, first)).toReversed();
      const [one, other] = took;
      if (one === undefined || other === undefined) throw new Error('two processes gave fewer than two times');
      if ((one === null) !== (other === null)) throw new Error(`only one of two trainings has a step ${step}`);
      if (one === null || other === null) return seconds;
      seconds.first += one;
      seconds.second += other;
      tell(step);
    }
  } finally {
    first.kill();
    second.kill();
  }
}

const inOrder = async (early: Stepping, late: Stepping): Promise<(number | null)[]> => [
  await early.step(),
  await late.step(),
];
