/** `ovstest test-neutron`, which shows what the OVN driver of Neutron writes for each operation. */
import type { Json, JsonObject } from '../../lib/json.js';
import { SeededRandom } from '../../lib/random.js';
import { BadOperation, benchOperation } from '../../neutron/bench.js';
import { NeutronDriver } from '../../neutron/driver/driver.js';
import { northboundJson } from '../../neutron/driver/northbound-json.js';
import { NEUTRON } from '../../neutron/schema.js';
import { Database } from '../../ovsdb/database.js';
import type { TestProgram } from '../../tools/ovstest/ovstest.js';
import { fatal, ToolExit } from '../../tools/program/exit.js';
import { continuing, suggestion } from '../../tools/program/suggestion.js';
import { OVN_NORTHBOUND } from './schemas/ovn-northbound.js';

const HELP = `ovstest test-neutron: show what the OVN driver of Neutron writes
usage: ovstest test-neutron

Reads one operation per line as a JSON object, such as
  {"op": "network-create", "network": {"id": UUID, "name": "web"}}
and prints the northbound database after each. It starts with an empty one.
`;

export const TEST_NEUTRON: TestProgram = {
  name: 'test-neutron',
  summary: 'show what the OVN driver of Neutron writes',

  run(args, stdin) {
    if (args[0] === '--help') throw ToolExit.success(HELP);
    if (args.length > 0) fatal('this program takes no arguments; use --help for help');
    const random = SeededRandom.fromSeed(0);
    const neutron = new Database(NEUTRON, random);
    const nb = new Database(OVN_NORTHBOUND, random);
    const driver = new NeutronDriver({ neutron, nb });
    const lines = stdin.split('\n').filter((line) => line.trim() !== '');
    const answers = lines.map((line): JsonObject => {
      const error = operate(line, (operation) => benchOperation(neutron, random, operation));
      driver.run();
      return { ...(error === undefined ? {} : { error }), northbound: northboundJson(nb) };
    });
    return { stdout: answers.map((answer) => `${JSON.stringify(answer)}\n`).join('') };
  },

  complete: ([word = '']) => continuing(word, [suggestion('--help')]),
};

/** Carries out the operation on a line; returns the error, if there is one. */
function operate(line: string, run: (operation: Json) => string | undefined): string | undefined {
  try {
    return run(JSON.parse(line));
  } catch (error) {
    if (error instanceof SyntaxError) return 'the line is not valid JSON';
    if (error instanceof BadOperation) return error.message;
    throw error;
  }
}
