/** `npm run test:unit [-- <filter>]`: the tier without processes or ports. */
import { runSuites } from './run-suites.ts';
import { vitest } from './suites.ts';

await runSuites(vitest('--project', 'unit', ...process.argv.slice(2)));
