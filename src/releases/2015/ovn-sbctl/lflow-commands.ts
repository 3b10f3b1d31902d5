/** Implements `ovn-sbctl lflow-list`. */
import { isUuid } from '../../../lib/uuid.js';
import { compareStrings } from '../../../ovsdb/compare.js';
import type { Command } from '../../../tools/ctl/ctl-command.js';
import type { LogicalFlow, SbCall, Southbound } from './southbound-rows.js';

const PIPELINES = ['ingress', 'egress'];

/** Orders flows by datapath, pipeline, table, descending priority and match. */
const compareFlows = (a: LogicalFlow, b: LogicalFlow) =>
  compareStrings(a.logical_datapath, b.logical_datapath) ||
  PIPELINES.indexOf(a.pipeline) - PIPELINES.indexOf(b.pipeline) ||
  a.table_id - b.table_id ||
  b.priority - a.priority ||
  compareStrings(a.match, b.match);

function flowLine({ table_id, external_ids, priority, match, actions }: LogicalFlow): string {
  const stage = (external_ids.get('stage-name') ?? '').padStart(8);
  const order = `priority=${String(priority).padStart(5)}`;
  return `  table=${table_id}(${stage}), ${order}, match=(${match}), action=(${actions})\n`;
}

function listFlows(call: SbCall): void {
  const [datapath] = call.args;
  if (datapath !== undefined && !isUuid(datapath)) {
    call.error('Invalid format of datapath UUID');
    return;
  }
  const wanted = datapath?.toLowerCase();
  const flows: LogicalFlow[] = [];
  for (const flow of call.state.rows('Logical_Flow')) {
    if (wanted === undefined || flow.logical_datapath === wanted) flows.push(flow);
  }
  const lines: string[] = [];
  let pipeline = '';
  for (const flow of flows.sort(compareFlows)) {
    // As in the reference, only a change of the pipeline starts a new heading.
    if (flow.pipeline !== pipeline) {
      pipeline = flow.pipeline;
      lines.push(`Datapath: ${flow.logical_datapath}  Pipeline: ${pipeline}\n`);
    }
    lines.push(flowLine(flow));
  }
  // The reference prints this immediately, so `--oneline` does not apply.
  call.run.print(lines.join(''));
}

const listCommand = (name: string, summary: string): Command<Southbound> => ({
  name,
  usage: '[DATAPATH]',
  writes: false,
  summary,
  run: listFlows,
});

export const FLOW_COMMANDS: readonly Command<Southbound>[] = [
  listCommand('lflow-list', 'list the logical flows of all datapaths or of one'),
  listCommand('dump-flows', 'the same as lflow-list'),
];
