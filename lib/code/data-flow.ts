import { type Flow, type FlowEdge, type FlowRule, grouped, type Places, UnreadableFlow, type Word } from './flow.ts';
import { PYTHON_FLOW } from './flow-of-python.ts';
import { JAVA_FLOW, JAVASCRIPT_FLOW } from './flow-of-c-like.ts';
import { inOrder } from './flow-rules.ts';
import type { ReadableLanguage, SyntaxNode } from './grammar.ts';

const RULES: Record<ReadableLanguage, ReadonlyMap<string, FlowRule>> = {
  Python: PYTHON_FLOW,
  JavaScript: JAVASCRIPT_FLOW,
  Java: JAVA_FLOW,
};
/** A comprehension's `for` is walked before what it makes. */
const BEFORE: Record<ReadableLanguage, ReadonlySet<string>> = {
  Python: new Set(['for_in_clause']),
  JavaScript: new Set(),
  Java: new Set(),
};
/** Texts are one word, whatever stands in them. */
const TEXTS: ReadonlySet<string> = new Set(['string', 'string_literal', 'character_literal']);

/** Deeper trees have no flow: the reference stops where Python's stack of 1,000 calls ends. */
const DEEPEST = 900;
/**
 * A program of 200,000 characters has as many nodes. Every loop walks what is in it twice: of fifteen inside one another,
 * which nobody writes, the innermost is walked 32,768 times.
 */
const MOST_VISITS = 100_000;

/**
 * Edges of a program's data flow in the order of its words, names replaced by `var_0`, `var_1` in the order in which they come
 * up: programs that differ in names alone have the same. Empty where nothing flows, where loops or brackets are too deep,
 * and where a broken program lacks what an edge needs.
 * @see Ren et al. 2020, section 3.4; Guo et al. 2021, "GraphCodeBERT: Pre-training Code Representations with Data Flow", section 3
 */
export const dataFlow = (root: SyntaxNode, language: ReadableLanguage): readonly string[] =>
  normalised(flowEdges(root, language));

/** The same with names and places. Words that neither come from anywhere nor go anywhere are left out. */
export function flowEdges(root: SyntaxNode, language: ReadableLanguage): readonly FlowEdge[] {
  const edges = edgesOf(root, language);
  const linked = new Set(
    edges.flatMap(({ place, fromPlaces }) => (fromPlaces.length === 0 ? [] : [place, ...fromPlaces])),
  );
  return grouped(
    edges.filter(({ place }) => linked.has(place)),
    ({ place }) => String(place),
  );
}

function edgesOf(root: SyntaxNode, language: ReadableLanguage): readonly FlowEdge[] {
  if (depthOf(root) > DEEPEST) return [];
  const places = numberWords(root);
  let visits = 0;
  const visit = (node: SyntaxNode, known: Places): Flow => {
    visits += 1;
    if (visits > MOST_VISITS) throw new UnreadableFlow('loops inside loops inside loops');
    const place = places.get(node);
    if (place !== undefined) return wordFlow(node, place, known);
    if (node.children.length === 0 && node.type !== 'comment') throw new UnreadableFlow('a part of a text');
    return (RULES[language].get(node.type) ?? others)(node, known, walk);
  };
  const others: FlowRule = (node, known, inside) => inOrder(node, known, inside, BEFORE[language]);
  const walk = { visit, wordsOf: (node: SyntaxNode) => wordsOf(node, places) };
  try {
    return visit(root, new Map()).edges;
  } catch (error) {
    if (error instanceof UnreadableFlow) return [];
    throw error;
  }
}

/** A word that is known comes from where it got its value; another one is new, and known from now on where it is a name. */
function wordFlow({ text, type }: SyntaxNode, place: number, known: Places): Flow {
  if (isMark(text, type)) return { edges: [], places: known };
  const edge = { name: text, place, relation: 'comesFrom' as const };
  const from = known.get(text);
  if (from !== undefined) return { edges: [{ ...edge, fromNames: [text], fromPlaces: from }], places: known };
  const edges = [{ ...edge, fromNames: [], fromPlaces: [] }];
  return { edges, places: type === 'identifier' ? new Map([...known, [text, [place]]]) : known };
}

/** Marks and reserved words are nodes whose type is what they read. */
const isMark = (text: string, type: string): boolean => text === type;

/**
 * Numbers of all words, marks among them, in the order of the text. Comments are none. Words that the parser put in at the
 * same spot are one.
 */
function numberWords(root: SyntaxNode): ReadonlyMap<SyntaxNode, number> {
  const places = new Map<SyntaxNode, number>();
  const empty = new Map<number, number>();
  const number = (node: SyntaxNode): void => {
    if (node.children.length > 0 && !TEXTS.has(node.type)) for (const child of node.children) number(child);
    else if (node.type !== 'comment') {
      if (node.text === '') empty.set(node.from, places.size);
      places.set(node, places.size);
    }
  };
  number(root);
  for (const [node, place] of places) if (node.text === '') places.set(node, empty.get(node.from) ?? place);
  return places;
}

function wordsOf(node: SyntaxNode, places: ReadonlyMap<SyntaxNode, number>): readonly Word[] {
  const place = places.get(node);
  if (place === undefined) return node.children.flatMap((child) => wordsOf(child, places));
  return isMark(node.text, node.type) ? [] : [{ name: node.text, place }];
}

function depthOf(root: SyntaxNode): number {
  let depth = 0;
  for (let level: readonly SyntaxNode[] = [root]; level.length > 0; depth += 1)
    level = level.flatMap(({ children }) => children);
  return depth;
}

function normalised(edges: readonly FlowEdge[]): readonly string[] {
  const numbers = new Map<string, number>();
  const numberOf = (name: string): number => {
    if (!numbers.has(name)) numbers.set(name, numbers.size);
    return numbers.get(name) ?? 0;
  };
  return edges.map(({ name, relation, fromNames }) => {
    const from = fromNames.map((source) => `var_${numberOf(source)}`);
    return `var_${numberOf(name)} ${relation} ${from.join(' ')}`;
  });
}
