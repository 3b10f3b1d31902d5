/** Commands of ovsdb-server. */
import { RUN_DIR } from '../../program/sockets.js';
import { CommandError, type TargetCommand } from '../target-command.js';
import { UNAVAILABLE } from './refused-commands.js';

/** The databases of the server, sorted by name. */
const DATABASES = ['OVN_Northbound', 'OVN_Southbound', 'Open_vSwitch'];

export const DATABASE_SERVER_COMMANDS: readonly TargetCommand[] = [
  ...UNAVAILABLE.database,
  // Databases are always compact, and there are no connections.
  {
    name: 'ovsdb-server/compact',
    usage: '',
    arity: [0, 1],
    run([name]) {
      if (name === undefined || DATABASES.includes(name)) return '';
      throw new CommandError('no database by that name');
    },
  },
  { name: 'ovsdb-server/reconnect', usage: '', run: () => '' },
  {
    name: 'ovsdb-server/list-dbs',
    usage: '',
    run: () => DATABASES.map((name) => `${name}\n`).join(''),
  },
  {
    name: 'ovsdb-server/list-remotes',
    usage: '',
    run: () => `punix:${RUN_DIR}/db.sock\n`,
  },
];
