/** `npm test`: everything, the trainer's own tests included. */
import { runSuites } from './run-suites.ts';
import { pytest, vitest } from './suites.ts';

await runSuites(vitest(), pytest);
