#pragma once
#include <cstdint>
#include <expected>
#include <string>
#include <vector>

namespace raypool {

/// Where a scene's files come from: the file system, or what the page has fetched.
class AssetSource {
public:
    virtual ~AssetSource() = default;
    /// The bytes of a file named as in the scene's text, or why they can't be had ("no such file").
    virtual std::expected<std::vector<uint8_t>, std::string> read(const std::string& path) = 0;
};

}  // namespace raypool
