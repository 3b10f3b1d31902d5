/** Commands about bonds: `bond/...`. */
import { type Bond as BondOf, bondBucket } from '../../../datapath/bridge/bond.js';
import type { DatapathBridge, DatapathPort } from '../../../datapath/bridge/datapath-bridge.js';
import { formatMac, parseMac } from '../../../lib/addresses.js';
import type { ToolContext } from '../../tool.js';
import { byText } from '../find-bridge.js';
import { CommandError, type TargetCommand } from '../target-command.js';

type Bond = BondOf<DatapathPort>;

interface Found {
  readonly bond: Bond;
  readonly bridge: DatapathBridge;
}

function allBonds({ datapath }: ToolContext): Found[] {
  return [...datapath.bridges.values()].flatMap((bridge) =>
    [...bridge.bundles.values()].flatMap(({ bond }) =>
      bond === undefined ? [] : [{ bond, bridge }],
    ),
  );
}

function findBond(context: ToolContext, name: string): Found {
  const found = allBonds(context).find(({ bond }) => bond.name === name);
  if (found === undefined) throw new CommandError('no such bond');
  return found;
}

function findLink({ links }: Bond, name: string): DatapathPort {
  const link = links.find((port) => port.name === name);
  if (link === undefined) throw new CommandError('no such slave');
  return link;
}

function list(_: readonly string[], context: ToolContext): string {
  const lines = allBonds(context).map(({ bond: { name, settings, links } }) => {
    const names = links.map((link) => link.name).join(', ');
    return `${name}\t${settings.mode}\t0\t${names}\n`;
  });
  return `bond\ttype\trecircID\tslaves\n${lines.join('')}`;
}

function describeBond({ name, settings, links, enabled, active }: Bond): string {
  const { mode, basis, upDelay, downDelay, lacp } = settings;
  const slaves = [...links].sort(byText((link) => link.name)).map((link) => {
    const state = enabled.includes(link) ? 'enabled' : 'disabled';
    const isActive = link === active ? '\tactive slave\n' : '';
    return `\nslave ${link.name}: ${state}\n${isActive}\tmay_enable: ${link.live}\n`;
  });
  const mac = formatMac(active?.port.address ?? 0n);
  return [
    `---- ${name} ----\n`,
    `bond_mode: ${mode}\n`,
    'bond may use recirculation: no, Recirc-ID : -1\n',
    `bond-hash-basis: ${basis}\n`,
    `updelay: ${upDelay} ms\n`,
    `downdelay: ${downDelay} ms\n`,
    mode === 'active-backup' ? '' : 'next rebalance: 0 ms\n',
    `lacp_status: ${lacp ? 'configured' : 'off'}\n`,
    `active slave mac: ${mac}(${active?.name ?? 'none'})\n`,
    ...slaves,
    '\n',
  ].join('');
}

function show([name]: readonly string[], context: ToolContext): string {
  const found = name === undefined ? allBonds(context) : [findBond(context, name)];
  return found.map(({ bond }) => describeBond(bond)).join('');
}

function migrate([name = '', hash = '', slave = '']: readonly string[], context: ToolContext) {
  const { bond, bridge } = findBond(context, name);
  if (bond.settings.mode !== 'balance-slb') throw new CommandError('not an SLB bond');
  if (!/^\d*$/.test(hash)) throw new CommandError('bad hash');
  const link = findLink(bond, slave);
  if (!bond.enabled.includes(link)) throw new CommandError('cannot migrate to disabled slave');
  bond.migrate(Number(hash), link);
  bridge.bridge.touch();
  return 'migrated';
}

function setActive([name = '', slave = '']: readonly string[], context: ToolContext): string {
  const { bond, bridge } = findBond(context, name);
  const link = findLink(bond, slave);
  if (!bond.enabled.includes(link)) throw new CommandError('cannot make disabled slave active');
  if (!bond.activate(link)) return 'no change';
  bridge.bridge.touch();
  return 'done';
}

/** Succeeds without effect, since the state of the link overrides a manual change immediately. */
const toggle =
  (answer: string) =>
  ([name = '', slave = '']: readonly string[], context: ToolContext): string => {
    findLink(findBond(context, name).bond, slave);
    return answer;
  };

function hash([macText = '', vlanText = '0', basisText = '0']: readonly string[]): string {
  const number = (text: string, problem: string): number => {
    const found = /^\s*[+-]?\d+/.exec(text);
    if (found === null) throw new CommandError(problem);
    return Number(found[0]) | 0;
  };
  const vlan = number(vlanText, 'invalid vlan');
  const basis = number(basisText, 'invalid basis');
  const mac = parseMac(macText);
  if (mac === undefined) throw new CommandError('invalid mac');
  return String(bondBucket(mac, vlan & 0xffff, basis));
}

export const BOND_COMMANDS: readonly TargetCommand[] = [
  { name: 'bond/list', usage: '', run: list },
  { name: 'bond/show', usage: '[port]', run: show },
  { name: 'bond/migrate', usage: 'port hash slave', run: migrate },
  { name: 'bond/set-active-slave', usage: 'port slave', run: setActive },
  { name: 'bond/enable-slave', usage: 'port slave', run: toggle('enabled') },
  { name: 'bond/disable-slave', usage: 'port slave', run: toggle('disabled') },
  { name: 'bond/hash', usage: 'mac [vlan] [basis]', run: hash },
];
