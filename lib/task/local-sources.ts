import type { TaskFile } from '../../contracts/task-file.ts';

/** The word in `sources:` that stands for the hub. */
export const HUB = 'hub';

/** Files and folders among the sources, as the task names them; none where nothing is looked for. */
export const localSources = ({ retrieve, sources }: TaskFile): readonly string[] =>
  retrieve === 'none' ? [] : (sources ?? []).filter((source) => source !== HUB);
