import type { DatasetHub } from '../../lib/hub/dataset-hub.ts';
import type { ModelHub } from '../../lib/hub/model-hub.ts';
import type { ModelScan } from '../../lib/hub/model-scan.ts';

const refuse = (): never => {
  throw new Error('the hub was asked');
};

/** A hub that may not be asked. */
export const noHub: { readonly datasets: DatasetHub; readonly models: ModelScan; readonly bases: ModelHub } = {
  datasets: { search: refuse, open: refuse },
  models: { scan: refuse },
  bases: { findModel: refuse },
};
