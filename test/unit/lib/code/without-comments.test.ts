import { describe, expect, it } from 'vitest';
import { withoutComments } from '../../../../lib/code/without-comments.ts';

describe('withoutComments', () => {
  it.each([
    ['comments and empty lines', 'x = 1 # c\n\n# d\ny = 2\n', 'x = 1 \ny = 2'],
    ['docstrings', '"""mod"""\ndef f():\n    """doc"""\n    return 1 # k\n', 'def f():\n    return 1 '],
    ['texts that are statements', 'def f():\n    x = 1\n    "late"\n    y = 2', 'def f():\n    x = 1\n    y = 2'],
    ['a docstring after comments', 'def f():\n\n    # c\n    """doc"""\n    return 1', 'def f():\n    return 1'],
    ['comments inside brackets', 'x = (1,\n  # c\n 2)\n', 'x = (1,\n 2)'],
  ])('takes %s out of Python', (_, program, left) => {
    expect(withoutComments(program, 'Python')).toBe(left);
  });

  it.each([
    ['a # inside a text', 's = "a # b"\nt = f"#{x}"'],
    ['a # inside a long text', 's = """a\n  b # no\n"""'],
    ['a text after a colon', 'class A:\n    def f(self): "doc"'],
    ['signs that are no Python', 'a = ?\nx = "abc\ny = 2'],
  ])('leaves %s', (_, program) => {
    expect(withoutComments(program, 'Python')).toBe(program);
  });

  it.each([
    ['an open bracket', 'f(\n# c'],
    ['a bracket that nothing opened', ')\n# c'],
    ['an open text', 's = """abc # c\n'],
    ['a continued line at the end', 'x = 1 # c\ny = 2 \\\n'],
    ['a depth that no block has', 'def f():\n      x # c\n  y'],
  ])('leaves all of a Python program with %s', (_, program) => {
    expect(withoutComments(program, 'Python')).toBe(program);
  });

  it('joins continued lines and makes a space of each sign of depth, but where a block opens', () => {
    expect(withoutComments('x = 1 + \\\n    2', 'Python')).toBe('x = 1 +    2');
    expect(withoutComments('if x:\n\ty\n\tz', 'Python')).toBe('if x:\n\ty\n z');
  });

  it.each(['JavaScript', 'Java'] as const)(
    'takes comments of both forms out of %s, and none out of texts',
    (language) => {
      expect(withoutComments("var a = 1; // c\n\n/* d\n e */ b = \"//x\"; c = '\\'/*';", language)).toBe(
        "var a = 1;  \n  b = \"//x\"; c = '\\'/*';",
      );
    },
  );
});
