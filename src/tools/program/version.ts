/** The release of Open vSwitch that the reference's tree calls itself. */
const OVS_VERSION = '2.4.90';

/** What a program of the family answers to `--version`, in its two lines. */
export function programVersion(program: string): string {
  return `${program} (Open vSwitch) ${OVS_VERSION}\nCompiled to run inside ovn-sandbox-ts\n`;
}
