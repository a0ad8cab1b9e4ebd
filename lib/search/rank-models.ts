import type { SearchBaseModelsInput } from '../../contracts/activities.ts';
import type { BaseModelCandidate, BaseModelListing, SkippedSource } from '../../contracts/candidate.ts';
import type { ListedModel, ScannedModels } from '../hub/model-scan.ts';
import { CURATED_MODELS, type CuratedModel, LOCAL_MODELS } from './curated-models.ts';

type ModelWishes = SearchBaseModelsInput['wishes'];

const MOST = 20;
/** Four times as large costs as much as one step of everything else. */
const SIZE_WEIGHT = 0.15;

type Unscored = Omit<BaseModelCandidate, 'score'> & { readonly because: readonly string[]; readonly downloads: number };

/**
 * Base models for a task, best first: what does not fit kind, size, licence or language is left out with the reason.
 * Curated ones come before those that are only often fetched; of equals the smaller one comes first. What the hub says
 * now goes over what the list says.
 */
export function rankModels(wishes: ModelWishes, scanned: ScannedModels): BaseModelListing {
  const byName = new Map(scanned.models.map((model) => [model.name, model]));
  const curated = [...LOCAL_MODELS, ...CURATED_MODELS];
  const known = new Set(curated.map(({ name }) => name));
  const all = [
    ...curated
      .filter(({ kinds }) => kinds.includes(wishes.kind))
      .map((model) => fromList(model, byName.get(model.name), LOCAL_MODELS.includes(model) ? 'local' : 'curated')),
    ...scanned.models.filter(({ name }) => !known.has(name)).flatMap((model) => fromHub(model, wishes)),
  ];
  const skipped: SkippedSource[] = [...scanned.skipped];
  const fitting = all.filter((model) => {
    const reason = misfit(model, wishes);
    // The hub lists far more than anybody wants to read about; the curated ones are worth a word.
    if (reason !== null && model.from !== 'hub') skipped.push({ what: model.name, reason });
    return reason === null;
  });
  return {
    version: 1,
    candidates: fitting
      .map((model) => scored(model, wishes))
      .toSorted((one, other) => other.score - one.score || (one.name < other.name ? -1 : 1))
      .slice(0, MOST),
    skipped,
  };
}

function fromList(model: CuratedModel, now: ListedModel | undefined, from: 'local' | 'curated'): Unscored {
  const millions = model.millions === null ? null : Math.round(model.millions * 1e6);
  return {
    name: model.name,
    from,
    revision: now?.revision ?? null,
    family: model.family,
    parameters: now?.parameters ?? millions,
    license: now?.license ?? model.license,
    languages: now === undefined || now.languages.length === 0 ? [...model.languages] : [...now.languages],
    reasons: [],
    because: [model.because],
    downloads: now?.downloads ?? 0,
  };
}

function fromHub({ family, ...model }: ListedModel, { kind }: ModelWishes): readonly Unscored[] {
  if (family === null || (kind === 'labels') !== (family === 'encoder')) return [];
  const because = [`fetched ${model.downloads} times from the hub`];
  return [{ ...model, languages: [...model.languages], family, from: 'hub', reasons: [], because }];
}

/** Why a model is left out; null where it fits. What is not known fits no limit. */
function misfit(model: Unscored, wishes: ModelWishes): string | null {
  const { maxParameters, licenses, language, families } = wishes;
  if (!families.includes(model.family)) return `students of the family ${model.family} cannot be trained yet`;
  if (maxParameters !== null && (model.parameters === null || model.parameters > maxParameters))
    return `it has ${inMillions(model.parameters)} parameters, and the limit is ${inMillions(maxParameters)}`;
  if (licenses !== null && (model.license === null || !licenses.includes(model.license.toLowerCase())))
    return `its licence is ${model.license ?? 'not known'}, and the task allows ${licenses.join(', ')}`;
  if (language !== null && !reads(model, language))
    return `it reads ${model.languages.join(', ') || 'no known language'}, not ${language}`;
  return null;
}

const reads = ({ languages }: Unscored, language: string): boolean =>
  languages.includes(language) || languages.includes('multilingual') || languages.length > 20;

function scored({ because, downloads, ...model }: Unscored, { language }: ModelWishes): BaseModelCandidate {
  const origin = { local: 1, curated: 0.8, hub: 0.3 }[model.from];
  const size = model.parameters === null ? 1.5 : SIZE_WEIGHT * Math.log2(Math.max(1, model.parameters / 4e6));
  const fame = Math.min(0.3, Math.log10(1 + downloads) / 30);
  const reasons = [
    ...because,
    `${inMillions(model.parameters)} parameters`,
    model.license === null ? 'names no licence' : `licence ${model.license}`,
    ...(language === null ? [] : [`reads ${language}`]),
  ];
  return { ...model, reasons, score: Number((origin + fame - size).toFixed(4)) };
}

const inMillions = (parameters: number | null): string =>
  parameters === null ? 'an unknown number of' : `${Number((parameters / 1e6).toPrecision(3))} million`;
