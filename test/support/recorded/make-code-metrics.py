"""Writes code-metrics.json: CodeBLEU and its four parts as the package codebleu computes them.

Run from this folder with Python 3.11: codebleu 0.7.0, tree-sitter 0.25.2, tree-sitter-python 0.25.0,
tree-sitter-javascript 0.25.0, tree-sitter-java 0.23.5. codebleu asks for tree-sitter below 0.23, which
cannot load these grammars: tell the installer to override that.

Sources of one variable stand in the order of a set, which differs from process to process. What 20 of them
agree on is recorded as it is; of the unsettled pairs the lowest and the highest data flow.
"""

import json
import logging
import os
import subprocess
import sys

PROCESSES = 20

PYTHON = [
    ("", ""),
    ("", "x = 1"),
    ("x = 1", ""),
    ("x", "x"),
    ("x = 1", "x = 1"),
    ("pass", "pass"),
    ("x = 1", "pass"),
    ("import os\nprint(os.name)", "import os\nprint(os.name)"),
    ("import os\nprint(os.name)", "import sys\nprint(sys.path)"),
    ("def f(x):\n    return x + 1", "def g(y):\n    return y + 1"),
    ("def f(x):\n    return x + 1", "def f(x):\n    y = x + 1\n    return y"),
    ("a = 1\nb = 2\nc = a + b", "b = 2\na = 1\nc = a + b"),
    ("a, b = b, a", "t = a\na = b\nb = t"),
    ("a, b = f(x)", "a, b = g(x)"),
    ("x: int = 3\ny: int\nx += y", "x = 3\nx += y"),
    ("x = 1  # one\n\n# two\ny = x", "x = 1\ny = x"),
    ('def f():\n    """Gives one."""\n    return 1', "def f():\n    return 1"),
    ("def f(a, b=2, *c, d: int = a, **e):\n    return a + b + d", "def f(a, b=3):\n    return a + b"),
    (
        "if a:\n    x = 1\nelif b:\n    x = 2\nelse:\n    x = 3\nprint(x)",
        "x = 1 if a else 2 if b else 3\nprint(x)",
    ),
    ("x = 0\nif a:\n    x = 1\nprint(x)", "x = 0\nif b:\n    x = 2\nprint(x)"),
    ("x = 0\nif a:\n    x = 1\nprint(x)", "x = 0\nif a:\n    x = 1\nelse:\n    x = 2\nprint(x)"),
    ("s = 0\nfor i in xs:\n    s += i\nprint(s)", "s = sum(xs)\nprint(s)"),
    ("for k in d:\n    v = d[k]\nelse:\n    v = None\nprint(v)", "for k in d:\n    v = d[k]\nprint(v)"),
    ("while True:\n    break", "while True:\n    break"),
    ("x = [n for n in y if n]", "x = list(filter(None, y))"),
    (
        "x = {k: v for k, v in y.items() if v > 0}",
        "x = {}\nfor k, v in y.items():\n    if v > 0:\n        x[k] = v",
    ),
    (
        "with open(path) as f:\n    text = f.read()\nreturn text",
        "f = open(path)\ntext = f.read()\nreturn text",
    ),
    ("try:\n    f()\nexcept ValueError as e:\n    raise e", "f()"),
    (
        "class A:\n    def f(self, x):\n        self.x = x\n        return self.x",
        "class B:\n    def f(self, y):\n        self.y = y",
    ),
    (
        "class A:\n    def f(self):\n        self.x = 'a'\n        y = self.x",
        "class A:\n    def f(self):\n        self.x = 'a'",
    ),
    ("t = f'{x} {y}'\nu = t.strip()", "t = '%s %s' % (x, y)\nu = t.strip()"),
    ("if (n := len(a)) > 10:\n    print(n)", "n = len(a)\nif n > 10:\n    print(n)"),
    (
        "match v:\n    case 1:\n        r = v\n    case _:\n        r = 2\nprint(r)",
        "r = v if v == 1 else 2\nprint(r)",
    ),
    ("f = lambda a, b: a * b\nf(1, 2)", "def f(a, b):\n    return a * b\nf(1, 2)"),
    ("async def f(u):\n    r = await get(u)\n    return r", "def f(u):\n    r = get(u)\n    return r"),
    ("def f(x):\n\tif x:\n\t\treturn x\n\treturn 0", "def f(x):\n    if x:\n        return x\n    return 0"),
    ("def f(x:\n    return x", "def f(x):\n    return x"),
    ("x = (1,", "x = (1,  # open"),
    ("def f(x):\n    return x", "def f(x)\n    return x"),
    ('s = """a\n\n# no comment\n"""\nt = s', "s = 'a'\nt = s"),
    ("    return total / count", "return total / count"),
    ("df['a'].groupby('b').sum().sort_values(ascending=False)", "df['a'].groupby('c').mean()"),
    ("x = 1 + \\\n    2\ny = x", "x = 1 + 2\ny = x"),
    (
        "for a in b:\n    for c in a:\n        d = d + c\n        b = d",
        "for a in b:\n    d = d + a\n    b = d",
    ),
]

JAVASCRIPT = [
    ("", ""),
    ("let y = x + 1;", "let y = x + 1;"),
    (
        "let s = 0; for (let i = 0; i < n; i++) { s += i; } f(s);",
        "var s = 0; for (var i = 0; i < n; i++) { s += i; } f(s);",
    ),
    (
        "let l = 0; if (a) { l += 1; } else if (b) { l += 2; } else { l += l; } f(l);",
        "let l = 0; if (a) { l += 1; } f(l);",
    ),
    (
        "/* sum */ var t = 0; // from 0\nwhile (t < n) { t += k; k += t; }",
        "var t = 0;\nwhile (t < n) { t += k; k += t; }",
    ),
    ("class A { m(x) { this.y = x; return x; } }", "class A { m(y) { this.x = y; return y; } }"),
    ("s = `http://x`; t = s;", "s = 'http://x'; t = s;"),
    ("let a = 1\nlet b = a\na++", "let b = 1;\nlet a = b;\nb++;"),
    ("for (const a of xs) { t += a; }", "xs.forEach((a) => { t += a; });"),
    ("let x = ;", "let x = 1;"),
]

JAVA = [
    ("", "int x;"),
    ("int y = x + 1;", "int y = x + 1;"),
    (
        "int f(int a, String b) { return a + b.length(); }",
        "int f(int c, String d) { return c + d.length(); }",
    ),
    (
        "int s = 0; for (int i = 0; i < n; i++) { s += i; } f(s);",
        "int s = 0; int i = 0; while (i < n) { s += i; i++; } f(s);",
    ),
    ("for (String a : xs) { t = a; } u = t;", "for (String b : ys) { t = b; } u = t;"),
    (
        "if (a) { x = 1; } else if (b) { x = 2; } else { x = 3; } f(x);",
        "if (a) { x = 1; } else { x = 3; } f(x);",
    ),
    ("if (a) x = 1;\nf(x);", "x = a ? 1 : 2;\nf(x);"),
    (
        "class A { private int v = 3; int m(int x) { v = x; return v; } }",
        "class A { int v; int m(int y) { this.v = y; return v; } }",
    ),
    ('String s = "a"; char c = \'a\'; t = "a" + s; // text', 'String s = "a"; t = s + "a";'),
    ("do { i = i + 1; } while (i < n);", "while (i < n) { i = i + 1; }"),
    ("try { a = 1; } catch (E e) { a = e; } f(a);", "a = 1; f(a);"),
    ("int x = 1", "int x = 1;"),
]

UNSETTLED = [
    ("Python", "for i in range(10):\n    print(i)", "for j in range(9):\n    print(j)"),
    (
        "Python",
        "while i < n:\n    i = i + step\n    n = n - i",
        "while j < m:\n    j = j + by\n    m = m - j",
    ),
    ("JavaScript", "const f = (a, b = 2) => a + b;", "function f(a, b = 2) { return a + b; }"),
    ("JavaScript", "const {b, c} = o; const [d, e] = b;", "const b = o.b; const d = b[0];"),
    ("Java", "int[] a = {1, 2}; a[0] = b; c = a[1];", "List<Integer> a = List.of(1, 2); c = a.get(1);"),
    ("Java", "switch (v) { case 1: r = v; break; default: r = 2; } f(r);", "r = v == 1 ? v : 2; f(r);"),
]

PAIRS = {"Python": PYTHON, "JavaScript": JAVASCRIPT, "Java": JAVA}
PARTS = {
    "ngrams": "ngram_match_score",
    "weighted": "weighted_ngram_match_score",
    "syntax": "syntax_match_score",
    "dataFlow": "dataflow_match_score",
    "codebleu": "codebleu",
}


def measure() -> list[list[float]]:
    """The parts of every pair, then of each language's pairs together."""
    from codebleu import calc_codebleu

    logging.disable(logging.WARNING)

    def parts(pairs: list[tuple[str, str]], language: str) -> list[float]:
        expected, answers = [list(side) for side in zip(*pairs, strict=True)]
        scored = calc_codebleu(expected, answers, language.lower())
        return [scored[name] for name in PARTS.values()]

    single = [parts([pair], language) for language, pairs in PAIRS.items() for pair in pairs]
    together = [parts(pairs, language) for language, pairs in PAIRS.items()]
    unsettled = [parts([(expected, answer)], language) for language, expected, answer in UNSETTLED]
    return single + together + unsettled


def measured_often() -> list[list[tuple[float, float]]]:
    """Lowest and highest of each part of what `measure` gives."""
    runs = []
    for seed in range(PROCESSES):
        env = {**os.environ, "PYTHONHASHSEED": str(seed)}
        output = subprocess.run(
            [sys.executable, __file__, "once"], env=env, check=True, capture_output=True, text=True
        )
        runs.append(json.loads(output.stdout))
    return [[(min(part), max(part)) for part in zip(*rows, strict=True)] for rows in zip(*runs, strict=True)]


def settled(ranges: list[tuple[float, float]]) -> dict[str, float]:
    if any(low != high for low, high in ranges):
        raise ValueError("differs from process to process: put the pair among the unsettled ones")
    return {name: low for name, (low, _) in zip(PARTS, ranges, strict=True)}


def main() -> None:
    ranges = iter(measured_often())
    result = {
        "pairs": [
            {"language": language, "expected": expected, "answer": answer, **settled(next(ranges))}
            for language, pairs in PAIRS.items()
            for expected, answer in pairs
        ],
        "together": [{"language": language, **settled(next(ranges))} for language in PAIRS],
        "unsettled": [
            {"language": language, "expected": expected, "answer": answer, "dataFlow": next(ranges)[3]}
            for language, expected, answer in UNSETTLED
        ],
    }
    texts = [
        f"{json.dumps(name)}: [\n"
        + ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
        + "\n]"
        for name, cases in result.items()
    ]
    with open("code-metrics.json", "w", encoding="utf-8") as file:
        file.write("{\n" + ",\n".join(texts) + "\n}\n")


if __name__ == "__main__":
    if sys.argv[1:] == ["once"]:
        json.dump(measure(), sys.stdout)
    else:
        main()
