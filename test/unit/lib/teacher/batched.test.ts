import { expect, it } from 'vitest';
import { batched } from '../../../../lib/teacher/batched.ts';

it('writes together what comes together', async () => {
  const writes: (readonly string[])[] = [];
  const append = batched(async (texts) => void writes.push(texts));
  await Promise.all(['a', 'b', 'c'].map(append));
  await append('d');
  expect(writes).toEqual([['a', 'b', 'c'], ['d']]);
});

it('tells each caller how its own write went', async () => {
  let fail = true;
  const append = batched(async () => {
    if (fail) throw new Error('full');
  });
  await expect(append('a')).rejects.toThrow('full');
  fail = false;
  await expect(append('b')).resolves.toBeUndefined();
});
