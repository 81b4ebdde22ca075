// Files in memory, for tests.
#pragma once
#include <map>
#include <string_view>

#include "raytracer/scene/asset_source.h"

namespace raypool::testing {

class MemoryFiles final : public AssetSource {
public:
    std::map<std::string, std::vector<uint8_t>> files;
    std::map<std::string, int> reads;   // how often each was asked for

    void put(const std::string& name, std::string_view text) { files[name].assign(text.begin(), text.end()); }
    std::expected<std::vector<uint8_t>, std::string> read(const std::string& path) override {
        ++reads[path];
        if (const auto found = files.find(path); found != files.end()) return found->second;
        return std::unexpected("no such file");
    }
};

}  // namespace raypool::testing
