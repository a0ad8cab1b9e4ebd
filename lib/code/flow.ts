import { childOf, type SyntaxNode } from './grammar.ts';

/** Of each name the places where it last got its value, in rising order: several after branches and loops. */
export type Places = ReadonlyMap<string, readonly number[]>;

/** Where the value of a variable at one place comes from. */
export interface FlowEdge {
  readonly name: string;
  /** Number of the word in the program, from 0. */
  readonly place: number;
  /** `comesFrom`: it is the value itself; `computedFrom`: it is made of the values. */
  readonly relation: 'comesFrom' | 'computedFrom';
  readonly fromNames: readonly string[];
  readonly fromPlaces: readonly number[];
}

/** What a part of a program adds, and where each name has its value from after it. */
export interface Flow {
  readonly edges: readonly FlowEdge[];
  readonly places: Places;
}

/** A word with its number. */
export interface Word {
  readonly name: string;
  readonly place: number;
}

/** What rules are given of the program that is walked. */
export interface Walk {
  readonly visit: (node: SyntaxNode, places: Places) => Flow;
  /** Names, numbers and texts in a node, in their order; no marks and no reserved words. */
  readonly wordsOf: (node: SyntaxNode) => readonly Word[];
}

/** The flow of one kind of node. */
export type FlowRule = (node: SyntaxNode, places: Places, walk: Walk) => Flow;

/** A node that the grammar does not give whole: the program has no data flow. */
export class UnreadableFlow extends Error {}

/** @throws UnreadableFlow where the node has no such child */
export function needChild(node: SyntaxNode, field: string): SyntaxNode {
  const child = childOf(node, field);
  if (child === null) throw new UnreadableFlow(`${node.type} has no ${field}`);
  return child;
}

/** One part after the other, the places of each given to the next. */
export function inTurn(nodes: readonly SyntaxNode[], places: Places, { visit }: Walk): Flow {
  const edges: FlowEdge[] = [];
  let now = places;
  for (const node of nodes) {
    const flow = visit(node, now);
    for (const edge of flow.edges) edges.push(edge);
    now = flow.places;
  }
  return { edges, places: now };
}

/** The words' values are where they stand, from now on. */
export function placed(places: Places, words: readonly Word[]): Places {
  const now = new Map(places);
  for (const { name, place } of words) now.set(name, [place]);
  return now;
}

/** After branches: a name has its value from wherever one of them left it. */
export function joined(branches: readonly Places[]): Places {
  const all = new Map<string, Set<number>>();
  for (const places of branches)
    for (const [name, from] of places) all.set(name, new Set([...(all.get(name) ?? []), ...from]));
  return new Map([...all].map(([name, from]) => [name, [...from].toSorted((one, two) => one - two)]));
}

/** A loop's edges: those of the same word and relation as one, each source once. */
export function merged(edges: readonly FlowEdge[]): readonly FlowEdge[] {
  return grouped(edges, ({ place, relation }) => `${place} ${relation}`);
}

/** Edges of the same key as one, by place. */
export function grouped(edges: readonly FlowEdge[], keyOf: (edge: FlowEdge) => string): readonly FlowEdge[] {
  const byKey = new Map<string, FlowEdge[]>();
  for (const edge of edges) {
    const key = keyOf(edge);
    byKey.set(key, [...(byKey.get(key) ?? []), edge]);
  }
  return byPlace([...byKey.values()].flatMap(asOne));
}

/** Edges of one word as one. A single one keeps a source as often as it is used. */
function asOne(edges: readonly FlowEdge[]): readonly FlowEdge[] {
  const [first] = edges;
  if (first === undefined || edges.length === 1) return edges;
  const fromPlaces = new Set(edges.flatMap((edge) => edge.fromPlaces));
  const fromNames = new Set(edges.flatMap((edge) => edge.fromNames));
  return [{ ...first, fromNames: [...fromNames], fromPlaces: [...fromPlaces].toSorted((one, two) => one - two) }];
}

export const byPlace = (edges: readonly FlowEdge[]): readonly FlowEdge[] =>
  edges.toSorted((one, two) => one.place - two.place);
