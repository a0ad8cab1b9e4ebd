/** Whether `node_modules` of that folder (default: the checkout) holds what its `package-lock.json` names, for this machine. */
export function hasNpmPackages(folder?: string): boolean;
/** Runs `npm ci` where it is needed. */
export function ensureNpmPackages(report: (detail: string) => void): Promise<void>;
