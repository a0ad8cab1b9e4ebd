const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/**
 * Reserved words as the languages' own references list them, the common ones of SQL. Of two languages with the same
 * number of hits the first counts, so that smaller sets stand before their kin.
 */
const KEYWORDS = [
  // Python 3.13
  {
    language: 'Python',
    words:
      words(`False None True and as assert async await break class continue def del elif else except finally for from global
    if import in is lambda nonlocal not or pass raise return try while with yield`),
  },
  // ECMAScript 2024, with the words that TypeScript adds
  {
    language: 'JavaScript',
    words:
      words(`async await break case catch class const continue debugger default delete do else enum export extends false
    finally for function if import in instanceof interface let new null of return static super switch this throw true try
    type typeof undefined var void while with yield`),
  },
  // Java 21
  {
    language: 'Java',
    words:
      words(`abstract assert boolean break byte case catch char class const continue default do double else enum extends false
    final finally float for goto if implements import instanceof int interface long native new null package private
    protected public return short static strictfp super switch synchronized this throw throws transient true try void
    volatile while`),
  },
  // C17 and C++20
  {
    language: 'C or C++',
    words:
      words(`alignas alignof auto bool break case catch char class concept const consteval constexpr const_cast continue
    co_await co_return co_yield decltype default delete do double dynamic_cast else enum explicit export extern false
    float for friend goto if inline int long mutable namespace new noexcept nullptr operator private protected public
    register reinterpret_cast requires return short signed sizeof static static_assert static_cast struct switch template
    this throw true try typedef typeid typename union unsigned using virtual void volatile wchar_t while`),
  },
  // Go 1.22
  {
    language: 'Go',
    words:
      words(`break case chan const continue default defer else fallthrough for func go goto if import interface map package
    range return select struct switch type var`),
  },
  // Rust 2021
  {
    language: 'Rust',
    words:
      words(`as async await break const continue crate dyn else enum extern false fn for if impl in let loop match mod move mut
    pub ref return self Self static struct super trait true type unsafe use where while`),
  },
  // Ruby 3.3
  {
    language: 'Ruby',
    words:
      words(`BEGIN END alias and begin break case class def defined do else elsif end ensure false for if in module next nil
    not or redo rescue retry return self super then true undef unless until when while yield`),
  },
  // PHP 8.3
  {
    language: 'PHP',
    words:
      words(`abstract and array as break callable case catch class clone const continue declare default do echo else elseif
    empty enddeclare endfor endforeach endif endswitch endwhile exit extends final finally fn for foreach function global
    goto if implements include instanceof interface isset list match namespace new or print private protected public
    readonly require return static switch throw trait try unset use var while xor yield`),
  },
  // C# 12
  {
    language: 'C#',
    words:
      words(`abstract as base bool break byte case catch char checked class const continue decimal default delegate do double
    else enum event explicit extern false finally fixed float for foreach goto if implicit in int interface internal is
    lock long namespace new null object operator out override params private protected public readonly ref return sbyte
    sealed short sizeof stackalloc static string struct switch this throw true try typeof uint ulong unchecked unsafe
    ushort using virtual void volatile while`),
  },
  // SQL:2016, as it is written in either case
  {
    language: 'SQL',
    words: words(
      [
        'select insert update delete from where join inner left right full outer on group by order having limit offset',
        'distinct union all intersect except as and or not in exists between like is null case when then else end create',
        'table drop alter add primary key foreign references default values into set with over partition count sum avg',
      ]
        .map((line) => `${line} ${line.toUpperCase()}`)
        .join(' '),
    ),
  },
] as const satisfies readonly { readonly language: string; readonly words: ReadonlySet<string> }[];

/** Words that are no keywords and yet tell a language: `self`, Ruby's keyword, is the most frequent name in Python's classes. */
const TELLING: Readonly<Record<string, ReadonlySet<string>>> = { Python: words('self') };

export type ProgrammingLanguage = (typeof KEYWORDS)[number]['language'];

/**
 * The language that program texts are most likely written in: the one most of whose keywords stand among their tokens. Null
 * where none does. TypeScript is read as JavaScript.
 */
export function languageOfTokens(tokens: readonly string[]): ProgrammingLanguage | null {
  return likeliest(tokens)?.language ?? null;
}

/** Keywords of that language; none where none stands among the tokens. */
export function keywordsOf(tokens: readonly string[]): ReadonlySet<string> {
  return likeliest(tokens)?.words ?? new Set();
}

function likeliest(tokens: readonly string[]): (typeof KEYWORDS)[number] | null {
  let found: (typeof KEYWORDS)[number] | null = null;
  let most = 0;
  for (const entry of KEYWORDS) {
    const telling = TELLING[entry.language];
    const hits = tokens.filter((token) => entry.words.has(token) || telling?.has(token)).length;
    if (hits <= most) continue;
    most = hits;
    found = entry;
  }
  return found;
}
