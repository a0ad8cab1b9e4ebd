import {
  TEMPORAL_CLI_VERSION,
  TEMPORAL_SERVER_AT_LEAST,
  VERSITYGW_AT_LEAST,
  VERSITYGW_VERSION,
  isAtLeast,
  versionIn,
} from './versions.mjs';

/** Both servers of the local stack: where each comes from, and which `--version` answers will do. */
export const SERVERS = {
  temporal: {
    title: 'Temporal dev server',
    version: TEMPORAL_CLI_VERSION,
    goPackage: 'github.com/temporalio/cli/cmd/temporal',
    releases: 'https://github.com/temporalio/cli/releases',
    archive: (os, arch) => `temporal_cli_${TEMPORAL_CLI_VERSION}_${os}_${arch}.tar.gz`,
    /** `temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)`: the server inside decides. */
    accepts: (answer) => {
      const server = versionIn(/Server ([\d.]+)/.exec(answer)?.[1] ?? '');
      return server !== null && isAtLeast(server, TEMPORAL_SERVER_AT_LEAST);
    },
  },
  versitygw: {
    title: 'S3 server',
    version: VERSITYGW_VERSION,
    goPackage: 'github.com/versity/versitygw/cmd/versitygw',
    releases: 'https://github.com/versity/versitygw/releases',
    archive: (os, arch) =>
      `versitygw_v${VERSITYGW_VERSION}_${os === 'darwin' ? 'Darwin' : 'Linux'}_${arch === 'amd64' ? 'x86_64' : arch}.tar.gz`,
    /** Built by `go install` it names no version (`Version  : git`); such a build is taken as it is. */
    accepts: (answer) => {
      const version = versionIn(/Version\s*:\s*(\S+)/.exec(answer)?.[1] ?? '');
      return /Version\s*:/.test(answer) && (version === null || isAtLeast(version, VERSITYGW_AT_LEAST));
    },
  },
};
