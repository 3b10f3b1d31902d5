/**
 * Sets up programs with separate databases. In the background, only a minimal switch runs, which
 * numbers ports.
 */
import { DataPlane } from '../../src/datapath/dpif/data-plane.js';
import { ManualClock } from '../../src/lib/clock.js';
import { SeededRandom } from '../../src/lib/random.js';
import { Switch } from '../../src/openflow/switch/switch.js';
import { Database } from '../../src/ovsdb/database.js';
import { OPEN_VSWITCH } from '../../src/ovsdb/schemas/open-vswitch.js';
import { OVN_NBCTL } from '../../src/releases/2015/ovn-nbctl/ovn-nbctl.js';
import { OVN_SBCTL } from '../../src/releases/2015/ovn-sbctl/ovn-sbctl.js';
import { RELEASE_2015 } from '../../src/releases/2015/release.js';
import { OVN_NORTHBOUND } from '../../src/releases/2015/schemas/ovn-northbound.js';
import { OVN_SOUTHBOUND } from '../../src/releases/2015/schemas/ovn-southbound.js';
import { OVS_APPCTL } from '../../src/tools/ovs-appctl/ovs-appctl.js';
import { OVS_VSCTL } from '../../src/tools/ovs-vsctl/ovs-vsctl.js';
import { FILES } from '../../src/tools/program/suggestion.js';
import type { Tool, ToolContext, ToolResult } from '../../src/tools/tool.js';
import { noNeutron } from './no-neutron.js';

const TOOLS: readonly Tool[] = [OVN_NBCTL, OVN_SBCTL, OVS_VSCTL, OVS_APPCTL];

const NOON = Date.UTC(2015, 10, 4, 12);

type OpenVswitch = Database<typeof OPEN_VSWITCH>;

/** Numbers new interfaces, except those of an unknown type, which fail. */
function numberPorts(ovs: OpenVswitch): void {
  const used = [...ovs.rows('Interface')].flatMap(({ ofport }) => ofport ?? []);
  let next = Math.max(0, ...used) + 1;
  const transaction = ovs.begin();
  for (const { _uuid, ofport, type, ofport_request } of ovs.rows('Interface')) {
    if (ofport !== undefined) continue;
    const number = type === 'nosuch' ? -1 : (ofport_request ?? next++);
    transaction.update('Interface', _uuid, { ofport: number });
  }
  transaction.commit();
}

/** The settings of a host on which OVN was set up. */
function setUp(ovs: OpenVswitch): void {
  const transaction = ovs.begin();
  const iface = transaction.insert('Interface', { name: 'br-int', type: 'internal' });
  const port = transaction.insert('Port', { name: 'br-int', interfaces: [iface] });
  const bridge = transaction.insert('Bridge', {
    name: 'br-int',
    fail_mode: 'secure',
    ports: [port],
  });
  const external_ids = new Map([
    ['ovn-encap-ip', '127.0.0.1'],
    ['ovn-encap-type', 'geneve'],
    ['ovn-remote', 'unix:/sandbox/db.sock'],
    ['system-id', '56b18105-5706-46ef-80c4-ff20979ab068'],
  ]);
  transaction.insert('Open_vSwitch', { bridges: [bridge], external_ids });
  transaction.commit();
}

export function newContext(): ToolContext {
  const random = SeededRandom.fromSeed(1);
  const clock = new ManualClock(NOON);
  const ovs = new Database(OPEN_VSWITCH, random);
  setUp(ovs);
  const settle = () => numberPorts(ovs);
  settle();
  return {
    nb: new Database(OVN_NORTHBOUND, random),
    sb: new Database(OVN_SOUTHBOUND, random),
    ovs,
    neutron: noNeutron({ random, clock }),
    switch: new Switch(clock),
    datapath: new DataPlane({ clock }),
    ctZone: () => undefined,
    dialect: RELEASE_2015.dialect,
    clock,
    logLevels: new Map(),
    random,
    files: { read: () => undefined },
    stdin: '',
    settle,
  };
}

const WORD = /(?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s'"\\])+/g;

/** Splits a command into words. Only quotes and backslashes work as in the shell. */
export function splitWords(line: string): string[] {
  return [...line.matchAll(WORD)].map(([word]) =>
    word.replace(/'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/g, (_, single, double, escaped) => {
      if (single !== undefined) return single;
      if (double !== undefined) return double.replace(/\\(["\\$`])/g, '$1');
      return escaped;
    }),
  );
}

/** Returns the words that completion offers, each as a whole. */
export function whole(words: readonly string[], tool: Tool, context: ToolContext): string[] {
  const word = words.at(-1) ?? '';
  return tool
    .complete(words, context)
    .filter((offer) => offer !== FILES)
    .map(({ text, start = 0 }) => word.slice(0, start) + text);
}

export interface Laboratory {
  readonly context: ToolContext;
  run(line: string): ToolResult;
  complete(line: string): readonly string[];
}

/** Returns programs to run commands with, one per line. */
export function newLaboratory(): Laboratory {
  const context = newContext();
  const parse = (line: string) => {
    const [name, ...args] = splitWords(line);
    const tool = TOOLS.find((candidate) => candidate.name === name);
    if (!tool) throw new Error(`no program ${name}`);
    return { tool, args };
  };
  return {
    context,
    run: (line) => {
      const { tool, args } = parse(line);
      return tool.run(args, context);
    },
    complete: (line) => {
      const { tool, args } = parse(line);
      return whole(line.endsWith(' ') ? [...args, ''] : args, tool, context);
    },
  };
}
