import { fileURLToPath } from 'node:url';

/** What the server that ships consists of; `predict.mjs` beside its folder is the rest of it. */
const NAMES = [
  'Dockerfile',
  'Dockerfile.dockerignore',
  'app.mjs',
  'cascade.mjs',
  'chat-request.mjs',
  'chat.mjs',
  'failure.mjs',
  'listen.mjs',
  'metrics.mjs',
  'openapi.mjs',
  'pool.mjs',
  'predict-rows.mjs',
  'read-body.mjs',
  'server.mjs',
  'session.mjs',
  'settings.mjs',
  'task-input.mjs',
  'teacher-output.mjs',
  'teacher.mjs',
];

/** The files of `server/`, which go into every bundle as they are. */
export const SERVER_FILES = NAMES.map((name) => ({
  path: `server/${name}`,
  file: fileURLToPath(new URL(`server/${name}`, import.meta.url)),
}));
