/** Tests `ovs-pcap` and `ovs-tcpundump`. */
import { describe, expect, it } from 'vitest';
import { pcapHeader, pcapRecord } from '../../src/packet/pcap.js';
import { OVS_PCAP } from '../../src/tools/packet-dumps/ovs-pcap.js';
import { OVS_TCPUNDUMP } from '../../src/tools/packet-dumps/ovs-tcpundump.js';
import { newContext } from './harness.js';

const frames = ['0102030405', 'ff'].map((hex) => Buffer.from(hex, 'hex'));
const capture = Buffer.concat([
  pcapHeader(),
  ...frames.map((frame) => pcapRecord({ time: 5n, frame })),
]);

const FILES: Readonly<Record<string, Uint8Array>> = {
  'x.pcap': capture,
  cut: capture.subarray(0, -1),
  header: capture.subarray(0, 20),
  record: capture.subarray(0, 50),
  text: Buffer.from('root:x:0:0:root:/root:/bin/bash\n'),
};

const context = { ...newContext(), files: { read: (name: string) => FILES[name] } };

describe('ovs-pcap', () => {
  it.each([
    ['x.pcap', '0102030405\nff\n', '', 0],
    ['-- x.pcap', '0102030405\nff\n', '', 0],
    ['', '', 'exactly 1 non-option argument required (use --help for help)', 1],
    ['nosuch', '', 'nosuch: No such file or directory', 1],
    ['header', '', 'end of file reading pcap header', 1],
    ['text', '', 'bad magic 1919905652 reading pcap file (expected 0xa1b2c3d4 or 0xd4c3b2a1)', 1],
    ['record', '0102030405\n', 'end of file within pcap record header', 1],
    ['cut', '0102030405\n', 'end of file reading pcap packet data', 1],
    ['-x x.pcap', '', 'option -x not recognized', 1],
    ['--vers x.pcap', 'ovs-pcap (Open vSwitch) 2.4.90\n0102030405\nff\n', '', 0],
  ])('%j', (line, stdout, complaint, exitCode) => {
    expect(OVS_PCAP.run(line.split(' ').filter(Boolean), context)).toEqual({
      stdout,
      stderr: complaint === '' ? '' : `ovs-pcap: ${complaint}\n`,
      exitCode,
    });
  });

  it('has help', () => {
    expect(OVS_PCAP.run(['-h'], context).stdout).toContain('usage: ovs-pcap FILE');
  });
});

describe('ovs-tcpundump', () => {
  const undump = (stdin: string, ...args: string[]) =>
    OVS_TCPUNDUMP.run(args, { ...context, stdin });

  it('joins the lines of each packet', () => {
    const dump = [
      '10:00:00 IP a > b',
      '\t0x0000:  4500 0054 xx',
      '\t0x0010:  aabb ccdd',
      '\t0x00a0:  0102',
      '\t0x0000:  1122',
      '  other',
      '0x0000:  9999',
      '',
    ].join('\n');
    expect(undump(dump)).toEqual({
      stdout: '45000054aabbccdd0102\n1122\n',
      stderr: '',
      exitCode: 0,
    });
  });

  it('takes no arguments', () => {
    expect(undump('', 'file')).toEqual({
      stdout: '',
      stderr: 'ovs-tcpundump: non-option argument not supported (use --help for help)\n',
      exitCode: 1,
    });
  });
});
