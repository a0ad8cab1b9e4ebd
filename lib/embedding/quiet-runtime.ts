/** Environment in which ONNX Runtime, 1.29 and later, does not report to its maker. */
export const QUIET_RUNTIME = { ORT_DISABLE_TELEMETRY: '1' } as const;
