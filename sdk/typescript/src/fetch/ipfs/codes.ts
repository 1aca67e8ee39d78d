/** Codes of the multicodec table. */
export const RAW = 0x55;
export const DAG_PB = 0x70;
export const SHA2_256 = 0x12;
