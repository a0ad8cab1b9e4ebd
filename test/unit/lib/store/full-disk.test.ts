import { describe, expect, it } from 'vitest';
import { needingRoom } from '../../../../lib/store/full-disk.ts';

const thrown = (code: string): Error => Object.assign(new Error(`${code}: write`), { code });
const failing = (error: Error) => needingRoom('/scratch', () => Promise.reject(error));

describe('needingRoom', () => {
  it.each(['ENOSPC', 'EDQUOT'])('names the folder where the disk says %s, however deep', async (code) => {
    const wrapped = new Error('cannot store the model', { cause: thrown(code) });
    for (const error of [thrown(code), wrapped]) {
      await expect(failing(error)).rejects.toMatchObject({
        kind: 'disk-full',
        message: expect.stringContaining('/scratch'),
        cause: error,
      });
    }
  });

  it('leaves every other error and every result alone', async () => {
    const denied = thrown('EACCES');
    await expect(failing(denied)).rejects.toBe(denied);
    await expect(needingRoom('/scratch', () => Promise.resolve(7))).resolves.toBe(7);
  });
});
