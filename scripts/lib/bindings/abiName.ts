/**
 * The name under which the ABI of a contract is exported: `TEEKeyRegistry` gives `teeKeyRegistryAbi`, and the interface
 * `ITEEKeyRegistry` gives `iTEEKeyRegistryAbi`.
 */
export function abiName(contract: string): string {
  const first = /^I[A-Z]/.test(contract) ? /^I/ : /^[A-Z]+(?![a-z])|^[A-Z]/;
  return `${contract.replace(first, (capitals) => capitals.toLowerCase())}Abi`;
}
