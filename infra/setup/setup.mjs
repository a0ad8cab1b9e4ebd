/** `npm run setup`: everything the project needs and does not have yet. Safe to run again, and twice at once. */
import { ensureSetUp } from './ensure-set-up.mjs';

const outcome = await ensureSetUp();
process.stderr.write(outcome === 'made' ? 'set-up is complete\n' : 'set-up is complete; nothing to do\n');
