import { fileURLToPath } from 'node:url';
import treeSitter, { type TreeCursor } from '@vscode/tree-sitter-wasm';

/** Languages whose syntax and data flow are read. */
export const READABLE_LANGUAGES = ['Python', 'JavaScript', 'Java'] as const;
export type ReadableLanguage = (typeof READABLE_LANGUAGES)[number];

/** A node of a syntax tree, marks and reserved words among them. */
export interface SyntaxNode {
  readonly type: string;
  /** What the node is to its parent, where the grammar says so: `left`, `name`. */
  readonly field: string | null;
  /** False for marks and reserved words. */
  readonly isNamed: boolean;
  /** The parser put it there: the text lacks it. */
  readonly isMissing: boolean;
  readonly text: string;
  /** Where it begins in the program, in characters. */
  readonly from: number;
  readonly children: readonly SyntaxNode[];
}

export interface SyntaxTree {
  readonly root: SyntaxNode;
  /** The text is none of the language: parts were passed over or put in. */
  readonly isBroken: boolean;
}

/** Reads program texts; a text that is none of the language gives a tree with `ERROR` nodes. */
export type Grammar = (text: string) => SyntaxTree;

/**
 * The grammar of a language, from files of the package: nothing is fetched, nothing compiled. About 0.1 s.
 * @see https://tree-sitter.github.io
 */
export async function openGrammar(language: ReadableLanguage): Promise<Grammar> {
  await treeSitter.Parser.init();
  const name = `tree-sitter-${language.toLowerCase()}.wasm`;
  const file = import.meta.resolve(`@vscode/tree-sitter-wasm/wasm/${name}`);
  const parser = new treeSitter.Parser();
  parser.setLanguage(await treeSitter.Language.load(fileURLToPath(file)));
  return (text) => {
    const tree = parser.parse(text);
    // Null comes of a time limit or of a parser without language alone.
    if (tree === null) throw new Error(`a program of ${text.length} characters was not parsed`);
    const cursor = tree.walk();
    const read = { root: copyTree(cursor, text), isBroken: tree.rootNode.hasError };
    // Their memory is the parser's own, which nobody collects.
    cursor.delete();
    tree.delete();
    return read;
  };
}

interface GrowingNode extends SyntaxNode {
  readonly children: GrowingNode[];
}

/** The tree under the cursor. No recursion: a line of brackets makes a tree as deep as it is long. */
function copyTree(cursor: TreeCursor, text: string): SyntaxNode {
  const root = nodeAt(cursor, text);
  const path = [root];
  const enter = (): void => {
    const node = nodeAt(cursor, text);
    path.at(-1)?.children.push(node);
    path.push(node);
  };
  for (;;) {
    if (!cursor.gotoFirstChild()) {
      while (!cursor.gotoNextSibling()) {
        if (!cursor.gotoParent()) return root;
        path.pop();
      }
      path.pop();
    }
    enter();
  }
}

const nodeAt = (cursor: TreeCursor, text: string): GrowingNode => ({
  type: cursor.nodeType,
  field: cursor.currentFieldName,
  isNamed: cursor.nodeIsNamed,
  isMissing: cursor.nodeIsMissing,
  text: text.slice(cursor.startIndex, cursor.endIndex),
  from: cursor.startIndex,
  children: [],
});

/** The child that is so much to a node; null where it has none such. */
export const childOf = (node: SyntaxNode, field: string): SyntaxNode | null =>
  node.children.find((child) => child.field === field) ?? null;
