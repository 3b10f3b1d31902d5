/** Commands that print messages in bytes, and that encode them. Mirrors the test commands of `utilities/ovs-ofctl.c`. */

import { encodeRaw } from '../../../lib/raw-text.js';
import {
  errorByName,
  errorNumber,
  type OpenFlowErrorName,
} from '../../../openflow/model/errors.js';
import { PORT } from '../../../openflow/model/openflow-ports.js';
import { OPENFLOW_VERSIONS, versionNumber } from '../../../openflow/model/protocols.js';
import { integerAtStart } from '../../../openflow/values/scanning.js';
import { streamHexDump } from '../../../openflow/wire/hex-dump.js';
import { extractFlow } from '../../../packet/extract.js';
import { Flow } from '../../../packet/flow.js';
import { formatFlow } from '../../../packet/format-flow.js';
import { PcapError, pcapFrames } from '../../../packet/pcap.js';
import { parseInt32 } from '../../program/c-numbers.js';
import { fatal } from '../../program/exit.js';
import type { OfctlCommand } from '../command.js';
import { firstInputLine, readHex } from '../hex-input.js';
import { encodeErrorReply } from '../messages/error-message.js';
import { encodeHello } from '../messages/hello-message.js';
import { formatMessage } from '../messages/print-message.js';
import { TcpReader } from '../messages/tcp-reader.js';
import type { Run } from '../run.js';

const DEFAULT_VERBOSITY = 2;

function printMessage(run: Run, args: readonly string[]): void {
  const [first = '', second] = args;
  const fromInput = args.at(-1) === '-';
  const hex = fromInput ? firstInputLine(run) : first;
  const level = second === undefined ? undefined : fromInput ? first : second;
  const bytes = readHex(hex, 'trailing garbage following hex bytes');
  const verbosity = level === undefined ? DEFAULT_VERBOSITY : parseInt32(level);
  run.print(formatMessage(bytes, verbosity, run.log));
}

const HEADER_BYTES = 8;

const lengthOf = (bytes: Uint8Array): number => ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0);

function readBytes({ context }: Run, name: string, complaint: string): Uint8Array {
  if (name === '-') return encodeRaw(context.stdin);
  return context.files.read(name) ?? fatal(`${name}: ${complaint} (No such file or directory)`);
}

/** The verbosity that printing a file adds to that of the options. */
const FILE_VERBOSITY = 2;

function printFile(run: Run, [name = '']: readonly string[]): void {
  const bytes = readBytes(run, name, 'open');
  const verbosity = run.settings.verbosity + FILE_VERBOSITY;
  for (let at = 0; at < bytes.length; ) {
    const rest = bytes.subarray(at);
    const cut = (): never => fatal(`${name}: unexpected end of file mid-message`);
    if (rest.length < HEADER_BYTES) cut();
    const length = lengthOf(rest);
    if (length < HEADER_BYTES) fatal(`${name}: ${length}-byte message is too short for OpenFlow`);
    if (rest.length < length) cut();
    run.print(formatMessage(rest.subarray(0, length), verbosity, run.log));
    at += length;
  }
}

/** The TCP ports of OpenFlow: the registered one and its predecessor. */
const OPENFLOW_PORTS: readonly number[] = [6653, 6633];

function printCapture(run: Run, [name = '', ...ports]: readonly string[]): void {
  const numbers = ports.length === 0 ? OPENFLOW_PORTS : ports.map(parseInt32);
  const reader = new TcpReader();
  let separator = '';
  for (const frame of readCapture(run, name)) {
    const stream = reader.add(frame);
    if (stream === undefined || !stream.ports.some((port) => numbers.includes(port))) continue;
    while (stream.data.length >= HEADER_BYTES && stream.data.length >= lengthOf(stream.data)) {
      const length = lengthOf(stream.data);
      if (length === 0) break;
      const message = stream.data.subarray(0, length);
      stream.data = stream.data.subarray(length);
      const text = formatMessage(message, run.settings.verbosity + 1, run.log);
      run.print(`${separator}${stream.ends}:\n${text}`);
      separator = '\n';
    }
  }
}

/** Returns the frames of a capture; a frame that is cut short at its end is ignored. */
function* readCapture(run: Run, name: string): Iterable<Uint8Array> {
  const warn = (why: string): void => run.log('WARN', 'pcap', why);
  const bytes = run.context.files.read(name);
  if (bytes === undefined) {
    warn(`${name}: failed to open pcap file for reading (No such file or directory)`);
    fatal(`${name}: open failed (No such file or directory)`);
  }
  try {
    for (const { frame } of pcapFrames(bytes)) yield frame;
  } catch (error) {
    if (!(error instanceof PcapError)) throw error;
    if (error.fault === 'record' || error.fault === 'frame') return;
    if (error.fault === 'header') {
      warn('failed to read pcap header: End of file');
      fatal(`${name}: open failed (End of file)`);
    }
    const magic = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
    const hex = magic.toString(16).padStart(8, '0');
    warn(`bad magic 0x${hex} reading pcap file (expected 0xa1b2c3d4 or 0xd4c3b2a1)`);
    fatal(`${name}: open failed (Protocol error)`);
  }
}

function printPackets(run: Run, [name = '']: readonly string[]): void {
  const metadata = new Flow();
  metadata.set('in_port', BigInt(PORT.ANY));
  for (const frame of readCapture(run, name)) {
    run.print(`${formatFlow(extractFlow(frame, metadata))}\n`);
  }
}

function readErrorName(text: string): OpenFlowErrorName {
  return errorByName(text.replace(/^OFPERR_/, '')) ?? fatal(`unknown error "${text}"`);
}

function printErrorNumbers(run: Run, [text = '']: readonly string[]): void {
  const name = readErrorName(text);
  for (const version of OPENFLOW_VERSIONS) {
    const number = errorNumber(name, version);
    if (number === undefined) continue;
    const vendor = number.vendor === 0 ? '0' : `0x${number.vendor.toString(16)}`;
    run.print(
      `OpenFlow ${versionNumber(version)}: vendor ${vendor}, type ${number.type}, code ${number.code}\n`,
    );
  }
}

function encodeError(run: Run, [text = '', hex = '']: readonly string[]): void {
  const name = readErrorName(text);
  const request = readHex(hex);
  if (request.length < HEADER_BYTES) fatal('Request too short');
  if (request.length !== lengthOf(request)) fatal('Request size inconsistent');
  run.print(streamHexDump(encodeErrorReply(name, request, run.log)));
}

function printHello(run: Run, [bitmap = '']: readonly string[]): void {
  const hello = encodeHello(Number(integerAtStart(bitmap)?.value ?? 0n) >>> 0, run.nextXid());
  run.print(streamHexDump(hello));
  run.print(formatMessage(hello, run.settings.verbosity, run.log));
}

const MANY = Number.POSITIVE_INFINITY;

export const MESSAGE_COMMANDS: readonly OfctlCommand[] = [
  {
    name: 'ofp-print',
    usage: 'HEX [VERBOSITY]',
    arity: [1, 2],
    summary: 'print a message in hexadecimal',
    run: printMessage,
  },
  {
    name: 'ofp-parse',
    usage: 'FILE',
    arity: [1, 1],
    summary: 'print the messages in a file',
    run: printFile,
  },
  {
    name: 'ofp-parse-pcap',
    usage: 'PCAP [PORT]...',
    arity: [1, MANY],
    summary: 'print the messages in a capture of TCP connections',
    run: printCapture,
  },
  {
    name: 'parse-pcap',
    usage: 'PCAP',
    arity: [1, 1],
    summary: 'print the flows of the packets in a capture',
    run: printPackets,
  },
  {
    name: 'print-error',
    usage: 'ERROR',
    arity: [1, 1],
    summary: 'print the numbers of an error in each version',
    run: printErrorNumbers,
  },
  {
    name: 'encode-error-reply',
    usage: 'ERROR REQUEST',
    arity: [2, 2],
    summary: 'print an error that answers a request, in hexadecimal',
    run: encodeError,
  },
  {
    name: 'encode-hello',
    usage: 'BITMAP',
    arity: [1, 1],
    summary: 'print a hello that offers versions',
    run: printHello,
  },
];
