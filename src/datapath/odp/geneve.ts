/** Declares Geneve options of tunnels, and maps them to flow members. */

/** An option of a Geneve header. */
export interface GeneveOption {
  readonly class: number;
  readonly type: number;
  /** The size of its data in bytes: a multiple of 4, at most 124. */
  readonly length: number;
  /** The data, as one number. */
  readonly value: bigint;
}

/**
 * The option that each `tun_metadataN` holds, by N, as configured by `ovs-ofctl add-geneve-map`.
 */
export type GeneveTable = ReadonlyMap<number, Omit<GeneveOption, 'value'>>;

/** Returns the N of the `tun_metadataN` that holds an option, by its class and type. */
export function optionNumber(option: GeneveOption, table: GeneveTable): number | undefined {
  for (const [n, mapping] of table) {
    if (mapping.class === option.class && mapping.type === option.type) return n;
  }
  return undefined;
}
