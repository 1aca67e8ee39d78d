/** Everything that needs no library beside it: ABIs, addresses, and the errors in words. The bindings for ethers are at `/ethers`. */
export * from './abi/index.ts';
export * from './addresses/index.ts';
export * from './errors/index.ts';
