/** Declares the tunnels between chassis. */
/** The tunnel types, in order of preference. */
export const TUNNEL_TYPES = ['geneve', 'stt', 'vxlan'] as const;

export type TunnelType = (typeof TUNNEL_TYPES)[number];

/** A tunnel to another chassis. */
export interface Tunnel {
  readonly type: TunnelType;
  readonly ofport: number;
}

export function isTunnelType(type: string): type is TunnelType {
  return TUNNEL_TYPES.some((known) => known === type);
}
