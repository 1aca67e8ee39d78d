// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {IERC721Receiver} from "@openzeppelin/contracts/interfaces/IERC721Receiver.sol";

/// @dev While it is asked to take a token it makes prepared calls and keeps what came of them.
contract CallbackReceiver is IERC721Receiver {
    struct Prepared {
        address target;
        bytes data;
    }

    struct Outcome {
        bool success;
        bytes returned;
    }

    Prepared[] private _prepared;
    Outcome[] private _outcomes;

    function prepare(address target, bytes calldata data) external {
        _prepared.push(Prepared(target, data));
    }

    function onERC721Received(address, address, uint256, bytes calldata) external returns (bytes4) {
        for (uint256 i; i < _prepared.length; ++i) {
            (bool success, bytes memory returned) = _prepared[i].target.call(_prepared[i].data);
            _outcomes.push(Outcome(success, returned));
        }
        delete _prepared;
        return IERC721Receiver.onERC721Received.selector;
    }

    function outcomes() external view returns (Outcome[] memory) {
        return _outcomes;
    }
}

/// @dev Gives the token to somebody else before it has it for longer than its callback.
contract PassingReceiver is IERC721Receiver {
    address private immutable TO;

    constructor(address to) {
        TO = to;
    }

    function onERC721Received(address, address, uint256 tokenId, bytes calldata) external returns (bytes4) {
        IERC721(msg.sender).transferFrom(address(this), TO, tokenId);
        return IERC721Receiver.onERC721Received.selector;
    }
}
