/** `sandbox neutron`: checks the OVN driver, chooses ids, and answers from security groups. */
import { isUuid } from '../../lib/uuid.js';
import type { Difference } from '../../neutron/driver/reconciliation.js';
import { answerWhy } from './neutron-why.js';
import { type Call, Refusal, type Subcommand, type SubcommandOption } from './subcommand.js';

const CHECK: SubcommandOption = {
  name: 'check',
  argument: 'none',
  help: 'with sync: say what differs, and change nothing',
};

// biome-ignore lint/suspicious/noConfusingVoidType: most actions have no status to return
const ACTIONS: Readonly<Record<string, (call: Call, args: readonly string[]) => number | void>> = {
  sync,
  why: answerWhy,
  'next-id': chooseIds,
};

export const NEUTRON: Subcommand = {
  name: 'neutron',
  usage: 'ACTION [ARG]...',
  summary: 'check what Neutron wrote, or ask its security groups',
  help: `  sandbox neutron sync [--check]      repair the northbound database where it
                                      differs from what Neutron wants
  sandbox neutron why VM-A VM-B:8080 [tcp|udp]
  sandbox neutron why VM-A VM-B       the rule of the security groups that lets
                                      the packets in, or one that would
  sandbox neutron next-id ID...       the ids of the next resources`,
  options: [CHECK],
  values: {
    ACTION: Object.keys(ACTIONS),
    ARG: (sandbox) =>
      [...sandbox.context().neutron.database.rows('Server')].map(({ name }) => name),
  },
  run(call) {
    const [action = '', ...args] = call.args;
    const act = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
    if (!act) {
      const known = Object.keys(ACTIONS).join(', ');
      throw new Refusal(`unknown action '${action}'; use one of ${known}`);
    }
    return act(call, args);
  },
};

const SIGNS: Readonly<Record<Difference['action'], string>> = {
  add: '+',
  remove: '-',
  change: '~',
  blocked: '!',
};

function sync({ sandbox, options, print }: Call, args: readonly string[]): number {
  const [extra] = args;
  if (extra !== undefined) throw new Refusal(`unexpected argument '${extra}'`);
  const check = options.has(CHECK.name);
  const differences = sandbox.context().neutron.compare(!check);
  if (differences.length === 0) {
    print('The northbound database is as Neutron wants it.\n');
    return 0;
  }
  for (const { action, table, name, columns } of differences) {
    const changed = columns === undefined ? '' : `: ${columns.join(', ')}`;
    const why = action === 'blocked' ? ': Neutron did not make the port that has this name' : '';
    print(`${SIGNS[action]} ${table} ${name}${changed}${why}\n`);
  }
  const blocked = differences.filter(({ action }) => action === 'blocked').length;
  const count = differences.length - blocked;
  if (!check) print(`${count === 1 ? '1 difference' : `${count} differences`} repaired.\n`);
  else if (count > 0) print('To repair this: sandbox neutron sync\n');
  return check || blocked > 0 ? 1 : 0;
}

function chooseIds({ sandbox, print }: Call, ids: readonly string[]): void {
  const { neutron } = sandbox.context();
  for (const id of ids) {
    if (!isUuid(id)) throw new Refusal(`'${id}' is not an id, such as ${EXAMPLE}`);
    if (neutron.isTaken(id.toLowerCase())) throw new Refusal(`a resource has the id ${id} already`);
  }
  neutron.nextIds = ids.map((id) => id.toLowerCase());
  if (ids.length === 0) print('The next resources get random ids.\n');
}

const EXAMPLE = 'a920d5ef-eca8-4c4f-9c24-55e29e1c03d6';
