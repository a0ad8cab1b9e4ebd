import { describe, expect, it } from 'vitest';
import { putJson } from '../../../../lib/store/blobs.ts';
import { readStoredTask, storeTask } from '../../../../lib/task/stored-task.ts';
import { createMemoryStore } from '../../../support/memory-store.ts';
import { storedTaskInTest } from '../../../support/stored-task-in-test.ts';

describe('storeTask', () => {
  it('gives the same version to the same task, and puts another in its place', async () => {
    const store = createMemoryStore();
    const first = await storeTask(store, storedTaskInTest('mail', 1));
    expect(first.before).toBeNull();
    const again = await storeTask(store, storedTaskInTest('mail', 1));
    expect(again).toEqual({ version: first.version, before: first.version });
    const second = await storeTask(store, storedTaskInTest('mail', 2));
    expect(second.before).toBe(first.version);
    expect(second.version).not.toBe(first.version);
    expect(await readStoredTask(store, 'mail')).toEqual(storedTaskInTest('mail', 2));
    // The version before can still be read by whoever names it.
    expect(store.objects.has(`blobs/${first.version.slice(0, 2)}/${first.version}`)).toBe(true);
  });
});

describe('readStoredTask', () => {
  it('says that a task is not stored, or in a form that is not known', async () => {
    const store = createMemoryStore();
    await expect(readStoredTask(store, 'mail')).rejects.toMatchObject({ kind: 'task-invalid' });
    const other = await putJson(store, { ...storedTaskInTest('mail', 1), version: 0 });
    const pointer = JSON.stringify({ version: 1, name: 'mail', current: other });
    await store.put('tasks/mail.json', { bytes: Buffer.from(pointer) }, 'always');
    await expect(readStoredTask(store, 'mail')).rejects.toMatchObject({ kind: 'task-invalid' });
    await store.put('tasks/mail.json', { bytes: Buffer.from('{"version":2}') }, 'always');
    await expect(readStoredTask(store, 'mail')).rejects.toMatchObject({ kind: 'task-invalid' });
  });
});
