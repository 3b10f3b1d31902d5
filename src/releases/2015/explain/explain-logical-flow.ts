/** Explains a logical flow by the northbound row that it comes from. */

import {
  capitalized,
  type Detail,
  type Explanation,
  listed,
} from '../../../explain/explanation.js';
import { NetworkNames } from '../../../explain/network-names.js';
import type { SbRow } from '../../../logical/databases.js';
import { formatAcl } from '../../../logical/format-acl.js';
import type { Origin } from '../northd/purpose.js';
import { type Context, type NbRow, originOf } from './context.js';
import { SENTENCES, type Subject } from './sentences.js';

/** Explains a row of Logical_Flow. */
export function explainLogicalFlow(context: Context, row: SbRow<'Logical_Flow'>): Explanation {
  const names = new NetworkNames(context);
  const origin = originOf(context, row._uuid);
  const datapath = names.datapath(row.logical_datapath);
  return {
    sentence: origin
      ? `${capitalized(SENTENCES[origin.purpose](subjectOf(context, row, origin, datapath)))}.`
      : 'This logical flow does not come from the northbound database: it was written into the southbound database by hand.',
    details: [
      [
        'logical flow',
        `${stageOf(row)} of ${datapath}, priority ${row.priority}`,
        `match    ${names.inText(row.match)}`,
        `actions  ${names.inText(row.actions)}`,
      ],
      ...(origin ? originDetails(context, origin, datapath) : []),
    ],
  };
}

/** Describes the stage of a logical flow: `stage switch_out_acl (table 1 of egress)`. */
function stageOf({ external_ids, pipeline, table_id }: SbRow<'Logical_Flow'>): string {
  const table = `table ${table_id} of ${pipeline}`;
  const stage = external_ids.get('stage-name');
  return stage === undefined ? table : `stage ${stage} (${table})`;
}

function subjectOf(
  { nb }: Context,
  { pipeline }: SbRow<'Logical_Flow'>,
  { owner: { table, uuid } }: Origin,
  datapath: string,
): Subject {
  const ingress = pipeline === 'ingress';
  switch (table) {
    case 'Logical_Switch':
      return { datapath, ingress, port: '' };
    case 'Logical_Port': {
      const logicalPort = nb.get(table, uuid);
      return { datapath, ingress, port: logicalPort?.name ?? '', logicalPort };
    }
    case 'ACL':
      return { datapath, ingress, port: '', acl: nb.get(table, uuid) };
    case 'Logical_Router':
      return { datapath, ingress, port: '', router: nb.get(table, uuid) };
    case 'Logical_Router_Port': {
      const routerPort = nb.get(table, uuid);
      return { datapath, ingress, port: routerPort?.name || uuid, routerPort };
    }
  }
}

/** Returns the northbound row as the tools print it. */
function originDetails(context: Context, { owner }: Origin, datapath: string): Detail[] {
  const { nb } = context;
  const acl = owner.table === 'ACL' ? nb.get('ACL', owner.uuid) : undefined;
  if (acl) {
    return [
      ['from the ACL', `${formatAcl(acl).trimStart()}   (of ${datapath})`],
      ...groupDetails(context, acl),
    ];
  }
  return [['from', rowName(nb, owner)]];
}

/** Returns the rules of security groups that an ACL comes from. */
function groupDetails(context: Context, acl: NbRow<'ACL'>): Detail[] {
  const origin = context.aclOrigin(acl);
  if (!origin) return [];
  const { rules, groups } = origin;
  if (rules.length > 0) return [['from the rule', ...rules]];
  return [['from', `the security groups of the port, which allow nothing else: ${listed(groups)}`]];
}

function rowName(nb: Context['nb'], { table, uuid }: Origin['owner']): string {
  switch (table) {
    case 'Logical_Switch':
      return `logical switch ${nb.get(table, uuid)?.name ?? uuid}`;
    case 'Logical_Port':
      return `logical port ${nb.get(table, uuid)?.name ?? uuid}`;
    case 'ACL':
      return `ACL ${uuid}`;
    case 'Logical_Router':
      return `logical router ${nb.get(table, uuid)?.name ?? uuid}`;
    case 'Logical_Router_Port':
      return `logical router port ${nb.get(table, uuid)?.name || uuid}`;
  }
}
