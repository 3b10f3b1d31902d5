/** The release that the programs of the reference report. */
const OVS_VERSION = '2.4.90';

/** Returns the two lines that `--version` prints. */
export function programVersion(program: string): string {
  return `${program} (Open vSwitch) ${OVS_VERSION}\nCompiled to run inside ovn-sandbox-ts\n`;
}
