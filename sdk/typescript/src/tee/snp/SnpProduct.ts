/** Processor generations with SEV-SNP. Genoa includes Bergamo and Siena, which share its keys. */
export type SnpProduct = 'Milan' | 'Genoa' | 'Turin';
