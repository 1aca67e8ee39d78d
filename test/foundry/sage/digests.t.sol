// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ISageRegistryV3} from "../../../contracts/interfaces/ISageRegistryV3.sol";
import {KeyType} from "../../../contracts/types/KeyType.sol";
import {KeyFixture} from "./KeyFixture.sol";

/// @dev Everything that is signed or committed, computed a second time: by hand, and by forge's implementation of EIP-712
/// from the types as a client writes them.
contract DigestsTest is KeyFixture {
    function testFuzz_attack_A38_keyProofDigestByHand(
        string calldata did,
        address owner,
        bytes32 keyId,
        uint256 nonce_,
        uint64 chainId
    ) public {
        vm.chainId(bound(chainId, 1, type(uint64).max - 1));
        bytes32 typeHash = keccak256("KeyProof(string did,address owner,bytes32 keyId,uint256 nonce)");
        bytes32 structHash = keccak256(abi.encode(typeHash, keccak256(bytes(did)), owner, keyId, nonce_));
        assertEq(registry.keyProofDigest(did, owner, keyId, nonce_), _typed(structHash));
    }

    function testFuzz_attack_A38_keyProofDigestByForge(address owner, bytes32 keyId, uint256 nonce_) public view {
        string memory message = string.concat(
            '{"did":"',
            DID,
            '","owner":"',
            vm.toString(owner),
            '","keyId":"',
            vm.toString(keyId),
            '","nonce":"',
            vm.toString(nonce_),
            '"}'
        );
        string memory types = '"KeyProof":[{"name":"did","type":"string"},{"name":"owner","type":"address"},'
            '{"name":"keyId","type":"bytes32"},{"name":"nonce","type":"uint256"}]';
        bytes32 digest = vm.eip712HashTypedData(_json("KeyProof", types, message));
        assertEq(registry.keyProofDigest(DID, owner, keyId, nonce_), digest);
    }

    function testFuzz_attack_A38_registrationCommitmentByHand(
        address committer,
        bytes[2] memory publicKeys,
        string calldata agentURI,
        bytes32 salt
    ) public view {
        ISageRegistryV3.KeyInput[] memory keys = _keys(publicKeys);
        bytes32 typeHash = keccak256(
            "Registration(address committer,string did,Key[] keys,string agentURI,bytes32 salt)Key(uint8 keyType,bytes publicKey)"
        );
        bytes32 uriHash = keccak256(bytes(agentURI));
        bytes32 structHash =
            keccak256(abi.encode(typeHash, committer, keccak256(bytes(DID)), _keysHash(publicKeys), uriHash, salt));
        assertEq(registry.registrationCommitment(committer, "alice-1", keys, agentURI, salt), _typed(structHash));
    }

    function testFuzz_attack_A38_bindingCommitmentByHand(
        address committer,
        uint256 id,
        bytes[2] memory publicKeys,
        bytes32 salt
    ) public view {
        ISageRegistryV3.KeyInput[] memory keys = _keys(publicKeys);
        bytes32 typeHash = keccak256(
            "Binding(address committer,uint256 agentId,string did,Key[] keys,bytes32 salt)Key(uint8 keyType,bytes publicKey)"
        );
        bytes32 structHash =
            keccak256(abi.encode(typeHash, committer, id, keccak256(bytes(DID)), _keysHash(publicKeys), salt));
        assertEq(registry.bindingCommitment(committer, id, "alice-1", keys, salt), _typed(structHash));
    }

    function testFuzz_attack_A38_commitmentsByForge(address committer, uint64 id, bytes32 key, bytes32 salt)
        public
        view
    {
        bytes[2] memory publicKeys = [abi.encodePacked(key), abi.encodePacked(salt, key, bytes1(0x04))];
        ISageRegistryV3.KeyInput[] memory keys = _keys(publicKeys);
        bytes32 digest = registry.registrationCommitment(committer, "alice-1", keys, AGENT_URI, salt);
        assertEq(digest, _byForge(committer, id, publicKeys, salt, true));
        digest = registry.bindingCommitment(committer, id, "alice-1", keys, salt);
        assertEq(digest, _byForge(committer, id, publicKeys, salt, false));
    }

    function _byForge(address committer, uint256 id, bytes[2] memory publicKeys, bytes32 salt, bool registers)
        private
        view
        returns (bytes32)
    {
        string memory types = string.concat(
            registers ? '"Registration"' : '"Binding"',
            ':[{"name":"committer","type":"address"},',
            registers ? "" : '{"name":"agentId","type":"uint256"},',
            '{"name":"did","type":"string"},{"name":"keys","type":"Key[]"},',
            registers ? '{"name":"agentURI","type":"string"},' : "",
            '{"name":"salt","type":"bytes32"}],',
            '"Key":[{"name":"keyType","type":"uint8"},{"name":"publicKey","type":"bytes"}]'
        );
        string memory head = string.concat('{"committer":"', vm.toString(committer), '","did":"', DID, '","keys":[');
        string memory keys =
            string.concat(_keyJson("1", publicKeys[0]), ",", _keyJson("3", publicKeys[1]), '],"salt":"');
        string memory own = registers
            ? string.concat('","agentURI":"', AGENT_URI, '"}')
            : string.concat('","agentId":"', vm.toString(id), '"}');
        string memory message = string.concat(head, keys, vm.toString(salt), own);
        return vm.eip712HashTypedData(_json(registers ? "Registration" : "Binding", types, message));
    }

    function _keyJson(string memory keyType, bytes memory publicKey) private pure returns (string memory) {
        return string.concat('{"keyType":', keyType, ',"publicKey":"', vm.toString(publicKey), '"}');
    }

    function _json(string memory primaryType, string memory types, string memory message)
        private
        view
        returns (string memory)
    {
        string memory domain = string.concat(
            '{"name":"SageRegistryV3","version":"1","chainId":',
            vm.toString(block.chainid),
            ',"verifyingContract":"',
            vm.toString(address(registry)),
            '"}'
        );
        string memory domainType = '"EIP712Domain":[{"name":"name","type":"string"},{"name":"version","type":"string"},'
            '{"name":"chainId","type":"uint256"},{"name":"verifyingContract","type":"address"}],';
        string memory head = string.concat('{"types":{', domainType, types, '},"primaryType":"', primaryType);
        return string.concat(head, '","domain":', domain, ',"message":', message, "}");
    }

    /// @dev A P-256 and an X25519 key by type; the bytes are anything, and the proofs are no part of a commitment.
    function _keys(bytes[2] memory publicKeys) private pure returns (ISageRegistryV3.KeyInput[] memory keys) {
        keys = new ISageRegistryV3.KeyInput[](2);
        keys[0] = ISageRegistryV3.KeyInput(KeyType.P256, publicKeys[0], "any");
        keys[1] = ISageRegistryV3.KeyInput(KeyType.X25519, publicKeys[1], publicKeys[0]);
    }

    function _keysHash(bytes[2] memory publicKeys) private pure returns (bytes32) {
        bytes32 typeHash = keccak256("Key(uint8 keyType,bytes publicKey)");
        bytes32 key0 = keccak256(abi.encode(typeHash, 1, keccak256(publicKeys[0])));
        bytes32 key1 = keccak256(abi.encode(typeHash, 3, keccak256(publicKeys[1])));
        return keccak256(bytes.concat(key0, key1));
    }

    function _typed(bytes32 structHash) private view returns (bytes32) {
        bytes32 typeHash =
            keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
        bytes32 domain = keccak256(
            abi.encode(typeHash, keccak256("SageRegistryV3"), keccak256("1"), block.chainid, address(registry))
        );
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }
}
