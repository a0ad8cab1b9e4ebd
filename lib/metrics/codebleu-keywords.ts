import type { ReadableLanguage } from '../code/grammar.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/**
 * The words that CodeBLEU's reference implementation takes for keywords: Python's with its soft ones, JavaScript's without
 * `true` and `async` and with `True`, Java's without its three literals.
 */
export const CODEBLEU_KEYWORDS: Readonly<Record<ReadableLanguage, ReadonlySet<string>>> = {
  Python:
    words(`False None True and as assert async await break case class continue def del elif else except finally for
    from global if import in is lambda match nonlocal not or pass raise return try type while with yield`),
  JavaScript:
    words(`True await break case catch class const continue debugger default delete do else enum export extends
    false finally for function if implements import in instanceof interface let new null package private protected public
    return static super switch this throw try typeof var void while with yield`),
  Java: words(`abstract assert boolean break byte case catch char class const continue default do double else enum extends
    final finally float for goto if implements import instanceof int interface long native new package private protected
    public return short static strictfp super switch synchronized this throw throws transient try void volatile while`),
};
