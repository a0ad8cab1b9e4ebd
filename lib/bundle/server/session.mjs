/** One session of the model in a thread of its own: a prediction blocks the thread that it runs on. */
import { parentPort, workerData } from 'node:worker_threads';
import { loadPredictor, PredictError } from '../predict.mjs';

const { predict, task } = await loadPredictor(workerData).catch(complain);
if (task !== undefined) {
  parentPort.on('message', (job) => void answer(job));
  tell({ task });
}

/** Nothing is transferred: messages are small. */
function tell(message) {
  parentPort.postMessage(message, []);
}

/** The pool hands over one input at a time: the answers of int8 weights depend on the company a row keeps. */
async function answer({ input, maxTokens }) {
  try {
    tell({ answer: await predict(input, maxTokens) });
  } catch (error) {
    if (error instanceof PredictError) tell({ refused: error.message });
    else tell({ failed: error.stack ?? String(error) });
  }
}

/** A model that cannot be loaded is foreseen where a file or a package is missing; anything else is a bug. */
function complain(error) {
  if (!(error instanceof PredictError) && error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  tell({ unusable: { message: error.message.split('\n')[0], code: error.code ?? null } });
  return {};
}
