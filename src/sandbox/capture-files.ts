/** The files that captured frames go to: real ones, for tcpdump and Wireshark to read. */
import { appendFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { PcapError, pcapHeader, readPcap } from '../packet/pcap.js';

/** A capture file that frames are added to. */
export interface CaptureFile {
  /** Adds bytes at the end, at once. */
  append(bytes: Uint8Array): void;
}

/** Where capture files are. */
export interface CaptureFiles {
  /**
   * Opens a file to add frames to; makes it where there is none.
   *
   * @throws Error that says why it cannot be. What is no capture of frames is left as it is.
   */
  open(path: string): CaptureFile;
}

/** Real files, their names being relative to `folder`. */
export function captureFilesIn(folder: string): CaptureFiles {
  return {
    open(name) {
      const path = resolve(folder, name);
      if (existsSync(path) && statSync(path).size > 0) assertCapture(name, path);
      else writeFileSync(path, pcapHeader());
      return { append: (bytes) => appendFileSync(path, bytes) };
    },
  };
}

function assertCapture(name: string, path: string): void {
  if (!statSync(path).isFile()) throw new Error(`${name} is no file`);
  try {
    readPcap(readFileSync(path));
  } catch (error) {
    if (!(error instanceof PcapError)) throw error;
    throw new Error(`${name} is there already, and is no capture of frames: ${error.message}`);
  }
}
