#pragma once
#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "raytracer/raytracer.h"

namespace raypool {

/// The files that the page has sent, by the names that scenes give them.
class PageAssets final : public AssetSource {
public:
    std::expected<std::vector<uint8_t>, std::string> read(const std::string& path) override;
    std::expected<SharedBytes, std::string> share(const std::string& path) override;
    bool has(const std::string& path) override;
    /// Sent, or said to be missing.
    bool knows(const std::string& path) const { return files_.contains(path); }
    void put(std::string path, std::vector<uint8_t> bytes) { files_[std::move(path)] = std::make_shared<const std::vector<uint8_t>>(std::move(bytes)); }
    void putMissing(std::string path, std::string reason) { files_[std::move(path)] = std::unexpected(std::move(reason)); }
    /// To be asked for again.
    void forget(const std::string& path) { files_.erase(path); }
    size_t bytes() const;
    /// Forgets what the scene does not name: an edit must not hold on to memory for ever. Failures are forgotten, too, so
    /// that the next edit asks again.
    void keepOnly(const std::vector<FileNames>& named);

private:
    std::unordered_map<std::string, std::expected<SharedBytes, std::string>> files_;
};

}  // namespace raypool
