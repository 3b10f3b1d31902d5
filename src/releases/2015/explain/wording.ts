/** Puts the logical flows of this release into words. */
import type { Wording } from '../../../explain/context.js';
import { STAGES } from '../northd/stages.js';
import { containersBehind, dropReason } from './drop-reasons.js';
import { explainLogicalFlow } from './explain-logical-flow.js';
import { missReason } from './miss-reasons.js';
import { unanswered } from './unanswered.js';

export const WORDING: Wording = {
  logicalFlow: explainLogicalFlow,
  stageAt: (kind, { pipeline, table }) =>
    Object.entries(STAGES).find(
      ([, stage]) =>
        stage.datapath === kind && stage.pipeline === pipeline && stage.table === table,
    )?.[0],
  drop: dropReason,
  miss: missReason,
  unanswered,
  containers: containersBehind,
  addPort: (name) => `ovn-nbctl lport-add SWITCH ${name}`,
};
