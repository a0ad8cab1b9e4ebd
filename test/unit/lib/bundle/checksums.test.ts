import { describe, expect, it } from 'vitest';
import { checksums } from '../../../../lib/bundle/checksums.ts';

describe('checksums', () => {
  it('writes what sha256sum reads, sorted by path, without itself', () => {
    const [a, b] = ['a'.repeat(64), 'b'.repeat(64)];
    const files = [
      { path: 'task.json', sha256: a },
      { path: 'SHA256SUMS', sha256: a },
      { path: 'onnx/model.onnx', sha256: b },
    ];
    expect(checksums(files)).toBe(`${b}  onnx/model.onnx\n${a}  task.json\n`);
  });
});
