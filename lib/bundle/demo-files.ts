import { fileURLToPath } from 'node:url';

/** The page that runs the model in a browser, and the app for those who want Gradio. */
const NAMES = [
  'download.js',
  'gradio_app.py',
  'index.html',
  'load-model.js',
  'node.js',
  'onnxruntime.js',
  'page.js',
  'show-answer.js',
  'style.css',
  'vendor/NOTICE',
];

/**
 * What the page needs of pinned packages, so that it works without a network. Scripts are called `.js`: some web
 * servers send `.mjs` as a type that browsers refuse.
 */
const VENDORED = {
  'onnxruntime-web.js': 'onnxruntime-web/dist/ort.wasm.bundle.min.mjs',
  // The smallest build, without GPU: 14.2 MB.
  'ort-wasm-simd-threaded.wasm': 'onnxruntime-web/dist/ort-wasm-simd-threaded.wasm',
  'tokenizers.js': '@huggingface/tokenizers/dist/tokenizers.min.mjs',
};

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The files of `demo/` that go into every bundle as they are; its `examples.json` is of the task. */
export const DEMO_FILES = [
  ...NAMES.map((name) => ({ path: `demo/${name}`, file: at(`demo/${name}`) })),
  ...Object.entries(VENDORED).map(([name, source]) => ({
    path: `demo/vendor/${name}`,
    file: at(`../../node_modules/${source}`),
  })),
];
