/** The example tasks that the demo builds, by the name of their folder in `examples/`, their bundle and their task. */
export const EXAMPLES = ['support-triage', 'date-normalization'] as const;
export type Example = (typeof EXAMPLES)[number];
