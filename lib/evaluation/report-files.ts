import type { FolderFile } from '../../contracts/artifact.ts';
import type { Report } from '../../contracts/report.ts';
import type { Prediction } from '../inference/predictor.ts';
import { median } from './median.ts';

/** The ONNX files with their size and the median latency of one prediction with them, in ms; int8 files end in `_quantized`. */
export function reportFiles(
  files: readonly FolderFile[],
  predictions: { readonly int8: readonly Prediction[]; readonly fp32: readonly Prediction[] },
): Report['files'] {
  const latency = { int8: p50(predictions.int8), fp32: p50(predictions.fp32) };
  return files
    .filter((file) => /\.onnx(?:_data)?$/.test(file.path))
    .map((file) => ({
      path: file.path,
      bytes: file.bytes,
      p50Ms: file.path.includes('_quantized.onnx') ? latency.int8 : latency.fp32,
    }));
}

/** Median latency in ms, to a hundredth. */
const p50 = (rows: readonly Prediction[]): number => Math.round(median(rows.map((row) => row.ms)) * 100) / 100;
