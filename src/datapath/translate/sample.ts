/** Samples packets for collectors (`xlate_sample_action`). */
import type { ActionOf } from './handler.js';
import type { TranslationContext } from './translation-context.js';

export function sample(context: TranslationContext, action: ActionOf<'sample'>): void {
  context.commit();
  const { probability } = action;
  context.actions.push({
    type: 'sample',
    // The same fraction in 32 bits instead of 16.
    probability: ((probability << 16) | probability) >>> 0,
    actions: [
      {
        type: 'userspace',
        pid: 0,
        cookie: {
          type: 'flow_sample',
          probability,
          collectorSetId: action.collectorSet,
          obsDomainId: action.observationDomain,
          obsPointId: action.observationPoint,
        },
      },
    ],
  });
}
