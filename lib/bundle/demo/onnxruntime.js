/**
 * `onnxruntime-node` as `predict.mjs` uses it, by the WebAssembly build of the same version.
 *
 * One thread: more need shared memory, which browsers give only to pages sent with special headers.
 */
import { env, InferenceSession as WebSession, Tensor } from 'onnxruntime-web';
import { download, forget } from './download.js';

const WASM = 'vendor/ort-wasm-simd-threaded.wasm';

env.wasm.numThreads = 1;
// Begun now, while predict.mjs reads task.json.
const runtime = download(WASM);

const InferenceSession = {
  create: async (path, { executionMode, logSeverityLevel }) => {
    // Given as bytes: a server need not know what a .wasm file is.
    env.wasm.wasmBinary = await runtime;
    const bytes = await download(path);
    const session = await WebSession.create(bytes, { executionMode, logSeverityLevel, executionProviders: ['wasm'] });
    forget(path);
    return {
      inputNames: session.inputNames,
      inputMetadata: session.inputMetadata,
      run: async (inputs) => {
        await breath();
        return session.run(inputs);
      },
    };
  },
};

/** Lets the page show itself and take clicks: a run keeps the one thread busy, and a text takes a run for every token. */
const breath = () =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const arrived = () => {
      port1.close();
      resolve();
    };
    port1.addEventListener('message', arrived, { once: true });
    port1.start();
    port2.postMessage(null);
  });

export { InferenceSession, Tensor };
