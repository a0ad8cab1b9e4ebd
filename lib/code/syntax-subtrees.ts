import type { SyntaxNode } from './grammar.ts';

/** Numbers of a program's subtrees, each as often as it stands there. */
export type Subtrees = (root: SyntaxNode) => readonly number[];

/**
 * What numbers the subtrees of programs: equal numbers, equal subtrees, as long as the same function gave them. A subtree is
 * a node with all below it; one without children is none, but for the root. Two are equal where the types of their named nodes are, and what
 * each is to its parent: names and values of the program do not count, nor do marks.
 * @see Ren et al. 2020, "CodeBLEU: a Method for Automatic Evaluation of Code Synthesis", section 3.3
 */
export function createSubtrees(): Subtrees {
  const numbers = new Map<string, number>();
  const numberOf = (shape: string): number => {
    const known = numbers.get(shape);
    if (known !== undefined) return known;
    numbers.set(shape, numbers.size);
    return numbers.size - 1;
  };
  return (root) => {
    const nodes = [root];
    for (const node of nodes) for (const child of node.children) nodes.push(child);
    const found = new Map<SyntaxNode, number>();
    // From the leaves up, so that the children of a node are numbered before it.
    for (const node of nodes.toReversed()) {
      const below = node.children
        .filter((child) => child.isNamed || child.isMissing)
        .map((child) => `${child.field ?? ''}:${found.get(child)}`);
      found.set(node, numberOf([labelOf(node), ...below].join(' ')));
    }
    return nodes.filter((node) => node === root || node.children.length > 0).flatMap((node) => found.get(node) ?? []);
  };
}

/** A sign that fits nowhere is an error of its own; a node that the parser put in is not the one that stands in a text. */
function labelOf({ type, isMissing, isNamed, children, text }: SyntaxNode): string {
  if (isMissing) return `missing ${isNamed ? type : `"${type}"`}`;
  return type === 'ERROR' && children.length === 0 ? `unexpected ${text.slice(0, 1)}` : type;
}
