// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// @title Signatures of accounts of every kind
library Signatures {
    /// @notice Whether the account has signed the digest. ECDSA first, whether or not the account has code: an account
    /// with delegated code (EIP-7702) still signs with its key. Only 65-byte signatures with a low `s`. Otherwise the
    /// account is asked (ERC-1271), with at most one word of its answer copied; it may use all gas it is given.
    function hasSigned(address account, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        (address recovered, ECDSA.RecoverError failure,) = ECDSA.tryRecoverCalldata(digest, signature);
        if (failure == ECDSA.RecoverError.NoError && recovered == account) return true;
        return SignatureChecker.isValidERC1271SignatureNowCalldata(account, digest, signature);
    }
}
