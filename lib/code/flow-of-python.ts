import {
  byPlace,
  type Flow,
  type FlowEdge,
  type FlowRule,
  inTurn,
  needChild,
  placed,
  type Places,
  type Walk,
} from './flow.ts';
import { condition, definition, loop, twice } from './flow-rules.ts';
import { childOf, type SyntaxNode } from './grammar.ts';

/** `a, b = c, d` is `a = c` and `b = d`; where the two sides differ in length, all of one is computed from all of the other. */
function paired(left: SyntaxNode, right: SyntaxNode): readonly (readonly [SyntaxNode, SyntaxNode])[] {
  const [lefts, rights] = [partsOf(left), partsOf(right)];
  if (lefts.length !== rights.length || lefts.length === 0) return [[left, right]];
  return lefts.flatMap((part, at) => {
    const other = rights[at];
    return other === undefined ? [] : [[part, other] as const];
  });
}

const partsOf = (node: SyntaxNode): readonly SyntaxNode[] => node.children.filter(({ type }) => type !== ',');

function assign(pairs: ReturnType<typeof paired>, places: Places, walk: Walk): Flow {
  const values = inTurn(
    pairs.map(([, right]) => right),
    places,
    walk,
  );
  const edges: FlowEdge[] = [...values.edges];
  let now = values.places;
  for (const [left, right] of pairs) {
    const [words, sources] = [walk.wordsOf(left), walk.wordsOf(right)];
    const from = {
      fromNames: sources.map(({ name }) => name),
      fromPlaces: sources.map(({ place }) => place),
    };
    edges.push(...words.map((word) => ({ ...word, relation: 'computedFrom' as const, ...from })));
    now = placed(now, words);
  }
  return { edges: byPlace(edges), places: now };
}

const assignment: FlowRule = (node, places, walk) => {
  const right = childOf(node, 'right');
  // `x: int` says nothing of a value.
  if (right === null) return { edges: [], places };
  return assign(paired(needChild(node, 'left'), right), places, walk);
};

/** `for x in y` inside brackets. */
const comprehension: FlowRule = (node, places, walk) => {
  const right = node.children.at(-1);
  return right === undefined ? { edges: [], places } : assign([[needChild(node, 'left'), right]], places, walk);
};

/** Only what stands last is walked, and only where it is a block: a loop with `else` counts for its head alone. */
const forLoop: FlowRule = (node, places, walk) => {
  const pairs = paired(needChild(node, 'left'), needChild(node, 'right'));
  const body = node.children.filter(({ type }, at) => at === node.children.length - 1 && type === 'block');
  return twice((before) => {
    const head = assign(pairs, before, walk);
    const inside = inTurn(body, head.places, walk);
    return { edges: [...head.edges, ...inside.edges], places: inside.places };
  }, places);
};

export const PYTHON_FLOW: ReadonlyMap<string, FlowRule> = new Map([
  ['default_parameter', definition],
  ['assignment', assignment],
  ['augmented_assignment', assignment],
  ['for_in_clause', comprehension],
  ['if_statement', condition(new Set(['elif_clause', 'else_clause']), 'each-alone')],
  ['for_statement', forLoop],
  ['while_statement', loop],
]);
