/** Hints about ACLs that are stored, but whose match has no effect. */
import { type MatchFault, matchFault } from '../../tools/match-faults/match-fault.js';
import type { Hint } from '../remark.js';
import { type Advice, commandsIn, type Databases, type ObservedCall } from './advice.js';
import { portNames } from './northbound.js';

/** Reports ACLs whose match cannot work as intended. */
export const deafMatch: Advice = function* (call, databases) {
  if (call.program !== 'ovn-nbctl') return;
  const adds = commandsIn(call.args).some(({ name }) => name === 'acl-add');
  if (adds && /takes at most \d+ arguments/.test(call.stderr)) {
    yield `ovn-nbctl expects the match as one argument. Put it in single quotes: 'outport == "sw0-port1" && ip'`;
  }
  for (const { match, direction } of aclsOf(call, databases)) {
    const ports = [...portNames(databases), ...groupNames(databases)];
    const fault = matchFault(match, { symbols: databases.dialect.symbols, ports });
    if (fault) yield hintAbout(match, fault);
    else if (direction.startsWith('from') && /\boutport\b/.test(match)) {
      yield 'A from-lport ACL is evaluated before the output port is known, so outport is always empty there.';
    }
  }
};

const CONSEQUENCES: Readonly<Record<MatchFault['kind'], string>> = {
  malformed: 'The ACL is stored, but without effect, because its match cannot be used.',
  impossible: 'The ACL is stored, but without effect, because it never matches.',
  'unknown-port': 'The ACL is stored, but names a port that does not exist.',
};

function hintAbout(match: string, { kind, why, at, instead }: MatchFault): Hint {
  return {
    text: `${CONSEQUENCES[kind]} ${why}`,
    place: { line: match, ...at },
    ...(instead !== undefined && { instead }),
  };
}

/** Returns the ACLs that a call has stored: those whose match is among its arguments. */
function aclsOf({ args }: ObservedCall, { nb }: Databases) {
  const words = commandsIn(args).flatMap(({ name, args: rest }) => {
    if (name === 'acl-add') return rest.slice(3, 4);
    return /^(set|create|add)$/.test(name) && rest[0]?.toLowerCase() === 'acl' ? rest : [];
  });
  if (words.length === 0) return [];
  return [...nb.rows('ACL')].filter(({ match }) =>
    words.some((word) => word === match || word.includes(JSON.stringify(match))),
  );
}

const groupNames = ({ sb }: Databases): string[] =>
  [...sb.rows('Multicast_Group')].map(({ name }) => name);
