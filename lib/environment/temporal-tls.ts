import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** TLS settings in the shape that Temporal's connections take. Empty: TLS with the system's certificates. */
export interface TemporalTls {
  readonly clientCertPair?: { readonly crt: Buffer; readonly key: Buffer };
  readonly serverRootCACertificate?: Buffer;
  readonly serverNameOverride?: string;
}

const FILES = {
  crt: 'TEMPORAL_TLS_CLIENT_CERT_PATH',
  key: 'TEMPORAL_TLS_CLIENT_KEY_PATH',
  ca: 'TEMPORAL_TLS_SERVER_CA_CERT_PATH',
} as const;

/**
 * TLS as the Temporal CLI's variables ask for it: by `TEMPORAL_TLS`, by a file, or, unless `TEMPORAL_TLS=false`, by
 * an API key. Null: a plain connection. What is wrong is listed, not thrown.
 */
export function readTemporalTls(
  variables: Readonly<Record<string, string | undefined>>,
  cwd: string,
): { readonly tls: TemporalTls | null; readonly problems: readonly string[] } {
  const files = Object.values(FILES).filter((name) => variables[name] !== undefined);
  const problems = files
    .filter((name) => !existsSync(resolve(cwd, variables[name] ?? '')))
    .map((name) => `${name} names a file that does not exist: ${variables[name]}`);
  if ((variables[FILES.crt] === undefined) !== (variables[FILES.key] === undefined)) {
    problems.push(`${FILES.crt} and ${FILES.key} must be set together`);
  }
  const wish = variables['TEMPORAL_TLS']?.toLowerCase();
  if (wish !== undefined && !['true', '1', 'false', '0'].includes(wish)) {
    problems.push('TEMPORAL_TLS is neither true nor false');
  }
  if (problems.length > 0) return { tls: null, problems };
  const isOff = wish === 'false' || wish === '0';
  const isAsked = wish !== undefined || files.length > 0 || variables['TEMPORAL_API_KEY'] !== undefined;
  return { tls: isAsked && !isOff ? settings(variables, cwd) : null, problems };
}

function settings(variables: Readonly<Record<string, string | undefined>>, cwd: string): TemporalTls {
  const read = (name: string): Buffer | null => {
    const file = variables[name];
    return file === undefined ? null : readFileSync(resolve(cwd, file));
  };
  const crt = read(FILES.crt);
  const key = read(FILES.key);
  const ca = read(FILES.ca);
  const serverName = variables['TEMPORAL_TLS_SERVER_NAME'];
  return {
    ...(crt === null || key === null ? {} : { clientCertPair: { crt, key } }),
    ...(ca === null ? {} : { serverRootCACertificate: ca }),
    ...(serverName === undefined ? {} : { serverNameOverride: serverName }),
  };
}
