#pragma once
#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <vector>

namespace raypool {

/// A file's bytes, which may be had without a copy of them.
using SharedBytes = std::shared_ptr<const std::vector<uint8_t>>;

/// Where a scene's files come from: the file system, or what the page has fetched.
class AssetSource {
public:
    virtual ~AssetSource() = default;
    /// The bytes of a file named as in the scene's text, or why they can't be had ("no such file").
    virtual std::expected<std::vector<uint8_t>, std::string> read(const std::string& path) = 0;
    /// The same; a source that holds the bytes anyway copies none.
    virtual std::expected<SharedBytes, std::string> share(const std::string& path) {
        auto bytes = read(path);
        if (!bytes) return std::unexpected(std::move(bytes.error()));
        return std::make_shared<const std::vector<uint8_t>>(std::move(*bytes));
    }
    /// Can it be had?
    virtual bool has(const std::string& path) { return share(path).has_value(); }
};

}  // namespace raypool
