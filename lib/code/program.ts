import { pythonTrim } from '../metrics/python-words.ts';
import { dataFlow } from './data-flow.ts';
import { openGrammar, type ReadableLanguage } from './grammar.ts';
import { createSubtrees } from './syntax-subtrees.ts';
import { withoutComments } from './without-comments.ts';

/** What a program text is compared by. */
export interface Program {
  /** A number for each subtree; those of programs that one reader read are comparable. */
  readonly subtrees: readonly number[];
  /** Edges of the data flow, as texts that are equal where the edges are. */
  readonly flow: readonly string[];
  /** The text is no whole program of the language. */
  readonly isBroken: boolean;
}

export type ProgramReader = (text: string) => Program;

/**
 * What reads programs of a language: without white space around them, comments and docstrings. About 1 ms for a program of
 * a screenful.
 */
export async function openProgramReader(language: ReadableLanguage): Promise<ProgramReader> {
  const grammar = await openGrammar(language);
  const subtreesOf = createSubtrees();
  return (text) => {
    const { root, isBroken } = grammar(withoutComments(pythonTrim(text), language));
    return { subtrees: subtreesOf(root), flow: dataFlow(root, language), isBroken };
  };
}
