/** Whether a text is the CAIP-10 name of a contract on an EVM chain in its one spelling here, the one in lower case. */
export function isRegistry(text: string): boolean {
  return /^eip155:[1-9][0-9]{0,31}:0x[0-9a-f]{40}$/.test(text);
}
