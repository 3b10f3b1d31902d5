/**
 * Lists the names and addresses of generated topologies. They are few, so commands often refer to
 * each other's rows.
 */
import fc from 'fast-check';

export const oneOf = <T>(...values: readonly T[]) => fc.constantFrom(...values);

export const SWITCHES: readonly string[] = ['ls0', 'ls1', 'ls2'];
const PORT_NUMBERS = [0, 1, 2, 3] as const;

/** A port of a switch, with addresses that follow from its place. */
export interface PortName {
  readonly sw: string;
  readonly name: string;
  readonly mac: string;
  readonly ip: string;
  /** The interface that it gets on this host. */
  readonly iface: string;
}

const portAt = (sw: string, number: number): PortName => {
  const digit = SWITCHES.indexOf(sw);
  return {
    sw,
    name: `${sw}-p${number}`,
    mac: `02:00:00:00:0${digit}:0${number}`,
    ip: `10.${digit}.0.${number + 1}`,
    iface: `v${digit}${number}`,
  };
};

export const portsOf = (sw: string): readonly PortName[] =>
  PORT_NUMBERS.map((number) => portAt(sw, number));

export const PORTS: readonly PortName[] = SWITCHES.flatMap(portsOf);

export const aSwitch = oneOf(...SWITCHES);
export const aPort = oneOf(...PORTS);
export const aRouter = oneOf('r0', 'r1');
/** Chassis other than this host's. */
export const aChassis = oneOf('hv2', 'hv3');
export const aTag = oneOf(5, 6);

/** The port of a router on a switch, and the switch's port that leads to it. */
export const routerLink = (sw: string) => {
  const digit = SWITCHES.indexOf(sw);
  return {
    routerPort: `${sw}-lrp`,
    switchPort: `${sw}-rp`,
    mac: `02:00:00:00:ff:0${digit}`,
    network: `10.${digit}.0.254/16`,
  };
};

/** An address of some port, or of none. */
export const aMac = fc.oneof(
  { weight: 3, arbitrary: aPort.map(({ mac }) => mac) },
  { weight: 1, arbitrary: oneOf('ff:ff:ff:ff:ff:ff', '00:11:22:33:44:55', '02:00:00:00:ff:00') },
);
export const anIp = fc.oneof(
  { weight: 3, arbitrary: aPort.map(({ ip }) => ip) },
  { weight: 1, arbitrary: oneOf('10.0.0.254', '10.1.0.254', '172.16.0.1') },
);
