/** Where the programs of the reference's sandbox keep their sockets and pid files. */
export const RUN_DIR = '/sandbox';

const SOCKET = `${RUN_DIR}/db.sock`;

/** The address of the server that has all three databases. */
export const DATABASE_SERVER = `unix:${SOCKET}`;

/**
 * Why nothing answers at a database's address: the operating system's words,
 * or nothing for the address of the sandbox's own server.
 */
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
