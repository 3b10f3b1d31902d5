/** `ovs-pcap`, which prints the frames of a capture in hexadecimal (`utilities/ovs-pcap.in`). */
import { PcapError, type PcapFault, pcapFrames } from '../../packet/pcap.js';
import { fatal } from '../program/exit.js';
import type { ToolContext } from '../tool.js';
import { scriptTool } from './script-tool.js';

const COMPLAINTS: Readonly<Record<PcapFault, (file: Uint8Array) => string>> = {
  header: () => 'end of file reading pcap header',
  magic: (file) => {
    const magic = new DataView(file.buffer, file.byteOffset).getUint32(0);
    return `bad magic ${magic} reading pcap file (expected 0xa1b2c3d4 or 0xd4c3b2a1)`;
  },
  link: () => 'not a file of Ethernet frames',
  record: () => 'end of file within pcap record header',
  frame: () => 'end of file reading pcap packet data',
};

const hexDigits = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

function run(args: readonly string[], { files }: ToolContext, print: (text: string) => void): void {
  const [name] = args;
  if (name === undefined || args.length !== 1) {
    fatal('exactly 1 non-option argument required (use --help for help)');
  }
  const file = files.read(name) ?? fatal(`${name}: No such file or directory`);
  try {
    for (const { frame } of pcapFrames(file)) print(`${hexDigits(frame)}\n`);
  } catch (error) {
    if (!(error instanceof PcapError)) throw error;
    fatal(COMPLAINTS[error.fault](file));
  }
}

export const OVS_PCAP = scriptTool({
  name: 'ovs-pcap',
  summary: 'print the frames of a pcap file in hexadecimal',
  usage: 'FILE',
  inputs: { readsFiles: true },
  run,
});
