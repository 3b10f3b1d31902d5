import { formatAcl } from '../../../logical/format-acl.js';
import { compareStrings } from '../../../ovsdb/compare.js';
import type { Command } from '../../../tools/ctl/ctl-command.js';
import { scanInteger } from '../../../tools/program/scan-numbers.js';
import { type Acl, findSwitch, type NbCall, type Northbound } from './northbound-rows.js';

export const DIRECTIONS = ['from-lport', 'to-lport'] as const;
export const ACTIONS = ['allow', 'allow-related', 'drop', 'reject'] as const;

const MAX_PRIORITY = 32767n;

/** The direction that `text` starts like: its first letter is enough. */
function parseDirection(call: NbCall, text: string): Acl['direction'] | undefined {
  const direction = text === '' ? undefined : DIRECTIONS.find((name) => name[0] === text[0]);
  if (!direction) call.warn(`Invalid direction '${text}'`);
  return direction;
}

function parsePriority(call: NbCall, text: string): number | undefined {
  const priority = scanInteger(text);
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
  call.state.write('Logical_Switch', lswitch._uuid, { acls: [...lswitch.acls, acl] });
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
  // Of equal ones, one goes.
  const doomed = lswitch.acls.find((uuid) => {
    const acl = aclOf(uuid);
    return acl?.direction === direction && acl.priority === priority && acl.match === match;
  });
  if (doomed !== undefined) keep(lswitch.acls.filter((uuid) => uuid !== doomed));
}

/** From the port before to the port, high priorities first, then by match. */
const compareAcls = (a: Acl, b: Acl) =>
  DIRECTIONS.indexOf(a.direction) - DIRECTIONS.indexOf(b.direction) ||
  b.priority - a.priority ||
  compareStrings(a.match, b.match);

function listAcls(call: NbCall): void {
  const lswitch = findSwitch(call, call.arg(0));
  if (!lswitch) return;
  const acls = lswitch.acls.flatMap((uuid) => call.state.get('ACL', uuid) ?? []);
  const lines = acls.sort(compareAcls).map((acl) => `${formatAcl(acl)}\n`);
  // The reference prints this at once, so that `--oneline` does not apply.
  call.run.print(lines.join(''));
}

export const ACL_COMMANDS: readonly Command<Northbound>[] = [
  {
    name: 'acl-add',
    usage: 'LSWITCH DIRECTION PRIORITY MATCH ACTION',
    arity: [5, 5],
    options: ['--log'],
    writes: true,
    summary: 'add an ACL to a switch',
    run: addAcl,
  },
  {
    name: 'acl-del',
    usage: 'LSWITCH [DIRECTION [PRIORITY MATCH]]',
    arity: [1, 4],
    writes: true,
    summary: 'delete the ACLs of a switch, those of one direction, or one',
    run: deleteAcls,
  },
  {
    name: 'acl-list',
    usage: 'LSWITCH',
    arity: [1, 1],
    writes: false,
    summary: 'list the ACLs of a switch in the order in which they apply',
    run: listAcls,
  },
];
