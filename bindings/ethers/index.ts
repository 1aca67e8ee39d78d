/** Typed contracts and factories for ethers 6, as TypeChain writes them. */
export * from '../../typechain-types/index.js';
