import { describeObjectStore } from '../../../support/object-store.case.ts';
import { createMemoryStore } from '../../../support/memory-store.ts';

describeObjectStore('the memory store', async () => createMemoryStore());
