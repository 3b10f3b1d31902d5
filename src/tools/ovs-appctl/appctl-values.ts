/** Completes the arguments of the background programs' commands. */
import type { CheckLists, CompletionPlace, ValueLists } from '../program/command-row.js';

const bridges = ({ context }: CompletionPlace) => context.datapath.bridges.keys();

function* ports({ context }: CompletionPlace): Iterable<string> {
  for (const { name } of context.datapath.ports()) yield name;
}

function* bonds({ context }: CompletionPlace): Iterable<string> {
  for (const { bundles } of context.datapath.bridges.values()) {
    for (const { bond } of bundles.values()) if (bond !== undefined) yield bond.name;
  }
}

function* datapaths({ context }: CompletionPlace): Iterable<string> {
  for (const { name } of context.datapath.dpifs.values()) yield name;
}

/** Values by the name of the parameter in the usages. */
export const TARGET_VALUES: ValueLists = {
  bridge: bridges,
  interface: ports,
  netdev: ports,
  name: ports,
  port: bonds,
  slave: ports,
  dp: datapaths,
};

/** Checks by the name of the parameter in the usages. */
export const TARGET_CHECKS: CheckLists = {
  bridge: { noun: 'bridge' },
  interface: { noun: 'interface' },
  netdev: { noun: 'interface' },
  port: { noun: 'bond' },
};
