import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createSigningInput } from '../../src/card/createSigningInput.ts';
import { createVerificationKey } from '../../src/index.ts';

describe('createSigningInput', () => {
  it('is that of RFC 8037, appendix A.4, whose signature it carries', async () => {
    const input = createSigningInput('eyJhbGciOiJFZERTQSJ9', new TextEncoder().encode('Example of Ed25519 signing'));
    expect(new TextDecoder().decode(input)).to.equal('eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc');
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };
    const signature = 'hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg';
    const key = await createVerificationKey('ed25519', jwk);
    expect(await key.verify(input, Buffer.from(signature, 'base64url'))).to.equal(true);
  });
});
