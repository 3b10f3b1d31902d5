/** The sockets and pid files of the reference's sandbox. */

/** The folder of the sockets and pid files. */
export const RUN_DIR = '/sandbox';

const SOCKET = `${RUN_DIR}/db.sock`;

/** The address of the server that has all three databases. */
export const DATABASE_SERVER = `unix:${SOCKET}`;

/** Returns the system's error for an address at which no database server listens. */
export function connectionProblem(address: string): string | undefined {
  const [, scheme, rest = ''] = /^([^:]*):(.*)$/s.exec(address) ?? [];
  switch (scheme) {
    case 'unix': {
      const path = rest.startsWith('/') ? rest : `${RUN_DIR}/${rest}`;
      return path === SOCKET ? undefined : 'No such file or directory';
    }
    case 'tcp':
    case 'ssl':
      return 'Connection refused';
    default:
      return 'Address family not supported by protocol';
  }
}
