import { createMemoryPointers } from '../../../support/memory-pointers.ts';
import { describePointerStore } from '../../../support/pointer-store.case.ts';

describePointerStore('the memory pointers', async () => createMemoryPointers(new Map()));
