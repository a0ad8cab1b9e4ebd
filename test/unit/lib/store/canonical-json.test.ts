import { describe, expect, it } from 'vitest';
import { canonicalJson, hashOf, sha256Of } from '../../../../lib/store/canonical-json.ts';

describe('canonicalJson', () => {
  it('writes keys in UTF-16 order at every depth, without white space', () => {
    const value = { b: [{ z: 1, a: null }], a: 'x', B: true, é: 1.5, '10': 0, '9': -0 };
    expect(canonicalJson(value)).toBe('{"10":0,"9":0,"B":true,"a":"x","b":[{"a":null,"z":1}],"é":1.5}');
  });

  it('leaves undefined properties out, so that an absent key and an undefined one are the same', () => {
    expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
  });

  it('escapes strings as JSON does, lone surrogates included', () => {
    expect(canonicalJson('"\n\ud800€')).toBe(String.raw`"\"\n\ud800€"`);
  });

  it('writes the same object twice where it stands in two places', () => {
    const shared = { a: 1 };
    expect(canonicalJson([shared, shared])).toBe('[{"a":1},{"a":1}]');
  });

  it.each([
    ['undefined alone', undefined, '$ is undefined'],
    ['undefined in an array', { rows: [1, undefined] }, '$.rows[1] is undefined'],
    ['a hole in an array', Array.from({ length: 2 }).fill(0, 1), '$[0] is undefined'],
    ['NaN', { score: Number.NaN }, '$.score is NaN'],
    ['infinity', [-Infinity], '$[0] is -Infinity'],
    ['a function', { work: () => 1 }, '$.work is function'],
    ['a symbol', Symbol('s'), '$ is symbol'],
    ['a bigint', 1n, '$ is bigint'],
    ['a date', { at: new Date(0) }, '$.at is a Date'],
    ['bytes', new Uint8Array(1), '$ is a Uint8Array'],
  ])('refuses %s and names its place', (_, value, message) => {
    expect(() => canonicalJson(value)).toThrow(message);
  });

  it('refuses a cycle and names its place', () => {
    const value: Record<string, unknown> = {};
    value['self'] = [value];
    expect(() => canonicalJson(value)).toThrow('$.self[0] contains itself');
  });
});

describe('sha256Of', () => {
  it('equals the published digests of FIPS 180-2', () => {
    expect(sha256Of('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256Of(new Uint8Array())).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  it('takes a string as its UTF-8 bytes', () => {
    expect(sha256Of('é')).toBe(sha256Of(Uint8Array.of(0xc3, 0xa9)));
  });
});

describe('hashOf', () => {
  it('does not depend on the order of keys, but on that of items', () => {
    expect(hashOf({ a: 1, b: 2 })).toBe(hashOf({ b: 2, a: 1 }));
    expect(hashOf([1, 2])).not.toBe(hashOf([2, 1]));
  });

  it('is the hash of the canonical text', () => {
    expect(hashOf({ b: 1, a: [] })).toBe(sha256Of('{"a":[],"b":1}'));
  });
});
