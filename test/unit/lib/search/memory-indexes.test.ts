import { createMemoryIndexes } from '../../../support/memory-indexes.ts';
import { searchIndexesCase } from '../../../support/search-indexes.case.ts';

searchIndexesCase('memory', async () => createMemoryIndexes());
