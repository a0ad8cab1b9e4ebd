import { expect, it } from 'vitest';
import { SERVERS } from '../../../../infra/setup/server-catalog.mjs';
import { isAtLeast, versionIn } from '../../../../infra/setup/versions.mjs';

it('finds a version in what a program says of itself', () => {
  expect(versionIn('v20.19.0')).toEqual([20, 19, 0]);
  expect(versionIn('Python 3.11')).toEqual([3, 11, 0]);
  expect(versionIn('git')).toBeNull();
});

it('compares part by part, not as text', () => {
  expect(isAtLeast([20, 9, 0], [20, 19])).toBe(false);
  expect(isAtLeast([20, 19, 0], [20, 19])).toBe(true);
  expect(isAtLeast([22, 0, 0], [20, 19])).toBe(true);
  expect(isAtLeast([3, 9, 18], [3, 11])).toBe(false);
});

it('judges a Temporal CLI by the server inside', () => {
  const { accepts } = SERVERS.temporal;
  expect(accepts('temporal version 0.0.0-DEV (Server 1.29.1, UI 2.42.1)')).toBe(true);
  expect(accepts('temporal version 1.6.0 (Server 1.31.2, UI 2.45.0)')).toBe(true);
  expect(accepts('temporal version 1.3.0 (Server 1.27.1, UI 2.36.0)')).toBe(false);
  expect(accepts('something else that is called temporal 9.9')).toBe(false);
});

it('takes a versitygw that names no version, but not an old one', () => {
  const { accepts } = SERVERS.versitygw;
  expect(accepts('Version  : git\nBuild    : norev')).toBe(true);
  expect(accepts('Version  : 1.8.0')).toBe(true);
  expect(accepts('Version  : 1.0.7')).toBe(false);
  expect(accepts('usage: versitygw')).toBe(false);
});

it('names the release archives as their projects do', () => {
  expect(SERVERS.temporal.archive('darwin', 'arm64')).toBe('temporal_cli_1.5.1_darwin_arm64.tar.gz');
  expect(SERVERS.versitygw.archive('linux', 'amd64')).toBe('versitygw_v1.8.0_Linux_x86_64.tar.gz');
  expect(SERVERS.versitygw.archive('darwin', 'arm64')).toBe('versitygw_v1.8.0_Darwin_arm64.tar.gz');
});
