/** Geneve options: what travels in a tunnel, and which member of a flow holds which of them. */

/** An option as a Geneve header has it. */
export interface GeneveOption {
  readonly class: number;
  readonly type: number;
  /** How many bytes of data it has: a multiple of 4, at most 124. */
  readonly length: number;
  /** The data, as one number. */
  readonly value: bigint;
}

/** What `tun_metadataN` stands for, by N: what `ovs-ofctl add-geneve-map` fills. */
export type GeneveTable = ReadonlyMap<number, Omit<GeneveOption, 'value'>>;

/** Which `tun_metadataN` an option is, by its class and type. */
export function optionNumber(option: GeneveOption, table: GeneveTable): number | undefined {
  for (const [n, mapping] of table) {
    if (mapping.class === option.class && mapping.type === option.type) return n;
  }
  return undefined;
}
