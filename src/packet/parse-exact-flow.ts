/** Parses the text of a flow (`parse_ofp_exact_flow`). */
import { fieldByName } from '../openflow/model/fields.js';
import { PORT } from '../openflow/model/openflow-ports.js';
import { protocolOfWord } from '../openflow/text/parse-flow.js';
import { parseExactFieldValue } from '../openflow/values/field-values.js';
import { keyValues, OpenFlowTextError } from '../openflow/values/scanning.js';
import { Flow } from './flow.js';
import { hasField, readField, writeField } from './flow-fields.js';

/**
 * Returns the flow that a text like `in_port=1,tcp,nw_src=1.2.3.4` describes. Each field may be set
 * once, after its prerequisites.
 *
 * @throws OpenFlowTextError if the text is malformed.
 */
export function parseExactFlow(text: string): Flow {
  const flow = new Flow();
  const refuse = (problem: string): never => {
    throw new OpenFlowTextError(`${text}: ${problem}`);
  };
  for (const { key, value } of keyValues(text)) {
    const protocol = protocolOfWord(key);
    if (protocol !== undefined) {
      if (flow.get('dl_type') !== 0n) refuse('Ethernet type set multiple times');
      flow.set('dl_type', protocol.type);
      if (protocol.number === undefined) continue;
      if (flow.get('nw_proto') !== 0n) refuse('network protocol set multiple times');
      flow.set('nw_proto', protocol.number);
      continue;
    }
    const field = fieldByName(key);
    if (field === undefined) return refuse(`unknown field ${key}`);
    const { name } = field;
    if (!hasField(flow, name)) refuse(`prerequisites not met for setting ${key}`);
    if (readField(flow, name) !== 0n) refuse(`field ${key} set multiple times`);
    try {
      writeField(
        flow,
        name,
        parseExactFieldValue(field, value, () => {}),
      );
    } catch (error) {
      if (!(error instanceof OpenFlowTextError)) throw error;
      refuse(`bad value for ${key} (${error.message})`);
    }
  }
  if (flow.get('in_port') === 0n) flow.set('in_port', BigInt(PORT.ANY));
  return flow;
}
