export { buildBatch } from './build-batch.ts';
export { buildModel } from './build-model.ts';
