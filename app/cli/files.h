#pragma once
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <vector>

#include "raytracer/raytracer.h"

namespace raypool::cli {

/// The whole file, or why it can't be read.
std::expected<std::vector<uint8_t>, std::string> readFile(const std::string& path);
/// Empty: written; else why not.
std::string writeFile(const std::string& path, std::span<const uint8_t> bytes);

/// A scene's files, looked up beside the scene first and then in the working directory.
class FileAssets final : public AssetSource {
public:
    explicit FileAssets(const std::string& scenePath);
    std::expected<std::vector<uint8_t>, std::string> read(const std::string& path) override;
    bool has(const std::string& path) override;

private:
    std::string folder_;
};

}  // namespace raypool::cli
