import { StageFailure } from '../../contracts/failure.ts';

export interface KeyedEndpoint {
  readonly baseUrl: string;
  /** Variable that holds the endpoint's key; null: none was named for it. */
  readonly apiKeyEnv: string | null;
}

const OPENAI_URL = 'https://api.openai.com/v1';

/**
 * The key that may go to an endpoint, read now; null for an endpoint on this machine that needs none. `OPENAI_API_KEY`
 * goes to the origin of `OPENAI_BASE_URL` alone (scheme, host and port), so that a task file cannot send it elsewhere.
 * @throws StageFailure `key-missing`, saying which variable to set
 */
export function keyFor(endpoint: KeyedEndpoint, readVariable: (name: string) => string | undefined): string | null {
  const { baseUrl, apiKeyEnv } = endpoint;
  const read = (name: string): string | null => readVariable(name)?.trim() || null;
  if (apiKeyEnv !== null) {
    const key = read(apiKeyEnv);
    if (key === null) throw missing(`${apiKeyEnv} holds no key for ${baseUrl}. Set it where the cpu workers run.`);
    return key;
  }
  const own = new URL(baseUrl).origin === new URL(read('OPENAI_BASE_URL') ?? OPENAI_URL).origin;
  const key = own ? read('OPENAI_API_KEY') : null;
  if (key !== null) return key;
  if (isLoopback(new URL(baseUrl).hostname)) return null;
  if (own) throw missing(`OPENAI_API_KEY is not set, and ${baseUrl} needs a key. Set it where the cpu workers run.`);
  throw missing(
    `No key is configured for ${baseUrl}: OPENAI_API_KEY goes to its own host only. ` +
      `Name the variable that holds this endpoint's key as teacher.apiKeyEnv, or set OPENAI_BASE_URL to this host.`,
  );
}

const missing = (message: string): StageFailure => new StageFailure('key-missing', message);

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
