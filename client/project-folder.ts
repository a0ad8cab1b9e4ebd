import { join } from 'node:path';

/** Folder of this project: its packages, and `.p2m` with what it keeps on this machine. */
export const PROJECT_FOLDER = join(import.meta.dirname, '..');
