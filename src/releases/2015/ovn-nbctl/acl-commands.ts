/** Implements the ACL commands of `ovn-nbctl`. */
import { formatAcl } from '../../../logical/format-acl.js';
import { compareStrings } from '../../../ovsdb/compare.js';
import type { Command } from '../../../tools/ctl/ctl-command.js';
import { scanDecimal } from '../../../tools/program/c-numbers.js';
import type { CheckLists } from '../../../tools/program/command-row.js';
import { type Acl, findSwitch, type NbCall, type Northbound } from './northbound-rows.js';

const DIRECTIONS = ['from-lport', 'to-lport'] as const;
const ACTIONS = ['allow', 'allow-related', 'drop', 'reject'] as const;

const MAX_PRIORITY = 32767n;

/** Parses a direction; only its first letter counts. */
function parseDirection(call: NbCall, text: string): Acl['direction'] | undefined {
  const direction = text === '' ? undefined : DIRECTIONS.find((name) => name[0] === text[0]);
  if (!direction) call.warn(`Invalid direction '${text}'`);
  return direction;
}

function parsePriority(call: NbCall, text: string): number | undefined {
  const priority = scanDecimal(text);
  if (priority !== undefined && priority >= 0n && priority <= MAX_PRIORITY) return Number(priority);
  call.warn(`Invalid priority '${text}'`);
  return undefined;
}

function addAcl(call: NbCall): void {
  const lswitch = findSwitch(call, call.arg(0));
  if (!lswitch) return;
  const direction = parseDirection(call, call.arg(1));
  if (!direction) return;
  const priority = parsePriority(call, call.arg(2));
  if (priority === undefined) return;
  const action = ACTIONS.find((name) => name === call.arg(4));
  if (!action) {
    call.warn(`Invalid action '${call.arg(4)}'`);
    return;
  }
  const acl = call.state.insert('ACL', {
    direction,
    priority,
    match: call.arg(3),
    action,
    log: call.has('--log'),
  });
  call.state.write('Logical_Switch', lswitch._uuid, { acls: lswitch.acls.concat(acl) });
}

function deleteAcls(call: NbCall): void {
  const lswitch = findSwitch(call, call.arg(0));
  if (!lswitch) return;
  const keep = (acls: readonly string[]) =>
    call.state.write('Logical_Switch', lswitch._uuid, { acls });
  const [, directionText, priorityText, match] = call.args;
  if ((priorityText === undefined) !== (match === undefined)) {
    call.warn('Invalid number of arguments');
    return;
  }
  if (directionText === undefined) {
    keep([]);
    return;
  }
  const direction = parseDirection(call, directionText);
  if (!direction) return;
  const aclOf = (uuid: string) => call.state.get('ACL', uuid);
  if (priorityText === undefined) {
    keep(lswitch.acls.filter((uuid) => aclOf(uuid)?.direction !== direction));
    return;
  }
  const priority = parsePriority(call, priorityText);
  if (priority === undefined) return;
  // Only the first of several equal ACLs is deleted.
  const doomed = lswitch.acls.find((uuid) => {
    const acl = aclOf(uuid);
    return acl?.direction === direction && acl.priority === priority && acl.match === match;
  });
  if (doomed !== undefined) keep(lswitch.acls.filter((uuid) => uuid !== doomed));
}

/** Orders ACLs by direction, descending priority and match. */
const compareAcls = (a: Acl, b: Acl) =>
  DIRECTIONS.indexOf(a.direction) - DIRECTIONS.indexOf(b.direction) ||
  b.priority - a.priority ||
  compareStrings(a.match, b.match);

function listAcls(call: NbCall): void {
  const lswitch = findSwitch(call, call.arg(0));
  if (!lswitch) return;
  const acls = lswitch.acls.flatMap((uuid) => call.state.get('ACL', uuid) ?? []);
  const lines = acls.sort(compareAcls).map((acl) => `${formatAcl(acl)}\n`);
  // The reference prints this immediately, so `--oneline` does not apply.
  call.run.print(lines.join(''));
}

const CHECKS: CheckLists = {
  DIRECTION: {
    check: ({ word }) =>
      DIRECTIONS.some((name) => name[0] === word[0])
        ? undefined
        : { message: `there is no direction ${word}`, expected: DIRECTIONS },
  },
  PRIORITY: {
    check: ({ word }) => {
      const priority = scanDecimal(word);
      return priority !== undefined && priority >= 0n && priority <= MAX_PRIORITY
        ? undefined
        : { message: `a priority is a number from 0 to ${MAX_PRIORITY}` };
    },
  },
};

export const ACL_COMMANDS: readonly Command<Northbound>[] = [
  {
    name: 'acl-add',
    usage: 'LSWITCH DIRECTION PRIORITY MATCH ACTION',
    options: ['--log'],
    writes: true,
    summary: 'add an ACL to a switch',
    values: { DIRECTION: DIRECTIONS, ACTION: ACTIONS },
    checks: CHECKS,
    run: addAcl,
  },
  {
    name: 'acl-del',
    usage: 'LSWITCH [DIRECTION [PRIORITY MATCH]]',
    writes: true,
    summary: 'delete all ACLs of a switch, those of one direction, or one',
    values: { DIRECTION: DIRECTIONS },
    checks: CHECKS,
    run: deleteAcls,
  },
  {
    name: 'acl-list',
    usage: 'LSWITCH',
    writes: false,
    summary: 'list the ACLs of a switch in the order of evaluation',
    run: listAcls,
  },
];
