import { beforeEach, describe, expect, it } from 'vitest';
import type { PointerStore } from '../../lib/store/pointer-store.ts';

const KEY = 'models/name/current.json';

/** What every PointerStore must do. `create` gives an empty one. */
export function describePointerStore(name: string, create: () => Promise<PointerStore>): void {
  describe(`${name}, as a pointer store`, () => {
    let pointers: PointerStore;
    beforeEach(async () => {
      pointers = await create();
    });

    const textAt = async (): Promise<string | undefined> => (await pointers.read(KEY))?.bytes.toString();
    const tagNow = async (): Promise<string> => {
      const there = await pointers.read(KEY);
      if (there === null) throw new Error('there is nothing to read');
      return there.tag;
    };

    it('gives null for what is not there, and the bytes for what is', async () => {
      expect(await pointers.read(KEY)).toBeNull();
      expect(await pointers.move(KEY, Buffer.from('first'), null)).toBe('moved');
      expect(await textAt()).toBe('first');
    });

    it('makes an object once', async () => {
      await pointers.move(KEY, Buffer.from('first'), null);
      expect(await pointers.move(KEY, Buffer.from('second'), null)).toBe('overtaken');
      expect(await textAt()).toBe('first');
    });

    it('replaces what was read, and nothing that was read before', async () => {
      await pointers.move(KEY, Buffer.from('first'), null);
      const tag = await tagNow();
      expect(await pointers.move(KEY, Buffer.from('second'), tag)).toBe('moved');
      expect(await pointers.move(KEY, Buffer.from('third'), tag)).toBe('overtaken');
      expect(await textAt()).toBe('second');
      expect(await pointers.move(KEY, Buffer.from('third'), await tagNow())).toBe('moved');
    });

    it('says overtaken where what was read is gone', async () => {
      expect(await pointers.move(KEY, Buffer.from('first'), '"0123456789abcdef0123456789abcdef"')).toBe('overtaken');
      expect(await pointers.read(KEY)).toBeNull();
    });

    it('counts a move as done that is made twice with the same bytes', async () => {
      await pointers.move(KEY, Buffer.from('first'), null);
      const tag = await tagNow();
      await pointers.move(KEY, Buffer.from('second'), tag);
      expect(await pointers.move(KEY, Buffer.from('second'), tag)).toBe('moved');
    });

    it('lets exactly one of twenty at once replace what all of them read, twenty times', async () => {
      await pointers.move(KEY, Buffer.from('start'), null);
      for (let round = 0; round < 20; round += 1) {
        const tag = await tagNow();
        const writers = Array.from({ length: 20 }, (_, writer) => `round ${round}, writer ${writer}`);
        const said = await Promise.all(writers.map((writer) => pointers.move(KEY, Buffer.from(writer), tag)));
        expect(said.filter((answer) => answer === 'moved')).toHaveLength(1);
        expect(await textAt()).toBe(writers[said.indexOf('moved')]);
      }
    });
  });
}
