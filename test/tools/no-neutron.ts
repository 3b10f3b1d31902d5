/** Neutron for contexts without a driver. */
import { NEUTRON } from '../../src/neutron/schema.js';
import { NeutronService } from '../../src/neutron/service.js';
import { Database } from '../../src/ovsdb/database.js';
import type { ToolContext } from '../../src/tools/tool.js';

export function noNeutron({ random, clock }: Pick<ToolContext, 'random' | 'clock'>) {
  const database = new Database(NEUTRON, random);
  return new NeutronService({ database, driver: undefined, random, clock, settle: () => {} });
}
