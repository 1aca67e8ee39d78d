// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC721Receiver} from "@openzeppelin/contracts/interfaces/IERC721Receiver.sol";

/// @dev A contract without `onERC721Received` that does what the test tells it to.
contract Actor {
    function act(address target, bytes calldata data) external returns (bytes memory) {
        return _call(target, data);
    }

    function _call(address target, bytes memory data) internal returns (bytes memory) {
        (bool ok, bytes memory result) = target.call(data);
        if (!ok) {
            assembly ("memory-safe") {
                revert(add(result, 32), mload(result))
            }
        }
        return result;
    }
}

/// @dev Accepts, and tells in an event what it was asked.
contract AcceptingReceiver is Actor, IERC721Receiver {
    event Asked(address operator, address from, uint256 tokenId, bytes data);

    function onERC721Received(address operator, address from, uint256 tokenId, bytes calldata data)
        external
        virtual
        returns (bytes4)
    {
        emit Asked(operator, from, tokenId, data);
        return IERC721Receiver.onERC721Received.selector;
    }
}

/// @dev Answers with another value than the expected one.
contract RefusingReceiver is Actor, IERC721Receiver {
    function onERC721Received(address, address, uint256, bytes calldata) external pure returns (bytes4) {
        return 0xffffffff;
    }
}

/// @dev Reverts with its own error.
contract RevertingReceiver is Actor, IERC721Receiver {
    error NotToday(uint256 tokenId);

    function onERC721Received(address, address, uint256 tokenId, bytes calldata) external pure returns (bytes4) {
        revert NotToday(tokenId);
    }
}

/// @dev Reverts without data.
contract SilentReceiver is Actor, IERC721Receiver {
    function onERC721Received(address, address, uint256, bytes calldata) external pure returns (bytes4) {
        assembly ("memory-safe") {
            revert(0, 0)
        }
    }
}

/// @dev While it is asked it runs prepared calls on the registry, one list per question, and keeps what they returned.
contract ReentrantReceiver is Actor, IERC721Receiver {
    mapping(uint256 question => bytes[] calls) private _calls;
    bytes[] private _results;
    uint256[] private _asked;

    function prepare(uint256 question, bytes calldata data) external {
        _calls[question].push(data);
    }

    function onERC721Received(address, address, uint256 tokenId, bytes calldata) external returns (bytes4) {
        bytes[] storage calls = _calls[_asked.length];
        _asked.push(tokenId);
        for (uint256 i; i < calls.length; ++i) {
            _results.push(_call(msg.sender, calls[i]));
        }
        return IERC721Receiver.onERC721Received.selector;
    }

    function asked() external view returns (uint256[] memory) {
        return _asked;
    }

    function result(uint256 index) external view returns (bytes memory) {
        return _results[index];
    }
}
