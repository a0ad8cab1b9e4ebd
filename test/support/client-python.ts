import { join } from 'node:path';
import { stateDir } from '../../infra/setup/places.mjs';

/** Python with Gradio and OpenAI's client, which `npm test` prepares. */
export const CLIENT_PYTHON = join(stateDir, 'clients/bin/python');
