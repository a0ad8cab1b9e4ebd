import { childOf, type SyntaxNode } from './grammar.ts';
import {
  byPlace,
  type Flow,
  type FlowEdge,
  type FlowRule,
  inTurn,
  joined,
  merged,
  needChild,
  placed,
  type Places,
  type Walk,
  type Word,
} from './flow.ts';

/** An edge for each pair of a word and a source of it. */
const pairwise = (
  words: readonly Word[],
  sources: readonly Word[],
  relation: FlowEdge['relation'],
): readonly FlowEdge[] =>
  words.flatMap((word) =>
    sources.map((source) => ({ ...word, relation, fromNames: [source.name], fromPlaces: [source.place] })),
  );

/** A definition with or without a value: `name` and `value` are its fields. */
export const definition: FlowRule = (node, places, walk) => {
  const words = walk.wordsOf(needChild(node, 'name'));
  const value = childOf(node, 'value');
  if (value === null) {
    const edges = words.map((word) => ({ ...word, relation: 'comesFrom' as const, fromNames: [], fromPlaces: [] }));
    return { edges: byPlace(edges), places: placed(places, words) };
  }
  const flow = walk.visit(value, places);
  const edges = [...flow.edges, ...pairwise(words, walk.wordsOf(value), 'comesFrom')];
  return { edges: byPlace(edges), places: placed(flow.places, words) };
};

/** An assignment: every word of its field `left` is computed from every word of `right`. */
export const assignment: FlowRule = (node, places, walk) => {
  const [left, right] = [needChild(node, 'left'), needChild(node, 'right')];
  const flow = walk.visit(right, places);
  const words = walk.wordsOf(left);
  const edges = [...flow.edges, ...pairwise(words, walk.wordsOf(right), 'computedFrom')];
  return { edges: byPlace(edges), places: placed(flow.places, words) };
};

/** `i++`: each word is computed from each of the same node. */
export const increment: FlowRule = (node, places, { wordsOf }) => {
  const words = wordsOf(node);
  return { edges: byPlace(pairwise(words, words, 'computedFrom')), places: placed(places, words) };
};

/**
 * A condition with its branches: those that `opens` begins are walked with what was known before the condition, as all
 * after them is; without an `else` what was known before it holds on as well.
 */
export const condition =
  (opens: ReadonlySet<string>, after: 'each-alone' | 'rest-too'): FlowRule =>
  (node, places, walk) => {
    const edges: FlowEdge[] = [];
    const branches: Places[] = [];
    let now = places;
    let isOpen = false;
    for (const child of node.children) {
      isOpen = opens.has(child.type) || (isOpen && after === 'rest-too');
      const flow = walk.visit(child, isOpen ? places : now);
      for (const edge of flow.edges) edges.push(edge);
      if (isOpen) branches.push(flow.places);
      else now = flow.places;
    }
    const hasElse = node.children.some(({ type }) => opens.has(type) && type.startsWith('else'));
    return { edges: byPlace(edges), places: joined([...branches, now, ...(hasElse ? [] : [places])]) };
  };

/** A loop: all of it, then once more with what the first pass left. */
export const loop: FlowRule = (node, places, walk) => {
  const first = inTurn(node.children, places, walk);
  const second = inTurn(node.children, first.places, walk);
  return { edges: merged([...first.edges, ...second.edges]), places: second.places };
};

/** A loop with a head: what follows the child of type `head` is walked once more. */
export const countingLoop =
  (head: string): FlowRule =>
  (node, places, walk) => {
    const first = inTurn(node.children, places, walk);
    const at = node.children.findIndex(({ type }) => type === head);
    const second = inTurn(at < 0 ? [] : node.children.slice(at + 1), first.places, walk);
    return { edges: merged([...first.edges, ...second.edges]), places: second.places };
  };

/** A loop over things, with fields `name`, `value` and `body`, walked twice. */
export const loopOver: FlowRule = (node, places, walk) => {
  const [name, value, body] = [needChild(node, 'name'), needChild(node, 'value'), needChild(node, 'body')];
  const once = (before: Places): Flow => {
    const flow = walk.visit(value, before);
    const words = walk.wordsOf(name);
    const own = pairwise(words, walk.wordsOf(value), 'computedFrom');
    const inside = walk.visit(body, placed(flow.places, words));
    return { edges: [...flow.edges, ...own, ...inside.edges], places: inside.places };
  };
  return twice(once, places);
};

export function twice(once: (places: Places) => Flow, places: Places): Flow {
  const first = once(places);
  const second = once(first.places);
  return { edges: merged([...first.edges, ...second.edges]), places: second.places };
}

/** Every part in turn; those of the given types before the others. */
export const inOrder = (
  node: SyntaxNode,
  places: Places,
  walk: Walk,
  before: ReadonlySet<string> = new Set(),
): Flow => {
  const sorted = [
    ...node.children.filter(({ type }) => before.has(type)),
    ...node.children.filter(({ type }) => !before.has(type)),
  ];
  const flow = inTurn(sorted, places, walk);
  return { edges: byPlace(flow.edges), places: flow.places };
};
