export interface Progress {
  /** One line of its own. */
  readonly note: (text: string) => void;
  /** Runs `work` and shows `title` with the seconds until it ends; `report` sets what stands beside them. */
  readonly step: <Result>(
    title: string,
    work: (report: (detail: string) => void) => Promise<Result>,
  ) => Promise<Result>;
}

/**
 * Shows steps that run side by side: on a terminal one line each, repainted with the seconds; elsewhere a line at
 * the start, at the end and every 8 s between. Default stream: standard error.
 */
export function createProgress(stream?: NodeJS.WriteStream): Progress;
